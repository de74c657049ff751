import NetlinkModel
import Testing

/// A rule that nft makes: what was typed, the same as model values, and what `nft --debug=netlink` 1.0.6 printed
/// for it (recorded, with `goto mark_voice` or another verdict at its end).
struct Shape: Sendable, CustomTestStringConvertible {
    var nft: String
    var expressions: [NFTExpression]
    var printed: String

    var testDescription: String { nft }
}

let allShapes = markingShapes + addressesShapes + portsShapes + socketsShapes + headersShapes + mapsShapes

// MARK: - The runs of expressions that nft makes of one word

let accept: [NFTExpression] = [.verdict(.accept)]
let voice: [NFTExpression] = [.verdict(.goto("mark_voice"))]

func zeros(_ count: Int) -> [UInt8] {
    [UInt8](repeating: 0, count: count)
}

/// A number as it stands in a register in host order.
func host(_ number: UInt32) -> [UInt8] {
    withUnsafeBytes(of: number) { Array($0) }
}

func immediate(_ number: UInt32) -> [NFTExpression] {
    [.immediate(host(number), into: .data1)]
}

func family(_ layer3: NFTLayer3Protocol) -> [NFTExpression] {
    [.meta(.layer3Protocol, into: .data1), .compare(.equal, .data1, .bytes([layer3.rawValue]))]
}

func l4proto(_ number: UInt8, _ comparison: NFTCompareOperator = .equal) -> [NFTExpression] {
    [.meta(.layer4Protocol, into: .data1), .compare(comparison, .data1, .bytes([number]))]
}

func payload(_ base: NFTPayloadBase, _ offset: UInt32, _ length: UInt32) -> [NFTExpression] {
    [.payload(NFTPayload(base: base, offset: offset, length: length), into: .data1)]
}

func mask(_ mask: [UInt8]) -> [NFTExpression] {
    [.bitwise(from: .data1, into: .data1, mask: mask, xor: zeros(mask.count))]
}

/// A header field with its guard and mask.
func load(_ field: NFTHeaderField) -> [NFTExpression] {
    (field.layer3.map(family) ?? []) + [.payload(field.payload, into: .data1)] + (field.mask.map(mask) ?? [])
}

/// Metadata in an order in which it can be compared as a number.
func ordered(_ key: NFTMetaKey) -> [NFTExpression] {
    [.meta(key, into: .data1), .hostToNetwork(from: .data1, into: .data1, length: 4)]
}

func equal(_ bytes: [UInt8], _ comparison: NFTCompareOperator = .equal) -> [NFTExpression] {
    [.compare(comparison, .data1, .bytes(bytes))]
}

func between(_ lower: [UInt8], _ upper: [UInt8]) -> [NFTExpression] {
    [.compare(.greaterOrEqual, .data1, .bytes(lower)), .compare(.lessOrEqual, .data1, .bytes(upper))]
}

func outside(_ lower: [UInt8], _ upper: [UInt8]) -> [NFTExpression] {
    [.range(.data1, from: lower, to: upper, inverted: true)]
}

func lookup(_ name: String, inverted: Bool = false) -> [NFTExpression] {
    [.lookup(.named(name), .data1, inverted: inverted)]
}

func lookup(_ key: NFTSetKey, _ keys: UInt128..., inverted: Bool = false) -> [NFTExpression] {
    let set = NFTSet.anonymous(key: key, isInterval: false, elements: keys.map { NFTSetElement($0) })
    return [.lookup(.anonymous(set), .data1, inverted: inverted)]
}

func lookup(_ key: NFTSetKey, _ intervals: ClosedRange<UInt128>...) -> [NFTExpression] {
    let elements = intervals.map { NFTSetElement($0.lowerBound, $0.upperBound) }
    return [.lookup(.anonymous(.anonymous(key: key, isInterval: true, elements: elements)), .data1, inverted: false)]
}

func vmap(_ name: String) -> [NFTExpression] {
    [.lookupVerdict(name, .data1)]
}

/// Writes a field: the bits around it are kept.
private func set(_ field: NFTHeaderField, to value: [UInt8]) -> [NFTExpression] {
    let kept = field.mask.map { $0.map { ~$0 } } ?? zeros(value.count)
    return (field.layer3.map(family) ?? []) + [
        .payload(field.payload, into: .data1),
        .bitwise(from: .data1, into: .data1, mask: kept, xor: value),
        .setPayload(field.payload, from: .data1, checksum: field.checksum),
    ]
}

func setIPv4DSCP(_ dscp: UInt8) -> [NFTExpression] {
    set(.ipv4DSCPWord, to: [0, dscp << 2])
}

func setIPv6DSCP(_ dscp: UInt8) -> [NFTExpression] {
    set(.ipv6DSCP, to: [dscp >> 2, dscp << 6])
}
