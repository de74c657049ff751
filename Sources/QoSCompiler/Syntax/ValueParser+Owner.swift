/// Users and groups.
extension ValueParser {
    /// The largest number that the kernel takes; 4294967295 means "none".
    private static let maximumID: UInt64 = 0xffff_fffe

    enum OwnerValue {
        case ids(ClosedRange<UInt32>)
        case name(String)
    }

    static func owner(_ text: Text, field: MatchField) throws(ValueError) -> OwnerValue {
        guard let first = text.first else { throw ValueError(.badValue, "an empty \(field.rawValue)") }
        if (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first) {
            if let (low, high) = split(text, at: UInt8(ascii: "-")) {
                return .ids(try range(try ownerID(low, field: field), try ownerID(high, field: field), text))
            }
            let id = try ownerID(text, field: field)
            return .ids(id...id)
        }
        guard text.count <= 255, text.allSatisfy(isOwnerNameByte) else {
            throw ValueError(.badValue, "'\(string(text))' is no \(field.rawValue) name")
        }
        return .name(string(text))
    }

    static func singleOwner(_ text: Text, field: MatchField) throws(ValueError) -> Owner {
        switch try owner(text, field: field) {
        case .name(let name): return .name(name)
        case .ids(let ids):
            guard ids.lowerBound == ids.upperBound else {
                throw ValueError(.badValue, "a packet has one \(field.rawValue), not a range")
            }
            return .id(ids.lowerBound)
        }
    }

    private static func ownerID(_ text: Text, field: MatchField) throws(ValueError) -> UInt32 {
        UInt32(truncatingIfNeeded: try number(text, maximum: maximumID, what: "\(field.rawValue) number"))
    }

    /// Everything that a name service may use, but no blank, quote, colon, slash or control character.
    private static func isOwnerNameByte(_ byte: UInt8) -> Bool {
        byte > 0x20 && byte != 0x7f && byte != UInt8(ascii: ":") && byte != UInt8(ascii: "/")
            && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "*") && byte != UInt8(ascii: "@")
            && byte != UInt8(ascii: "$")
    }
}
