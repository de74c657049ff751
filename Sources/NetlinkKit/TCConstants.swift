// C constants of traffic control, each typed once, from <linux/pkt_sched.h>, <linux/pkt_cls.h>, <linux/tc_act/*.h> and
// <linux/tc_ematch/tc_em_meta.h>; the comment names the macro.

/// `TCA_*` of <linux/rtnetlink.h>: what follows `struct tcmsg`.
enum TCAttribute {
    /// TCA_KIND
    static let kind: UInt16 = 1
    /// TCA_OPTIONS
    static let options: UInt16 = 2
    /// TCA_CHAIN
    static let chain: UInt16 = 11

    /// sizeof(struct tcmsg)
    static let headerSize = 20
    /// TCM_IFINDEX_MAGIC_BLOCK: a filter of a block that several qdiscs share.
    static let sharedBlock: Int32 = -1
    /// TC_ACT_EXT_VAL_MASK: what a chain's number fits into.
    static let chainMask: UInt32 = 0x0fff_ffff
}

/// Bits of `TCA_MATCHALL_FLAGS` and `TCA_FLOWER_FLAGS` that say where the filter runs now, not what it is.
enum TCFilterFlags {
    /// TCA_CLS_FLAGS_IN_HW | TCA_CLS_FLAGS_NOT_IN_HW
    static let volatile: UInt32 = 0x4 | 0x8
}

enum TCMatchAllAttribute {
    /// TCA_MATCHALL_ACT
    static let actions: UInt16 = 2
    /// TCA_MATCHALL_FLAGS
    static let flags: UInt16 = 3
    /// TCA_MATCHALL_PCNT
    static let counters: UInt16 = 4
}

enum TCFlowerAttribute {
    /// TCA_FLOWER_ACT
    static let actions: UInt16 = 3
    /// TCA_FLOWER_KEY_ETH_TYPE
    static let etherType: UInt16 = 8
    /// TCA_FLOWER_FLAGS
    static let flags: UInt16 = 22
    /// TCA_FLOWER_KEY_VLAN_ID
    static let vlanID: UInt16 = 23
    /// TCA_FLOWER_KEY_VLAN_PRIO
    static let vlanPriority: UInt16 = 24
    /// TCA_FLOWER_KEY_VLAN_ETH_TYPE
    static let vlanEtherType: UInt16 = 25
    /// TCA_FLOWER_IN_HW_COUNT
    static let hardwareCount: UInt16 = 86
}

enum TCBasicAttribute {
    /// TCA_BASIC_EMATCHES
    static let matches: UInt16 = 2
    /// TCA_BASIC_ACT
    static let actions: UInt16 = 3
    /// TCA_BASIC_PCNT
    static let counters: UInt16 = 5
}

/// Of classifiers that this library decodes no further than to their actions.
enum TCForeignAttribute {
    /// TCA_U32_ACT
    static let u32Actions: UInt16 = 7
    /// TCA_U32_PCNT
    static let u32Counters: UInt16 = 9
    /// TCA_BPF_ACT
    static let bpfActions: UInt16 = 1
}

/// The tree of extended matches inside `TCA_BASIC_EMATCHES`.
enum TCMatchAttribute {
    /// TCA_EMATCH_TREE_HDR
    static let treeHeader: UInt16 = 1
    /// TCA_EMATCH_TREE_LIST
    static let treeList: UInt16 = 2
    /// TCA_EM_META_HDR
    static let metaHeader: UInt16 = 1
    /// TCA_EM_META_LVALUE
    static let left: UInt16 = 2
    /// TCA_EM_META_RVALUE
    static let right: UInt16 = 3

    /// sizeof(struct tcf_ematch_hdr)
    static let headerSize = 8
    /// TCF_EM_META
    static let metaKind: UInt16 = 4
    /// TCF_EM_REL_AND
    static let and: UInt16 = 1
    /// TCF_META_TYPE_INT, in the place of a kind
    static let integer: UInt16 = 1 << 12
    /// TCF_META_TYPE_MASK
    static let typeMask: UInt16 = 0xf << 12
    /// TCF_META_ID_MASK
    static let idMask: UInt16 = 0x7ff
}

enum TCActionAttribute {
    /// TCA_ACT_KIND
    static let kind: UInt16 = 1
    /// TCA_ACT_OPTIONS
    static let options: UInt16 = 2
    /// TCA_ACT_INDEX
    static let index: UInt16 = 3
    /// TCA_ACT_COOKIE
    static let cookie: UInt16 = 6
    /// TCA_ACT_FLAGS
    static let flags: UInt16 = 7

    /// TCA_ACT_FLAGS_NO_PERCPU_STATS
    static let noPerCPUStatistics: UInt32 = 1
    /// TCA_ACT_TAB: actions without a filter, in RTM_GETACTION.
    static let table: UInt16 = 1
    /// sizeof(struct tcamsg)
    static let headerSize = 4
    /// TCA_ACT_MAX_PRIO: actions of one filter.
    static let maximumCount = 32
}

/// Inside TCA_ACT_OPTIONS.
enum TCActionOption {
    /// TCA_GACT_TM, TCA_SKBEDIT_TM, TCA_VLAN_TM: when it was made and used.
    static let times: UInt16 = 1
    /// TCA_GACT_PARMS, TCA_SKBEDIT_PARMS, TCA_VLAN_PARMS: `tc_gen`, and for some actions more.
    static let parameters: UInt16 = 2
    /// TCA_SKBEDIT_PRIORITY
    static let priority: UInt16 = 3
    /// TCA_SKBEDIT_FLAGS
    static let editFlags: UInt16 = 9
    /// TCA_VLAN_PUSH_VLAN_ID
    static let vlanID: UInt16 = 3
    /// TCA_VLAN_PUSH_VLAN_PROTOCOL
    static let vlanProtocol: UInt16 = 4
    /// TCA_VLAN_PUSH_VLAN_PRIORITY
    static let vlanPriority: UInt16 = 6

    /// sizeof(tc_gen): index, capabilities, action, reference count, bind count
    static let generalSize = 20
    /// SKBEDIT_F_INHERITDSFIELD
    static let inheritDSField: UInt64 = 0x20
    /// TCA_VLAN_ACT_POP
    static let pop: UInt32 = 1
    /// TCA_VLAN_ACT_PUSH
    static let push: UInt32 = 2
    /// TCA_VLAN_ACT_MODIFY
    static let modify: UInt32 = 3
}
