import NetlinkModel
import QoSCompiler

/// Runs one packet through the rules of a table, expression by expression: it knows nothing of regions or coordinates,
/// and so checks what they say.
struct TableEvaluator {
    /// Why there is no result.
    struct Failure: Error {}

    private let table: TableIndex
    private let contents: [String: [NFTRule]]

    init(_ table: TableIndex) {
        self.table = table
        contents = Dictionary(table.chains.map { ($0.name, $0.rules) }, uniquingKeysWith: { first, _ in first })
    }

    private struct Run {
        var image: PacketImage
        var counters: [String] = []
        var chains: [String] = []
        var damage: String?
        var registers: [UInt32: [UInt8]] = [:]
        var steps = 0
    }

    private enum End {
        case accept
        case drop
        case leave
    }

    func run(_ packet: ConcretePacket) throws(Failure) -> LoadedResult {
        let before = PacketImage(packet)
        var run = Run(image: before)
        var isDropped = false
        for base in table.bases(of: packet.packet.path) where !isDropped {
            switch try chain(base.name, &run, depth: 0) {
            case .accept: break
            case .drop: isDropped = true
            case .leave: isDropped = base.policy == .drop
            }
        }
        return LoadedResult(
            dscp: DSCP(run.image.dscp) ?? packet.packet.dscp, isDSCPChanged: run.image.dscp != packet.packet.dscp.value,
            priority: run.image.priority, counters: run.counters.sorted(), isDropped: isDropped,
            damage: run.damage ?? run.image.damage(since: before), chains: run.chains)
    }

    private func chain(_ name: String, _ run: inout Run, depth: Int) throws(Failure) -> End {
        guard depth < 64, let rules = contents[name] else { throw Failure() }
        run.chains.append(name)
        for rule in rules {
            run.steps += 1
            guard run.steps < 10_000_000 else { throw Failure() }
            run.registers.removeAll(keepingCapacity: true)
            expressions: for expression in rule.expressions {
                let verdict: NFTVerdict
                if case .verdict(let stated) = expression {
                    verdict = stated
                } else if case .lookupVerdict(let map, let register) = expression {
                    guard let found = try lookUp(map, run.registers[register.rawValue]) else { break expressions }
                    verdict = found
                } else {
                    guard try step(expression, &run) else { break expressions }
                    continue
                }
                switch verdict {
                case .accept: return .accept
                case .drop: return .drop
                case .return: return .leave
                case .continue: continue
                case .goto(let target): return try chain(target, &run, depth: depth + 1)
                case .jump(let target):
                    let end = try chain(target, &run, depth: depth + 1)
                    if end != .leave { return end }
                    break expressions
                }
            }
        }
        return .leave
    }

    /// False when the expression ends its rule.
    private func step(_ expression: NFTExpression, _ run: inout Run) throws(Failure) -> Bool {
        switch expression {
        case .meta(let key, let into): return load(run.image.meta(key), into, &run)
        case .payload(let payload, let into): return load(run.image.payload(payload), into, &run)
        case .extensionHeader(let header, let into): return load(run.image.extensionHeader(header), into, &run)
        case .immediate(let bytes, let into): return load(bytes, into, &run)
        case .bitwise(let from, let into, let mask, let xor):
            let value = try register(from, mask.count, run)
            guard xor.count == mask.count else { throw Failure() }
            return load(zip(value, zip(mask, xor)).map { $0 & $1.0 ^ $1.1 }, into, &run)
        case .hostToNetwork(let from, let into, let length):
            guard length == 4 else { throw Failure() }
            let value = try register(from, 4, run)
            #if _endian(little)
                return load(value.reversed(), into, &run)
            #else
                return load(value, into, &run)
            #endif
        case .compare(let operation, let from, .bytes(let bytes)):
            return Self.holds(operation, try register(from, bytes.count, run), bytes)
        case .range(let from, let lower, let upper, let inverted):
            guard lower.count == upper.count else { throw Failure() }
            let value = try register(from, lower.count, run)
            let isInside = Self.holds(.greaterOrEqual, value, lower) && Self.holds(.lessOrEqual, value, upper)
            return isInside != inverted
        case .lookup(let reference, let from, let inverted):
            let set: NFTSet?
            switch reference {
            case .anonymous(let anonymous): set = anonymous
            case .named(let name): set = table.sets[name]
            }
            guard let set, !set.isMap else { throw Failure() }
            return (index(of: try register(from, set.key.length, run), in: set) != nil) != inverted
        case .setMeta(let key, let from):
            guard key == .priority else {
                run.damage = run.damage ?? "meta \(key.keyword) is set"
                return true
            }
            run.image.set(priority: try hostNumber(register(from, 4, run)))
            return true
        case .setPayload(let payload, let from, let checksum):
            let bytes = try register(from, Int(payload.length), run)
            guard run.image.write(payload, bytes, checksum) else { throw Failure() }
            return true
        case .countOn(let name):
            run.counters.append(name)
            return true
        case .unknown(let unknown):
            guard ["counter", "log"].contains(unknown.name) else { throw Failure() }
            return true
        case .compare, .verdict, .lookupVerdict:
            throw Failure()
        }
    }

    private func load(_ bytes: [UInt8]?, _ register: NFTRegister, _ run: inout Run) -> Bool {
        guard let bytes else { return false }
        run.registers[register.rawValue] = bytes
        return true
    }

    /// The first bytes of a register. The kernel fills up the last four bytes of a load with zeros.
    private func register(_ register: NFTRegister, _ count: Int, _ run: Run) throws(Failure) -> [UInt8] {
        guard let value = run.registers[register.rawValue], count <= (value.count + 3) / 4 * 4 else { throw Failure() }
        return Array((value + [0, 0, 0]).prefix(count))
    }

    private static func holds(_ operation: NFTCompareOperator, _ value: [UInt8], _ other: [UInt8]) -> Bool {
        switch operation {
        case .equal: value == other
        case .notEqual: value != other
        case .less: value.lexicographicallyPrecedes(other)
        case .lessOrEqual: !other.lexicographicallyPrecedes(value)
        case .greater: other.lexicographicallyPrecedes(value)
        case .greaterOrEqual: !value.lexicographicallyPrecedes(other)
        }
    }

    private func hostNumber(_ bytes: [UInt8]) throws(Failure) -> UInt32 {
        #if _endian(little)
            return bytes.reversed().reduce(0) { $0 << 8 | UInt32($1) }
        #else
            return bytes.reduce(0) { $0 << 8 | UInt32($1) }
        #endif
    }

    private func lookUp(_ name: String, _ value: [UInt8]?) throws(Failure) -> NFTVerdict? {
        guard let map = table.sets[name], let verdicts = map.verdicts, verdicts.count == map.elements.count, let value,
            value.count == map.key.length
        else { throw Failure() }
        return index(of: value, in: map).map { verdicts[$0] }
    }

    private func index(of value: [UInt8], in set: NFTSet) -> Int? {
        var number = value.reduce(UInt128(0)) { $0 << 8 | UInt128($1) }
        #if _endian(little)
            // Single keys of this kind stand in the host's order.
            if set.key.isHostEndian, !set.isInterval { number = value.reversed().reduce(0) { $0 << 8 | UInt128($1) } }
        #endif
        return set.elements.firstIndex { $0.lower <= number && number <= $0.upper }
    }
}
