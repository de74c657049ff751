import NetlinkModel
import QoSCompiler

/// Reads one rule of the kernel for one packet world: what it requires of fields, and what it does.
struct RuleReader {
    private var layout: PacketLayout
    private let sets: [String: NFTSet]
    private var registers: [UInt32: LoadedValue] = [:]
    private var steps: [LoweredStep] = []
    /// Whether no packet gets to the next expression.
    private var isOver = false

    init(_ layout: PacketLayout, sets: [String: NFTSet]) {
        self.layout = layout
        self.sets = sets
    }

    /// The fields that loads have been met of.
    var fields: [PacketField] { layout.fields }

    /// Nil for a rule that does nothing to any packet of this world.
    mutating func read(_ rule: NFTRule) -> LoweredRule? {
        registers.removeAll(keepingCapacity: true)
        steps = []
        isOver = false
        for expression in rule.expressions where !isOver { step(expression) }
        // Conditions after the last step that does something decide nothing.
        while case .require? = steps.last { steps.removeLast() }
        return steps.isEmpty ? nil : LoweredRule(chain: rule.chain, steps: steps)
    }

    private mutating func unclear(_ text: String) {
        steps.append(.unclear(text))
        isOver = true
    }

    private mutating func step(_ expression: NFTExpression) {
        switch expression {
        case .meta(let key, let into): load(layout.meta(key), into, "meta \(key.keyword)")
        case .payload(let payload, let into): load(layout.payload(payload), into, "payload")
        case .extensionHeader(let header, let into): load(layout.extensionHeader(header), into, "exthdr")
        case .immediate(let bytes, let into):
            guard let value = LoadedValue.constant(bytes) else {
                return unclear("an immediate of \(bytes.count) bytes")
            }
            registers[into.rawValue] = value
        case .bitwise(let from, let into, let mask, let xor):
            guard let value = registers[from.rawValue]?.masked(mask, xor) else { return unclear("bitwise") }
            registers[into.rawValue] = value
        case .hostToNetwork(let from, let into, let length):
            guard let value = registers[from.rawValue]?.toNetworkOrder(length) else { return unclear("byteorder") }
            registers[into.rawValue] = value
        case .compare(let operation, let register, .bytes(let bytes)):
            require(registers[register.rawValue]?.compare(operation, bytes) ?? .unclear, "cmp")
        case .compare: unclear("a user or group without a number")
        case .range(let register, let lower, let upper, let inverted):
            require(registers[register.rawValue]?.range(lower, upper, inverted: inverted) ?? .unclear, "range")
        case .lookup(let reference, let register, let inverted): lookUp(reference, register, inverted)
        case .lookupVerdict(let map, let register): lookUpVerdict(map, register)
        case .countOn(let name): steps.append(.count(name))
        case .setMeta(let key, let register): setMeta(key, register)
        case .setPayload(let payload, let register, let checksum): setPayload(payload, register, checksum)
        case .verdict(let verdict):
            // `continue` goes on with the next expression.
            guard verdict != .continue else { return }
            steps.append(.verdict(verdict))
            isOver = true
        case .unknown(let expression):
            // An anonymous counter, a log entry and a trace mark change nothing that is looked at here.
            guard !["counter", "log"].contains(expression.name) else { return }
            unclear("'\(expression.name)'")
        }
    }

    private mutating func load(_ load: PacketLayout.Load, _ register: NFTRegister, _ words: String) {
        switch load {
        case .nothing: isOver = true
        case .unclear: unclear(words)
        case .value(let value):
            registers[register.rawValue] = value
            for part in value.parts where layout.world.domain(of: layout.fields[part.field]).hasAbsent {
                steps.append(.require(field: part.field, .everything))
            }
        }
    }

    private mutating func require(_ condition: LoadCondition, _ words: String) {
        switch condition {
        case .always: return
        case .never: isOver = true
        case .fields(let fields): for (field, values) in fields { steps.append(.require(field: field, values)) }
        case .unclear: unclear(words)
        }
    }

    // MARK: Sets and maps

    private mutating func lookUp(_ reference: NFTSetReference, _ register: NFTRegister, _ inverted: Bool) {
        let set: NFTSet
        switch reference {
        case .anonymous(let anonymous): set = anonymous
        case .named(let name):
            guard let named = sets[name], !named.isMap else { return unclear("a lookup in '\(name)'") }
            set = named
        }
        guard let value = registers[register.rawValue] else { return unclear("lookup") }
        if let constant = value.constant, value.length == set.key.length {
            let isIn = set.elements.contains { registerRange($0, set, value).contains(constant) }
            return require(isIn == inverted ? .never : .always, "lookup")
        }
        guard value.parts.count == 1, value.length == set.key.length else { return unclear("lookup") }
        var all = ValueSet()
        all.intervals.reserveCapacity(set.elements.count)
        for element in set.elements {
            guard let values = value.values(in: registerRange(element, set, value)) else { return unclear("lookup") }
            all.intervals += values.intervals
            all.patterns += values.patterns
        }
        all.isNegated = inverted
        require(.fields([(value.parts[0].field, all)]), "lookup")
    }

    private mutating func lookUpVerdict(_ name: String, _ register: NFTRegister) {
        guard let map = sets[name], let verdicts = map.verdicts, verdicts.count == map.elements.count,
            let value = registers[register.rawValue], value.length == map.key.length
        else { return unclear("a lookup in map '\(name)'") }
        if let constant = value.constant {
            guard
                let index = map.elements.firstIndex(where: { registerRange($0, map, value).contains(constant) })
            else {
                isOver = true
                return
            }
            return step(.verdict(verdicts[index]))
        }
        guard value.parts.count == 1 else { return unclear("a lookup in map '\(name)'") }
        var entries: [(values: ValueSet, verdict: NFTVerdict)] = []
        entries.reserveCapacity(map.elements.count)
        for (element, verdict) in zip(map.elements, verdicts) {
            guard let values = value.values(in: registerRange(element, map, value)) else {
                return unclear("a lookup in map '\(name)'")
            }
            entries.append((values, verdict))
        }
        steps.append(.look(field: value.parts[0].field, entries))
    }

    /// The registers that an element stands for, as big-endian numbers.
    private func registerRange(_ element: NFTSetElement, _ set: NFTSet, _ value: LoadedValue) -> ClosedRange<UInt128> {
        // A single key of this kind stands in the kernel in the host's order.
        guard set.key.isHostEndian, !set.isInterval else { return element.lower...max(element.lower, element.upper) }
        #if _endian(little)
            let key = value.swapped(element.lower)
        #else
            let key = element.lower
        #endif
        return key...key
    }

    // MARK: Writes

    private mutating func setMeta(_ key: NFTMetaKey, _ register: NFTRegister) {
        guard key == .priority else { return steps.append(.damage("meta \(key.keyword) is set")) }
        guard let value = registers[register.rawValue], let constant = value.constant, value.length == 4 else {
            return unclear("a priority that is no constant")
        }
        #if _endian(little)
            let number = value.swapped(constant)
        #else
            let number = constant
        #endif
        steps.append(.setPriority(UInt32(truncatingIfNeeded: number)))
    }

    private mutating func setPayload(_ payload: NFTPayload, _ register: NFTRegister, _ checksum: NFTChecksum) {
        guard let value = registers[register.rawValue], case .value(let target) = layout.payload(payload),
            value.length == target.length, !value.isSwapped,
            value.origin == payload || (value.parts.isEmpty && value.unknown == 0)
        else { return unclear("a write to the packet") }
        let isOwn = value.origin == payload
        steps += TrafficClassWrite(
            target, kept: isOwn ? value.kept : 0, flipped: isOwn ? value.flipped : value.constantBits,
            to: payload, checksum, world: layout.world
        ).steps(layout.fields)
    }
}
