import SeededRandom

/// The `link` statements of a random policy: each form alone first, then together, then any.
enum LinkChoice {
    static func statements(round: Int, using random: inout SeededGenerator) -> [String] {
        let map = { (device: String, random: inout SeededGenerator) in
            "link \(device) egress-map \(random.chance(oneIn: 2) ? "auto" : egressMap(&random))"
        }
        switch round {
        case 0: return ["link eth0.10 egress-map auto"]
        case 1: return ["link eth0.10 egress-map \(egressMap(&random))", "link? eth0.30 egress-map auto"]
        case 2: return ["link eth0 tag priority"]
        case 3: return ["link eth0 retag"]
        case 4: return ["link eth0.10 ingress-map \(ingressMap(&random))", "link eth0.20 trust dscp"]
        case 5: return ["link eth0 trust pcp"]
        case 6: return ["link eth0 trust dscp"]
        case 7: return ["link eth0 tag priority", map("eth0.10", &random), "link side0 trust dscp"]
        case 8: return ["link eth0 retag", map("eth0.10", &random), "link eth0 trust pcp"]
        case 9:
            return [
                "link eth0 tag priority", "link eth0 retag", map("eth0.20", &random),
                "link eth0.10 ingress-map \(ingressMap(&random))", "link eth0 trust pcp", "link eth0 trust dscp",
            ]
        default:
            let all = [
                map("eth0.10", &random), map("eth0.20", &random), "link eth0 tag priority", "link eth0 retag",
                "link eth0.10 ingress-map \(ingressMap(&random))",
                "link eth0.20 ingress-map \(ingressMap(&random))", "link eth0 trust pcp", "link eth0 trust dscp",
                "link eth0.10 trust dscp",
            ]
            return all.filter { _ in random.chance(oneIn: 2) }
        }
    }

    /// Priorities that programs have and that markings give.
    static let priorities: [UInt32] = Array(0...15) + [0x1_0004, 0x1_001f, 0x51_0006, 0xffff_fffe]

    private static func egressMap(_ random: inout SeededGenerator) -> String {
        let chosen = priorities.shuffled(using: &random).prefix(random.int(1...8))
        return "{ \(chosen.map { "\($0):\(random.int(0...7))" }.joined(separator: " ")) }"
    }

    private static func ingressMap(_ random: inout SeededGenerator) -> String {
        let chosen = (0...7).shuffled(using: &random).prefix(random.int(1...8))
        return "{ \(chosen.map { "\($0):\(random.pick(priorities))" }.joined(separator: " ")) }"
    }
}
