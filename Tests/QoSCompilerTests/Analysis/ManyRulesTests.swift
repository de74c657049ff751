import SeededRandom
import Testing

@testable import QoSCompiler

/// Policies whose fields have hundreds of different values: the index finds all rules that it has to, and the analysis is
/// as exact as with few.
@Suite struct ManyRulesTests {
    private static let size = 90

    /// Rules as rectangles of ports, and who takes each pair of ports, painted one by one.
    private struct Painting {
        var text = ""
        /// For each pair, the rules that match it.
        var matching: [[Int]] = Array(repeating: [], count: size * size)
        var markings: [Int] = []

        init(_ random: inout SeededGenerator, rules: Int) {
            for rule in 0..<rules {
                let (sport, dport) = (Self.range(&random), Self.range(&random))
                let marking = random.int(1...3)
                let list = random.chance(oneIn: 4) ? Self.range(&random) : dport
                markings.append(marking)
                text += "rule r\(rule) proto udp sport \(sport.lowerBound)-\(sport.upperBound) dport { "
                text +=
                    "\(dport.lowerBound)-\(dport.upperBound) \(list.lowerBound)-\(list.upperBound) } set dscp \(marking)\n"
                for x in sport {
                    for y in 0..<size where dport.contains(y) || list.contains(y) {
                        matching[x * size + y].append(rule)
                    }
                }
            }
        }

        /// Rules that are nowhere the first.
        var unreachable: [Int] {
            let first = Set(matching.compactMap(\.first))
            return markings.indices.filter { !first.contains($0) }
        }

        /// Of the others, those without which every packet gets the same.
        var redundant: [Int] {
            let needed = Set(
                matching.compactMap { matching -> Int? in
                    guard let first = matching.first else { return nil }
                    let next = matching.dropFirst().first.map { markings[$0] } ?? 0
                    return next == markings[first] ? nil : first
                })
            let hidden = Set(unreachable)
            return markings.indices.filter { !needed.contains($0) && !hidden.contains($0) }
        }

        private static func range(_ random: inout SeededGenerator) -> ClosedRange<Int> {
            let lower = random.int(0...(size - 1))
            return lower...min(size - 1, lower + random.pick([0, 3, 20, 45]))
        }
    }

    @Test(arguments: 0..<4)
    func exact(_ batch: Int) throws {
        var random = SeededGenerator("ManyRules.exact", batch)
        var painting = Painting(&random, rules: 120)
        // One that has something to be found.
        while painting.unreachable.isEmpty || painting.redundant.isEmpty { painting = Painting(&random, rules: 120) }
        let policy = try policy(painting.text)
        let analysis = PolicyAnalysis.run(policy, detail: .findings)
        func found(_ kind: RuleFinding.Kind) -> [Int] { analysis.findings.filter { $0.kind == kind }.map(\.rule) }
        #expect(found(.unreachable) == painting.unreachable, "\(painting.text)\(random)")
        #expect(found(.redundant) == painting.redundant, "\(random)")
        for finding in analysis.findings where finding.kind == .unreachable {
            let own = painting.matching.filter { $0.contains(finding.rule) }
            #expect(own.allSatisfy { !Set($0).isDisjoint(with: finding.others) }, "\(finding)\n\(random)")
            let differ = own.contains { painting.markings[$0[0]] != painting.markings[finding.rule] }
            #expect(finding.markingsDiffer == differ, "\(finding)\n\(random)")
        }
    }

    /// Addresses of both families, ports, protocols and marks: what overlaps is found, and where sets have no gaps,
    /// nothing else.
    @Test(arguments: 0..<4)
    func index(_ batch: Int) throws {
        var random = SeededGenerator("ManyRules.index", batch)
        func rule(_ index: Int) -> String {
            let port = random.int(0...60000)
            let conditions = [
                "proto \(random.pick(["tcp", "udp"]))", "dport \(port)-\(port + random.int(0...5000))",
                "sport \(random.int(0...65535))", "saddr 10.\(random.int(0...255)).\(random.int(0...255)).0/24",
                "saddr 10.\(random.int(0...255)).0.0/16",
                "daddr 2001:db8:\(String(random.int(0...0xffff), radix: 16))::/48",
                "daddr { 10.\(random.int(0...255)).0.0/16 2001:db8::/32 }", "mark \(random.int(0...500))",
            ]
            let chosen = conditions.shuffled(using: &random).prefix(random.int(1...5))
            let fields = Set(chosen.map { $0.prefix { $0 != " " } })
            return "rule r\(index) \(fields.count == chosen.count ? chosen.joined(separator: " ") : chosen[0]) keep\n"
        }
        let space = PacketSpace(try policy((0..<120).map(rule).joined()))
        var index = EarlierRules(space)
        #expect(space.scales.contains { $0.count > 64 }, "the test says nothing about long axes")
        for member in space.members.indices {
            let row = index.rules(overlapping: member)
            for other in space.members.indices {
                #expect(row.contains(other) == space.overlap(member, other), "r\(member) r\(other) \(random)")
            }
            for (number, part) in space.parts.enumerated() {
                let point = space.sample(of: part, UInt64(member * 31 + number))
                let hits = index.rules(matching: point)
                for other in space.members.indices {
                    #expect(hits.contains(other) == space.contains(other, point), "r\(other) \(point) \(random)")
                }
            }
        }
    }
}
