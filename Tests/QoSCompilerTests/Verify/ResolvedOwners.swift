import PlanTesting
import QoSCompiler

/// Policies with the numbers of users and groups in place of their names.
enum ResolvedOwners {
    static func policy(_ policy: Policy) -> Policy {
        var resolved = policy
        for rule in policy.rules.indices {
            for match in policy.rules[rule].matches.indices {
                let field = policy.rules[rule].matches[match].field
                guard case .owners(let owners) = policy.rules[rule].matches[match].values else { continue }
                let numbers = owners.names.compactMap { RandomPacket.owners($0, field) }
                resolved.rules[rule].matches[match].values = .owners(
                    OwnerSet(ids: IntervalSet(owners.ids.intervals + numbers.map { $0...$0 }), names: []))
            }
        }
        return resolved
    }
}
