import NetlinkModel
import QoSCompiler
import Testing

@testable import QoSDriver

/// What of a table is live, by the numbers in names and in the base chains' jump.
@Suite struct LiveNamesTests {
    private static func table(_ chains: [String], sets: [String], comment: String?) -> NFTTableContents {
        var contents = NFTTableContents(table: NFTTable(id: Plan.tableID))
        let base = NFTBaseChain(type: .filter, hook: .output, priority: 0, policy: .accept)
        contents.chains = [NFTChain(name: "output", kind: .base(base))] + chains.map { NFTChain(name: $0) }
        contents.sets = sets.map { NFTSet(name: $0, key: .internetService, isInterval: false, elements: []) }
        contents.rules = [
            NFTRule(chain: "output", expressions: [.verdict(.jump("g2_rules"))], comment: comment)
        ]
        return contents
    }

    @Test("the newest of one name that is not newer than the jump says")
    func mixed() {
        let frame = TableFrame(
            Self.table(
                ["g2_rules", "g4_rules", "g3_a", "g1_a", "g2_b", "plain"], sets: ["g1_m", "g3_m", "g9_m", "g2_a"],
                comment: "policy 12ab g3"))
        #expect(frame.active == Generation(number: 3) && frame.fingerprint == "12ab")
        #expect(frame.names.chains.mapValues(\.number) == ["rules": 2, "a": 3, "b": 2])
        #expect(frame.names.sets.mapValues(\.number) == ["m": 3, "a": 2])
        #expect(frame.names.leftoverChains == ["g4_rules", "g1_a"])
        #expect(frame.names.leftoverSets == ["g1_m", "g9_m"])
        #expect(frame.next == Generation(number: 10))
        #expect(frame.names.plainChain("g3_a") == "a" && frame.names.plainChain("g1_a") == "g1_a")
        #expect(frame.names.plainSet("g3_m") == "m" && frame.names.plainSet("other") == "other")
    }

    @Test("a jump without a number leads to things of one number", arguments: ["policy 12ab", nil])
    func ofOneNumber(_ comment: String?) {
        let frame = TableFrame(Self.table(["g2_rules", "g1_a", "g2_b"], sets: ["g1_m", "g2_m"], comment: comment))
        #expect(frame.active == Generation(number: 2))
        #expect(frame.names.chains.mapValues(\.number) == ["rules": 2, "b": 2])
        #expect(frame.names.leftoverChains == ["g1_a"] && frame.names.leftoverSets == ["g1_m"])
    }
}
