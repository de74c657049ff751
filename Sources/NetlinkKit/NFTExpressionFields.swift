internal import NetlinkModel

/// The attributes of one expression, by their numbers. Whatever is missing or out of range throws.
struct ExpressionFields {
    private var fields: [NetlinkAttribute] = []

    init(_ data: ArraySlice<UInt8>) throws(MalformedMessage) {
        var reader = NetlinkAttributeReader(data)
        while let attribute = try reader.next() {
            guard !fields.contains(where: { $0.type == attribute.type }) else { throw MalformedMessage() }
            fields.append(attribute)
        }
    }

    func has(_ type: UInt16) -> Bool {
        fields.contains { $0.type == type }
    }

    /// Throws when there is an attribute with another number.
    func allow(_ types: UInt16...) throws(MalformedMessage) {
        guard fields.allSatisfy({ types.contains($0.type) }) else { throw MalformedMessage() }
    }

    private func field(_ type: UInt16) throws(MalformedMessage) -> NetlinkAttribute {
        guard let field = fields.first(where: { $0.type == type }) else { throw MalformedMessage() }
        return field
    }

    func number(_ type: UInt16) throws(MalformedMessage) -> UInt32 {
        try field(type).uint32()
    }

    func byte(_ type: UInt16) throws(MalformedMessage) -> UInt8 {
        let payload = try field(type).payload
        guard payload.count == 1, let byte = payload.first else { throw MalformedMessage() }
        return byte
    }

    func number(_ type: UInt16, default value: UInt32) throws(MalformedMessage) -> UInt32 {
        has(type) ? try number(type) : value
    }

    /// A data register.
    func register(_ type: UInt16) throws(MalformedMessage) -> NFTRegister {
        let number = try number(type)
        guard NFTRegister.isData(number) else { throw MalformedMessage() }
        return NFTRegister(rawValue: number)
    }

    func name(_ type: UInt16) throws(MalformedMessage) -> String {
        let name = try field(type).string()
        guard !name.isEmpty else { throw MalformedMessage() }
        return name
    }

    /// A constant (`NFTA_DATA_VALUE`) of 1 to 16 bytes; a verdict is not one.
    func data(_ type: UInt16) throws(MalformedMessage) -> [UInt8] {
        let value = try field(type).only(1)
        guard (1...16).contains(value.count) else { throw MalformedMessage() }
        return Array(value)
    }

    /// A verdict (`NFTA_DATA_VERDICT`).
    func verdict(_ type: UInt16) throws(MalformedMessage) -> NFTVerdict {
        try NFTVerdict(try field(type).only(2))
    }
}
