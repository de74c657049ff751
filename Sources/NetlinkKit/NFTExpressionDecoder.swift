internal import NetlinkModel

// Reads expressions as the kernel lists them. An expression becomes a case of the model only when every attribute
// and value of it is one that the case stands for; otherwise it stays `.unknown`, so that nothing is misread.

extension NFTExpression {
    /// Decodes one element of `NFTA_RULE_EXPRESSIONS`. Throws when not even name and data can be told apart.
    init(_ element: NetlinkAttribute, anonymousSets: AnonymousSets) throws(MalformedMessage) {
        var name: String?
        var data: ArraySlice<UInt8> = []
        var reader = element.attributes
        while let attribute = try reader.next() {
            switch attribute.type {
            case NFTRuleAttribute.expressionName: name = attribute.string()
            case NFTRuleAttribute.expressionData: data = attribute.payload
            default: break
            }
        }
        guard let name else { throw MalformedMessage() }
        if let known = try? Self.known(name, ExpressionFields(data), anonymousSets: anonymousSets) {
            self = known
        } else {
            self = .unknown(NFTUnknownExpression(name: name, data: Array(data)))
        }
    }

    private static func known(
        _ name: String, _ fields: ExpressionFields, anonymousSets: AnonymousSets
    ) throws(MalformedMessage) -> NFTExpression {
        switch name {
        case "meta": try meta(fields)
        case "payload": try payload(fields)
        case "exthdr": try extensionHeader(fields)
        case "bitwise": try bitwise(fields)
        case "byteorder": try byteOrder(fields)
        case "cmp": try compare(fields)
        case "range": try range(fields)
        case "lookup": try lookup(fields, anonymousSets)
        case "immediate": try immediate(fields)
        case "objref": try objectReference(fields)
        default: throw MalformedMessage()
        }
    }

    /// `enum nft_meta_attributes`: 1 destination, 2 key, 3 source.
    private static func meta(_ fields: ExpressionFields) throws(MalformedMessage) -> NFTExpression {
        guard let key = NFTMetaKey(rawValue: try fields.number(2)) else { throw MalformedMessage() }
        if fields.has(3) {
            try fields.allow(2, 3)
            return .setMeta(key, from: try fields.register(3))
        }
        try fields.allow(1, 2)
        return .meta(key, into: try fields.register(1))
    }

    /// `enum nft_payload_attributes`: 1 destination, 2 base, 3 offset, 4 length, 5 source, 6-8 checksum type, offset, flags.
    private static func payload(_ fields: ExpressionFields) throws(MalformedMessage) -> NFTExpression {
        guard let base = NFTPayloadBase(rawValue: try fields.number(2)) else { throw MalformedMessage() }
        let place = NFTPayload(base: base, offset: try fields.number(3), length: try fields.number(4))
        guard (1...16).contains(place.length) else { throw MalformedMessage() }
        guard fields.has(5) else {
            try fields.allow(1, 2, 3, 4)
            return .payload(place, into: try fields.register(1))
        }
        try fields.allow(2, 3, 4, 5, 6, 7, 8)
        let type = try fields.number(6, default: NFTExpressionConstant.noChecksum)
        let offset = try fields.number(7, default: 0)
        let flags = try fields.number(8, default: 0)
        let checksum: NFTChecksum =
            switch (type, offset, flags) {
            case (NFTExpressionConstant.noChecksum, 0, 0): .none
            case (NFTExpressionConstant.internetChecksum, _, 0): .internet(offset: offset)
            default: .other(type: type, offset: offset, flags: flags)
            }
        return .setPayload(place, from: try fields.register(5), checksum: checksum)
    }

    /// `enum nft_exthdr_attributes`: 1 destination, 2 type (one byte), 3 offset, 4 length, 5 flags, 6 operation.
    private static func extensionHeader(_ fields: ExpressionFields) throws(MalformedMessage) -> NFTExpression {
        try fields.allow(1, 2, 3, 4, 5, 6)
        let length = try fields.number(4)
        guard try fields.number(5, default: 0) == 0,
            try fields.number(6, default: NFTExpressionConstant.ipv6ExtensionHeader)
                == NFTExpressionConstant.ipv6ExtensionHeader, (1...16).contains(length)
        else { throw MalformedMessage() }
        let header = NFTExtensionHeader(type: try fields.byte(2), offset: try fields.number(3), length: length)
        return .extensionHeader(header, into: try fields.register(1))
    }

    /// `enum nft_bitwise_attributes`: 1 source, 2 destination, 3 length, 4 mask, 5 xor, 6 operation.
    private static func bitwise(_ fields: ExpressionFields) throws(MalformedMessage) -> NFTExpression {
        try fields.allow(1, 2, 3, 4, 5, 6)
        let mask = try fields.data(4)
        let xor = try fields.data(5)
        guard try fields.number(6, default: NFTExpressionConstant.maskAndXor) == NFTExpressionConstant.maskAndXor,
            mask.count == xor.count, mask.count == Int(try fields.number(3))
        else { throw MalformedMessage() }
        return .bitwise(from: try fields.register(1), into: try fields.register(2), mask: mask, xor: xor)
    }

    /// `enum nft_byteorder_attributes`: 1 source, 2 destination, 3 operation, 4 length, 5 size.
    private static func byteOrder(_ fields: ExpressionFields) throws(MalformedMessage) -> NFTExpression {
        try fields.allow(1, 2, 3, 4, 5)
        let length = try fields.number(4)
        guard try fields.number(3) == NFTExpressionConstant.hostToNetwork, try fields.number(5) == length,
            [2, 4, 8].contains(length)
        else { throw MalformedMessage() }
        return .hostToNetwork(from: try fields.register(1), into: try fields.register(2), length: length)
    }

    /// `enum nft_cmp_attributes`: 1 source, 2 operator, 3 data.
    private static func compare(_ fields: ExpressionFields) throws(MalformedMessage) -> NFTExpression {
        try fields.allow(1, 2, 3)
        guard let comparison = NFTCompareOperator(rawValue: try fields.number(2)) else { throw MalformedMessage() }
        return .compare(comparison, try fields.register(1), .bytes(try fields.data(3)))
    }

    /// `enum nft_range_attributes`: 1 source, 2 operator, 3 from, 4 to.
    private static func range(_ fields: ExpressionFields) throws(MalformedMessage) -> NFTExpression {
        try fields.allow(1, 2, 3, 4)
        let from = try fields.data(3)
        let to = try fields.data(4)
        let operation = try fields.number(2)
        guard from.count == to.count, operation <= NFTExpressionConstant.outside else { throw MalformedMessage() }
        return .range(
            try fields.register(1), from: from, to: to, inverted: operation == NFTExpressionConstant.outside)
    }

    /// `enum nft_lookup_attributes`: 1 set, 2 source, 3 destination (of a map), 4 set id (to the kernel only), 5 flags.
    /// Of maps, those that give a verdict and have a name.
    private static func lookup(
        _ fields: ExpressionFields, _ anonymousSets: AnonymousSets
    ) throws(MalformedMessage) -> NFTExpression {
        let name = try fields.name(1)
        if fields.has(3) {
            try fields.allow(1, 2, 3, 5)
            guard try fields.number(3) == NFTExpressionConstant.verdictRegister, try fields.number(5, default: 0) == 0,
                anonymousSets[name] == nil
            else { throw MalformedMessage() }
            return .lookupVerdict(name, try fields.register(2))
        }
        try fields.allow(1, 2, 5)
        let flags = try fields.number(5, default: 0)
        guard flags & ~NFTExpressionConstant.inverted == 0 else { throw MalformedMessage() }
        let reference: NFTSetReference
        if let anonymous = anonymousSets[name] {
            // Its contents are its meaning: without them the lookup stays as it came.
            guard let set = anonymous else { throw MalformedMessage() }
            reference = .anonymous(set)
        } else {
            reference = .named(name)
        }
        return .lookup(reference, try fields.register(2), inverted: flags != 0)
    }

    /// `enum nft_immediate_attributes`: 1 destination, 2 data.
    private static func immediate(_ fields: ExpressionFields) throws(MalformedMessage) -> NFTExpression {
        try fields.allow(1, 2)
        guard try fields.number(1) == NFTExpressionConstant.verdictRegister else {
            return .immediate(try fields.data(2), into: try fields.register(1))
        }
        return .verdict(try fields.verdict(2))
    }

    /// `enum nft_objref_attributes`: 1 type, 2 name; by map: 3 source, 4 set, 5 set id.
    private static func objectReference(_ fields: ExpressionFields) throws(MalformedMessage) -> NFTExpression {
        try fields.allow(1, 2)
        guard try fields.number(1) == counterObjectType else { throw MalformedMessage() }
        return .countOn(try fields.name(2))
    }
}
