internal import CMnl
internal import Glibc

// C constants of netlink and nfnetlink, each typed once; the comment names the macro where the name differs.

enum NetlinkMessageType {
    /// NLMSG_ERROR
    static let error: UInt16 = 2
    /// NLMSG_DONE
    static let done: UInt16 = 3
    /// NFNL_MSG_BATCH_BEGIN
    static let batchBegin: UInt16 = 16
    /// NFNL_MSG_BATCH_END
    static let batchEnd: UInt16 = 17
}

enum NetlinkFlags {
    /// NLM_F_REQUEST
    static let request: UInt16 = 0x001
    /// NLM_F_ACK
    static let acknowledge: UInt16 = 0x004
    /// NLM_F_DUMP_INTR: the kernel's data changed while it was being listed.
    static let dumpInterrupted: UInt16 = 0x010
    /// NLM_F_CAPPED: an error message carries the header of the request only.
    static let capped: UInt16 = 0x100
    /// NLM_F_ACK_TLVS: attributes follow in an error message.
    static let extendedAcknowledgement: UInt16 = 0x200
    /// NLM_F_DUMP
    static let dump: UInt16 = 0x300
    /// NLM_F_REPLACE
    static let replace: UInt16 = 0x100
    /// NLM_F_EXCL
    static let exclusive: UInt16 = 0x200
    /// NLM_F_CREATE
    static let create: UInt16 = 0x400
    /// NLM_F_APPEND
    static let append: UInt16 = 0x800
}

enum NetlinkSize {
    /// sizeof(struct nlmsghdr)
    static let header = 16
    /// sizeof(struct nfgenmsg)
    static let netfilterHeader = 4
    /// sizeof(struct nlattr)
    static let attributeHeader = 4
    /// The 16-bit length field of an attribute, rounded down to the alignment.
    static let attributeMaximum = 65_532

    /// NLMSG_ALIGN and NLA_ALIGN: messages and attributes start at multiples of four.
    static func aligned(_ count: Int) -> Int { (count &+ 3) & ~3 }
}

/// Bits above the type in `nla_type`.
enum NetlinkAttributeFlags {
    /// NLA_F_NESTED
    static let nested: UInt16 = 0x8000
    /// NLA_TYPE_MASK
    static let typeMask: UInt16 = 0x3fff
}

/// `enum nlmsgerr_attrs`
enum NetlinkErrorAttribute {
    /// NLMSGERR_ATTR_MSG
    static let text: UInt16 = 1
    /// NLMSGERR_ATTR_OFFS
    static let offset: UInt16 = 2
}

enum NetlinkSocketOption {
    /// NETLINK_ROUTE
    static let routeBus: Int32 = 0
    /// SOL_NETLINK
    static let level: Int32 = 270
    /// NETLINK_CAP_ACK: error messages need not repeat the request.
    static let cappedAcknowledgement: Int32 = 10
    /// NETLINK_EXT_ACK: error messages carry text and attribute offset.
    static let extendedAcknowledgement: Int32 = 11
    /// NETLINK_NETFILTER
    static let netfilterBus: Int32 = 12
    /// NETLINK_GENERIC
    static let genericBus: Int32 = 16
}

/// `NFNL_SUBSYS_NFTABLES`
let nftSubsystem: UInt16 = 10

/// `enum nf_tables_msg_types`, and the type field of the whole message.
enum NFTMessage: UInt16 {
    case newTable = 0
    case getTable = 1
    case deleteTable = 2
    case newChain = 3
    case getChain = 4
    case deleteChain = 5
    case newRule = 6
    case getRule = 7
    case deleteRule = 8
    case newSet = 9
    case getSet = 10
    case deleteSet = 11
    case newSetElements = 12
    case getSetElements = 13
    case newGeneration = 15
    case getGeneration = 16
    case newObject = 18
    case getObject = 19
    case deleteObject = 20
    /// NFT_MSG_GETOBJ_RESET
    case getObjectReset = 21
    case newFlowtable = 22
    case getFlowtable = 23

    var type: UInt16 { nftSubsystem << 8 | rawValue }
}
