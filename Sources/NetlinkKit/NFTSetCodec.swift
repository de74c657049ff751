internal import NetlinkModel

/// `enum nft_set_attributes`, as read back.
enum NFTSetAttribute {
    static let table: UInt16 = 1
    static let name: UInt16 = 2
    static let flags: UInt16 = 3
    static let keyType: UInt16 = 4
    static let keyLength: UInt16 = 5
    static let dataType: UInt16 = 6
    static let timeout: UInt16 = 11
    static let expression: UInt16 = 17
    static let expressions: UInt16 = 18
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
    /// The `NFT_MSG_NEWSET` object. `id` names the set inside its batch.
    func encoded(table: String, id: UInt32) throws(RefusedValue) -> LibNftnl<LibNftnlSet> {
        let object = try LibNftnl<LibNftnlSet>()
        try object.set(NftnlSet.table, table)
        try object.set(NftnlSet.name, isAnonymous ? anonymousSetName : name)
        var flags: UInt32 = isInterval ? Flag.interval : 0
        if isConstant { flags |= Flag.constant }
        if isAnonymous { flags |= Flag.anonymous }
        if isMap { flags |= Flag.map }
        try object.set(NftnlSet.flags, flags)
        try object.set(NftnlSet.keyType, key.typeNumber)
        try object.set(NftnlSet.keyLength, UInt32(truncatingIfNeeded: key.length))
        if isMap {
            try object.set(NftnlSet.dataType, verdictType)
            // The kernel knows the length of a verdict; nft says 0.
            try object.set(NftnlSet.dataLength, UInt32(0))
        }
        try object.set(NftnlSet.id, id)
        // With a size the kernel takes a fixed hash table, which is faster to fill and to search. A named interval
        // set goes without, as nft sends it; an anonymous one counts end elements too.
        if isAnonymous || !isInterval, !elements.isEmpty {
            try object.set(NftnlSet.size, UInt32(clamping: kernelElementCount))
        }
        let userData = NFTUserData.set(self)
        if !userData.isEmpty { try object.set(NftnlSet.userData, userData) }
        return object
    }

    /// The object of `NFT_MSG_DELSET`.
    static func named(_ name: String, table: String) throws(RefusedValue) -> LibNftnl<LibNftnlSet> {
        let object = try LibNftnl<LibNftnlSet>()
        try object.set(NftnlSet.table, table)
        try object.set(NftnlSet.name, name)
        return object
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
