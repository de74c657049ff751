import NetlinkModel
import QoSCompiler
import QoSDriver

/// Cells and lines that `list`, `counters` and `top` share.
enum ListingText {
    /// "-" where nothing is counted here.
    static func counts(_ counter: NFTCounter?) -> [String] {
        [counter.map { String($0.packets) } ?? "-", counter.map { String($0.bytes) } ?? "-"]
    }

    /// "-" where there is nothing to compare with.
    static func rates(_ rate: CounterRate?) -> [String] {
        [rate.map { perSecond($0.packets) } ?? "-", rate.map { perSecond($0.bytes) } ?? "-"]
    }

    /// One decimal below ten, none above.
    static func perSecond(_ value: Double) -> String {
        let tenths = (value * 10).rounded() / 10
        guard tenths < 10, tenths != tenths.rounded() else {
            return value < 1e18 ? String(Int64(value.rounded())) : "\(value)"
        }
        return "\(tenths)"
    }

    /// `policy "office"  revision 1`
    static func title(_ listing: PolicyListing) -> String {
        let name = listing.policy.name.map { "\"\($0)\"" } ?? "(no name)"
        return "policy \(name)  revision \(listing.revision)"
    }

    /// What a rule's place in a listing says first: its position and name.
    static func style(_ rule: PolicyRule) -> Style? { rule.isEnabled ? nil : .dim }
}
