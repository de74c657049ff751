import QoSCompiler

/// What can follow in a rule or in a packet, by the words before.
struct RuleWords {
    private let words: CommandWords

    init(_ words: CommandWords) {
        self.words = words
    }

    private static let fields = MatchField.allCases.filter(\.isSupported).map(\.rawValue)

    /// A field that the packet does not have yet, or values of the field before.
    var packet: [String] {
        if let field = field(words.before()), !isValue(at: 1) { return values(field, inRule: false) }
        let seen = Set(words.earlier)
        return (Self.fields + ["fragment"]).filter { !seen.contains($0) }
    }

    /// A field that the rule does not have yet, values of the field before, or the action.
    var rule: [String] {
        // bash cuts @set at the @.
        if words.before() == "@" { return words.policy?.sets.map(\.name) ?? [] }
        switch words.before() {
        case "class": return words.policy?.classes.map(\.name) ?? []
        case "set": return Self.marking
        case "dscp" where isMarking: return DSCP.names.map(\.name)
        case "priority" where isMarking, "pcp" where isMarking, "disabled": return []
        case "keep": return ["disabled"]
        default: break
        }
        if let field = field(beforeNegation), !isMarking { return values(field, inRule: true) }
        if isMarking { return Self.marking + ["disabled"] }
        let seen = Set(words.earlier)
        return Self.fields.filter { !seen.contains($0) } + ["class", "set", "keep", "disabled"]
    }

    /// The words of `add`: the statement's own word, a new name, and then those of a rule.
    var statement: [String] {
        let typed = words.earlier.dropFirst(2).filter { !$0.hasPrefix("-") }
        if typed.isEmpty { return ["rule"] }
        return typed == ["rule"] ? [] : rule
    }

    /// The word before, or before `!=`, of which bash makes two words.
    private var beforeNegation: String? {
        switch words.before() {
        case "!=": words.before(2)
        case "=" where words.before(2) == "!": words.before(3)
        default: words.before()
        }
    }

    private static let marking = ["dscp", "priority", "pcp"]

    /// Whether the word `set` of the action has come: the fourth word at the earliest, `qosctl set NAME … set`.
    private var isMarking: Bool { words.earlier.dropFirst(3).contains("set") }

    /// Whether the word at that distance is the value of the one before it, as `dscp` is not in `user dscp`.
    private func isValue(at distance: Int) -> Bool {
        field(words.before(distance + 1)) != nil && !isValue(at: distance + 1)
    }

    private func field(_ word: String?) -> MatchField? { word.flatMap(MatchField.init(rawValue:)) }

    private func values(_ field: MatchField, inRule: Bool) -> [String] {
        let sets = inRule ? words.policy?.sets ?? [] : []
        switch field {
        case .family: return ["ip", "ip6"]
        case .proto: return ProtocolNames.names.map(\.name)
        case .iif, .oif: return InterfaceWords.names
        case .dscp: return DSCP.names.map(\.name)
        case .saddr, .daddr:
            return sets.filter { if case .addresses = $0.contents { true } else { false } }.map { "@\($0.name)" }
        case .sport, .dport:
            return sets.filter { if case .ports = $0.contents { true } else { false } }.map { "@\($0.name)" }
        default: return []
        }
    }
}
