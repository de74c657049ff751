import NetlinkModel
import QoSCompiler
import RandomPolicies
import SeededRandom
import Testing

@testable import QoSDriver
@testable import QoSVerifier

/// A packet that is under way while the flip happens may see each chain that changes as it was or as it will be. It gets
/// what the old policy says, or what the new one says.
struct UpdateViewTests {
    private static let packets = 40
    private static let views = 12

    @Test(arguments: 0..<4) func everyViewFits(_ part: Int) throws {
        var seed = SeededGenerator("views of updates", part)
        var (policies, updates, rewritten) = (0, 0, 0)
        while policies < 3 || (updates < 4 || rewritten == 0) && policies < 30 {
            policies += 1
            var generator = PolicyGenerator(seed)
            var text = generator.policy(rules: Int.random(in: 5...14, using: &seed), scope: .both)
            var plan = try plan(text)
            var table = UpdateInValues.loaded(plan)
            for _ in 0..<8 {
                let other = generator.policy(rules: 1, scope: .both).split(separator: "\n").last {
                    $0.hasPrefix("rule")
                }
                text = Self.edited(text, other ?? "", &seed)
                let next = try self.plan(text)
                var limits = UpdatePlanner.Limits()
                limits.share = 10_000
                guard let update = UpdateInValues(from: table, plan.digest, to: next, limits) else {
                    (plan, table) = (next, UpdateInValues.loaded(next))
                    continue
                }
                updates += 1
                rewritten += update.update.rewritten.isEmpty ? 0 : 1
                try check(update, text, &seed)
                (plan, table) = (next, update.new)
                let live = LiveTable(table)
                #expect(Driver.isInStep(live, next), "\(seed)\n\(text)")
                #expect(live.leftovers(beside: next.contents).isEmpty)
            }
            _ = seed.next()
        }
        #expect(updates >= 4 && rewritten > 0, "\(updates) updates, \(rewritten) with chains that change")
    }

    private func plan(_ text: String) throws -> Plan {
        let loaded = PolicyLoader.load("test.qos", from: MemoryPolicyFiles(["test.qos": Array(text.utf8)]))
        var options = Compiler.Options()
        options.form = .graph
        return Compiler.compile(try #require(loaded.policy, "\(text)"), options)
    }

    private func check(_ update: UpdateInValues, _ text: String, _ seed: inout SeededGenerator) throws {
        let loaded = PolicyLoader.load("test.qos", from: MemoryPolicyFiles(["test.qos": Array(text.utf8)]))
        let policy = try #require(loaded.policy)
        let changing = update.changing
        var views: [(isNew: Set<String>, table: TableEvaluator)] = []
        for number in 0..<Self.views {
            // Each alone, and others at random.
            let isNew =
                number < changing.count ? [changing[number]] : Set(changing.filter { _ in Bool.random(using: &seed) })
            views.append((isNew, TableEvaluator(update.view(isNew))))
        }
        let (old, new) = (TableEvaluator(update.old), TableEvaluator(update.new))
        for path in PacketPath.allCases {
            var packets = PacketGenerator(seed, for: policy, path: path)
            for _ in 0..<Self.packets / 2 {
                let packet = ConcretePacket(packets.packet())
                let fits = [try old.result(packet), try new.result(packet)]
                for view in views {
                    let result = try view.table.result(packet)
                    try #require(
                        fits.contains(result),
                        "\(seed): \(packet) with \(view.isNew.sorted()) new gets \(result)\n\(text)")
                }
            }
        }
    }

    private static func edited(_ text: String, _ other: Substring, _ random: inout SeededGenerator) -> String {
        var lines = text.split(separator: "\n")
        let rules = lines.indices.filter { lines[$0].hasPrefix("rule ") }
        guard let place = rules.randomElement(using: &random), let first = rules.first, let last = rules.last else {
            return text
        }
        let name = lines[place].split(separator: " ")[1]
        let body = other.split(separator: " ").dropFirst(2).joined(separator: " ")
        switch Int.random(in: 0..<4, using: &random) {
        case 0 where rules.count > 2: lines.remove(at: place)
        case 1: lines.insert("rule n\(random.next() % 1_000_000) \(body)", at: place)
        case 2: lines.insert(lines.remove(at: place), at: Int.random(in: first...last, using: &random))
        default: lines[place] = "rule \(name) \(body)"
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
