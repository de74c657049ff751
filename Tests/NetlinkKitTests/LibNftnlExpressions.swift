import NetlinkModel

@testable import NetlinkKit

extension NFTExpression {
    /// `anonymousSet` is the id of the set that a lookup holds.
    func libnftnl(_ prefix: String, anonymousSet: UInt32? = nil) throws -> LibNftnl<LibNftnlExpression> {
        switch self {
        case .meta(let key, let register):
            return try Self.meta(key, NftnlMeta.destination, register)
        case .setMeta(let key, let register):
            return try Self.meta(key, NftnlMeta.source, register)
        case .payload(let payload, let register):
            return try Self.payload(payload, NftnlPayload.destination, register)
        case .extensionHeader(let header, let register):
            let object = try LibNftnl<LibNftnlExpression>("exthdr")
            try object.set(NftnlExtensionHeader.destination, register.rawValue)
            try object.set(NftnlExtensionHeader.type, [header.type])
            try object.set(NftnlExtensionHeader.offset, header.offset)
            try object.set(NftnlExtensionHeader.length, header.length)
            try object.set(NftnlExtensionHeader.operation, NFTExpressionConstant.ipv6ExtensionHeader)
            try object.set(NftnlExtensionHeader.flags, 0)
            return object
        case .setPayload(let payload, let register, let checksum):
            let object = try Self.payload(payload, NftnlPayload.source, register)
            try checksum.set(on: object)
            return object
        case .bitwise(let source, let destination, let mask, let xor):
            let object = try LibNftnl<LibNftnlExpression>("bitwise")
            try object.set(NftnlBitwise.source, source.rawValue)
            try object.set(NftnlBitwise.destination, destination.rawValue)
            try object.set(NftnlBitwise.operation, NFTExpressionConstant.maskAndXor)
            try object.set(NftnlBitwise.length, UInt32(truncatingIfNeeded: mask.count))
            try object.set(NftnlBitwise.mask, mask)
            try object.set(NftnlBitwise.xor, xor)
            return object
        case .hostToNetwork(let source, let destination, let length):
            let object = try LibNftnl<LibNftnlExpression>("byteorder")
            try object.set(NftnlByteOrder.source, source.rawValue)
            try object.set(NftnlByteOrder.destination, destination.rawValue)
            try object.set(NftnlByteOrder.operation, NFTExpressionConstant.hostToNetwork)
            try object.set(NftnlByteOrder.length, length)
            try object.set(NftnlByteOrder.size, length)
            return object
        case .compare(let comparison, let register, .bytes(let bytes)):
            let object = try LibNftnl<LibNftnlExpression>("cmp")
            try object.set(NftnlCompare.source, register.rawValue)
            try object.set(NftnlCompare.operation, comparison.rawValue)
            try object.set(NftnlCompare.data, bytes)
            return object
        case .range(let register, let from, let to, let inverted):
            let object = try LibNftnl<LibNftnlExpression>("range")
            try object.set(NftnlRange.source, register.rawValue)
            try object.set(
                NftnlRange.operation, inverted ? NFTExpressionConstant.outside : NFTExpressionConstant.inside)
            try object.set(NftnlRange.from, from)
            try object.set(NftnlRange.to, to)
            return object
        case .lookup(let reference, let register, let inverted):
            let object = try LibNftnl<LibNftnlExpression>("lookup")
            try object.set(NftnlLookup.source, register.rawValue)
            switch reference {
            case .named(let name):
                try object.set(NftnlLookup.set, prefix + name)
            case .anonymous:
                guard let anonymousSet else { throw RefusedValue("a lookup without its set") }
                try object.set(NftnlLookup.set, anonymousSetName)
                try object.set(NftnlLookup.setID, anonymousSet)
            }
            if inverted { try object.set(NftnlLookup.flags, NFTExpressionConstant.inverted) }
            return object
        case .lookupVerdict(let map, let register):
            let object = try LibNftnl<LibNftnlExpression>("lookup")
            try object.set(NftnlLookup.source, register.rawValue)
            try object.set(NftnlLookup.destination, NFTExpressionConstant.verdictRegister)
            try object.set(NftnlLookup.set, prefix + map)
            return object
        case .immediate(let bytes, let register):
            let object = try LibNftnl<LibNftnlExpression>("immediate")
            try object.set(NftnlImmediate.destination, register.rawValue)
            try object.set(NftnlImmediate.data, bytes)
            return object
        case .verdict(let verdict):
            return try verdict.libnftnl(prefix)
        case .countOn(let name):
            let object = try LibNftnl<LibNftnlExpression>("objref")
            try object.set(NftnlObjectReference.type, counterObjectType)
            try object.set(NftnlObjectReference.name, name)
            return object
        case .compare(_, _, .user), .compare(_, _, .group), .unknown:
            throw RefusedValue("an expression that cannot be sent")
        }
    }

    private static func meta(
        _ key: NFTMetaKey, _ attribute: UInt16, _ register: NFTRegister
    ) throws -> LibNftnl<LibNftnlExpression> {
        let object = try LibNftnl<LibNftnlExpression>("meta")
        try object.set(NftnlMeta.key, key.rawValue)
        try object.set(attribute, register.rawValue)
        return object
    }

    private static func payload(
        _ payload: NFTPayload, _ attribute: UInt16, _ register: NFTRegister
    ) throws -> LibNftnl<LibNftnlExpression> {
        let object = try LibNftnl<LibNftnlExpression>("payload")
        try object.set(attribute, register.rawValue)
        try object.set(NftnlPayload.base, payload.base.rawValue)
        try object.set(NftnlPayload.offset, payload.offset)
        try object.set(NftnlPayload.length, payload.length)
        return object
    }
}

extension NFTChecksum {
    fileprivate func set(on object: borrowing LibNftnl<LibNftnlExpression>) throws {
        switch self {
        case .none:
            break
        case .internet(let offset):
            try object.set(NftnlPayload.checksumType, NFTExpressionConstant.internetChecksum)
            try object.set(NftnlPayload.checksumOffset, offset)
        case .other(let type, let offset, let flags):
            try object.set(NftnlPayload.checksumType, type)
            try object.set(NftnlPayload.checksumOffset, offset)
            try object.set(NftnlPayload.checksumFlags, flags)
        }
    }
}

extension NFTVerdict {
    fileprivate func libnftnl(_ prefix: String) throws -> LibNftnl<LibNftnlExpression> {
        let object = try LibNftnl<LibNftnlExpression>("immediate")
        try object.set(NftnlImmediate.destination, NFTExpressionConstant.verdictRegister)
        try object.set(NftnlImmediate.verdict, code)
        if let target { try object.set(NftnlImmediate.chain, prefix + target) }
        return object
    }
}
