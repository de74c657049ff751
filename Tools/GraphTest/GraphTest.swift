import Glibc
import PlanTesting
import SeededRandom

/// Larger tests of the compiler than a debug build has time for: packets through plans, sizes of plans, edits of one rule.
///
///     qosctl-graph-test [pairs|large|bounds|edits|FILE] …
///
/// Without arguments all of them. QOSCTL_GRAPH_PAIRS packets go through policies of up to 64 rules,
/// QOSCTL_GRAPH_LARGE_PAIRS through policies of QOSCTL_GRAPH_RULES rules; bounds are those of policies of
/// QOSCTL_GRAPH_BOUND_RULES; each kind of edit is made QOSCTL_GRAPH_EDITS times to each family of rule sets. A FILE is a
/// policy that packets go through.
@main
struct GraphTest {
    static func main() async {
        let report = Report()
        let arguments = Array(CommandLine.arguments.dropFirst())
        for part in arguments.isEmpty ? ["pairs", "large", "bounds", "edits"] : arguments {
            switch part {
            case "pairs": await PairRuns(report: report).small(pairs: count("PAIRS", 1_000_000))
            case "large":
                await PairRuns(report: report).large(pairs: count("LARGE_PAIRS", 20_000), rules: count("RULES", 10_000))
            case "bounds": await BoundRuns(report: report).run(rules: count("BOUND_RULES", 1_000))
            case "edits": await EditRuns(report: report).run(rules: count("RULES", 10_000), each: count("EDITS", 1))
            default: PairRuns(report: report).file(part, pairs: count("PAIRS", 1_000_000))
            }
        }
        if report.failures > 0 {
            report.say("\(report.failures) failed; QOSCTL_TEST_SEED=\(SeededGenerator.base)")
            exit(1)
        }
    }

    private static func count(_ name: String, _ otherwise: Int) -> Int {
        SeededGenerator.environment("QOSCTL_GRAPH_" + name).flatMap { Int($0) } ?? otherwise
    }
}
