import NetlinkModel
import QoSCompiler

/// Runs a packet through the rules of a plan, as nf_tables would: base chain, jump, rules, marking chain.
///
/// What the kernel would refuse or leave undefined is an error here, not a guess.
struct PlanSimulator {
    /// What the rules did to a packet.
    struct Outcome: Equatable {
        /// The six bits in the header afterwards.
        var dscp: UInt8
        /// What `meta priority set` wrote; nil when nothing did.
        var priority: UInt32?
        /// The counters counted on, in order.
        var counters: [String] = []
        /// Whether header bits other than the DSCP and the checksum changed, or the checksum is wrong.
        var damage: String?
        var isDropped = false
    }

    struct Failure: Error, CustomStringConvertible {
        var description: String
        init(_ description: String) { self.description = description }
    }

    private let chains: [String: [NFTRule]]
    private let bases: [NFTHook: (name: String, policy: NFTChainPolicy)]
    private let sets: [String: NFTSet]
    private let counters: Set<String>

    init(_ plan: Plan) throws {
        let contents = plan.contents
        chains = Dictionary(grouping: contents.rules, by: \.chain)
            .merging(contents.chains.map { ($0.name, []) }) { rules, _ in rules }
        sets = Dictionary(uniqueKeysWithValues: contents.sets.map { ($0.name, $0) })
        counters = Set(contents.counters.map(\.name))
        var bases: [NFTHook: (name: String, policy: NFTChainPolicy)] = [:]
        for chain in contents.chains where !contents.table.isDormant {
            guard case .base(let base) = chain.kind else { continue }
            guard bases.updateValue((chain.name, base.policy), forKey: base.hook) == nil else {
                throw Failure("two chains on \(base.hook)")
            }
        }
        self.bases = bases
    }

    func run(_ packet: WirePacket) throws -> Outcome {
        var run = Run(packet: packet)
        var isDropped = false
        if let base = bases[packet.hook] {
            let end = try evaluate(chain: base.name, &run, depth: 0)
            isDropped = end == .drop || (end == .return && base.policy == .drop)
        }
        return Outcome(
            dscp: run.packet.dscp, priority: run.priority, counters: run.counters,
            damage: run.packet.damage(comparedWith: packet), isDropped: isDropped)
    }

    private struct Run {
        var packet: WirePacket
        var registers: [UInt32: [UInt8]] = [:]
        var priority: UInt32?
        var counters: [String] = []
    }

    private enum End { case accept, drop, `return` }

    private func evaluate(chain: String, _ run: inout Run, depth: Int) throws -> End {
        guard let rules = chains[chain] else { throw Failure("no chain \(chain)") }
        guard depth < 16 else { throw Failure("chains nest too deep") }
        for rule in rules {
            run.registers = [:]
            for expression in rule.expressions {
                var verdict: NFTVerdict?
                if case .verdict(let stated) = expression {
                    verdict = stated
                } else if case .lookupVerdict(let name, let register) = expression {
                    guard let found = try lookUp(name, run.registers[register.rawValue]) else { break }
                    verdict = found
                }
                if let verdict {
                    switch verdict {
                    case .accept: return .accept
                    case .drop: return .drop
                    case .return: return .return
                    case .continue: break
                    case .goto(let target):
                        // The end of a chain that was gone to is the end of this one.
                        return try evaluate(chain: target, &run, depth: depth + 1)
                    case .jump(let target):
                        let end = try evaluate(chain: target, &run, depth: depth + 1)
                        if end != .return { return end }
                    }
                } else if try !step(expression, &run) {
                    break
                }
            }
        }
        return .return
    }

    /// False when the expression breaks its rule.
    private func step(_ expression: NFTExpression, _ run: inout Run) throws -> Bool {
        func register(_ register: NFTRegister) throws -> [UInt8] {
            guard let value = run.registers[register.rawValue] else {
                throw Failure("register \(register) was never loaded")
            }
            return value
        }
        switch expression {
        case .meta(let key, let into):
            guard let bytes = try run.packet.meta(key) else { return false }
            run.registers[into.rawValue] = bytes
        case .payload(let payload, let into):
            guard let bytes = run.packet.payload(payload) else { return false }
            run.registers[into.rawValue] = bytes
        case .extensionHeader(let header, let into):
            guard let bytes = run.packet.extensionHeader(header) else { return false }
            run.registers[into.rawValue] = bytes
        case .immediate(let bytes, let into):
            run.registers[into.rawValue] = bytes
        case .bitwise(let from, let into, let mask, let xor):
            let value = try register(from)
            guard value.count == mask.count, mask.count == xor.count else { throw Failure("bitwise lengths differ") }
            run.registers[into.rawValue] = zip(value, zip(mask, xor)).map { $0 & $1.0 ^ $1.1 }
        case .hostToNetwork(let from, let into, let length):
            let value = try register(from)
            guard value.count == Int(length), length == 4 else { throw Failure("byteorder of \(value.count) bytes") }
            run.registers[into.rawValue] = WirePacket.hostBytes(value.reduce(0) { $0 << 8 | UInt32($1) })
        case .compare(let operation, let from, .bytes(let bytes)):
            return try compare(operation, try register(from), bytes)
        case .compare:
            throw Failure("an owner that was not looked up")
        case .range(let from, let lower, let upper, let inverted):
            let value = try register(from)
            guard value.count == lower.count, lower.count == upper.count else { throw Failure("range lengths differ") }
            let isInside = !value.lexicographicallyPrecedes(lower) && !upper.lexicographicallyPrecedes(value)
            return isInside != inverted
        case .lookup(let reference, let from, let inverted):
            return try contains(reference, try register(from)) != inverted
        case .setMeta(.priority, let from):
            run.priority = WirePacket.hostNumber(try register(from))
        case .setPayload(let payload, let from, let checksum):
            try run.packet.write(payload, try register(from), checksum)
        case .countOn(let name):
            guard counters.contains(name) else { throw Failure("no counter \(name)") }
            run.counters.append(name)
        case .setMeta, .unknown, .verdict, .lookupVerdict:
            throw Failure("unexpected \(expression)")
        }
        return true
    }

    private func compare(_ operation: NFTCompareOperator, _ value: [UInt8], _ bytes: [UInt8]) throws -> Bool {
        guard !bytes.isEmpty, bytes.count <= value.count else {
            throw Failure("cmp of \(bytes.count) with \(value.count) bytes")
        }
        // Only names are compared in part.
        guard bytes.count == value.count || value.count == 16 else { throw Failure("cmp of a part") }
        let part = Array(value.prefix(bytes.count))
        switch operation {
        case .equal: return part == bytes
        case .notEqual: return part != bytes
        case .less: return part.lexicographicallyPrecedes(bytes)
        case .lessOrEqual: return !bytes.lexicographicallyPrecedes(part)
        case .greater: return bytes.lexicographicallyPrecedes(part)
        case .greaterOrEqual: return !part.lexicographicallyPrecedes(bytes)
        }
    }

    private func contains(_ reference: NFTSetReference, _ value: [UInt8]) throws -> Bool {
        switch reference {
        case .anonymous(let set): return try index(of: value, in: set) != nil
        case .named(let name):
            guard let set = sets[name], !set.isMap else { throw Failure("no set \(name)") }
            return try index(of: value, in: set) != nil
        }
    }

    /// Nil when the map does not have the value.
    private func lookUp(_ map: String, _ value: [UInt8]?) throws -> NFTVerdict? {
        guard let value else { throw Failure("a lookup in \(map) before its load") }
        guard let map = sets[map], let verdicts = map.verdicts else { throw Failure("no map \(map)") }
        guard verdicts.count == map.elements.count else {
            throw Failure("map \(map.name) has not a verdict for each key")
        }
        return try index(of: value, in: map).map { verdicts[$0] }
    }

    private func index(of value: [UInt8], in set: NFTSet) throws -> Int? {
        guard value.count == set.key.length else { throw Failure("lookup of \(value.count) bytes in \(set.key)") }
        let isHostOrder = set.key.isHostEndian && !set.isInterval
        let number = isHostOrder ? UInt128(WirePacket.hostNumber(value)) : value.reduce(0) { $0 << 8 | UInt128($1) }
        var low = 0
        var high = set.elements.count
        while low < high {
            let middle = (low + high) / 2
            if set.elements[middle].upper < number { low = middle + 1 } else { high = middle }
        }
        guard low < set.elements.count, set.elements[low].lower <= number else { return nil }
        guard set.isInterval || set.elements[low].lower == set.elements[low].upper else {
            throw Failure("an interval in a plain set")
        }
        return low
    }
}
