internal import NetlinkModel

/// `enum nft_table_attributes`
enum NFTTableAttribute {
    static let name: UInt16 = 1
    static let flags: UInt16 = 2
    static let userData: UInt16 = 6
}

/// `NFT_TABLE_F_DORMANT`
private let dormant: UInt32 = 1

extension NFTTable {
    /// The `NFT_MSG_NEWTABLE` object.
    func encoded() throws(RefusedValue) -> LibNftnlTable {
        let object = try LibNftnlTable()
        try object.set(name: id.name)
        try object.set(flags: isDormant ? dormant : 0)
        if let comment { try object.set(userData: NFTUserData.comment(comment)) }
        return object
    }

    /// nil for a family that the model has no name for.
    init?(_ message: NetlinkMessage) throws(MalformedMessage) {
        guard let family = message.family else { return nil }
        self.init(id: NFTTableID(family: family, name: ""))
        var reader = message.attributes
        while let attribute = try reader.next() {
            switch attribute.type {
            case NFTTableAttribute.name: id.name = attribute.string()
            case NFTTableAttribute.flags: isDormant = try attribute.uint32() & dormant != 0
            case NFTTableAttribute.userData: comment = NFTUserData.comment(in: attribute.payload)
            default: break
            }
        }
        guard !id.name.isEmpty else { throw MalformedMessage() }
    }
}

extension NFTTableID {
    /// The object of `NFT_MSG_DELTABLE`.
    func encoded() throws(RefusedValue) -> LibNftnlTable {
        let object = try LibNftnlTable()
        try object.set(name: name)
        return object
    }
}
