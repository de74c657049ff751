import NetlinkModel
import QoSCompiler

/// Runs packets through the rules of a plan, as nf_tables would: base chain, jump, rules, marking chain.
///
/// What the kernel would refuse or leave undefined is an error, not a guess.
public final class PlanSimulator {
    /// What the rules did to a packet.
    public struct Outcome: Equatable, Sendable {
        /// The six bits in the header afterwards.
        public var dscp: UInt8
        /// What `meta priority set` wrote; nil when nothing did.
        public var priority: UInt32?
        /// The number of the counter that counted it; nil for none.
        public var counter: Int32?
        /// Whether something happened that no policy asks for: a second count, a changed header, a drop.
        public var damage: String?

        public init(dscp: UInt8, priority: UInt32?, counter: Int32?, damage: String? = nil) {
            self.dscp = dscp
            self.priority = priority
            self.counter = counter
            self.damage = damage
        }
    }

    public struct Failure: Error, CustomStringConvertible {
        public var description: String
        public init(_ description: String) { self.description = description }
    }

    /// By number.
    public var counters: [String] { program.counters }

    private let program: PlanProgram
    private let output: (chain: Int32, policy: NFTChainPolicy)?
    private let forward: (chain: Int32, policy: NFTChainPolicy)?
    private let registers = UnsafeMutablePointer<UInt128>.allocate(capacity: 4)
    /// Where jumps go on: the next rule, and the end of its chain.
    private let returns = UnsafeMutablePointer<(rule: Int32, end: Int32)>.allocate(capacity: 16)

    /// A plan whose owners have been looked up; one that has not been is nobody. A lenient simulator throws only when a
    /// packet meets what is wrong.
    public init(_ plan: Plan, isLenient: Bool = false) throws {
        program = try PlanProgram(plan.contents)
        if !isLenient, let fault = program.faults.first { throw fault }
        output = program.bases[.output]
        forward = program.bases[.forward]
        registers.initialize(repeating: 0, count: 4)
        returns.initialize(repeating: (0, 0), count: 16)
    }

    deinit {
        registers.deallocate()
        returns.deallocate()
    }

    /// Changes the packet's header as the rules do.
    public func run(_ packet: WirePacket) throws -> Outcome {
        var outcome = Outcome(dscp: 0, priority: nil, counter: nil)
        if let base = packet.path == .output ? output : forward {
            let isAccepted = try run(packet, from: base.chain, &outcome) ?? (base.policy == .accept)
            if !isAccepted { outcome.damage = "dropped" }
        }
        outcome.dscp = packet.dscp
        if outcome.damage == nil { outcome.damage = packet.damage }
        return outcome
    }

    /// Whether the rules accept the packet; nil when they say nothing.
    private func run(_ packet: WirePacket, from base: Int32, _ outcome: inout Outcome) throws -> Bool? {
        var (rule, end) = program.chains[Int(base)]
        var depth = 0
        var turns = 0
        while true {
            guard rule < end else {
                guard depth > 0 else { return nil }
                depth -= 1
                (rule, end) = returns[depth]
                continue
            }
            let verdict = try evaluate(Int(rule), packet, &outcome)
            rule += 1
            switch verdict {
            case PlanProgram.Verdict.continue: continue
            case PlanProgram.Verdict.accept: return true
            case PlanProgram.Verdict.drop: return false
            case PlanProgram.Verdict.return: rule = end
            case 0...:
                // The end of a chain that was gone to is the end of this one.
                (rule, end) = program.chains[Int(verdict)]
            default:
                guard depth < 16 else { throw Failure("chains nest too deep") }
                returns[depth] = (rule, end)
                depth += 1
                (rule, end) = program.chains[Int(PlanProgram.Verdict.jump - verdict)]
            }
            turns += 1
            guard turns < 100_000 else { throw Failure("chains lead in a circle") }
        }
    }

    /// The verdict of a rule; to continue, when an expression breaks it.
    @inline(__always)
    private func evaluate(_ rule: Int, _ packet: WirePacket, _ outcome: inout Outcome) throws -> Int32 {
        var place = Int(program.ruleStarts[rule])
        let end = Int(program.ruleStarts[rule + 1])
        while place < end {
            let step = program.steps[place]
            place += 1
            let value = registers[Int(step.place)]
            let holds: Bool
            switch step.code {
            case .mark, .inputName, .outputName, .user, .group, .layer3, .layer4, .network, .transport,
                .fragmentHeader:
                guard let loaded = load(step, packet) else { return PlanProgram.Verdict.continue }
                registers[Int(step.into)] = loaded
                continue
            case .immediate:
                registers[Int(step.into)] = step.first
                continue
            case .bitwise:
                registers[Int(step.into)] = value & step.first ^ step.second
                continue
            case .hostToNetwork:
                registers[Int(step.into)] = WirePacket.hostOrder(UInt32(truncatingIfNeeded: value))
                continue
            case .equal: holds = value >> UInt128(step.number) == step.first
            case .notEqual: holds = value >> UInt128(step.number) != step.first
            case .less: holds = value >> UInt128(step.number) < step.first
            case .lessOrEqual: holds = value >> UInt128(step.number) <= step.first
            case .greater: holds = value >> UInt128(step.number) > step.first
            case .greaterOrEqual: holds = value >> UInt128(step.number) >= step.first
            case .inside: holds = step.first <= value && value <= step.second
            case .outside: holds = value < step.first || step.second < value
            case .isMember: holds = find(value, in: step.number) != nil
            case .isNoMember: holds = find(value, in: step.number) == nil
            case .never: holds = false
            case .always: holds = true
            case .lookupVerdict:
                guard let element = find(value, in: step.number) else { return PlanProgram.Verdict.continue }
                let verdict = program.verdicts[element]
                if verdict == PlanProgram.Verdict.continue { continue }
                return verdict
            case .verdict:
                if step.number == PlanProgram.Verdict.continue { continue }
                return step.number
            case .setPriority:
                outcome.priority = UInt32(truncatingIfNeeded: WirePacket.hostOrder(UInt32(truncatingIfNeeded: value)))
                continue
            case .setNetwork:
                packet.write(value, at: Int(step.number), checksumAt: step.length == 0 ? nil : Int(step.length))
                continue
            case .fault: throw program.faults[Int(step.number)]
            case .count:
                if outcome.counter != nil { outcome.damage = "counted twice" }
                outcome.counter = step.number
                continue
            }
            guard holds else { return PlanProgram.Verdict.continue }
        }
        return PlanProgram.Verdict.continue
    }

    @inline(__always)
    private func load(_ step: PlanProgram.Step, _ packet: WirePacket) -> UInt128? {
        switch step.code {
        case .network: packet.network(Int(step.number), Int(step.length))
        case .transport: packet.transport(Int(step.number), Int(step.length))
        case .fragmentHeader: packet.fragmentHeader(Int(step.number), Int(step.length))
        case .mark: packet.mark
        case .inputName: packet.iif
        case .outputName: packet.oif
        case .user: packet.user
        case .group: packet.group
        case .layer3: UInt128((packet.isIPv4 ? NFTLayer3Protocol.ipv4 : .ipv6).rawValue)
        case .layer4: packet.proto.map { UInt128($0) }
        default: nil
        }
    }

    @inline(__always)
    private func find(_ value: UInt128, in set: Int32) -> Int? {
        let elements = program.sets[Int(set)]
        var low = Int(elements.start)
        let end = low + Int(elements.count)
        var high = end
        while low < high {
            let middle = (low + high) / 2
            if program.uppers[middle] < value { low = middle + 1 } else { high = middle }
        }
        return low < end && program.lowers[low] <= value ? low : nil
    }
}
