internal import NetlinkModel

/// `enum nft_set_elem_list_attributes`
enum NFTSetElementList {
    static let table: UInt16 = 1
    static let set: UInt16 = 2
    static let elements: UInt16 = 3
    static let setID: UInt16 = 4
}

/// `enum nft_set_elem_attributes`, `enum nft_data_attributes`, `enum nft_set_elem_flags`
enum NFTSetElementAttribute {
    static let key: UInt16 = 1
    static let data: UInt16 = 2
    static let flags: UInt16 = 3
    static let userData: UInt16 = 6
    static let value: UInt16 = 1
    static let verdict: UInt16 = 2
    static let intervalEnd: UInt32 = 1
}

extension NFTSet {
    /// nft starts an interval set with an end element at 0, to say that nothing before the first interval belongs.
    private var hasLeadingEnd: Bool {
        isInterval && elements.first.map { $0.lower != 0 } == true
    }

    /// `NFTA_SET_DESC_SIZE`: elements that the kernel gets. nft counts the end that an open interval does not send.
    var kernelElementCount: Int {
        isInterval ? elements.count * 2 + (hasLeadingEnd ? 1 : 0) : elements.count
    }

    /// The most that one element (or an interval with its end) takes: 16-byte keys, flags and user data, and in a map
    /// the verdict with a name of 255 bytes.
    private static let largestElement = 512
    /// Payload of one element list, below the 64 KiB that the length of an attribute can say.
    private static let listMaximum = 64_000

    /// Appends one `NFT_MSG_NEWSETELEM` message with as many elements from `next` on as fit; moves `next` behind them.
    ///
    /// An interval and its end stay in one message and next to each other, as newer kernels want them; where the next
    /// interval starts at that end, both are sent, as nft does. A verdict stands with the start.
    func appendElements(
        from next: inout Int, to writer: inout NetlinkMessageWriter, table: NFTTableID, prefix: NFTNamePrefix,
        id: UInt32, sequence: UInt32
    ) {
        let maximum = key.maximum
        let length = key.length
        let hostOrder = key.isHostOrder(inInterval: isInterval)
        let message = writer.beginMessage(
            type: NFTMessage.newSetElements.type, flags: NetlinkFlags.create, sequence: sequence,
            family: table.family.rawValue)
        writer.put(
            NFTSetElementList.set, string: isAnonymous ? anonymousSetName : name,
            prefix: isAnonymous ? [] : prefix.ofSet(name))
        writer.put(NFTSetElementList.setID, uint32: id)
        writer.put(NFTSetElementList.table, string: table.name)
        let list = writer.beginNested(NFTSetElementList.elements)
        let limit = writer.count + Self.listMaximum - Self.largestElement
        var index: UInt16 = 1
        if next == elements.startIndex && hasLeadingEnd {
            writer.appendElement(index, 0, length: length, hostOrder: hostOrder, prefix: prefix, isEnd: true)
            index += 1
        }
        while next < elements.endIndex, writer.count < limit {
            let element = elements[next]
            let verdict = verdicts?[next]
            next += 1
            let isOpen = isInterval && element.upper == maximum
            writer.appendElement(
                index, element.lower, length: length, hostOrder: hostOrder, prefix: prefix, verdict: verdict,
                isOpen: isOpen)
            index += 1
            if isInterval && !isOpen {
                writer.appendElement(
                    index, element.upper + 1, length: length, hostOrder: hostOrder, prefix: prefix, isEnd: true)
                index += 1
            }
        }
        writer.endNested(list)
        writer.endMessage(message)
    }
}

extension NetlinkMessageWriter {
    /// One element; the numbers of a list count from 1, as libnftnl has them.
    fileprivate mutating func appendElement(
        _ index: UInt16, _ key: UInt128, length: Int, hostOrder: Bool, prefix: NFTNamePrefix,
        verdict: NFTVerdict? = nil, isEnd: Bool = false, isOpen: Bool = false
    ) {
        let element = beginNested(index)
        if isEnd { put(NFTSetElementAttribute.flags, uint32: NFTSetElementAttribute.intervalEnd) }
        let data = beginNested(NFTSetElementAttribute.key)
        put(NFTSetElementAttribute.value, number: key, length: length, hostOrder: hostOrder)
        endNested(data)
        if let verdict {
            let data = beginNested(NFTSetElementAttribute.data)
            put(NFTSetElementAttribute.verdict, verdict: verdict, prefix: prefix)
            endNested(data)
        }
        if isOpen { put(NFTSetElementAttribute.userData, bytes: NFTUserData.openInterval) }
        endNested(element)
    }
}
