import QoSCompiler
import SeededRandom

/// Rule sets that blow up decision trees, or that stand at a limit of the compiler's.
public struct AdversarialPolicy: Sendable, CustomStringConvertible {
    public let name: String
    /// For so many rules, or for another size that the name tells.
    public let text: @Sendable (Int, inout SeededGenerator) -> String

    public var description: String { name }

    public static let all = overlapping + limits

    /// What a policy begins with: classes that differ, so that a wrong order is seen.
    private static let head = RuleSet([]).text()

    private init(_ name: String, _ text: @escaping @Sendable (Int, inout SeededGenerator) -> String) {
        self.name = name
        self.text = text
    }

    /// One rule a line, of the conditions that are made for its number; neighbours do different things.
    private static func rules(
        _ name: String, head: String = "", _ conditions: @escaping @Sendable (Int, Int, inout SeededGenerator) -> String
    ) -> AdversarialPolicy {
        AdversarialPolicy(name) { count, random in
            var text = Self.head + head
            for index in 0..<count {
                text += "rule r\(index) \(conditions(index, count, &random)) class c\(index % 8)\n"
            }
            return text
        }
    }

    /// `count` values as a list.
    private static func list(_ count: Int, _ value: (Int) -> String) -> String {
        "{ " + (0..<count).map(value).joined(separator: " ") + " }"
    }

    // MARK: Overlaps

    /// Shapes that multiply where one graph tests them all.
    public static let overlapping: [AdversarialPolicy] = [
        rules("prefixes crossing ranges") { index, count, random in
            guard index % 2 == 0 else { return "dport \(narrowPorts(&random))" }
            return
                "daddr \(SetRule.Prefix(UInt32(truncatingIfNeeded: random.next()), random.int(8...24)).text(isIPv6: false))"
        },
        rules("a staircase of two port ranges") { index, count, _ in
            let step = 60_000 / (count + 1)
            return
                "proto tcp sport 0-\((index + 1) * max(step, 1) % 65_536) dport \(index * max(step, 1) % 65_536)-65535"
        },
        rules("nested ranges") { index, _, _ in "proto tcp dport \(index % 32_000)-\(65_535 - index % 32_000)" },
        rules("nested ranges from inside") { index, count, _ in
            let place = (count - index) % 32_000
            return "proto udp dport \(place)-\(65_535 - place)"
        },
        rules("boxes of four ranges") { _, _, random in
            "proto udp saddr \(addresses(&random)) daddr \(addresses(&random)) sport \(ports(&random)) dport \(ports(&random))"
        },
        rules("a field for each rule") { index, _, random in field(index, &random) },
        rules("wildcards in four fields") { _, _, random in
            let free = random.int(0...14)
            let conditions = [
                free & 1 == 0 ? "saddr \(prefix(&random))" : "", free & 2 == 0 ? "daddr \(prefix(&random))" : "",
                free & 4 == 0 ? "sport \(ports(&random))" : "", free & 8 == 0 ? "dport \(random.int(0...65_535))" : "",
            ].filter { !$0.isEmpty }
            return "proto tcp " + conditions.joined(separator: " ")
        },
        rules("many masks") { _, _, random in
            let mask = UInt32(truncatingIfNeeded: random.pick(masks))
            return "mark \(UInt32(truncatingIfNeeded: random.next()) & mask)/\(mask)"
        },
        rules("masks beside prefixes") { index, _, random in
            let mask = UInt32(truncatingIfNeeded: random.pick(masks))
            let mark = "mark \(UInt32(truncatingIfNeeded: random.next()) & mask)/\(mask)"
            return index % 3 == 0
                ? mark : index % 3 == 1 ? "daddr \(prefix(&random))" : mark + " daddr \(prefix(&random))"
        },
        rules("twenty users by name") { index, _, random in
            index % 3 == 2
                ? "user != u\(random.int(0...19)) dport \(ports(&random))"
                : "user { u\(random.int(0...19)) u\(random.int(0...19)) \(random.int(0...3000)) } daddr \(prefix(&random))"
        },
        rules("lists that overlap") { index, _, random in
            "proto tcp dport " + list(20) { _ in "\(random.int(0...4000) * 16)" }
        },
        rules("lists of prefixes and ports") { index, _, random in
            "proto udp daddr " + list(6) { _ in prefix(&random) } + " dport "
                + list(6) { _ in "\(random.int(0...65_535))" }
        },
        rules("interfaces that nest") { index, _, random in
            let name = String("abcdefghijklmno".prefix(random.int(1...14)))
            return "oif \(random.chance(oneIn: 4) ? "!= " : "")\(name)\(random.pick(["*", "0", "1*", "x"]))"
                + (index % 2 == 0 ? " dport \(ports(&random))" : " daddr \(prefix(&random))")
        },
        rules("both families") { index, _, random in
            let prefix = SetRule.Prefix(UInt32(truncatingIfNeeded: random.next()), random.int(2...32))
            let field = random.chance(oneIn: 3) ? "saddr" : "daddr"
            return "\(field) \(prefix.text(isIPv6: index % 2 == 0))"
                + (random.chance(oneIn: 3) ? " dscp \(random.int(0...30))-\(random.int(31...63))" : "")
        },
    ]

    /// Masks of which no two are alike.
    private static let masks: [UInt64] = (0..<32).map { 0xffff_ffff << UInt64($0) & 0xffff_ffff }

    private static func ports(_ random: inout SeededGenerator) -> String {
        let (a, b) = (random.int(0...65_535), random.int(0...65_535))
        return "\(min(a, b))-\(max(a, b))"
    }

    /// No more than a thousand.
    private static func narrowPorts(_ random: inout SeededGenerator) -> String {
        let first = random.int(0...64_000)
        return "\(first)-\(first + random.int(0...1000))"
    }

    private static func prefix(_ random: inout SeededGenerator) -> String {
        SetRule.Prefix(UInt32(truncatingIfNeeded: random.next()), random.int(6...28)).text(isIPv6: false)
    }

    private static func addresses(_ random: inout SeededGenerator) -> String {
        let (a, b) = (UInt32(truncatingIfNeeded: random.next()), UInt32(truncatingIfNeeded: random.next()))
        return "\(IPAddress(ipv4: min(a, b)))-\(IPAddress(ipv4: max(a, b)))"
    }

    private static func field(_ index: Int, _ random: inout SeededGenerator) -> String {
        switch index % 9 {
        case 0: "saddr \(prefix(&random))"
        case 1: "daddr \(prefix(&random))"
        case 2: "sport \(random.int(0...65_535))"
        case 3: "dport \(ports(&random))"
        case 4: "user \(random.int(0...50_000))"
        case 5: "group \(random.int(0...50_000))-\(random.int(50_000...90_000))"
        case 6: "mark \(random.int(0...100_000))"
        case 7: "dscp \(random.int(0...63)) proto \(random.int(100...130))"
        default: "oif \"i\(random.int(0...999))\(random.chance(oneIn: 2) ? "*" : "")\""
        }
    }

    // MARK: Limits

    /// The size is that of the sets, or the number of axes.
    public static let limits: [AdversarialPolicy] = [
        AdversarialPolicy("axes by name") { count, random in
            var text = head
            for index in 0..<count { text += "rule r\(index) user u\(index) dport \(index) class c\(index % 8)\n" }
            for index in 0..<40 { text += "rule s\(index) dport \(ports(&random)) class c\(index % 8)\n" }
            return text
        },
        AdversarialPolicy("axes by mask") { count, random in
            var text = head
            for index in 0..<count {
                text += "rule r\(index) mark \(index + 1)/\(0x1000_0000 | (index + 1)) class c\(index % 8)\n"
            }
            for index in 0..<40 { text += "rule s\(index) daddr \(prefix(&random)) class c\(index % 8)\n" }
            return text
        },
        AdversarialPolicy("large sets of addresses") { count, random in
            let stride = 65_536 / UInt32(count / 3 + 1)
            let half = list(count - count / 3) { "\(IPAddress(ipv4: 0x0a00_0000 + UInt32($0) * 4))" }
            let more = list(count / 3) { "2001:db8:\(String(UInt32($0) * stride, radix: 16))::/64" }
            var text = head + "set big \(half.dropLast()) \(more.dropFirst())\nset four \(half)\nset six \(more)\n"
            for index in 0..<60 {
                let set = random.pick(["big", "four", "six", "big"])
                let field = random.pick(["saddr", "daddr"])
                let negation = random.chance(oneIn: 3) ? "!= " : ""
                let more = random.pick(["dport \(ports(&random))", "mark \(index % 5)", "", "family ip", "family ip6"])
                text += "rule r\(index) \(field) \(negation)@\(set) \(more) class c\(index % 8)\n"
            }
            return text
        },
        AdversarialPolicy("large sets of ports") { count, random in
            let ports = list(count) { "\($0 * 65_536 / count)" }
            var text = head + "set big \(ports)\nset odd \(list(count) { "\($0 * 65_536 / count + 1)" })\n"
            for index in 0..<60 {
                let field = random.pick(["sport", "dport"])
                let negation = random.chance(oneIn: 3) ? "!= " : ""
                let set = random.chance(oneIn: 8) ? ports : "@" + random.pick(["big", "odd"])
                let more = random.pick(["proto tcp", "mark \(index % 5)", "", "daddr \(prefix(&random))"])
                text += "rule r\(index) \(field) \(negation)\(set) \(more) class c\(index % 8)\n"
            }
            return text
        },
        AdversarialPolicy("one list") { count, _ in
            head + "rule a daddr " + list(count) { "\(IPAddress(ipv4: 0x0a00_0000 + UInt32($0) * 3))" } + " class c1\n"
                + (0..<20).map { "rule r\($0) daddr 10.\($0).0.0/16 class c\($0 % 8)\n" }.joined()
        },
        // Each exception is a test of its own, and the rules overlap so that a test of ports would not part them.
        rules("exceptions by mask") { index, count, _ in
            let reach = (count - index) * (30_000 / (count + 1) + 1) % 32_000
            return "mark != " + list(20) { "\(1 << $0)/\(3 << $0)" } + " proto tcp dport \(reach)-\(65_535 - reach)"
        },
        rules("exceptions by name") { index, count, _ in
            let reach = (count - index) * (30_000 / (count + 1) + 1) % 32_000
            return "user != " + list(20) { "u\($0)" } + " proto tcp dport \(reach)-\(65_535 - reach)"
        },
        rules("single ports") { index, _, _ in "proto tcp dport \(index % 65_536)" },
        rules("single ports from above") { index, _, _ in "proto udp sport \(65_535 - index % 65_536)" },
        rules("prefixes beside each other") { index, _, _ in
            "daddr \(IPAddress(ipv4: 0x0a00_0000 + UInt32(index) * 16))/28"
        },
        rules("addresses") { index, _, _ in "daddr \(IPAddress(ipv4: 0x0a00_0000 + UInt32(index)))" },
    ]
}
