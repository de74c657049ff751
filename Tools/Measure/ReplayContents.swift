import NetlinkModel

/// What the replay loads, always the same for the same count.
enum ReplayContents: String {
    /// COUNT rules in a row, each with three conditions, a counter of its own, a goto and a comment; and the counters.
    case rules
    /// A hash map of COUNT addresses to eight chains.
    case hash
    /// An interval map of COUNT intervals of addresses to eight chains; every other one touches the one before.
    case interval
    /// COUNT elements in maps of a hundred, and for each map a chain that looks it up and goes on to another, as decision
    /// graphs have them.
    case graph

    static let table = NFTTableID(family: .inet, name: "qosctl_replay")

    func commands(_ count: Int) -> [NFTCommand] {
        switch self {
        case .rules: Self.rules(count)
        case .hash: Self.targets + [.addSet(Self.map("map", 0..<count, isInterval: false), table: Self.table)]
        case .interval: Self.targets + [.addSet(Self.map("map", 0..<count, isInterval: true), table: Self.table)]
        case .graph: Self.graph(count)
        }
    }

    private static var targets: [NFTCommand] {
        (0..<8).map { .addChain(NFTChain(name: target($0)), table: table) }
    }

    private static func target(_ index: Int) -> String { "class_\(index % 8)" }

    private static func map(_ name: String, _ keys: Range<Int>, isInterval: Bool) -> NFTSet {
        let elements = keys.map { index in
            let lower = UInt128(0x0a00_0000 + index * 32)
            return NFTSetElement(lower, isInterval ? lower + (index % 2 == 0 ? 31 : 15) : lower)
        }
        return NFTSet(
            name: name, key: .ipv4Address, isInterval: isInterval, elements: elements,
            verdicts: keys.map { .goto(target($0)) })
    }

    private static func bytes(_ number: Int, _ count: Int) -> [UInt8] {
        (0..<count).reversed().map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }
    }

    private static let ipv4: [NFTExpression] = [
        .meta(.layer3Protocol, into: .data1), .compare(.equal, .data1, .bytes([NFTLayer3Protocol.ipv4.rawValue])),
    ]

    private static func rules(_ count: Int) -> [NFTCommand] {
        var commands = targets + [.addChain(NFTChain(name: "rules"), table: table)]
        commands += (0..<count).map { .addCounter(NFTCounter(name: "rule_r\($0)"), table: table) }
        for index in 0..<count {
            let expressions =
                [
                    .meta(.layer4Protocol, into: .data1), .compare(.equal, .data1, .bytes([index % 2 == 0 ? 6 : 17])),
                ] + ipv4 + [
                    .payload(NFTPayload(base: .network, offset: 16, length: 3), into: .data1),
                    .compare(.equal, .data1, .bytes(bytes(0x0a0000 + index % 60_000, 3))),
                    .payload(NFTHeaderField.destinationPort.payload, into: .data1),
                    .compare(.equal, .data1, .bytes(bytes(1024 + index % 60_000, 2))),
                    .countOn("rule_r\(index)"), .verdict(.goto(target(index))),
                ]
            commands.append(
                .addRule(NFTRule(chain: "rules", expressions: expressions, comment: "r\(index)"), table: table))
        }
        return commands
    }

    private static func graph(_ count: Int) -> [NFTCommand] {
        let nodes = 0..<(count + 99) / 100
        var commands = targets + nodes.map { .addChain(NFTChain(name: "n\($0)"), table: table) }
        for node in nodes {
            let keys = node * 100..<min(count, node * 100 + 100)
            commands.append(.addSet(map("m\(node)", keys, isInterval: node % 2 == 0), table: table))
        }
        for node in nodes {
            let lookup: [NFTExpression] =
                ipv4 + [
                    .payload(NFTHeaderField.ipv4DestinationAddress.payload, into: .data1),
                    .lookupVerdict("m\(node)", .data1),
                ]
            commands.append(.addRule(NFTRule(chain: "n\(node)", expressions: lookup), table: table))
            let next = [NFTExpression.verdict(.goto(target(node)))]
            commands.append(.addRule(NFTRule(chain: "n\(node)", expressions: next), table: table))
        }
        return commands
    }
}
