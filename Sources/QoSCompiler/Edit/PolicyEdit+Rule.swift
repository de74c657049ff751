/// Adding rules, and changing one rule's text.
extension PolicyEdit {
    /// Puts a new rule in: `rule NAME MATCH… ACTION`, with comment lines above it if you like. Gives the rule's name too.
    public func adding(_ statement: String, at place: RulePlace) throws(EditError) -> (files: EditedFiles, name: String)
    {
        let new = try RuleText(statement)
        let name = new.rule.name.value
        guard policy.ruleIndex(named: name) == nil else {
            throw EditError("there is a rule '\(name)' already; 'set' replaces its body")
        }
        let (file, span, isAfter) = try anchor(forNewRuleAt: place)
        var text = try text(of: file)
        let block = span.map { text.block(at: $0, in: sources) } ?? text.end..<text.end
        let place = isAfter ? block.upperBound : block.lowerBound
        text.insert(new.pieces(in: text.format), at: place)
        return (EditedFiles(bytes: [file: text.bytes], new: new), name)
    }

    /// Replaces a rule's conditions and action, and leaves its name, its comments, and whether it is disabled. Nil when it
    /// says that already.
    public func setting(_ name: String, to body: String) throws(EditError) -> EditedFiles? {
        let rule = try rule(named: name)
        let new = try RuleText(name: name, body: body)
        let isDisabled = new.rule.isDisabled || !rule.isEnabled
        var files = try replacing(rule) { _ in
            Array((new.body + (isDisabled && !new.rule.isDisabled ? " disabled" : "")).utf8)
        } members: { old in
            new.jsonMembers.filter { $0.key != "disabled" } + (isDisabled ? [Self.disabled] : [])
                + old.filter(Self.isComment)
        }
        files?.new = new
        return files
    }

    /// Makes a rule count again; nil when it does.
    public func enabling(_ name: String) throws(EditError) -> EditedFiles? {
        let rule = try rule(named: name)
        guard !rule.isEnabled else { return nil }
        return try replacing(rule) { text in
            let body = text.dropLast("disabled".utf8.count)
            let end = body.lastIndex { ![0x20, 0x09, 0x0a, 0x0d].contains($0) } ?? body.startIndex
            return Array(body[...end])
        } members: { old in
            old.filter { $0.key != "disabled" }
        }
    }

    /// Keeps a rule in the policy, but marks nothing by it; nil when it is disabled.
    public func disabling(_ name: String) throws(EditError) -> EditedFiles? {
        let rule = try rule(named: name)
        guard rule.isEnabled else { return nil }
        return try replacing(rule) { text in
            text + Array(" disabled".utf8)
        } members: { old in
            old.filter { $0.key != "disabled" && !Self.isComment($0) } + [Self.disabled] + old.filter(Self.isComment)
        }
    }

    private static let disabled = JSONMember(key: "disabled", value: .bool(true))

    private static func isComment(_ member: JSONMember) -> Bool { ["comment", "line-comment"].contains(member.key) }

    // MARK: One rule's text

    /// `words` gets the text from the first match field to the statement's end, `members` those of the object in JSON.
    private func replacing(
        _ rule: PolicyRule, words: ([UInt8]) -> [UInt8], members: ([JSONMember]) -> [JSONMember]
    ) throws(EditError) -> EditedFiles? {
        let file = Int(rule.span.file)
        let bytes = sources.files[file].bytes
        var range = Int(rule.span.start)..<Int(rule.span.end)
        let replacement: [UInt8]
        switch PolicyFormat(of: sources.files[file]) {
        case .qos:
            var start = Int(rule.nameSpan.end)
            while start < range.upperBound, bytes[start] == 0x20 || bytes[start] == 0x09 { start += 1 }
            range = start..<max(start, range.upperBound)
            // By bytes: comments in a list may be no UTF-8, and stay as they are.
            replacement = words(Array(bytes[range]))
        case .json:
            let object = SourceFile(path: "rule.json", bytes: Array(bytes[range]))
            guard let node = try? JSONParser.parse(object, index: 0), case .object(let old) = node.value else {
                throw EditError("rule '\(rule.name)' cannot be edited")
            }
            replacement = Array(JSONValue.object(members(old)).spacedText.utf8)
        }
        guard bytes[range] != replacement[...] else { return nil }
        return EditedFiles(bytes: [file: bytes[..<range.lowerBound] + replacement + bytes[range.upperBound...]])
    }

    // MARK: Where a new rule goes

    /// A statement in a file, before or after which it stands; without one, the end of the file.
    private func anchor(
        forNewRuleAt place: RulePlace
    ) throws(EditError) -> (file: Int, span: SourceSpan?, isAfter: Bool) {
        switch place {
        case .before(let name):
            let rule = try rule(named: name)
            return (Int(rule.span.file), rule.span, false)
        case .after(let name):
            let rule = try rule(named: name)
            return (Int(rule.span.file), rule.span, true)
        case .first:
            guard let first = policy.rules.first else { return (0, nil, true) }
            return (Int(first.span.file), first.span, false)
        case .position(let position):
            guard (1...(policy.rules.count + 1)).contains(position) else {
                throw EditError("there is no position \(position): the policy has \(policy.rules.count) rules")
            }
            guard position <= policy.rules.count else { return try anchor(forNewRuleAt: .last) }
            let rule = policy.rules[position - 1]
            return (Int(rule.span.file), rule.span, false)
        case .last:
            guard var span = policy.rules.last?.span else { return (0, nil, true) }
            // Behind the include rather than in the included file: that one may belong to somebody else.
            while let include = sources.include(of: Int(span.file)) { span = include }
            return (Int(span.file), span, true)
        }
    }
}
