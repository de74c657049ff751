import NetlinkModel
import QoSCompiler

/// A plan made ready to run: chains, rules and sets by number, and what registers hold as numbers.
///
/// What the kernel would refuse or leave undefined becomes a fault: registers that were never loaded, lengths that do not
/// fit, names of nothing, sets out of order.
struct PlanProgram {
    enum Code: UInt8 {
        case mark, inputName, outputName, user, group, layer3, layer4
        case network, transport, fragmentHeader
        case immediate, bitwise, hostToNetwork
        case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual, inside, outside
        case isMember, isNoMember, lookupVerdict
        case setPriority, setNetwork, count, verdict
        /// A comparison with an owner that no host knows: no number is equal to it.
        case never, always
        case fault
    }

    /// One expression. What `number` and the operands are depends on the code.
    struct Step {
        var code: Code
        /// Of the register.
        var place: UInt8 = 0
        /// Where a result goes.
        var into: UInt8 = 0
        var length: UInt8 = 0
        /// An offset, a set, a counter, a verdict, a fault.
        var number: Int32 = 0
        var first: UInt128 = 0
        var second: UInt128 = 0
    }

    /// Verdicts that lead to no chain. Others are the number of a chain to go to, or less than `jump` one to jump to.
    enum Verdict {
        static let accept: Int32 = -1
        static let drop: Int32 = -2
        static let `return`: Int32 = -3
        static let `continue`: Int32 = -4
        static let jump: Int32 = -10
    }

    struct Elements {
        var start: Int32
        var count: Int32
    }

    private(set) var steps: ContiguousArray<Step> = []
    /// The first step of each rule, and the end of the last one.
    private(set) var ruleStarts: ContiguousArray<Int32> = []
    private(set) var chains: ContiguousArray<(start: Int32, end: Int32)> = []
    private(set) var sets: ContiguousArray<Elements> = []
    private(set) var lowers: ContiguousArray<UInt128> = []
    private(set) var uppers: ContiguousArray<UInt128> = []
    /// One for each element of a map.
    private(set) var verdicts: ContiguousArray<Int32> = []
    let counters: [String]
    private(set) var bases: [NFTHook: (chain: Int32, policy: NFTChainPolicy)] = [:]
    private(set) var faults: [PlanSimulator.Failure] = []

    private var chainNumbers: [String: Int32] = [:]
    private var setNumbers: [String: Int32] = [:]
    /// What each set is, by number.
    private(set) var keys: [NFTSet] = []
    private var counterNumbers: [String: Int32] = [:]

    init(_ contents: NFTTableContents) throws {
        counters = contents.counters.map(\.name)
        for (number, name) in counters.enumerated() { counterNumbers[name] = Int32(number) }
        for (number, chain) in contents.chains.enumerated() {
            guard chainNumbers.updateValue(Int32(number), forKey: chain.name) == nil else {
                throw PlanSimulator.Failure("chain \(chain.name) twice")
            }
            guard case .base(let base) = chain.kind, !contents.table.isDormant else { continue }
            guard bases.updateValue((Int32(number), base.policy), forKey: base.hook) == nil else {
                throw PlanSimulator.Failure("two chains on \(base.hook)")
            }
        }
        guard Set(contents.sets.map(\.name)).count == contents.sets.count else {
            throw PlanSimulator.Failure("a set twice")
        }
        for set in contents.sets {
            do { setNumbers[set.name] = try add(set) } catch { faults.append(PlanSimulator.Failure("\(error)")) }
        }
        chains = ContiguousArray(repeating: (0, 0), count: contents.chains.count)
        for (name, rules) in Dictionary(grouping: contents.rules, by: \.chain) {
            guard let chain = chainNumbers[name] else {
                faults.append(PlanSimulator.Failure("no chain \(name)"))
                continue
            }
            let start = Int32(ruleStarts.count)
            for rule in rules { add(rule) }
            chains[Int(chain)] = (start, Int32(ruleStarts.count))
        }
        ruleStarts.append(Int32(steps.count))
    }

    // MARK: Sets

    private mutating func add(_ set: NFTSet) throws -> Int32 {
        guard set.verdicts.map({ $0.count == set.elements.count }) ?? true else {
            throw PlanSimulator.Failure("map \(set.name) has not a verdict for each key")
        }
        let start = lowers.count
        let isSwapped = set.key.isHostEndian && !set.isInterval
        var order = Array(set.elements.indices)
        func bytes(_ key: UInt128) -> UInt128 {
            isSwapped ? WirePacket.hostOrder(UInt32(truncatingIfNeeded: key)) : key
        }
        for (place, element) in set.elements.enumerated() {
            guard element.lower <= element.upper, set.key.length == 16 || element.upper >> (8 * set.key.length) == 0,
                set.isInterval || element.lower == element.upper
            else { throw PlanSimulator.Failure("element \(element) of \(set.name)") }
            guard place == 0 || set.elements[place - 1].upper < element.lower else {
                throw PlanSimulator.Failure("elements of \(set.name) are not in order")
            }
        }
        if isSwapped { order.sort { bytes(set.elements[$0].lower) < bytes(set.elements[$1].lower) } }
        for place in order {
            lowers.append(bytes(set.elements[place].lower))
            uppers.append(bytes(set.elements[place].upper))
            verdicts.append(try set.verdicts.map { try verdict($0[place]) } ?? Verdict.continue)
        }
        sets.append(Elements(start: Int32(start), count: Int32(order.count)))
        keys.append(set)
        return Int32(sets.count - 1)
    }

    private func verdict(_ verdict: NFTVerdict) throws -> Int32 {
        func chain(_ name: String) throws -> Int32 {
            guard let chain = chainNumbers[name] else { throw PlanSimulator.Failure("no chain \(name)") }
            return chain
        }
        switch verdict {
        case .accept: return Verdict.accept
        case .drop: return Verdict.drop
        case .continue: return Verdict.continue
        case .return: return Verdict.return
        case .goto(let target): return try chain(target)
        case .jump(let target): return Verdict.jump - (try chain(target))
        }
    }

    // MARK: Rules

    /// The length of what each register holds; zero for nothing.
    private struct Registers {
        var lengths: [UInt8] = [0, 0, 0, 0]

        func place(_ register: NFTRegister) throws -> UInt8 {
            guard (1...4).contains(register.rawValue) else { throw PlanSimulator.Failure("register \(register)") }
            return UInt8(register.rawValue - 1)
        }

        func loaded(_ register: NFTRegister) throws -> (place: UInt8, length: UInt8) {
            let place = try place(register)
            guard lengths[Int(place)] > 0 else { throw PlanSimulator.Failure("register \(register) was never loaded") }
            return (place, lengths[Int(place)])
        }
    }

    private mutating func add(_ rule: NFTRule) {
        ruleStarts.append(Int32(steps.count))
        var registers = Registers()
        for expression in rule.expressions {
            do {
                steps.append(try step(expression, &registers))
            } catch {
                steps.append(Step(code: .fault, number: Int32(faults.count)))
                faults.append(PlanSimulator.Failure("\(error) in \(rule)"))
                return
            }
        }
    }

    private mutating func step(_ expression: NFTExpression, _ registers: inout Registers) throws -> Step {
        func load(_ code: Code, _ length: Int, _ into: NFTRegister, number: Int = 0, first: UInt128 = 0) throws -> Step
        {
            guard (1...16).contains(length) else { throw PlanSimulator.Failure("a load of \(length) bytes") }
            let place = try registers.place(into)
            registers.lengths[Int(place)] = UInt8(length)
            return Step(code: code, into: place, length: UInt8(length), number: Int32(number), first: first)
        }
        switch expression {
        case .meta(let key, let into):
            let (code, length) = try Self.meta(key)
            return try load(code, length, into)
        case .payload(let payload, let into):
            guard payload.base != .link else { throw PlanSimulator.Failure("a policy has no link header") }
            return try load(
                payload.base == .network ? .network : .transport, Int(payload.length), into, number: Int(payload.offset)
            )
        case .extensionHeader(let header, let into):
            guard header.type == 44 else { throw PlanSimulator.Failure("extension header \(header.type)") }
            return try load(.fragmentHeader, Int(header.length), into, number: Int(header.offset))
        case .immediate(let bytes, let into):
            return try load(.immediate, bytes.count, into, first: Self.number(bytes))
        case .bitwise(let from, let into, let mask, let xor):
            let (place, length) = try registers.loaded(from)
            guard mask.count == length, xor.count == length else { throw PlanSimulator.Failure("bitwise lengths") }
            var step = try load(.bitwise, Int(length), into, first: Self.number(mask))
            step.place = place
            step.second = Self.number(xor)
            return step
        case .hostToNetwork(let from, let into, let bytes):
            let (place, length) = try registers.loaded(from)
            guard length == 4, bytes == 4 else { throw PlanSimulator.Failure("byteorder of \(length) bytes") }
            var step = try load(.hostToNetwork, 4, into)
            step.place = place
            return step
        case .compare(let operation, let from, let operand):
            return try Self.compare(operation, try registers.loaded(from), operand)
        case .range(let from, let lower, let upper, let inverted):
            let (place, length) = try registers.loaded(from)
            guard lower.count == length, upper.count == length else { throw PlanSimulator.Failure("range lengths") }
            return Step(
                code: inverted ? .outside : .inside, place: place, first: Self.number(lower), second: Self.number(upper)
            )
        case .lookup(let reference, let from, let inverted):
            let set: Int32
            switch reference {
            case .anonymous(let anonymous): set = try add(anonymous)
            case .named(let name):
                guard let known = setNumbers[name] else { throw PlanSimulator.Failure("no set \(name)") }
                set = known
            }
            return try lookup(inverted ? .isNoMember : .isMember, set, isMap: false, try registers.loaded(from))
        case .lookupVerdict(let name, let from):
            guard let map = setNumbers[name] else { throw PlanSimulator.Failure("no map \(name)") }
            return try lookup(.lookupVerdict, map, isMap: true, try registers.loaded(from))
        case .setMeta(.priority, let from):
            let (place, length) = try registers.loaded(from)
            guard length == 4 else { throw PlanSimulator.Failure("a priority of \(length) bytes") }
            return Step(code: .setPriority, place: place)
        case .setPayload(let payload, let from, let checksum):
            let (place, length) = try registers.loaded(from)
            guard payload.base == .network, payload.length == 2, length == 2 else {
                throw PlanSimulator.Failure("a write to \(payload)")
            }
            switch checksum {
            case .none: return Step(code: .setNetwork, place: place, length: 0, number: Int32(payload.offset))
            case .internet(let offset):
                return Step(code: .setNetwork, place: place, length: UInt8(offset), number: Int32(payload.offset))
            case .other: throw PlanSimulator.Failure("an unknown checksum")
            }
        case .countOn(let name):
            guard let counter = counterNumbers[name] else { throw PlanSimulator.Failure("no counter \(name)") }
            return Step(code: .count, number: counter)
        case .verdict(let stated): return Step(code: .verdict, number: try verdict(stated))
        case .setMeta, .unknown: throw PlanSimulator.Failure("unexpected \(expression)")
        }
    }
}
