/// A filter of a clsact (or ingress) qdisc (`RTM_NEWTFILTER`, `struct tcmsg`).
public struct TCFilter: Hashable, Sendable {
    /// What tells a filter from every other.
    public struct Identity: Hashable, Sendable {
        public var interfaceIndex: Int32
        public var hook: TCHook
        /// `TCA_CHAIN`: 0 is where frames begin.
        public var chain: UInt32
        /// Filters with lower preferences come first; 1-65535.
        public var preference: UInt16
        /// The EtherType of the frames it looks at, in host order; `EtherType.all` for all.
        public var protocolType: UInt16
        /// Its number among those of one preference; not 0. It says nothing about order: of `basic` filters of one
        /// preference the newest is asked first.
        public var handle: UInt32

        public init(
            interfaceIndex: Int32, hook: TCHook, chain: UInt32 = 0, preference: UInt16,
            protocolType: UInt16 = EtherType.all, handle: UInt32
        ) {
            self.interfaceIndex = interfaceIndex
            self.hook = hook
            self.chain = chain
            self.preference = preference
            self.protocolType = protocolType
            self.handle = handle
        }
    }

    public var identity: Identity
    public var classifier: TCClassifier
    /// Run in order on every frame that the classifier takes.
    public var actions: [TCAction]

    public init(identity: Identity, classifier: TCClassifier, actions: [TCAction]) {
        self.identity = identity
        self.classifier = classifier
        self.actions = actions
    }
}

/// Which frames a filter takes.
public enum TCClassifier: Hashable, Sendable {
    /// `matchall`: every frame of the filter's protocol.
    case matchAll
    /// `flower`: frames that have all of these; in this order, each at most once, and only in filters whose protocol is
    /// that of a tag.
    case flower([TCFlowerKey])
    /// `basic` with the ematch `meta`: packets for which all of these hold.
    case basic([TCMetaMatch])
    /// Anything else, as the kernel sent it: its name, and `TCA_OPTIONS`; without actions and counters where it is known
    /// which those are.
    case unknown(kind: String, options: [UInt8])

    /// The kernel's name of it (`TCA_KIND`).
    public var kind: String {
        switch self {
        case .matchAll: "matchall"
        case .flower: "flower"
        case .basic: "basic"
        case .unknown(let kind, _): kind
        }
    }
}

/// One key of a flower filter.
public enum TCFlowerKey: Hashable, Sendable {
    /// `TCA_FLOWER_KEY_VLAN_ID`: the VID of the outer tag, 0-4095.
    case vlanID(UInt16)
    /// `TCA_FLOWER_KEY_VLAN_PRIO`: the PCP of the outer tag, 0-7.
    case vlanPriority(UInt8)
    /// `TCA_FLOWER_KEY_VLAN_ETH_TYPE`: the EtherType behind the outer tag, in host order.
    case vlanEtherType(UInt16)
}

/// One comparison of the ematch `meta` (`struct tcf_meta_hdr`, net/sched/em_meta.c): a datum of the packet, masked, equal
/// to a value.
public struct TCMetaMatch: Hashable, Sendable {
    public enum Datum: UInt16, Hashable, Sendable {
        /// `TCF_META_ID_PRIORITY`: `skb->priority`.
        case priority = 6
        /// `TCF_META_ID_VLAN_TAG`: the TCI of the outer tag; without a tag it does not hold.
        case vlanTag = 46
    }

    public var datum: Datum
    /// Nil compares all bits; not 0, which would mean the same.
    public var mask: UInt32?
    public var value: UInt32

    public init(_ datum: Datum, mask: UInt32? = nil, equals value: UInt32) {
        self.datum = datum
        self.mask = mask
        self.value = value
    }
}
