/// What an interface does with VLAN tags by itself (`netdev_features_t`; ETHTOOL_MSG_FEATURES_GET).
public struct LinkFeatures: Hashable, Sendable {
    /// One feature.
    public struct State: Hashable, Sendable {
        /// It is on.
        public var isActive: Bool
        /// It can be switched (`ethtool -K`); ethtool calls the others fixed.
        public var isChangeable: Bool

        public init(isActive: Bool, isChangeable: Bool) {
            self.isActive = isActive
            self.isChangeable = isChangeable
        }
    }

    /// `tx-vlan-hw-insert`: the tag is handed to the device beside the frame; where it is off, the kernel writes it into
    /// the frame. Nil for a feature that the kernel does not name, here as below.
    public var insertsTag: State?
    /// `rx-vlan-hw-parse`: the device takes the tag out of the frame.
    public var takesTag: State?
    /// `tx-vlan-stag-hw-insert`: as `insertsTag`, for 802.1ad.
    public var insertsServiceTag: State?
    /// `rx-vlan-stag-hw-parse`
    public var takesServiceTag: State?

    public init(
        insertsTag: State? = nil, takesTag: State? = nil, insertsServiceTag: State? = nil,
        takesServiceTag: State? = nil
    ) {
        self.insertsTag = insertsTag
        self.takesTag = takesTag
        self.insertsServiceTag = insertsServiceTag
        self.takesServiceTag = takesServiceTag
    }
}
