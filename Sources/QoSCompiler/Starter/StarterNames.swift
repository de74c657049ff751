import NetlinkModel

/// Names of the host as the policy language writes them. They are somebody else's text: what the language cannot write,
/// or would read as something else, has no place in a policy, not even in a comment.
enum StarterNames {
    /// An interface in quotes; nil when no quoted word means exactly this interface.
    static func quoted(_ interface: InterfaceName) -> String? {
        let quoted = "\"\(interface)\""
        guard let match = match("oif \(quoted)"), case .interfaces(let patterns) = match.values,
            patterns == [.exact(interface)]
        else { return nil }
        return quoted
    }

    /// A user in quotes; nil when no quoted word means exactly this user by name.
    static func quoted(user name: String) -> String? {
        let quoted = "\"\(name)\""
        guard let match = match("user \(quoted)"), case .owners(let owners) = match.values,
            owners.ids.isEmpty, Array(owners.names) == [name]
        else { return nil }
        return quoted
    }

    /// A rule's name for a user: of the user's name where that can stand in one, else of the number.
    static func ruleName(_ user: HostFacts.User) -> String {
        let name = "user-\(user.name)"
        return PolicyName.problem(name) == nil ? name : "user-\(user.id)"
    }

    /// The field of a rule that has only this one, as the language reads it.
    private static func match(_ field: String) -> FieldMatch? {
        let text = "rule name \(field) keep\n"
        let policy = PolicyLoader.load("name.qos", from: MemoryPolicyFiles(["name.qos": Array(text.utf8)])).policy
        guard let policy, policy.rules.count == 1, policy.rules[0].matches.count == 1 else { return nil }
        return policy.rules[0].matches[0]
    }
}
