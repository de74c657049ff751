import NetlinkModel
import PlanTesting
import SeededRandom
import Testing

@testable import QoSCompiler

/// Priorities that tell tc what nft has decided.
@Suite struct PriorityTokenTests {
    /// What policies state: each priority with one PCP or none, plain and as class ids.
    private static func stated(
        _ random: inout SeededGenerator, count: Int
    ) -> [(priority: PacketPriority, pcp: PriorityCodePoint?)] {
        (0..<count).map { _ in
            let number =
                switch random.int(0...2) {
                case 0: UInt32(random.int(0...15))
                // Neighbours, as the classes of one qdisc are.
                case 1: UInt32(random.int(1...3)) << 16 | UInt32(random.int(0...40))
                default: UInt32.random(in: 0 ... .max, using: &random)
                }
            return (PacketPriority(number), random.chance(oneIn: 4) ? nil : PriorityCodePoint(UInt8(random.int(0...7))))
        }
    }

    private struct Pair: Hashable {
        var priority: PacketPriority
        var pcp: PriorityCodePoint?
    }

    @Test("different markings have different tokens, in one form", arguments: 0..<200)
    func distinct(_ round: Int) {
        var random = SeededGenerator("distinct tokens", round)
        let wanted = Self.stated(&random, count: random.pick([1, 5, 40, 2000]))
        let tokens = PriorityToken.all(wanted)
        let pairs = Set(wanted.map { Pair(priority: $0.priority, pcp: $0.pcp) })
        #expect(Set(tokens.map { Pair(priority: $0.priority, pcp: $0.pcp) }) == pairs, "\(random)")
        #expect(tokens.count == pairs.count && Set(tokens.map(\.value)).count == tokens.count, "\(random)")
        for token in tokens {
            #expect(token.value & PriorityToken.prefixMask == PriorityToken.prefix, "\(random)")
            #expect(token.value & 15 == token.priority.value & 15, "\(random)")
            #expect(token.value >> 20 & 15 == token.pcp.map { UInt32($0.value) } ?? 8, "\(random)")
            let isPlain = token.value & 0xff0f_fff0 == PriorityToken.prefix
            #expect(isPlain == (token.priority.value <= 15), "\(random)")
        }
        // Whatever order they are asked for in.
        #expect(PriorityToken.all(wanted.shuffled(using: &random)) == tokens, "\(random)")
    }

    /// A packet may have come through the rules of the policy before: what its token stands for does not change.
    @Test("plain numbers have the same token in every policy", arguments: 0..<50)
    func plainNumbers(_ round: Int) {
        var random = SeededGenerator("plain tokens", round)
        let token = PriorityToken.all(Self.stated(&random, count: 60))
        for token in token where token.priority.value <= 15 {
            #expect(PriorityToken.all([(token.priority, token.pcp)]) == [token], "\(random)")
        }
    }

    /// The hash of a class id goes on to the next number when two fall on one.
    @Test func collisions() throws {
        var byValue: [UInt32: PacketPriority] = [:]
        let pcp = try #require(PriorityCodePoint(3))
        for number in stride(from: UInt32(0x1_0000), through: 0x8000_0000, by: 0x10) {
            let priority = PacketPriority(number)
            let alone = try #require(PriorityToken.all([(priority, pcp)]).first)
            guard let other = byValue.updateValue(priority, forKey: alone.value) else { continue }
            let both = PriorityToken.all([(priority, pcp), (other, pcp)])
            #expect(both.map(\.priority) == [other, priority])
            #expect(both[0].value == alone.value && both[1].value != alone.value)
            return
        }
        Issue.record("no two class ids with one hash")
    }

    // MARK: In plans

    private static let links = ["link eth1 tag priority", "link? eth1 retag"]

    /// Lines of a plan that set a priority.
    private static func priorities(_ plan: Plan) -> [String: Set<UInt32>] {
        var found: [String: Set<UInt32>] = [:]
        for rule in plan.contents.rules {
            for (expression, next) in zip(rule.expressions, rule.expressions.dropFirst()) {
                guard case .immediate(let bytes, let register) = expression,
                    next == .setMeta(.priority, from: register)
                else { continue }
                found[rule.chain, default: []].insert(HostOrder.number(bytes) ?? .max)
            }
        }
        return found
    }

    @Test("only markings with a pcp carry tokens, and without links nothing does", arguments: 0..<40)
    func inPlans(_ round: Int) throws {
        var random = SeededGenerator("tokens in plans", round)
        let text = RandomPolicy.text(&random, rules: 2...24, scope: random.pick(Scope.allCases))
        let bare = try policy(text)
        let plain = Compiler.compile(bare)
        let linked = Compiler.compile(try policy(text + random.pick(Self.links) + "\n"))
        let tokens = bare.tokens()
        let hasTokens = !tokens.isEmpty
        #expect(linked.contents.chains == plain.contents.chains, "\(random)\n\(text)")
        let (before, after) = (Self.priorities(plain), Self.priorities(linked))
        #expect(before.keys.sorted() == after.keys.sorted(), "\(random)\n\(text)")
        let markings = Dictionary(
            (bare.classes.map { PolicyAction.useClass($0.name, $0.marking) } + bare.rules.map(\.action)
                + [bare.defaultAction])
                .compactMap { MarkingChain($0).map { ($0.name, $0.marking) } }, uniquingKeysWith: { first, _ in first })
        for (chain, numbers) in before {
            let marking = try #require(markings[chain], "\(random)\n\(text)")
            let token = tokens.first { marking.pcp != nil && $0.priority == marking.priority && $0.pcp == marking.pcp }
            #expect((token == nil) == (marking.pcp == nil), "\(chain)\n\(random)\n\(text)")
            #expect(after[chain] == numbers.union(token.map { [$0.value] } ?? []), "\(chain)\n\(random)\n\(text)")
        }
        // Links that write no frame by tokens leave the table as it is, to the byte.
        for link in ["link eth0.10 egress-map auto", "link eth0.10 ingress-map { 5:6 }", "link eth1 trust pcp"] {
            let other = Compiler.compile(try policy(text + link + "\n"))
            #expect(NFTScript.script(other) == NFTScript.script(plain), "\(link)\n\(random)\n\(text)")
            #expect(other.fingerprint == plain.fingerprint)
        }
        var options = Compiler.Options()
        options.tokenInterfaces = []
        let stated = Compiler.compile(try policy(text + random.pick(Self.links) + "\n"), options)
        #expect(stated.contents == plain.contents, "\(random)\n\(text)")
        #expect(Compiler.compile(try policy(text + "link eth1 retag\n")).contents == linked.contents || !hasTokens)
    }

    /// Interfaces that another caller names, and priorities whose PCP is about to change.
    @Test func askedFor() throws {
        let text =
            "class a priority 6 pcp 5\nclass b priority 4\nclass c priority 5\n"
            + "rule x proto tcp class a\nrule y proto udp class b\nrule z class c\nlink eth1 retag\n"
        var options = Compiler.Options()
        options.tokenInterfaces = [try #require(InterfaceName("eth0.10")), try #require(InterfaceName("eth1"))]
        options.changingPriorities = [4]
        let plan = Compiler.compile(try policy(text), options)
        #expect(
            Self.priorities(plan) == ["class_a": [6, 0x5150_0006], "class_b": [4, 0x5180_0004], "class_c": [5]])
        #expect(
            plan.contents.rules(in: "class_a").map(NFTRuleText.text) == [
                "meta priority set 0:6", "oifname { \"eth0.10\", \"eth1\" } meta priority set 5150:6", "accept",
            ])
    }
}
