internal import NetlinkModel

/// The ematches of a `basic` filter (`tcf_em_tree_dump`, net/sched/ematch.c), as far as they are comparisons of `meta`
/// (net/sched/em_meta.c) that all have to hold.
enum TCMetaCodec {
    static func put(_ matches: [TCMetaMatch], _ writer: inout NetlinkMessageWriter) {
        writer.nest(TCBasicAttribute.matches) { writer in
            // struct tcf_ematch_tree_hdr: number of matches, program
            writer.put(
                TCMatchAttribute.treeHeader,
                bytes: UInt16(truncatingIfNeeded: matches.count).hostBytes + UInt16(0).hostBytes)
            writer.nest(TCMatchAttribute.treeList) { writer in
                for (index, match) in matches.enumerated() {
                    let isLast = index == matches.count - 1
                    writer.nest(UInt16(truncatingIfNeeded: index + 1)) { writer in put(match, isLast, &writer) }
                }
            }
        }
    }

    private static func put(_ match: TCMetaMatch, _ isLast: Bool, _ writer: inout NetlinkMessageWriter) {
        // struct tcf_ematch_hdr: number, kind, flags, padding
        for number in [0, TCMatchAttribute.metaKind, isLast ? 0 : TCMatchAttribute.and, 0] { writer.append(number) }
        // struct tcf_meta_hdr: kind, shift and operator of either side; the operator 0 is TCF_EM_OPND_EQ.
        let kinds = [TCMatchAttribute.integer | match.datum.rawValue, 0, TCMatchAttribute.integer, 0]
        writer.put(TCMatchAttribute.metaHeader, bytes: kinds.flatMap(\.hostBytes))
        // The value of a side that is no constant is its mask; 0 masks nothing.
        writer.put(TCMatchAttribute.left, host: match.mask ?? 0)
        writer.put(TCMatchAttribute.right, host: match.value)
    }

    /// Nil for a tree of anything else.
    static func matches(_ tree: NetlinkAttribute) throws(MalformedMessage) -> [TCMetaMatch]? {
        var count: UInt16?
        var list: NetlinkAttribute?
        var reader = tree.attributes
        while let attribute = try reader.next() {
            switch attribute.type {
            case TCMatchAttribute.treeHeader: count = attribute.payload.hostUInt16(at: 0)
            case TCMatchAttribute.treeList: list = attribute
            default: return nil
            }
        }
        guard let count, let list else { return nil }
        var matches: [TCMetaMatch] = []
        var members = list.attributes
        while let member = try members.next() {
            guard let match = try match(member.payload, isLast: matches.count + 1 == Int(count)) else { return nil }
            matches.append(match)
        }
        return matches.count == Int(count) ? matches : nil
    }

    private static func match(_ bytes: ArraySlice<UInt8>, isLast: Bool) throws(MalformedMessage) -> TCMetaMatch? {
        guard bytes.hostUInt16(at: 2) == TCMatchAttribute.metaKind,
            bytes.hostUInt16(at: 4) == (isLast ? 0 : TCMatchAttribute.and)
        else { return nil }
        var datum: TCMetaMatch.Datum?
        var mask: UInt32?
        var value: UInt32?
        var reader = NetlinkAttributeReader(bytes.dropFirst(TCMatchAttribute.headerSize))
        while let attribute = try reader.next() {
            switch attribute.type {
            case TCMatchAttribute.metaHeader:
                datum = Self.datum(attribute.payload)
            case TCMatchAttribute.left:
                mask = try attribute.hostUInt32()
            case TCMatchAttribute.right:
                value = try attribute.hostUInt32()
            default: return nil
            }
        }
        // The kernel leaves out what it thinks is 0.
        return datum.map { TCMetaMatch($0, mask: mask == 0 ? nil : mask, equals: value ?? 0) }
    }

    /// What is compared with a constant for equality, as an integer that is not shifted; nil for other comparisons.
    private static func datum(_ header: ArraySlice<UInt8>) -> TCMetaMatch.Datum? {
        guard header.count == 8, let left = header.hostUInt16(at: 0), header.hostUInt16(at: 2) == 0,
            header.hostUInt16(at: 4) == TCMatchAttribute.integer, header.hostUInt16(at: 6) == 0,
            left & TCMatchAttribute.typeMask == TCMatchAttribute.integer
        else { return nil }
        return TCMetaMatch.Datum(rawValue: left & TCMatchAttribute.idMask)
    }
}
