import NetlinkModel
import SeededRandom

@testable import NetlinkKit

/// Random values of the model that can be sent.
struct RandomValues {
    var random: SeededGenerator

    mutating func bytes(_ count: ClosedRange<Int>) -> [UInt8] {
        (0..<Int.random(in: count, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
    }

    mutating func name() -> String {
        "n" + String(UInt32.random(in: 0...UInt32.max, using: &random), radix: 36)
    }

    mutating func rule() -> NFTRule {
        let expressions = (0..<Int.random(in: 0...12, using: &random)).map { _ in expression() }
        let comment = Bool.random(using: &random) ? nil : name()
        return NFTRule(chain: name(), expressions: expressions, comment: comment)
    }

    private mutating func register() -> NFTRegister {
        [.data1, .data2, .data3, .data4, .other(8), .other(23)].randomElement(using: &random) ?? .data1
    }

    private mutating func metaKey() -> NFTMetaKey { NFTMetaKey.allCases.randomElement(using: &random) ?? .mark }

    private mutating func payload() -> NFTPayload {
        NFTPayload(
            base: NFTPayloadBase.allCases.randomElement(using: &random) ?? .network,
            offset: UInt32.random(in: 0...255, using: &random), length: UInt32.random(in: 1...16, using: &random))
    }

    private mutating func verdict() -> NFTVerdict {
        [.accept, .drop, .continue, .return, .jump(name()), .goto(name())].randomElement(using: &random) ?? .accept
    }

    private mutating func checksum() -> NFTChecksum {
        [.none, .internet(offset: 10), .other(type: 2, offset: 4, flags: 1)].randomElement(using: &random) ?? .none
    }

    private mutating func expression() -> NFTExpression {
        switch Int.random(in: 0..<13, using: &random) {
        case 0: return .meta(metaKey(), into: register())
        case 1: return .setMeta(metaKey(), from: register())
        case 2: return .payload(payload(), into: register())
        case 3: return .setPayload(payload(), from: register(), checksum: checksum())
        case 4:
            let mask = bytes(1...16)
            return .bitwise(from: register(), into: register(), mask: mask, xor: mask.map { ~$0 })
        case 5:
            return .hostToNetwork(
                from: register(), into: register(), length: [2, 4].randomElement(using: &random) ?? 4)
        case 6:
            let operation = NFTCompareOperator.allCases.randomElement(using: &random) ?? .equal
            return .compare(operation, register(), .bytes(bytes(1...16)))
        case 7:
            let from = bytes(1...16)
            return .range(register(), from: from, to: from.map { _ in 0xff }, inverted: Bool.random(using: &random))
        case 8: return .lookup(.named(name()), register(), inverted: Bool.random(using: &random))
        case 9: return .immediate(bytes(1...16), into: register())
        case 10:
            return .extensionHeader(
                NFTExtensionHeader(type: UInt8.random(in: 0...255, using: &random), offset: 2, length: 2),
                into: register())
        case 11: return .lookupVerdict(name(), register())
        default: return Bool.random(using: &random) ? .verdict(verdict()) : .countOn(name())
        }
    }

    /// Sorted and disjoint, as the model wants it; in a map, intervals may touch.
    mutating func set() -> NFTSet {
        let keys: [NFTSetKey] = [
            .ipv4Address, .ipv6Address, .internetProtocol, .internetService, .mark, .userID, .groupID, .dscp(length: 1),
            .dscp(length: 2),
        ]
        let key = keys.randomElement(using: &random) ?? .ipv4Address
        let isInterval = Bool.random(using: &random)
        let isMap = Bool.random(using: &random)
        let maximum = key.length == 16 ? UInt128.max : UInt128(1) << UInt128(8 * key.length) - 1
        var elements: [NFTSetElement] = []
        var next = UInt128(UInt8.random(in: 0...3, using: &random))
        for _ in 0..<Int.random(in: 1...40, using: &random) where next <= maximum {
            let width = isInterval ? UInt128(UInt8.random(in: 0...9, using: &random)) : 0
            let upper = min(maximum, next + width)
            elements.append(NFTSetElement(next, upper))
            guard upper < maximum / 2 else { break }
            next =
                upper + (isMap ? 1 : 2)
                + UInt128(isMap && Bool.random(using: &random) ? 0 : UInt8.random(in: 0...60, using: &random))
        }
        if isInterval, Bool.random(using: &random), let last = elements.last, last.upper < maximum / 2 {
            elements.append(NFTSetElement(maximum - 1, maximum))
        }
        return NFTSet(
            name: name(), key: key, isInterval: isInterval, elements: elements,
            verdicts: isMap ? elements.map { _ in verdict() } : nil)
    }
}
