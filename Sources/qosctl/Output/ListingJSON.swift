import NetlinkModel
import QoSCompiler
import QoSDriver

/// Members that `list`, `counters` and `top` share.
enum ListingJSON {
    /// Null where nothing is counted here.
    static func counts(_ counter: NFTCounter?) -> [JSONMember] {
        [
            JSONMember(key: "packets", value: counter.map { .unsigned($0.packets) } ?? .null),
            JSONMember(key: "bytes", value: counter.map { .unsigned($0.bytes) } ?? .null),
        ]
    }

    /// Null where there is nothing to compare with.
    static func rates(_ rate: CounterRate?) -> [JSONMember] {
        [
            JSONMember(key: "packetsPerSecond", value: rate.map { .decimal(rounded($0.packets)) } ?? .null),
            JSONMember(key: "bytesPerSecond", value: rate.map { .decimal(rounded($0.bytes)) } ?? .null),
        ]
    }

    /// Counters, and rates where there are any, of rules, default and classes.
    static func members(_ listing: PolicyListing, _ rates: CounterRates? = nil) -> [JSONMember] {
        func both(_ counter: NFTCounter?, _ rate: CounterRate??) -> [JSONMember] {
            counts(counter) + (rates == nil ? [] : Self.rates(rate ?? nil))
        }
        let rules = listing.rules.enumerated().map { index, listed -> JSONValue in
            .object(
                [
                    JSONMember(key: "name", value: .string(listed.rule.name)),
                    JSONMember(key: "position", value: .number(Int64(listed.position))),
                    JSONMember(key: "enabled", value: .bool(listed.rule.isEnabled)),
                    JSONMember(key: "class", value: .optional(listed.rule.action.className)),
                ] + both(listed.counter, rates?.rules[index]))
        }
        let classes = listing.classes.enumerated().map { index, listed -> JSONValue in
            .object(
                [JSONMember(key: "name", value: .string(listed.policyClass.name))]
                    + MarkingJSON.members(listed.policyClass.marking) + both(listed.counter, rates?.classes[index]))
        }
        return [
            JSONMember(key: "policy", value: .optional(listing.policy.name)),
            JSONMember(key: "revision", value: .number(Int64(listing.revision))),
            JSONMember(key: "counted", value: .string(listing.counted.rawValue)),
            JSONMember(key: "rules", value: .array(rules)),
            JSONMember(
                key: "default",
                value: .object(
                    [JSONMember(key: "class", value: .optional(listing.policy.defaultAction.className))]
                        + both(listing.defaultCounter, rates?.defaultRate))),
            JSONMember(key: "classes", value: .array(classes)),
        ]
    }

    /// To thousandths.
    static func rounded(_ value: Double) -> Double { (value * 1000).rounded() / 1000 }
}
