import PlanTesting
import QoSCompiler
import SeededRandom

/// How much of a plan an edit of one rule changes, in lines of the nft script: added and removed ones.
struct EditRuns {
    let report: Report

    func run(rules: Int, each: Int) async {
        let families = RuleSetFamily.allCases
        _ = await Workers.map(families.count) { index in
            do { try run(families[index], index, rules, each) } catch { report.fail("\(families[index]): \(error)") }
        }
    }

    private func run(_ family: RuleSetFamily, _ index: Int, _ rules: Int, _ each: Int) throws {
        var random = SeededGenerator("edits \(rules)", index)
        let set = family.make(&random, rules: rules)
        let old = try lines(set)
        var all: [Int] = []
        for edit in RuleSetEdit.allCases {
            var counts: [Int] = []
            for _ in 0..<each {
                let new = try lines(edit.edit(set, family, &random))
                let diff = UnifiedDiff.text(old, new, oldName: "old", newName: "new").split(separator: "\n").dropFirst(
                    2)
                counts.append(diff.count { $0.first == "+" || $0.first == "-" })
            }
            report.say("\(family) \(edit): \(Self.spread(counts))")
            all += counts
        }
        report.say("\(family): \(Self.spread(all)) of \(old.count) lines")
    }

    private func lines(_ set: RuleSet) throws -> [String] {
        NFTScript.lines(of: Compiler.compile(try PolicyText.policy(set.text())).contents)
    }

    private static func spread(_ counts: [Int]) -> String {
        let sorted = counts.sorted()
        guard let most = sorted.last else { return "none" }
        return "median \(sorted[sorted.count / 2]), nine of ten \(sorted[sorted.count * 9 / 10]), most \(most)"
    }
}
