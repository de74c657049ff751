/// What a meta expression loads or sets (`enum nft_meta_keys`, linux/netfilter/nf_tables.h).
public enum NFTMetaKey: UInt32, Hashable, Sendable, CaseIterable {
    /// skb priority, host order.
    case priority = 2
    /// fwmark, host order.
    case mark = 3
    /// Interface index of the input device, 0 when there is none.
    case inputInterface = 4
    case inputInterfaceName = 6
    case outputInterfaceName = 7
    /// fsuid of the socket's owner, host order. Breaks the rule without a full socket.
    case socketUserID = 10
    case socketGroupID = 11
    /// `NFPROTO_IPV4` or `NFPROTO_IPV6`.
    case layer3Protocol = 15
    /// Upper-layer protocol, after IPv6 extension headers.
    case layer4Protocol = 16

    /// The word of nft(8) and of `nft --debug=netlink`.
    public var keyword: String {
        switch self {
        case .priority: "priority"
        case .mark: "mark"
        case .inputInterface: "iif"
        case .inputInterfaceName: "iifname"
        case .outputInterfaceName: "oifname"
        case .socketUserID: "skuid"
        case .socketGroupID: "skgid"
        case .layer3Protocol: "nfproto"
        case .layer4Protocol: "l4proto"
        }
    }

    /// What nft writes before the value in a rule: "meta skuid", "oifname".
    public var ruleKeyword: String {
        switch self {
        case .inputInterface, .inputInterfaceName, .outputInterfaceName: keyword
        default: "meta \(keyword)"
        }
    }

    /// The kind of its values; nil where rules do not compare it with a set's kind of values.
    public var valueKey: NFTSetKey? {
        switch self {
        case .layer4Protocol: .internetProtocol
        case .mark: .mark
        case .socketUserID: .userID
        case .socketGroupID: .groupID
        case .inputInterfaceName, .outputInterfaceName: .interfaceName
        case .priority, .inputInterface, .layer3Protocol: nil
        }
    }
}
