extension Parameter {
    /// What a whole policy says.
    static let statementParameters: [Parameter] = [
        Parameter(
            "statement", "what a line of a policy can be", form: "one statement a line",
            columns: ["statement", "meaning"],
            rows: rows([
                "policy \"TEXT\"": "a name for people; at most once",
                "scope output|forward|both": "whose packets are marked; at most once",
                "class NAME MARKING": "a named marking",
                "set NAME { ... }": "addresses or ports for @NAME",
                "set NAME file \"PATH\"": "the same out of a file, one element a line",
                "rule NAME MATCH... ACTION [disabled]": "the first rule that matches a packet takes it",
                "default ACTION": "what no rule matched; at most once",
                "counters auto|rule|class|none": "what is counted; at most once",
                "hook-priority N": "where in the hooks the rules stand; at most once",
                "include \"PATH\"": "the files' statements stand here",
                "link IF ...": "the link-layer side of a network interface",
                "expect RULE|default PACKET...": "a test: this packet is taken by that rule",
            ])),
        Parameter(
            "action", "what a rule, or the default, does with a packet", form: "the end of a rule or of default",
            columns: ["action", "meaning"],
            rows: rows([
                "class NAME": "marks it as the class says", "set MARKING": "marks it: [dscp D] [priority P] [pcp N]",
                "keep": "leaves it as it is, and looks no further",
            ])),
        Parameter(
            "default", "what a packet gets that no rule matched", default: PolicyAction.keep.text, form: "an action"),
        Parameter(
            "scope", "whose packets are marked", default: Policy().scope.rawValue, form: alternatives(Scope.self),
            columns: ["scope", "meaning"],
            rows: Scope.allCases.map { [.text($0.rawValue), .text(meaning($0))] }),
        Parameter(
            "counters", "what is counted", default: Policy().counters.rawValue, form: alternatives(CountersMode.self),
            columns: ["counters", "meaning"],
            rows: CountersMode.allCases.map { [.text($0.rawValue), .text(meaning($0))] }),
        Parameter(
            "hook-priority", "where in the hooks output and forward the rules stand: lower comes first",
            default: "\(Policy.defaultHookPriority) (mangle + 10)", form: "-2147483648 to 2147483647",
            columns: ["priority", "what else stands there"],
            rows: [
                [.number(-300), .text("raw")], [.number(-200), .text("connection tracking")],
                [.number(-150), .text("mangle: fwmarks are set here")],
                [.number(-140), .text("the default of qosctl")],
                [.number(-100), .text("destination NAT")], [.number(0), .text("filter")],
                [.number(50), .text("security")], [.number(100), .text("source NAT")],
            ]),
        Parameter(
            "link", "the link-layer side: how priorities and PCPs meet in frames", form: "link IF FORM; link? IF FORM",
            columns: ["form", "meaning"],
            rows: rows([
                LinkForm.egressMapAuto.keyword + " auto": "VLAN device: skb priority to PCP, from the classes in use",
                LinkForm.egressMap([]).keyword + " { P:N ... }": "VLAN device: skb priority to PCP, as written",
                LinkForm.ingressMap([]).keyword + " { N:P ... }": "VLAN device: PCP to skb priority",
                LinkForm.tagPriority.keyword: "untagged port: priority-tagged frames (VID 0) for classes with a pcp",
                LinkForm.retag.keyword: "trunk: the PCP of tagged frames, by class",
                LinkForm.trustPCP.keyword: "receiving port: skb priority from the frame's PCP",
                LinkForm.trustDSCP.keyword: "receiving port: skb priority from the packet's DSCP",
            ]),
            notes: ["link? forgives that the link does not exist", "qosctl capabilities IF tells what a link can do"]),
    ]

    private static func alternatives<Values: CaseIterable & RawRepresentable>(_: Values.Type) -> String
    where Values.RawValue == String {
        Values.allCases.map(\.rawValue).joined(separator: ", ")
    }

    private static func meaning(_ scope: Scope) -> String {
        switch scope {
        case .output: "packets of this host's own sockets and kernel"
        case .forward: "packets that this host routes, containers' too"
        case .both: "either; each packet is looked at once"
        }
    }

    private static func meaning(_ counters: CountersMode) -> String {
        switch counters {
        case .auto: "by rule while that is affordable, else by class; today always by rule"
        case .rule: "each rule, and the default"
        case .class: "each class; set and keep are not counted"
        case .none: "nothing"
        }
    }
}
