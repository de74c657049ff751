import Foundation
import NetworkLab
import PolicyTesting
import QoSDriver
import SeededRandom
import Testing

extension LinkLayerTests {
    /// A change of rules, filters and maps that fails anywhere, or is cut off, leaves the old state or the new one, and says
    /// which.
    @Suite(.serialized) struct Faults {
        private let lab: LinkLab

        init() throws { lab = try LinkLab.fresh() }

        /// From one policy to another; nil for none.
        struct Change: CustomStringConvertible, Sendable {
            let old: LinkPolicy?
            let new: LinkPolicy
            var description: String { "\(old?.name ?? "nothing") to \(new.name)" }
        }

        static let changes = [
            Change(old: nil, new: .voice),
            // One priority changes its PCP.
            Change(old: .voice, new: .video), Change(old: .mapped, new: .voice), Change(old: .voice, new: .retagged),
            Change(old: .retagged, new: .tagged), Change(old: .bulk, new: .unlinked),
        ]

        private func put(_ policy: LinkPolicy?) throws {
            if let policy { try lab.laboratory.apply(policy.text) } else { try lab.stop() }
        }

        /// What there is before a change and after it, and how many messages it sends.
        private func measure(_ change: Change) throws -> (old: Snapshot, new: Snapshot, sent: [Sent]) {
            // Maps know these keys then, whatever comes first.
            try put(change.new)
            try put(change.old)
            let old = try lab.snapshot().plain
            let (result, sent) = try lab.traced("apply -", input: change.new.text)
            try #require(result.status == 0 && sent.contains { $0.isChange })
            let new = try lab.snapshot().plain
            try put(change.old)
            expectSame(try lab.snapshot().plain, old, "there and back")
            return (old, new, sent)
        }

        /// Numbers of messages: all, or some of those that change something.
        private func numbers(_ sent: [Sent], _ random: inout SeededGenerator) -> [Int] {
            guard VMSettings.faults > 0 else { return Array(1...sent.count) }
            let changing = sent.indices.filter { sent[$0].isChange }.map { $0 + 1 }
            return Array(changing.shuffled(using: &random).prefix(VMSettings.faults)).sorted()
        }

        private func expectStatus(_ policy: LinkPolicy?, _ comment: String) throws {
            let status = try lab.status()
            #expect(status.isLoaded == (policy != nil), "\(comment)")
            guard let policy else { return }
            #expect(
                status.isInStep && status.policyName == policy.name,
                "\(comment): \(status.policyName ?? "") \(status.problems) \(status.drift)")
        }

        static let tried = VMSettings.some(changes, 2, "link changes")

        @Test("any message may fail, or be the last", arguments: tried) func faults(_ change: Change) throws {
            var random = SeededGenerator("link faults \(change)")
            let before = try lab.snapshot()
            let (old, new, sent) = try measure(change)
            for number in numbers(sent, &random) {
                try fail(at: number, of: sent.count, change, old, new, "\(random)")
                try kill(at: number, of: sent.count, change, old, new, before, &random)
            }
            expectSame(try lab.snapshot().plain, old, "\(change) \(random)")
        }

        private func fail(
            at number: Int, of count: Int, _ change: Change, _ old: Snapshot, _ new: Snapshot, _ seed: String
        ) throws {
            let (result, trace) = try lab.traced(
                "apply -", input: change.new.text, injecting: "error=ENOBUFS:when=\(number)")
            let failed = trace.last { $0.isInjected }?.line
            let comment = "\(change), message \(number) of \(count) fails: \(result) \(seed)\n\(failed ?? "")"
            #expect(failed != nil, "\(comment)")
            switch result.status {
            case 0 where result.stderr.contains("left over"):
                // What could not be deleted is a warning, and goes with the next apply.
                try put(change.new)
                fallthrough
            case 0:
                expectSame(try lab.snapshot().plain, new, comment)
                try expectStatus(change.new, comment)
            case 1, 2:
                expectSame(try lab.snapshot().plain, old, comment)
                try expectStatus(change.old, comment)
                try put(change.new)
                expectSame(try lab.snapshot().plain, new, "applied again after \(comment)")
            default: Issue.record("\(comment)")
            }
            try put(change.old)
            expectSame(try lab.snapshot().plain, old, "back after \(comment)")
        }

        private func kill(
            at number: Int, of count: Int, _ change: Change, _ old: Snapshot, _ new: Snapshot, _ before: Snapshot,
            _ random: inout SeededGenerator
        ) throws {
            let (result, _) = try lab.traced(
                "apply -", input: change.new.text, injecting: "signal=SIGKILL:when=\(number)")
            let way = random.int(0...2)
            let comment = "\(change), killed at message \(number) of \(count), then \(way) \(random)"
            #expect(result.status == 137, "\(comment): \(result)")
            if way == 0 {
                try put(change.new)
                expectSame(try lab.snapshot().plain, new, comment)
            } else if way == 1, change.old != nil {
                _ = try lab.laboratory.inPlace { try $0.start() }
                let isNew = try lab.status().policyName == change.new.name
                expectSame(try lab.snapshot().plain, isNew ? new : old, comment)
                try expectStatus(isNew ? change.new : change.old, comment)
            }
            try lab.stop()
            expectSame(try lab.snapshot(), before, comment)
            try put(change.old)
        }

        @Test func killedStop() throws {
            var random = SeededGenerator("killed stop")
            let before = try lab.snapshot()
            try put(.voice)
            let loaded = try lab.snapshot().plain
            let sent = try lab.traced("stop").1
            for number in numbers(sent, &random) {
                for fault in ["error=ENOBUFS", "signal=SIGKILL"] {
                    try put(.voice)
                    let (result, _) = try lab.traced("stop", injecting: "\(fault):when=\(number)")
                    let comment = "\(fault) at message \(number) of \(sent.count), \(result) \(random)"
                    #expect(result.status != 0 && result.status != 3, "\(comment)")
                    if random.chance(oneIn: 2) {
                        _ = try lab.laboratory.inPlace { try $0.start() }
                        expectSame(try lab.snapshot().plain, loaded, comment)
                    }
                    try lab.stop()
                    expectSame(try lab.snapshot(), before, comment)
                }
            }
        }

        /// A filter with our cookie stands where one of another kind has to go: tc refuses, in the middle.
        @Test("what tc refuses", arguments: [nil, LinkPolicy.video]) func refusal(_ old: LinkPolicy?) throws {
            try put(old)
            // The cookie of no policy that has a name.
            try lab.shell(
                """
                tc qdisc add dev eth1 clsact 2>/dev/null || true
                tc filter del dev eth1 egress pref 20804 2>/dev/null || true
                tc filter add dev eth1 egress pref 20804 matchall action skbedit mark 5 continue \
                cookie 716f7363746c3a3100
                """)
            let before = try lab.snapshot().plain
            let result = try lab.apply(LinkPolicy.voice.text)
            #expect(result.status == 1 && result.stderr.contains("error: link eth1 tag priority: cannot"), "\(result)")
            expectSame(try lab.snapshot().plain, before, "\(result)")
            try lab.shell("tc filter del dev eth1 egress pref 20804")
            try put(.voice)
            #expect(try lab.status().isInStep)
        }

        /// A VLAN device goes while a change of its map is under way.
        @Test("a link that goes in the middle") func vanishing() throws {
            var random = SeededGenerator("vanishing link")
            let change = Change(old: .voice, new: .video)
            let (old, new, sent) = try measure(change)
            for number in numbers(sent, &random) {
                let text = try lab.stopped(at: number, input: change.new.text, meanwhile: "ip link del eth0.10")
                let comment = "message \(number) of \(sent.count): \(text) \(random)"
                let status = try lab.status()
                let wanted = text.hasSuffix("exit 0") ? new : old
                #expect(["exit 0", "exit 1", "exit 2"].contains { text.hasSuffix($0) }, "\(comment)")
                let now = try lab.snapshot().plain
                #expect(now.isSame(as: wanted, in: [.rules]), "\(comment)\n\(wanted.difference(now))")
                #expect(
                    status.policyName == (text.hasSuffix("exit 0") ? change.new : change.old)?.name && !status.isInStep,
                    "\(comment)")
                #expect(
                    status.links.filter { !$0.isGood }.map(\.form) == ["egress-map", "ingress-map"],
                    "\(comment) \(status.links)")
                try lab.laboratory.lab.addVLAN(10, over: "eth0")
                for (policy, wanted) in [(change.new, new), (.voice, old)] {
                    try put(policy)
                    let now = try lab.snapshot().plain
                    #expect(now.isSame(as: wanted, in: [.rules]), "\(comment)\n\(wanted.difference(now))")
                    try expectStatus(policy, comment)
                }
            }
        }
    }
}

extension LinkLab {
    /// `qosctl apply` that is stopped at a message, until something else has been done. What it says, and how it ends.
    fileprivate func stopped(at number: Int, input: String, meanwhile: String) throws -> String {
        let trace = directory + "/stopped"
        let result = try place.run(
            [
                "sh", "-c",
                """
                rm -f \(trace)
                cat > \(trace).qos
                strace -f -o \(trace) -e trace=sendto -e inject=sendto:signal=SIGSTOP:when=\(number) \
                    \(try Files.qosctl()) apply \(trace).qos & tracer=$!
                until grep -q 'stopped by SIGSTOP' \(trace) 2>/dev/null; do kill -0 $tracer || break; sleep 0.02; done
                \(meanwhile)
                kill -CONT $(cat /proc/$tracer/task/$tracer/children)
                wait $tracer
                echo exit $?
                """,
            ], environment: environment, input: input, timeout: 60)
        return (result.stderr + result.stdout).trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
