/// One action of a filter (`TCA_ACT_*`).
public struct TCAction: Hashable, Sendable {
    public var operation: TCOperation
    /// `.other(.min)` where it is not known, in some of the unknown actions.
    public var control: TCControl
    /// `TCA_ACT_COOKIE`: up to 16 bytes of its owner's; empty without.
    public var cookie: [UInt8]

    public init(_ operation: TCOperation, then control: TCControl, cookie: [UInt8] = []) {
        self.operation = operation
        self.control = control
        self.cookie = cookie
    }

    /// `TC_COOKIE_MAX_SIZE`
    public static let maximumCookieLength = 16
}

/// What an action does.
public enum TCOperation: Hashable, Sendable {
    /// `gact`: nothing but its control.
    case generic
    /// `skbedit priority`
    case setPriority(UInt32)
    /// `skbedit inheritdsfield`: the priority becomes the DSCP's number, for IPv4 and IPv6.
    case inheritDSField
    /// `vlan push`: a tag with this VID (0-4095), PCP (0-7) and EtherType.
    case pushVLAN(id: UInt16, priority: UInt8, tagProtocol: UInt16)
    /// `vlan modify`: the outer tag gets this VID and EtherType, and this PCP; nil leaves the PCP.
    case modifyVLAN(id: UInt16, priority: UInt8?, tagProtocol: UInt16)
    /// `vlan pop`: the outer tag goes.
    case popVLAN
    /// Anything else, as the kernel sent it: its name, and `TCA_ACT_OPTIONS`; without times and counts where it is known
    /// which those are.
    case unknown(kind: String, options: [UInt8])

    /// The kernel's name of the action (`TCA_ACT_KIND`).
    public var kind: String {
        switch self {
        case .generic: "gact"
        case .setPriority, .inheritDSField: "skbedit"
        case .pushVLAN, .modifyVLAN, .popVLAN: "vlan"
        case .unknown(let kind, _): kind
        }
    }
}

/// What comes after an action (`TC_ACT_*` of `<linux/pkt_cls.h>`).
public enum TCControl: Hashable, Sendable {
    /// `TC_ACT_UNSPEC`, in tc `continue`: the next filter.
    case `continue`
    /// `TC_ACT_OK`, in tc `pass`: no more filters.
    case pass
    /// `TC_ACT_SHOT`, in tc `drop`
    case drop
    /// `TC_ACT_PIPE`: the next action of this filter.
    case pipe
    /// `TC_ACT_GOTO_CHAIN`
    case goto(chain: UInt32)
    /// Any other.
    case other(Int32)
}
