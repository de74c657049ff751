import NetlinkModel

/// Sends fragments after the first to a chain of their own.
///
/// The kernel reads "ports" from whatever bytes follow the IP headers, also in fragments that have none
/// (`nft_payload_fast_eval`), so rules with ports must not see these packets.
enum LaterFragments {
    static func rules(from chain: String, to target: String) -> [NFTRule] {
        let ipv4 = NFTHeaderField.ipv4FragmentOffset
        let loads: [(family: IPFamily, load: NFTExpression, mask: [UInt8])] = [
            (.ip, .payload(ipv4.payload, into: .data1), ipv4.mask ?? []),
            (.ip6, .extensionHeader(.fragmentOffset, into: .data1), NFTExtensionHeader.fragmentOffsetMask),
        ]
        return loads.map { family, load, mask in
            NFTRule(
                chain: chain,
                expressions: FieldLowering.familyGuard(family) + [
                    load,
                    .bitwise(from: .data1, into: .data1, mask: mask, xor: [0, 0]),
                    .compare(.notEqual, .data1, .bytes([0, 0])),
                    .verdict(.goto(target)),
                ], comment: "fragments after the first have no ports")
        }
    }
}
