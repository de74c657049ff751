/// A tc handle or class id, `MAJOR:MINOR` (`<linux/pkt_sched.h>`).
public struct TCHandle: Hashable, Sendable {
    public var rawValue: UInt32

    public init(_ rawValue: UInt32) {
        self.rawValue = rawValue
    }

    public var major: UInt16 { UInt16(truncatingIfNeeded: rawValue >> 16) }
    public var minor: UInt16 { UInt16(truncatingIfNeeded: rawValue) }

    public static let none = TCHandle(0)
    /// `TC_H_ROOT`: the parent of a root qdisc.
    public static let root = TCHandle(0xffff_ffff)
    /// `TC_H_CLSACT` (= `TC_H_INGRESS`): the parent of a clsact or ingress qdisc.
    public static let clsact = TCHandle(0xffff_fff1)
    /// ffff:, the handle that a clsact or ingress qdisc has.
    public static let clsactHandle = TCHandle(0xffff_0000)
}

extension TCHandle: CustomStringConvertible {
    /// As tc writes it, in hexadecimal: `8001:`, `1:10`.
    public var description: String {
        String(major, radix: 16) + ":" + (minor == 0 ? "" : String(minor, radix: 16))
    }
}

/// Where in a clsact qdisc a filter sits.
public enum TCHook: Hashable, Sendable, CaseIterable {
    /// `TC_H_MAKE(TC_H_CLSACT, TC_H_MIN_INGRESS)`: what the interface receives.
    case ingress
    /// `TC_H_MAKE(TC_H_CLSACT, TC_H_MIN_EGRESS)`: what it sends, before its queue.
    case egress

    public var parent: TCHandle {
        switch self {
        case .ingress: TCHandle(0xffff_fff2)
        case .egress: TCHandle(0xffff_fff3)
        }
    }
}
