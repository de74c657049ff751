import NetlinkModel

/// Where a rule leads, and which packets get there whatever they are like otherwise.
struct RuleEnd {
    enum Kind {
        /// The next rule.
        case none
        case verdict(NFTVerdict)
        /// Where the map says; the next rule for what it does not hold.
        case map(String)
    }

    struct Families: OptionSet {
        let rawValue: Int
        static let ipv4 = Families(rawValue: 1)
        static let ipv6 = Families(rawValue: 2)
        /// Our table gets no other packets.
        static let all: Families = [.ipv4, .ipv6]
    }

    var kind = Kind.none
    /// Of these families all packets get to the rule's end.
    var always = Families.all

    init(_ rule: NFTRule) {
        var isFamily = false
        for expression in rule.expressions {
            switch expression {
            case .verdict(let verdict):
                kind = .verdict(verdict)
                return
            case .lookupVerdict(let map, _):
                kind = .map(map)
                return
            case .meta(.layer3Protocol, _): isFamily = true
            case .compare(.equal, _, .bytes(let bytes)) where isFamily:
                always.formIntersection(
                    bytes == [NFTLayer3Protocol.ipv4.rawValue]
                        ? .ipv4
                        : bytes == [NFTLayer3Protocol.ipv6.rawValue] ? .ipv6 : [])
                isFamily = false
            case .setMeta, .setPayload, .immediate, .bitwise, .countOn, .hostToNetwork: break
            // Every packet of a family has the header that the rule looks into.
            case .payload(let payload, _) where payload.base == .network: break
            default: always = []
            }
        }
    }
}
