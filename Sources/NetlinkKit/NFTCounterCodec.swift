internal import NetlinkModel

/// `enum nft_object_attributes`, `enum nft_counter_attributes`
enum NFTObjectAttribute {
    static let table: UInt16 = 1
    static let name: UInt16 = 2
    static let type: UInt16 = 3
    static let data: UInt16 = 4
    static let counterBytes: UInt16 = 1
    static let counterPackets: UInt16 = 2
}

/// `NFT_OBJECT_COUNTER`
let counterObjectType: UInt32 = 1

extension NFTCounter {
    /// The attributes of `NFT_MSG_NEWOBJ`.
    func put(to writer: inout NetlinkMessageWriter, table: String) {
        Self.putName(name, to: &writer, table: table)
        let data = writer.beginNested(NFTObjectAttribute.data)
        writer.put(NFTObjectAttribute.counterBytes, uint64: bytes)
        writer.put(NFTObjectAttribute.counterPackets, uint64: packets)
        writer.endNested(data)
    }

    /// The attributes of `NFT_MSG_DELOBJ`.
    static func putName(_ name: String, to writer: inout NetlinkMessageWriter, table: String) {
        writer.put(NFTObjectAttribute.table, string: table)
        writer.put(NFTObjectAttribute.name, string: name)
        writer.put(NFTObjectAttribute.type, uint32: counterObjectType)
    }
}

/// A named object as the kernel lists it.
struct NFTObjectListing {
    var table: String
    var name: String
    /// `NFT_OBJECT_*`
    var type: UInt32
    /// nil for objects that are not counters.
    var counter: NFTCounter?

    init(_ message: NetlinkMessage) throws(MalformedMessage) {
        table = ""
        name = ""
        type = 0
        var data: NetlinkAttribute?
        var reader = message.attributes
        while let attribute = try reader.next() {
            switch attribute.type {
            case NFTObjectAttribute.table: table = attribute.string()
            case NFTObjectAttribute.name: name = attribute.string()
            case NFTObjectAttribute.type: type = try attribute.uint32()
            case NFTObjectAttribute.data: data = attribute
            default: break
            }
        }
        guard !name.isEmpty else { throw MalformedMessage() }
        guard type == counterObjectType else { return }
        var counter = NFTCounter(name: name)
        if var reader = data?.attributes {
            while let attribute = try reader.next() {
                switch attribute.type {
                case NFTObjectAttribute.counterBytes: counter.bytes = try attribute.uint64()
                case NFTObjectAttribute.counterPackets: counter.packets = try attribute.uint64()
                default: break
                }
            }
        }
        self.counter = counter
    }

    /// What nft(8) calls the kind of object.
    var kind: String {
        switch type {
        case 1: "counter"
        case 2: "quota"
        case 3: "ct helper"
        case 4: "limit"
        case 6: "tunnel"
        case 7: "ct timeout"
        case 8: "secmark"
        case 9: "ct expectation"
        case 10: "synproxy"
        default: "object of type \(type)"
        }
    }
}
