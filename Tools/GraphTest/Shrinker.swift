import PlanTesting
import QoSCompiler
import SeededRandom

/// Makes a policy that goes wrong for a packet as short as it goes.
enum Shrinker {
    static func smallest(_ text: String, _ form: Compiler.Options.Form, _ mismatch: PlanComparison.Mismatch) -> String {
        var lines = text.split(separator: "\n").map(String.init)
        var step = max(1, lines.count / 2)
        while true {
            var place = 0
            while place < lines.count {
                var fewer = lines
                fewer.removeSubrange(place..<min(place + step, lines.count))
                if isWrong(fewer, form, mismatch.packet) { lines = fewer } else { place += step }
            }
            guard step > 1 else { break }
            step /= 2
        }
        return lines.joined(separator: "\n")
    }

    private static func isWrong(_ lines: [String], _ form: Compiler.Options.Form, _ packet: Packet) -> Bool {
        guard let policy = try? PolicyText.policy(lines.joined(separator: "\n") + "\n"),
            let comparison = try? PlanComparison(policy, form)
        else { return false }
        var random = SeededGenerator("shrink")
        return (try? comparison.mismatch(of: packet, &random)) != nil
    }
}
