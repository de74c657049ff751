/// Makes a policy of statements: resolves names, reads values, and finds what contradicts itself.
struct PolicyBuilder {
    private let statements: [Statement]
    private var sources: SourceMap
    let setFiles: PolicyLoader.SetFiles
    private(set) var diagnostics: [Diagnostic]
    /// What is said only about a policy without errors: of one that was read in part, it might not be so.
    private var warnings: [Diagnostic] = []

    private var policy = Policy()
    private var once: [String: SourceSpan] = [:]
    private var classes: [String: PolicyClass] = [:]
    private var brokenClasses: Set<String> = []
    private lazy var classNames = NearestNames(classes.keys)
    private var ruleSpans: [String: SourceSpan] = [:]

    init(statements: [Statement], sources: SourceMap, setFiles: PolicyLoader.SetFiles, diagnostics: [Diagnostic]) {
        self.statements = statements
        self.sources = sources
        self.setFiles = setFiles
        self.diagnostics = diagnostics
    }

    /// The policy, or nil when there are errors.
    mutating func build() -> Policy? {
        collectDefinitions()
        let sets = resolveSets()
        buildRules(sets)
        buildLinks()
        checkPCPs()
        checkTokens()
        buildExpectations()
        if !diagnostics.hasErrors {
            diagnostics += warnings + PolicyChecks.run(policy) + UnusedDefinitions.run(statements, in: sources)
        }
        diagnostics = diagnostics.inOrderOfPlaces
        return diagnostics.hasErrors ? nil : policy
    }

    // MARK: Definitions

    private mutating func collectDefinitions() {
        for statement in statements {
            switch statement.kind {
            case .policy(let name):
                if isFirst("policy", statement.span) { policy.name = name.value }
            case .scope(let scope):
                if isFirst("scope", statement.span) { policy.scope = scope.value }
            case .counters(let mode):
                if isFirst("counters", statement.span) { policy.counters = mode.value }
            case .hookPriority(let priority):
                if isFirst("hook-priority", statement.span) { policy.hookPriority = priority.value }
            case .defineClass(let name, let marking):
                defineClass(name, marking)
            case .brokenClass(let name):
                brokenClasses.insert(name)
            case .reserved(let feature):
                _ = feature.value == "serial" ? isFirst("serial", statement.span) : true
                unsupported(feature.value, feature.span)
            default:
                continue
            }
        }
    }

    private mutating func defineClass(_ name: Located<String>, _ marking: Marking) {
        if let first = classes[name.value] {
            duplicate("class", name, first: first.span)
            return
        }
        let new = PolicyClass(name: name.value, marking: marking, span: name.span)
        classes[name.value] = new
        policy.classes.append(new)
    }

    private mutating func resolveSets() -> FieldReader {
        var definitions: [String: (syntax: SetSyntax, span: SourceSpan)] = [:]
        var order: [String] = []
        let broken = statements.compactMap { if case .brokenSet(let name) = $0.kind { name } else { nil } }
        for statement in statements {
            guard case .defineSet(let name, let syntax) = statement.kind else { continue }
            if let first = definitions[name.value] {
                duplicate("set", name, first: first.span)
                continue
            }
            definitions[name.value] = (syntax, name.span)
            order.append(name.value)
        }
        var resolver = SetResolver(definitions: definitions, broken: Set(broken), files: setFiles)
        resolver.resolveAll(in: order)
        diagnostics += resolver.diagnostics
        sources = setFiles.sources
        policy.sets = order.compactMap { resolver.resolved[$0] }
        return FieldReader(sets: resolver.resolved, definedSets: Set(order + broken))
    }

    // MARK: Rules

    private mutating func buildRules(_ reader: FieldReader) {
        var reader = reader
        for statement in statements {
            switch statement.kind {
            case .rule(let syntax):
                buildRule(syntax, statement.span, &reader)
            case .defaultAction(let syntax):
                guard isFirst("default", statement.span) else { continue }
                policy.defaultSpan = statement.span
                if let action = action(syntax) { policy.defaultAction = action }
            default:
                continue
            }
        }
        diagnostics += reader.diagnostics
    }

    private mutating func buildRule(_ syntax: RuleSyntax, _ span: SourceSpan, _ reader: inout FieldReader) {
        if let first = ruleSpans[syntax.name.value] {
            duplicate("rule", syntax.name, first: first)
        }
        ruleSpans[syntax.name.value] = syntax.name.span
        var matches: [FieldMatch] = []
        matches.reserveCapacity(syntax.matches.count)
        for (index, match) in syntax.matches.enumerated() {
            let field = match.field.value
            if syntax.matches[..<index].contains(where: { $0.field.value == field }) {
                report(
                    .duplicate, "'\(field.rawValue)' stands twice in rule '\(syntax.name.value)'", match.field.span,
                    hint: "several values stand in braces: \(field.rawValue) { A B }")
            }
            if !field.isSupported, !syntax.isDisabled { unsupported(field.rawValue, match.field.span) }
            if let read = reader.read(match) { matches.append(read) }
        }
        if !syntax.isDisabled {
            for feature in syntax.reserved { unsupported(feature.value, feature.span) }
        }
        let action = action(syntax.action)
        guard matches.count == syntax.matches.count, let action else { return }
        let rule = PolicyRule(
            name: syntax.name.value, matches: matches, action: action, isEnabled: !syntax.isDisabled, span: span,
            nameSpan: syntax.name.span, written: syntax.matches)
        checkPorts(rule)
        checkSize(rule)
        if let finding = PolicyChecks.neverMatching(rule, policy.scope) { warnings.append(finding) }
        policy.rules.append(rule)
    }

    private mutating func action(_ syntax: ActionSyntax) -> PolicyAction? {
        switch syntax {
        case .keep: return .keep
        case .set(let marking, _): return .set(marking)
        case .useClass(let name):
            if let known = classes[name.value] { return .useClass(name.value, known.marking) }
            guard !brokenClasses.contains(name.value) else { return nil }
            report(
                .undefined, "there is no class '\(name.value)'", name.span,
                hint: classNames.nearest(to: name.value).map { "did you mean '\($0)'?" })
            return nil
        }
    }

    /// Ports with a listed protocol that has none.
    private mutating func checkPorts(_ rule: PolicyRule) {
        guard rule.needsPorts, let proto = rule.match(on: .proto), !proto.isNegated,
            case .protocols(let listed) = proto.values, let port = rule.match(on: .dport) ?? rule.match(on: .sport)
        else { return }
        for interval in listed.intervals {
            for number in interval where !ProtocolNames.hasPorts(number) {
                let name = ProtocolNames.name(number) ?? String(number)
                report(
                    .noPorts, "proto \(name) has no ports, so '\(port.field.rawValue)' can never hold with it",
                    proto.span,
                    hint: "ports go with tcp, udp, udplite, sctp and dccp")
                return
            }
        }
    }

    /// Lists of patterns, masks and names multiply.
    private mutating func checkSize(_ rule: PolicyRule) {
        guard rule.isEnabled else { return }
        if RuleLowering.longestVariant(rule) > RuleLowering.expressionLimit {
            report(
                .tooLarge, "rule '\(rule.name)' has more conditions than one kernel rule holds", rule.nameSpan,
                hint: "shorten its negated lists, or put a keep rule for their values before it")
            return
        }
        guard RuleLowering.variantCount(rule) > RuleLowering.variantLimit else { return }
        report(
            .tooLarge,
            "rule '\(rule.name)' needs more than \(RuleLowering.variantLimit) kernel rules: its lists multiply",
            rule.nameSpan, hint: "split it into several rules, or use fewer wildcards, masks and names")
    }

    // MARK: Links, PCPs, expectations

    private mutating func buildLinks() {
        var seen: [String: SourceSpan] = [:]
        for statement in statements {
            guard case .link(let link) = statement.kind else { continue }
            let key = "\(link.interface.value) \(link.form.keyword)"
            if let first = seen[key] {
                report(.duplicate, "'link \(key)' stands twice; first at \(place(first))", statement.span)
            }
            seen[key] = statement.span
            policy.links.append(link)
        }
    }

    /// A priority can have one PCP only, since a link's map goes from priority to PCP.
    private mutating func checkPCPs() {
        var stated: [PacketPriority: (pcp: PriorityCodePoint, owner: String)] = [:]
        for (owner, marking, span) in policy.statedMarkings {
            guard let pcp = marking.pcp, let priority = marking.priority else { continue }
            if let first = stated[priority], first.pcp != pcp {
                report(
                    .conflictingPCP,
                    "\(owner) wants PCP \(pcp) for priority \(priority), but \(first.owner) wants PCP \(first.pcp)",
                    span,
                    hint: "give one of them another priority")
            } else if stated[priority] == nil {
                stated[priority] = (pcp, owner)
            }
        }
    }

    /// Beside links, a stated priority must not look like a token.
    private mutating func checkTokens() {
        guard !policy.links.isEmpty else { return }
        for (owner, marking, span) in policy.statedMarkings {
            guard let priority = marking.statedPriority, PriorityToken.isToken(priority) else { continue }
            report(
                .outOfRange, "\(owner) has priority \(priority), and links use 5100:0 to 51ff:ffff for themselves",
                span,
                hint: "give it a priority outside that range")
        }
    }

    private mutating func buildExpectations() {
        for statement in statements {
            guard case .expect(let target, let words) = statement.kind else { continue }
            do throws(PacketError) {
                let packet = try PacketParser.parse(words)
                policy.expectations.append(
                    Expectation(
                        rule: target.value == "default" ? nil : target.value, packet: packet, span: statement.span,
                        ruleSpan: target.span))
            } catch {
                report(.packet, error.message, error.span ?? statement.span, hint: error.hint)
            }
        }
    }

    // MARK: Reporting

    private mutating func isFirst(_ word: String, _ span: SourceSpan) -> Bool {
        if let first = once[word] {
            report(.duplicate, "'\(word)' stands once in a policy; first at \(place(first))", span)
            return false
        }
        once[word] = span
        return true
    }

    private mutating func duplicate(_ what: String, _ name: Located<String>, first: SourceSpan) {
        report(.duplicate, "\(what) '\(name.value)' is defined twice; first at \(place(first))", name.span)
    }

    private mutating func unsupported(_ feature: String, _ span: SourceSpan) {
        report(.unsupported, "not supported yet: \(feature)", span)
    }

    private func place(_ span: SourceSpan) -> String {
        let position = sources.position(of: span)
        return "\(position.path):\(position.line)"
    }

    private mutating func report(_ code: DiagnosticCode, _ message: String, _ span: SourceSpan, hint: String? = nil) {
        diagnostics.append(Diagnostic(.error, code, message, at: span, hint: hint))
    }
}
