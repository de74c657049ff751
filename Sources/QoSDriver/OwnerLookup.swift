import Glibc
import NetlinkModel
public import QoSCompiler

/// Users and groups of this host, by name, through the name service switch.
public enum OwnerLookup {
    private static let bufferSize = 1 << 16

    /// Nil for an unknown name.
    public static func userID(_ name: String) -> UInt32? {
        var entry = unsafe passwd()
        var result: UnsafeMutablePointer<passwd>?
        var buffer = [CChar](repeating: 0, count: bufferSize)
        let status = unsafe buffer.withUnsafeMutableBufferPointer { space in
            guard let base = space.baseAddress else { return ENOMEM }
            return unsafe getpwnam_r(name, &entry, base, space.count, &result)
        }
        guard status == 0, unsafe result != nil else { return nil }
        return unsafe entry.pw_uid
    }

    /// Nil for a number without a name.
    static func userName(_ id: UInt32) -> String? {
        var entry = unsafe passwd()
        var result: UnsafeMutablePointer<passwd>?
        var buffer = [CChar](repeating: 0, count: bufferSize)
        return unsafe buffer.withUnsafeMutableBufferPointer { space in
            guard let base = space.baseAddress else { return nil }
            guard unsafe getpwuid_r(id, &entry, base, space.count, &result) == 0, unsafe result != nil else {
                return nil
            }
            return unsafe entry.pw_name.flatMap { unsafe String(validatingCString: $0) }
        }
    }

    /// Nil for an unknown name.
    public static func groupID(_ name: String) -> UInt32? {
        var entry = unsafe group()
        var result: UnsafeMutablePointer<group>?
        var buffer = [CChar](repeating: 0, count: bufferSize)
        let status = unsafe buffer.withUnsafeMutableBufferPointer { space in
            guard let base = space.baseAddress else { return ENOMEM }
            return unsafe getgrnam_r(name, &entry, base, space.count, &result)
        }
        guard status == 0, unsafe result != nil else { return nil }
        return unsafe entry.gr_gid
    }

    /// For the interpreter.
    public static let resolver: Interpreter.OwnerResolver = { name, field in
        field == .group ? groupID(name) : userID(name)
    }

    /// The plan with every name replaced; the names that this host does not know are findings at their rules.
    static func resolve(_ plan: Plan, of policy: Policy) -> (plan: Plan, unknown: [Diagnostic]) {
        var ids: [NFTOperand: UInt32] = [:]
        var unknown: [Diagnostic] = []
        for owner in plan.unresolvedOwners {
            let (field, name): (MatchField, String)
            switch owner {
            case .user(let user): (field, name) = (.user, user)
            case .group(let group): (field, name) = (.group, group)
            case .bytes: continue
            }
            if let id = resolver(name, field) {
                ids[owner] = id
            } else {
                unknown += findings(field, name, policy)
            }
        }
        return (plan.resolvingOwners(ids), unknown)
    }

    /// The policy with the number of every name that this host knows.
    static func resolve(_ policy: Policy) -> Policy {
        var resolved = policy
        for rule in policy.rules.indices {
            for place in policy.rules[rule].matches.indices {
                let match = policy.rules[rule].matches[place]
                guard case .owners(let owners) = match.values, !owners.names.isEmpty else { continue }
                let numbers = owners.names.compactMap { resolver($0, match.field) }
                resolved.rules[rule].matches[place].values = .owners(
                    OwnerSet(ids: IntervalSet(owners.ids.intervals + numbers.map { $0...$0 }), names: []))
            }
        }
        return resolved
    }

    private static func findings(_ field: MatchField, _ name: String, _ policy: Policy) -> [Diagnostic] {
        policy.rules.compactMap { rule in
            guard rule.isEnabled, let match = rule.match(on: field), case .owners(let owners) = match.values,
                owners.names.contains(name)
            else { return nil }
            return Diagnostic(
                .error, .resolution, "this host has no \(field.rawValue) '\(name)' (rule '\(rule.name)')",
                at: match.span,
                hint: "create the \(field.rawValue), write its number, or disable the rule")
        }
    }
}
