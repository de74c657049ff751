public import NetlinkModel

/// What a policy compiles to: the wanted contents of our table, as pure values.
///
/// Names are those that people see; the driver adds the generation to the chains and sets that are replaced together.
public struct Plan: Hashable, Sendable {
    /// Our table, in every network namespace.
    public static let tableID = NFTTableID(family: .inet, name: "qosctl")
    /// The table's comment: it tells our table from a stranger's of the same name, and the schema of its contents.
    public static let tableTag = "qosctl schema 1"

    /// Everything in the table, the base chains' jumps included. Rules of one chain stand together, in order.
    public var contents: NFTTableContents
    /// For each of `contents.rules`: the index of the policy's rule that it comes from; nil for the frame around.
    public var origins: [Int?]
    /// What was counted by: `rule`, `class` or `none`.
    public var counters: CountersMode
    public var shape = PlanShape()
    /// What links are asked for, in the policy's order; not in our table.
    public var links: [PlannedLink] = []

    /// A digest of the generated contents: equal plans have equal fingerprints on every host.
    public var fingerprint: String { ContentsDigest.text(of: contents) }

    /// Of the generated contents and their parts.
    public var digest: PlanDigest { PlanDigest(contents) }

    /// The base chain of a path: it persists over applies, and holds one jump.
    public static func baseChainName(_ path: PacketPath, priority: Int32) -> String {
        guard priority != Policy.defaultHookPriority else { return path.rawValue }
        return path.rawValue + (priority < 0 ? "_m" : "_p") + String(priority.magnitude)
    }

    /// The chain that holds the rules of a path.
    public static func rulesChainName(_ path: PacketPath) -> String { "rules_" + path.rawValue }

    /// The chain for fragments after the first, which have no ports: the rules of a path without those that need ports.
    public static func fragmentsChainName(_ path: PacketPath) -> String { "fragments_" + path.rawValue }

    /// The counter of a rule; of the default for nil.
    public static func counterName(rule: String?) -> String { rule.map { "rule_" + $0 } ?? "default" }

    public static func counterName(class name: String) -> String { "class_" + name }

    /// The user and group names that have to be looked up before the plan can be sent, in order of use.
    public var unresolvedOwners: [NFTOperand] {
        var seen: Set<NFTOperand> = []
        var owners: [NFTOperand] = []
        for rule in contents.rules {
            for case .compare(_, _, let operand) in rule.expressions {
                if case .bytes = operand { continue }
                if seen.insert(operand).inserted { owners.append(operand) }
            }
        }
        return owners
    }

    /// The plan with each name replaced by its number.
    public func resolvingOwners(_ ids: [NFTOperand: UInt32]) -> Plan {
        var plan = self
        for index in plan.contents.rules.indices {
            plan.contents.rules[index].expressions = plan.contents.rules[index].expressions.map { expression in
                guard case .compare(let operation, let register, let operand) = expression, let id = ids[operand] else {
                    return expression
                }
                return .compare(operation, register, .bytes(HostOrder.bytes(id)))
            }
        }
        return plan
    }
}

/// A number as the kernel holds it in a register that it fills in the host's byte order.
enum HostOrder {
    static func bytes(_ value: UInt32) -> [UInt8] {
        #if _endian(little)
            (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
        #else
            (0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - 8 * $0)) }
        #endif
    }

    static func number(_ bytes: [UInt8]) -> UInt32? {
        guard bytes.count == 4 else { return nil }
        #if _endian(little)
            return bytes.reversed().reduce(0) { $0 << 8 | UInt32($1) }
        #else
            return bytes.reduce(0) { $0 << 8 | UInt32($1) }
        #endif
    }
}
