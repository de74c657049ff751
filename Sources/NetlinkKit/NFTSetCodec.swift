internal import NetlinkModel

/// `enum nft_set_attributes`, `enum nft_set_desc_attributes`
enum NFTSetAttribute {
    static let table: UInt16 = 1
    static let name: UInt16 = 2
    static let flags: UInt16 = 3
    static let keyType: UInt16 = 4
    static let keyLength: UInt16 = 5
    static let dataType: UInt16 = 6
    static let dataLength: UInt16 = 7
    static let description: UInt16 = 9
    static let id: UInt16 = 10
    static let timeout: UInt16 = 11
    static let userData: UInt16 = 13
    static let expression: UInt16 = 17
    static let expressions: UInt16 = 18
    static let size: UInt16 = 1
}

/// `enum nft_set_flags`
private enum Flag {
    static let anonymous: UInt32 = 0x1
    static let constant: UInt32 = 0x2
    static let interval: UInt32 = 0x4
    static let map: UInt32 = 0x8
    static let modelled = anonymous | constant | interval | map
}

/// `NFT_DATA_VERDICT`, as type of a map's data.
private let verdictType: UInt32 = 0xffff_ff00

/// The name that makes the kernel number an anonymous set.
let anonymousSetName = "__set%d"

extension NFTSet {
    /// The attributes of `NFT_MSG_NEWSET`. `id` names the set inside its batch; `prefix` goes before its name.
    func put(to writer: inout NetlinkMessageWriter, table: String, prefix: NFTNamePrefix, id: UInt32) {
        putName(to: &writer, table: table, prefix: prefix)
        var flags: UInt32 = isInterval ? Flag.interval : 0
        if isConstant { flags |= Flag.constant }
        if isAnonymous { flags |= Flag.anonymous }
        if isMap { flags |= Flag.map }
        writer.put(NFTSetAttribute.flags, uint32: flags)
        writer.put(NFTSetAttribute.keyType, uint32: key.typeNumber)
        writer.put(NFTSetAttribute.keyLength, uint32: UInt32(truncatingIfNeeded: key.length))
        if isMap {
            writer.put(NFTSetAttribute.dataType, uint32: verdictType)
            // The kernel knows the length of a verdict; nft says 0.
            writer.put(NFTSetAttribute.dataLength, uint32: 0)
        }
        writer.put(NFTSetAttribute.id, uint32: id)
        // With a size the kernel takes a fixed hash table, which is faster to fill and to search. A named interval
        // set goes without, as nft sends it; an anonymous one counts end elements too.
        if isAnonymous || !isInterval, !elements.isEmpty {
            let description = writer.beginNested(NFTSetAttribute.description)
            writer.put(NFTSetAttribute.size, uint32: UInt32(clamping: kernelElementCount))
            writer.endNested(description)
        }
        let userData = NFTUserData.set(self)
        if !userData.isEmpty { writer.put(NFTSetAttribute.userData, bytes: userData) }
    }

    private func putName(to writer: inout NetlinkMessageWriter, table: String, prefix: NFTNamePrefix) {
        guard isAnonymous else {
            Self.putName(name, to: &writer, table: table, prefix: prefix)
            return
        }
        Self.putName(anonymousSetName, to: &writer, table: table, prefix: .none)
    }

    /// The attributes of `NFT_MSG_DELSET`.
    static func putName(
        _ name: String, to writer: inout NetlinkMessageWriter, table: String, prefix: NFTNamePrefix
    ) {
        writer.put(NFTSetAttribute.table, string: table)
        writer.put(NFTSetAttribute.name, string: name, prefix: prefix.ofSet(name))
    }
}

/// A set as the kernel lists it, before its elements are read.
struct NFTSetHeader {
    var table: String
    var name: String
    var isAnonymous: Bool
    /// nil for what the model has no value for: maps of data, anonymous maps, timeouts, concatenations, sets with
    /// expressions.
    var modelled: NFTSet?
    /// "set" or "map", for `unknownObjects`.
    var kind: String

    init(_ message: NetlinkMessage) throws(MalformedMessage) {
        table = ""
        name = ""
        var flags: UInt32 = 0
        var keyType: UInt32 = 0
        var keyLength: UInt32 = 0
        var dataType: UInt32?
        var hasMore = false
        var reader = message.attributes
        while let attribute = try reader.next() {
            switch attribute.type {
            case NFTSetAttribute.table: table = attribute.string()
            case NFTSetAttribute.name: name = attribute.string()
            case NFTSetAttribute.flags: flags = try attribute.uint32()
            case NFTSetAttribute.keyType: keyType = try attribute.uint32()
            case NFTSetAttribute.keyLength: keyLength = try attribute.uint32()
            case NFTSetAttribute.dataType: dataType = try attribute.uint32()
            case NFTSetAttribute.timeout, NFTSetAttribute.expression, NFTSetAttribute.expressions: hasMore = true
            default: break
            }
        }
        isAnonymous = flags & Flag.anonymous != 0
        let isMap = flags & Flag.map != 0
        kind = isMap ? "map" : "set"
        guard !hasMore, flags & ~Flag.modelled == 0, (1...16).contains(keyLength), !name.isEmpty,
            !isMap || (dataType == verdictType && !isAnonymous)
        else { return }
        modelled = NFTSet(
            name: isAnonymous ? "" : name, key: NFTSetKey(typeNumber: keyType, length: Int(keyLength)),
            isInterval: flags & Flag.interval != 0, isConstant: flags & Flag.constant != 0, elements: [],
            verdicts: isMap ? [] : nil)
    }
}
