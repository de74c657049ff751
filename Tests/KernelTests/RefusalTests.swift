import Foundation
import NetlinkModel
import NetworkLab
import PolicyTesting
import QoSCompiler
import Testing

@testable import QoSDriver

/// What is refused changes nothing, and says why.
@Suite(.serialized)
struct RefusalTests {
    private static let small = "class voice dscp ef\nrule rtp proto udp dport 5004 class voice\n"

    @Test func withoutPrivilege() throws {
        let laboratory = try PolicyLab.pair()
        let result = try laboratory.lab.policyPlace.run(
            [try Files.qosctl(), "apply", "-", "--state-dir", NSTemporaryDirectory() + "qosctl-nobody-\(getpid())"],
            input: Self.small, asUser: 65_534)
        #expect(result.status == 1)
        #expect(result.stderr.contains("CAP_NET_ADMIN"))
        #expect(!(try laboratory.nft("list", "tables")).contains("qosctl"))
    }

    /// The kernel refuses one of a thousand rules: its place in the file is named, and what was loaded stays.
    @Test func oneRuleOfAThousand() throws {
        let laboratory = try PolicyLab.pair()
        try laboratory.apply(Self.small)
        let before = try laboratory.nft("list", "ruleset")
        var text = "class voice dscp ef\n"
        for index in 0..<1000 { text += "rule r\(index) proto udp dport \(1000 + index) class voice\n" }
        let loaded = PolicyLoader.load("big.qos", from: MemoryPolicyFiles(["big.qos": Array(text.utf8)]))
        let policy = try #require(loaded.policy)
        var options = Compiler.Options()
        options.form = .list
        var plan = Compiler.compile(policy, options)
        for name in ["r500", "r777"] {
            let index = try #require(plan.contents.rules.firstIndex { $0.comment == name })
            // A chain that is not there: only the kernel can know.
            plan.contents.rules[index].expressions[plan.contents.rules[index].expressions.count - 1] =
                .verdict(.goto("nowhere"))
        }
        let broken = plan
        let error = try laboratory.inPlace { driver -> DriverError? in
            do throws(DriverError) {
                var timings = Timings()
                _ = try driver.state.whileLocked { () throws(DriverError) in
                    try driver.install(
                        broken, broken.digest, of: policy, loaded, LinkContext(), as: .newSource(path: "big.qos"),
                        ApplyOptions(), &timings)
                }
                return nil
            } catch {
                return error
            }
        }
        guard case .refused(let sources?, let diagnostics) = error else {
            Issue.record("not refused: \(String(describing: error))")
            return
        }
        let places = diagnostics.compactMap(\.span).map { sources.sources.position(of: $0).line }
        #expect(Set(places) == [502, 779])
        #expect(diagnostics.allSatisfy { $0.message.contains("the kernel refuses rule 'r") })
        #expect(try laboratory.nft("list", "ruleset") == before)
        #expect(try laboratory.inPlace { try $0.status() }.isInStep)
        #expect(try laboratory.inPlace { try $0.status() }.revision == 1)
    }

    @Test func aStrangersTableOfOurName() throws {
        let laboratory = try PolicyLab.pair()
        try laboratory.lab.policyPlace.nft("table inet qosctl {\nchain mine {\n}\n}")
        let before = try laboratory.nft("list", "ruleset")
        #expect(throws: DriverError.self) { try laboratory.apply(Self.small) }
        let result = try laboratory.qosctl("apply", "-", input: Self.small)
        #expect(result.status == 1)
        #expect(result.stderr.contains("did not make"))
        #expect(try laboratory.qosctl("stop").status == 0)
        #expect(try laboratory.nft("list", "ruleset") == before)
    }

    @Test("stop works where nothing can be written, and makes nothing where nothing was")
    func stopWithoutWriting() throws {
        let laboratory = try PolicyLab.pair()
        #expect(try laboratory.qosctl("stop").stdout == "nothing was loaded\n")
        #expect(!FileManager.default.fileExists(atPath: laboratory.stateDirectory + "/lock"))
        try laboratory.apply(Self.small)
        let script = "mount --bind \"$0\" \"$0\" && mount -o remount,ro,bind \"$0\" && exec \"$1\" stop"
        let stopped = try laboratory.lab.policyPlace.run(
            ["unshare", "--mount", "sh", "-c", script, laboratory.stateDirectory, try Files.qosctl()],
            environment: ["QOSCTL_STATE_DIR": laboratory.stateDirectory])
        #expect(stopped.stdout == "stopped\n", "\(stopped.stderr)")
        #expect(try !laboratory.nft("list", "tables").contains("inet qosctl"))
    }

    @Test func foreignEditsAreNamedAndRepaired() throws {
        let laboratory = try PolicyLab.pair()
        try laboratory.apply(Self.small + "set s { 10.0.0.0/8 }\nrule nets daddr @s class voice\n")
        let edits = [
            "add rule inet qosctl output counter", "add chain inet qosctl stray", "flush chain inet qosctl output",
            "add element inet qosctl g1_v4_s { 192.0.2.0/24 }", "delete element inet qosctl g1_v4_s { 10.0.0.0/8 }",
            "flush chain inet qosctl g1_rules_output", "insert rule inet qosctl g1_rules_output udp dport 7 accept",
            "add chain inet qosctl g9_rules_output", "delete table inet qosctl", "add counter inet qosctl extra",
            "add table inet qosctl { flags dormant ; }",
        ]
        for edit in edits {
            // Each starts from generation 1, so that the names above fit.
            try laboratory.inPlace { driver in
                _ = try driver.stop()
                _ = try driver.start()
                #expect(try driver.status().isInStep)
            }
            try laboratory.lab.policyPlace.nft(edit)
            let status = try laboratory.inPlace { try $0.status() }
            #expect(!status.isInStep, "not noticed: \(edit)")
            if status.isLoaded { #expect(!status.drift.isEmpty || !status.problems.isEmpty, "not named: \(edit)") }
            try laboratory.inPlace { _ = try $0.start() }
            #expect(try laboratory.inPlace { try $0.status() }.isInStep, "not repaired: \(edit)")
        }
    }

    @Test func twoProcessesAtOnce() throws {
        let laboratory = try PolicyLab.pair()
        defer { laboratory.delete() }
        var texts: [String] = []
        for number in 1...2 {
            var text = "class voice dscp \(number == 1 ? "ef" : "cs1")\n"
            for index in 0..<3000 { text += "rule r\(index) proto udp dport \(1000 + index) class voice\n" }
            texts.append(text)
        }
        let results = Results()
        let threads = texts.map { text in
            Thread {
                for _ in 0..<3 {
                    results.add((try? laboratory.qosctl("apply", "-", input: text))?.status ?? -1)
                }
            }
        }
        for thread in threads { thread.start() }
        results.wait(for: 6)
        // Each either applied, or was told that the other one is at it; never anything in between.
        #expect(results.all.allSatisfy { $0 == 0 || $0 == 1 }, "\(results.all)")
        #expect(results.all.contains(0))
        let status = try laboratory.inPlace { try $0.status() }
        #expect(status.isInStep, "\(status)")
    }

    /// Somebody else's commits between our read and our flip are noticed, and the flip is tried again on what is there.
    @Test func aForeignWriterDoesNotDisturb() throws {
        let laboratory = try PolicyLab.pair()
        defer { laboratory.delete() }
        try laboratory.lab.policyPlace.nft("table inet busy {\nchain c {\n}\n}")
        let stop = Flag()
        let writer = Thread {
            while !stop.isSet {
                _ = try? laboratory.lab.policyPlace.nft("add rule inet busy c accept\nflush chain inet busy c")
                // Some 40 commits a second: far more than container hosts make, and slow enough to read in between.
                usleep(20_000)
            }
            stop.finish()
        }
        writer.start()
        var text = ""
        for round in 0..<10 {
            text = "class voice dscp \(round % 2 == 0 ? "ef" : "cs1")\n"
            for index in 0..<300 { text += "rule r\(index) proto udp dport \(1000 + index) class voice\n" }
            #expect(try laboratory.apply(text).changedKernel)
        }
        stop.set()
        stop.waitForFinish()
        #expect(try laboratory.inPlace { try $0.status() }.isInStep)
    }

    /// Set by one thread, read by another.
    private final class Flag: @unchecked Sendable {
        private let condition = NSCondition()
        private var value = false
        private var isFinished = false

        var isSet: Bool { condition.withLock { value } }
        func set() { condition.withLock { value = true } }

        func finish() {
            condition.withLock {
                isFinished = true
                condition.signal()
            }
        }

        func waitForFinish() {
            condition.withLock {
                while !isFinished, condition.wait(until: Date(timeIntervalSinceNow: 30)) {}
            }
        }
    }

    @Test func anotherNamespaceIsTold() throws {
        let first = try PolicyLab.pair()
        let second = try PolicyLab.pair()
        try first.apply(Self.small)
        let result = try second.lab.policyPlace.run(
            [try Files.qosctl(), "apply", "-", "--state-dir", first.stateDirectory], input: Self.small)
        #expect(result.status == 1)
        #expect(result.stderr.contains("--state-dir"))
        #expect(!(try second.nft("list", "tables")).contains("qosctl"))
    }

    @Test func anUnknownUserIsRefusedAtItsLine() throws {
        let laboratory = try PolicyLab.pair()
        let text = "class voice dscp ef\nrule a user nosuchuser class voice\nrule b group != nosuchgroup class voice\n"
        let result = try laboratory.qosctl("apply", "-", input: text)
        #expect(result.status == 1)
        #expect(result.stderr.contains("<stdin>:2:8: error: this host has no user 'nosuchuser'"))
        #expect(result.stderr.contains("<stdin>:3:8: error: this host has no group 'nosuchgroup'"))
        #expect(!(try laboratory.nft("list", "tables")).contains("qosctl"))
    }

    /// Exit codes from several threads.
    private final class Results: @unchecked Sendable {
        private let condition = NSCondition()
        private var codes: [Int32] = []

        var all: [Int32] { condition.withLock { codes } }

        func add(_ code: Int32) {
            condition.withLock {
                codes.append(code)
                condition.signal()
            }
        }

        func wait(for count: Int) {
            condition.withLock {
                while codes.count < count, condition.wait(until: Date(timeIntervalSinceNow: 60)) {}
            }
        }
    }
}
