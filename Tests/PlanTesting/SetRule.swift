/// A rule of a generated rule set: nil is any. Prefixes are a number and a length, ports the first and the last.
public struct SetRule: Hashable, Sendable {
    public struct Prefix: Hashable, Sendable {
        public var address: UInt32
        public var length: Int

        /// Without host bits.
        public init(_ address: UInt32, _ length: Int) {
            self.address = length == 0 ? 0 : address & (UInt32.max << UInt32(32 - length))
            self.length = length
        }

        func text(isIPv6: Bool) -> String {
            let bytes = (0..<4).map { UInt8(truncatingIfNeeded: address >> UInt32(24 - 8 * $0)) }
            guard isIPv6 else { return bytes.map(String.init).joined(separator: ".") + "/\(length)" }
            let high = String(address >> 16, radix: 16)
            let low = String(address & 0xffff, radix: 16)
            return "2001:db8:\(high):\(low)::/\(32 + length)"
        }
    }

    public var name: String
    /// Both families have the same prefixes.
    public var isIPv6 = false
    public var proto: UInt8?
    public var saddr: Prefix?
    public var daddr: Prefix?
    public var sport: ClosedRange<UInt16>?
    public var dport: ClosedRange<UInt16>?
    public var user: UInt32?
    public var className: String

    public init(_ name: String, class className: String) {
        self.name = name
        self.className = className
    }

    public var conditions: String {
        func ports(_ range: ClosedRange<UInt16>) -> String {
            range.count == 1 ? "\(range.lowerBound)" : "\(range.lowerBound)-\(range.upperBound)"
        }
        return [
            user.map { "user \($0)" }, proto.map { "proto \($0)" },
            saddr.map { "saddr \($0.text(isIPv6: isIPv6))" }, daddr.map { "daddr \($0.text(isIPv6: isIPv6))" },
            sport.map { "sport \(ports($0))" }, dport.map { "dport \(ports($0))" },
        ].compactMap { $0.map { $0 + " " } }.joined()
    }

    public var text: String { "rule \(name) \(conditions)class \(className)" }

    /// How much it takes, in bits: rules that ask for more have a greater number.
    var specificity: Int {
        var bits = (saddr?.length ?? 0) + (daddr?.length ?? 0) + (proto == nil ? 0 : 8)
        for ports in [sport, dport].compactMap(\.self) {
            bits += ports.count.leadingZeroBitCount - (Int.bitWidth - 17)
        }
        return bits
    }
}

/// Rules, in the classes that they name.
public struct RuleSet: Sendable {
    /// The DSCPs of the classes differ, so that a wrong order is seen in the marks.
    public static let classes = [46, 34, 26, 18, 10, 40, 24, 8].enumerated().map { (name: "c\($0)", dscp: $1) }

    public var rules: [SetRule]

    public init(_ rules: [SetRule]) { self.rules = rules }

    /// `head` has more statements, each on a line.
    public func text(counters: String = "class", head: String = "") -> String {
        var text = "counters \(counters)\n" + head
        for (name, dscp) in Self.classes { text += "class \(name) dscp \(dscp)\n" }
        for rule in rules { text += rule.text + "\n" }
        return text
    }
}
