internal import NetlinkModel

/// The type-length-value list that nft keeps in the user data of tables, rules, sets and elements
/// (libnftnl/udata.h): one byte of type, one of length, the value.
enum NFTUserData {
    /// `NFTNL_UDATA_TABLE_COMMENT`, `NFTNL_UDATA_RULE_COMMENT`
    private static let comment: UInt8 = 0
    /// `NFTNL_UDATA_SET_KEYBYTEORDER`
    private static let keyByteOrder: UInt8 = 0
    /// `NFTNL_UDATA_SET_DATABYTEORDER`
    private static let dataByteOrder: UInt8 = 1
    /// `NFTNL_UDATA_SET_MERGE_ELEMENTS`
    private static let mergeElements: UInt8 = 2
    /// `NFTNL_UDATA_SET_DATA_INTERVAL`
    private static let dataInterval: UInt8 = 6
    /// `NFTNL_UDATA_SET_ELEM_FLAGS`
    private static let elementFlags: UInt8 = 1

    /// nft refuses longer comments (`NFTNL_UDATA_COMMENT_MAXLEN`).
    static let commentMaximum = 128

    /// A comment, NUL-terminated as nft writes it. The text has been checked for its length.
    static func comment(_ text: String) -> [UInt8] {
        let value = Array(text.utf8.prefix(commentMaximum)) + [0]
        return [comment, UInt8(truncatingIfNeeded: value.count)] + value
    }

    /// The same as an attribute, without an array on the way: there may be a million.
    static func put(_ type: UInt16, comment text: String, to writer: inout NetlinkMessageWriter) {
        let mark = writer.beginPlain(type)
        writer.append(comment)
        writer.append(UInt8(truncatingIfNeeded: text.utf8.count + 1))
        writer.append(text)
        writer.append(UInt8(0))
        writer.endPlain(mark)
    }

    /// The comment in a table's or rule's user data, nil when there is none or it is not text.
    static func comment(in data: ArraySlice<UInt8>) -> String? {
        guard let value = value(of: comment, in: data), value.last == 0 else { return nil }
        let text = value.dropLast()
        return text.contains(0) ? nil : String(validating: text, as: UTF8.self)
    }

    /// What nft notes about a set: the order in which it prints keys, and that it merged neighbours (in anonymous
    /// interval sets; in a named one this would print as `auto-merge`); of a map, that its data have no order and are no
    /// intervals.
    static func set(_ set: NFTSet) -> [UInt8] {
        var data: [UInt8] = []
        if let order = set.key.userDataByteOrder(isAnonymous: set.isAnonymous) {
            data += [keyByteOrder, 4] + hostBytes(of: order)
        }
        if set.isAnonymous && set.isInterval {
            data += [mergeElements, 4] + hostBytes(of: 1)
        }
        if set.isMap {
            data += [dataByteOrder, 4] + hostBytes(of: 0)
            data += [dataInterval, 4] + hostBytes(of: 0)
        }
        return data
    }

    /// `NFTNL_SET_ELEM_F_INTERVAL_OPEN`: the interval reaches the greatest key and has no end element.
    static let openInterval: [UInt8] = [elementFlags, 4] + hostBytes(of: 1)

    private static func value(of type: UInt8, in data: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        var rest = data
        while let found = rest.first, let length = rest.dropFirst().first {
            let value = rest.dropFirst(2).prefix(Int(length))
            guard value.count == Int(length) else { return nil }
            if found == type { return value }
            rest = rest.dropFirst(2 + Int(length))
        }
        return nil
    }

    private static func hostBytes(of number: UInt32) -> [UInt8] {
        unsafe withUnsafeBytes(of: number) { unsafe Array($0) }
    }
}

extension NFTSet {
    /// A set without a name of its own is bound to one expression.
    var isAnonymous: Bool { name.isEmpty }
}
