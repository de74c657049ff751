import NetlinkModel

/// What nft calls the header fields that we load.
enum HeaderNames {
    private static func field(
        _ payload: NFTPayload, layer3: NFTLayer3Protocol?
    ) -> (field: NFTHeaderField, name: String, key: NFTSetKey)? {
        // The first bytes of an address are a prefix of it; a DSCP has no prefixes. Writing the DSCP loads IPv4's
        // first two bytes.
        if layer3 == .ipv4, payload == NFTHeaderField.ipv4DSCPWord.payload {
            return (.ipv4DSCPWord, "ip dscp", .dscp(length: 1))
        }
        return NFTHeaderField.compared.first { entry in
            entry.field.layer3 == layer3 && entry.field.payload.offset == payload.offset
                && (entry.field.payload.length == payload.length
                    || (entry.field.mask == nil && payload.length < entry.field.payload.length))
        }
    }

    static func network(_ payload: NFTPayload, layer3: NFTLayer3Protocol?) -> String? {
        field(payload, layer3: layer3)?.name
    }

    static func key(_ payload: NFTPayload, layer3: NFTLayer3Protocol?) -> NFTSetKey? {
        field(payload, layer3: layer3)?.key
    }

    static func port(_ payload: NFTPayload) -> String? {
        if payload == NFTHeaderField.sourcePort.payload { return "sport" }
        if payload == NFTHeaderField.destinationPort.payload { return "dport" }
        return nil
    }

    /// The header word of a protocol whose ports nft can name.
    static func transportProtocol(_ number: UInt8) -> String? {
        switch number {
        case 6: "tcp"
        case 17: "udp"
        case 33: "dccp"
        case 132: "sctp"
        case 136: "udplite"
        default: nil
        }
    }

    /// The length of a contiguous mask; nil for another.
    static func prefixLength(_ mask: [UInt8]) -> Int? {
        let bits: [Bool] = mask.flatMap { byte -> [Bool] in (0..<8).map { byte >> (7 - $0) & 1 == 1 } }
        let length = bits.prefix { $0 }.count
        return bits.dropFirst(length).contains(true) ? nil : length
    }
}
