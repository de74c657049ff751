// C constants of generic netlink and of ethtool over it, from <linux/genetlink.h>, <linux/ethtool_netlink.h>; the comment
// names the macro.

enum GenericNetlink {
    /// GENL_ID_CTRL: the message type of the family that knows the others.
    static let controlType: UInt16 = 16
    /// CTRL_CMD_GETFAMILY
    static let getFamily: UInt8 = 3
    /// CTRL_ATTR_FAMILY_ID
    static let familyID: UInt16 = 1
    /// CTRL_ATTR_FAMILY_NAME
    static let familyName: UInt16 = 2

    /// `struct genlmsghdr`: command, version, reserved
    static func header(_ command: UInt8) -> [UInt8] { [command, 1, 0, 0] }
}

enum EthtoolAttribute {
    /// ETHTOOL_MSG_FEATURES_GET
    static let getFeatures: UInt8 = 11
    /// ETHTOOL_A_FEATURES_HEADER
    static let header: UInt16 = 1
    /// ETHTOOL_A_FEATURES_HW: what can be switched at all.
    static let hardware: UInt16 = 2
    /// ETHTOOL_A_FEATURES_ACTIVE
    static let active: UInt16 = 4
    /// ETHTOOL_A_FEATURES_NOCHANGE: what cannot be switched.
    static let noChange: UInt16 = 5
    /// ETHTOOL_A_HEADER_DEV_INDEX
    static let deviceIndex: UInt16 = 1
    /// ETHTOOL_A_BITSET_BITS
    static let bits: UInt16 = 3
    /// ETHTOOL_A_BITSET_NOMASK: all bits of this bitset are set.
    static let noMask: UInt16 = 1
    /// ETHTOOL_A_BITSET_BITS_BIT
    static let bit: UInt16 = 1
    /// ETHTOOL_A_BITSET_BIT_NAME
    static let bitName: UInt16 = 2
    /// ETHTOOL_A_BITSET_BIT_VALUE
    static let bitValue: UInt16 = 3
}
