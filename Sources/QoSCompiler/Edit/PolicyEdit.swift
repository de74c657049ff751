/// Edits of a policy's text that leave everything else as it is: comments, blank lines, includes.
///
/// A rule is its lines, with the comment on them, and the comment lines directly above; in JSON, its object.
public struct PolicyEdit {
    let policy: Policy
    let sources: SourceMap

    public init(_ policy: Policy, sources: SourceMap) {
        self.policy = policy
        self.sources = sources
    }

    /// Takes a rule out.
    public func removing(_ name: String) throws(EditError) -> EditedFiles {
        let rule = try rule(named: name)
        let file = Int(rule.span.file)
        var text = try text(of: file)
        text.remove(text.block(at: rule.span, in: sources))
        return EditedFiles(bytes: [file: text.bytes])
    }

    /// Moves a rule; nil when it is there already.
    public func moving(_ name: String, to place: RulePlace) throws(EditError) -> EditedFiles? {
        let rule = try rule(named: name)
        guard let target = try target(for: rule, place) else { return nil }
        let (file, anchorFile) = (Int(rule.span.file), Int(target.rule.span.file))
        var from = try text(of: file)
        let source = from.block(at: rule.span, in: sources)
        guard file == anchorFile else {
            var into = try text(of: anchorFile)
            let moved = try translated(from.text(of: source), from: from.format, to: into.format)
            let anchor = into.block(at: target.rule.span, in: sources)
            into.insert(moved, at: target.isAfter ? anchor.upperBound : anchor.lowerBound)
            from.remove(source)
            return EditedFiles(bytes: [file: from.bytes, anchorFile: into.bytes])
        }
        let anchor = from.block(at: target.rule.span, in: sources)
        let insertion = target.isAfter ? anchor.upperBound : anchor.lowerBound
        let moved = from.text(of: source)
        if insertion <= source.lowerBound {
            from.remove(source)
            from.insert(moved, at: insertion)
        } else {
            from.insert(moved, at: insertion)
            from.remove(source)
        }
        return EditedFiles(bytes: [file: from.bytes])
    }

    /// Puts a new text in the place of a file's, which has to be what it was made from; nil when it says the same.
    public func replacing(_ file: Int?, _ old: [UInt8], with new: [UInt8]) throws(EditError) -> EditedFiles? {
        guard let file, sources.files.indices.contains(file) else { throw EditError("the policy has no such file") }
        guard sources.files[file].bytes == old else {
            throw EditError("'\(sources.files[file].path)' has changed since the edit began")
        }
        return old == new ? nil : EditedFiles(bytes: [file: new])
    }

    /// The rules that a move passes over and that may take the same packets with another marking: what the move means.
    public func passedOver(moving name: String, in edited: Policy) -> [String] {
        guard let from = policy.ruleIndex(named: name), let to = edited.ruleIndex(named: name) else { return [] }
        let rule = policy.rules[from]
        guard rule.isEnabled else { return [] }
        let space = RuleSpace(rule)
        let passed = (from < to ? (from + 1)..<(to + 1) : to..<from).clamped(to: policy.rules.indices).map {
            policy.rules[$0]
        }
        return passed.filter { other in
            other.isEnabled && !other.action.marking.marksLike(rule.action.marking)
                && !space.isDisjoint(with: RuleSpace(other))
        }.map(\.name)
    }

    // MARK: Finding places

    func rule(named name: String) throws(EditError) -> PolicyRule {
        guard let index = policy.ruleIndex(named: name) else {
            let hint = Suggestion.text(for: name, among: policy.rules.map(\.name)).map { "; " + $0 } ?? ""
            throw EditError("there is no rule '\(name)'\(hint)")
        }
        return policy.rules[index]
    }

    private func target(
        for rule: PolicyRule, _ place: RulePlace
    ) throws(EditError) -> (rule: PolicyRule, isAfter: Bool)? {
        try check(place, for: rule)
        let others = policy.rules.filter { $0.name != rule.name }
        guard let from = policy.ruleIndex(named: rule.name), let first = others.first, let last = others.last else {
            return nil
        }
        switch place {
        case .before(let name):
            let to = try self.rule(named: name)
            return policy.ruleIndex(named: name) == from + 1 ? nil : (to, false)
        case .after(let name):
            let to = try self.rule(named: name)
            return policy.ruleIndex(named: name) == from - 1 ? nil : (to, true)
        case .position(let position):
            if position == from + 1 { return nil }
            return position <= others.count && position < from + 1
                ? (others[position - 1], false) : (others[position - 2], true)
        case .first: return from == 0 ? nil : (first, false)
        case .last: return from == policy.rules.count - 1 ? nil : (last, true)
        }
    }

    /// Places that are none, whether or not there is anything to move past.
    func check(_ place: RulePlace, for rule: PolicyRule) throws(EditError) {
        switch place {
        case .before(let name):
            guard name != rule.name else { throw EditError("a rule cannot go before itself") }
            _ = try self.rule(named: name)
        case .after(let name):
            guard name != rule.name else { throw EditError("a rule cannot go after itself") }
            _ = try self.rule(named: name)
        case .position(let position):
            guard (1...policy.rules.count).contains(position) else {
                throw EditError("there is no position \(position): the policy has \(policy.rules.count) rules")
            }
        case .first, .last:
            break
        }
    }

    func text(of file: Int) throws(EditError) -> EditableText {
        guard let text = EditableText(sources.files[file]) else {
            throw EditError("'\(sources.files[file].path)' cannot be edited")
        }
        return text
    }

    /// A rule that moves between a file of the language and one in JSON changes its form.
    private func translated(
        _ text: [ArraySlice<UInt8>], from old: PolicyFormat, to new: PolicyFormat
    ) throws(EditError) -> [ArraySlice<UInt8>] {
        guard old != new else { return text }
        let source =
            switch old {
            case .qos: Array(text.joined())
            case .json: Array("{\"schema\":1,\"statements\":[".utf8) + text.joined() + Array("]}".utf8)
            }
        let document = PolicyDocument.read(SourceFile(path: "rule.\(old.rawValue)", bytes: source)).document
        let rules = (document?.items ?? []).compactMap { item in
            if case .statement(let statement) = item { statement } else { nil }
        }
        guard let first = rules.first, rules.count == 1, let rule = RuleText(first) else {
            throw EditError("the rule cannot be written in \(new.rawValue)")
        }
        return rule.pieces(in: new)
    }
}
