import NetlinkModel
import SeededRandom

/// A table of random verdict maps, one rule for each, in the shapes that nft has words for.
struct RandomMaps {
    var random: SeededGenerator

    /// What is looked up, as expressions before the lookup; and what the map may hold.
    struct Field {
        var key: NFTSetKey
        var isInterval: Bool
        var load: [NFTExpression]
        /// Only these keys, where nft has names for them or they have a form of their own.
        var keys: [UInt128]?
    }

    static let table = NFTTableID(family: .inet, name: "lab")
    private static let targets = ["a", "g1_b", "g1_a_name_of_a_chain_that_is_longer_than_others"]

    private static func field(_ field: NFTHeaderField, masked: [UInt8]? = nil) -> [NFTExpression] {
        var expressions: [NFTExpression] = []
        if let layer3 = field.layer3 {
            expressions += [
                .meta(.layer3Protocol, into: .data1), .compare(.equal, .data1, .bytes([layer3.rawValue])),
            ]
        }
        expressions.append(.payload(field.payload, into: .data1))
        if let masked { expressions.append(mask(masked)) }
        return expressions
    }

    private static func mask(_ bytes: [UInt8]) -> NFTExpression {
        .bitwise(from: .data1, into: .data1, mask: bytes, xor: bytes.map { _ in 0 })
    }

    private static let ordered = NFTExpression.hostToNetwork(from: .data1, into: .data1, length: 4)
    private static let markMask = withUnsafeBytes(of: UInt32(0xff00)) { Array($0) }

    private static func meta(_ key: NFTMetaKey) -> [NFTExpression] { [.meta(key, into: .data1)] }

    static let fields: [Field] = [
        Field(
            key: .internetProtocol, isInterval: false, load: meta(.layer4Protocol), keys: [6, 17, 33, 50, 51, 132, 136]),
        Field(key: .internetService, isInterval: false, load: field(.destinationPort)),
        Field(key: .internetService, isInterval: true, load: field(.sourcePort)),
        Field(key: .ipv4Address, isInterval: false, load: field(.ipv4DestinationAddress)),
        Field(key: .ipv4Address, isInterval: false, load: field(.ipv4SourceAddress, masked: [255, 255, 255, 0])),
        Field(key: .ipv4Address, isInterval: true, load: field(.ipv4SourceAddress)),
        Field(key: .ipv6Address, isInterval: false, load: field(.ipv6DestinationAddress)),
        Field(key: .ipv6Address, isInterval: true, load: field(.ipv6SourceAddress)),
        Field(key: .userID, isInterval: false, load: meta(.socketUserID)),
        Field(key: .userID, isInterval: true, load: meta(.socketUserID) + [ordered]),
        Field(key: .groupID, isInterval: false, load: meta(.socketGroupID)),
        Field(key: .groupID, isInterval: true, load: meta(.socketGroupID) + [ordered]),
        Field(key: .mark, isInterval: false, load: meta(.mark)),
        Field(key: .mark, isInterval: true, load: meta(.mark) + [ordered]),
        Field(key: .mark, isInterval: false, load: meta(.mark) + [mask(markMask)]),
        Field(key: .mark, isInterval: true, load: meta(.mark) + [mask(markMask), ordered]),
        Field(
            key: .interfaceName, isInterval: false, load: meta(.inputInterfaceName), keys: ["eth0", "wg-1.2"].map(name)),
        Field(
            key: .interfaceName, isInterval: false, load: meta(.outputInterfaceName), keys: ["br0", "lan10"].map(name)),
    ]

    private static func name(_ text: String) -> UInt128 {
        (0..<16).reduce(0) { $0 << 8 | UInt128(Array(text.utf8).dropFirst($1).first ?? 0) }
    }

    /// A map of at most `count` elements for each field, and a rule that looks it up.
    mutating func contents(count: Int, fields: [Field] = fields) -> NFTTableContents {
        var contents = NFTTableContents(table: NFTTable(id: Self.table))
        contents.chains = (Self.targets + ["c"]).map { NFTChain(name: $0) }
        for (index, field) in fields.enumerated() {
            let name = "g1_m\(index)"
            contents.sets.append(map(name, field, count: count))
            contents.rules.append(NFTRule(chain: "c", expressions: field.load + [.lookupVerdict(name, .data1)]))
        }
        contents.rules.append(NFTRule(chain: "c", expressions: [.verdict(.goto("a"))]))
        return contents
    }

    private mutating func map(_ name: String, _ field: Field, count: Int) -> NFTSet {
        let maximum: UInt128 = field.key.length == 16 ? .max : (1 << UInt128(field.key.length * 8)) - 1
        var elements: [NFTSetElement] = []
        if let keys = field.keys {
            elements = keys.filter { _ in !random.chance(oneIn: 4) }.sorted().map { NFTSetElement($0) }
            if elements.isEmpty { elements = [NFTSetElement(keys[0])] }
        } else {
            // Spread over the whole domain; in some maps most intervals touch.
            let width = max(1, maximum / UInt128(count))
            let touching = random.chance(oneIn: 2)
            var next: UInt128 = random.chance(oneIn: 2) ? 0 : UInt128(random.int(1...9))
            while elements.count < count {
                var upper = next
                if field.isInterval {
                    let isLast = elements.count == count - 1 && random.chance(oneIn: 2)
                    upper = isLast ? maximum : min(maximum, next + UInt128.random(in: 0...width / 2, using: &random))
                }
                elements.append(NFTSetElement(next, upper))
                let gap: UInt128 = touching && random.chance(oneIn: 2) ? 0 : .random(in: 0...width / 2, using: &random)
                guard upper < maximum, gap < maximum - upper else { break }
                next = upper + 1 + gap
            }
        }
        var verdicts: [NFTVerdict] = []
        for index in elements.indices {
            let before = verdicts.last
            var verdict = self.verdict()
            // What touches and means the same would be one element.
            while verdict == before, elements[index].lower == elements[index - 1].upper + 1 { verdict = self.verdict() }
            verdicts.append(verdict)
        }
        return NFTSet(
            name: name, key: field.key, isInterval: field.isInterval, elements: elements, verdicts: verdicts)
    }

    private mutating func verdict() -> NFTVerdict {
        let target = random.pick(Self.targets)
        return random.pick([.accept, .drop, .continue, .return, .jump(target), .goto(target), .goto(target)])
    }
}
