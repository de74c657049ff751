import QoSCompiler

/// One look of `top` for programs.
enum TopJSON {
    static func value(_ sample: TopSample) -> JSONValue {
        var members = [
            JSONMember(key: "schema", value: .number(1)),
            JSONMember(key: "loaded", value: .bool(sample.listing != nil)),
            JSONMember(
                key: "seconds", value: sample.elapsed.map { .decimal(ListingJSON.rounded(seconds($0))) } ?? .null),
        ]
        if let listing = sample.listing { members += ListingJSON.members(listing, sample.rates) }
        return .object(members)
    }

    private static func seconds(_ duration: Duration) -> Double {
        Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18
    }
}
