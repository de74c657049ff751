/// `class NAME …`
public struct PolicyClass: Hashable, Sendable {
    public var name: String
    public var marking: Marking
    public var span: SourceSpan
}

/// `set NAME …`
public struct PolicySet: Hashable, Sendable {
    public enum Contents: Hashable, Sendable {
        case addresses(AddressSet)
        case ports(IntervalSet<UInt16>)
    }

    public var name: String
    public var contents: Contents
    public var span: SourceSpan
}

/// What a rule does with its packets.
public enum PolicyAction: Hashable, Sendable {
    case keep
    /// A class, with what it stands for.
    case useClass(String, Marking)
    case set(Marking)

    public var marking: Marking {
        switch self {
        case .keep: .none
        case .useClass(_, let marking), .set(let marking): marking
        }
    }

    public var className: String? {
        if case .useClass(let name, _) = self { name } else { nil }
    }

    /// As a policy writes it.
    public var text: String {
        switch self {
        case .keep: "keep"
        case .useClass(let name, _): "class \(name)"
        case .set(let marking): "set \(marking)"
        }
    }
}

/// `rule NAME MATCH… ACTION [disabled]`
public struct PolicyRule: Hashable, Sendable {
    public var name: String
    /// In source order; all have to hold.
    public var matches: [FieldMatch]
    public var action: PolicyAction
    public var isEnabled: Bool
    /// The whole statement.
    public var span: SourceSpan
    public var nameSpan: SourceSpan
    /// The conditions as they were written: few commands want the text of them.
    let written: [MatchSyntax]

    /// All conditions in canonical text; empty for a rule that takes every packet.
    public var matchText: String {
        written.map(\.canonicalText).joined(separator: " ")
    }

    /// Whether a packet without ports can never match.
    public var needsPorts: Bool {
        has(.sport) || has(.dport)
    }

    public func match(on field: MatchField) -> FieldMatch? {
        index(of: field).map { matches[$0] }
    }

    /// Whether a condition looks at a field.
    public func has(_ field: MatchField) -> Bool { index(of: field) != nil }

    private func index(of field: MatchField) -> Int? {
        matches.indices.first { matches[$0].field == field }
    }
}

/// `expect RULE|default PACKET…`
public struct Expectation: Hashable, Sendable {
    /// Nil for `default`.
    public var rule: String?
    public var packet: Packet
    /// The whole statement.
    public var span: SourceSpan
    /// The name of the rule in it.
    public var ruleSpan: SourceSpan
}

/// A marking, what states it in words, and where.
typealias StatedMarking = (owner: String, marking: Marking, span: SourceSpan)

/// A policy that has been read and checked.
public struct Policy: Hashable, Sendable {
    /// Mangle + 10, so that fwmarks set at mangle are visible.
    public static let defaultHookPriority: Int32 = -140

    public var name: String?
    public var scope: Scope = .output
    public var hookPriority: Int32 = Self.defaultHookPriority
    public var counters: CountersMode = .auto
    public var classes: [PolicyClass] = []
    public var sets: [PolicySet] = []
    public var rules: [PolicyRule] = []
    public var defaultAction: PolicyAction = .keep
    public var defaultSpan: SourceSpan?
    public var links: [LinkStatement] = []
    public var expectations: [Expectation] = []

    public init() {}

    public func ruleIndex(named name: String) -> Int? {
        rules.firstIndex { $0.name == name }
    }

    /// Every marking that the policy states.
    var statedMarkings: [StatedMarking] {
        var all: [StatedMarking] = classes.map { ("class '\($0.name)'", $0.marking, $0.span) }
        for rule in rules {
            if case .set(let marking) = rule.action { all.append(("rule '\(rule.name)'", marking, rule.span)) }
        }
        if case .set(let marking) = defaultAction, let span = defaultSpan { all.append(("the default", marking, span)) }
        return all
    }
}
