/// Where a rule goes.
public enum RulePlace: Hashable, Sendable {
    case before(String)
    case after(String)
    /// The position it has afterwards, from 1; disabled and included rules count.
    case position(Int)
    case first
    case last
}

/// Why an edit cannot be done. Nothing has changed then.
public struct EditError: Error, Hashable, Sendable, CustomStringConvertible {
    public var message: String

    public init(_ message: String) {
        self.message = message
    }

    public var description: String { message }
}

/// The files that an edit changes: index in the policy's source map, and the new bytes.
public struct EditedFiles: Sendable {
    public var bytes: [Int: [UInt8]]
}

/// Edits of a policy's text that leave everything else as it is: comments, blank lines, includes.
///
/// A rule is its lines, with the comment on them, and the comment lines directly above.
public struct PolicyEdit {
    private let policy: Policy
    private let sources: SourceMap

    public init(_ policy: Policy, sources: SourceMap) {
        self.policy = policy
        self.sources = sources
    }

    /// Takes a rule out.
    public func removing(_ name: String) throws(EditError) -> EditedFiles {
        let rule = try rule(named: name)
        let block = try block(of: rule)
        var lines = Lines(sources.files[block.file].bytes)
        lines.remove(block.lines)
        return EditedFiles(bytes: [block.file: lines.bytes])
    }

    /// Moves a rule; nil when it is there already.
    public func moving(_ name: String, to place: RulePlace) throws(EditError) -> EditedFiles? {
        let rule = try rule(named: name)
        guard let target = try target(for: rule, place) else { return nil }
        let source = try block(of: rule)
        let anchor = try block(of: target.rule)
        var from = Lines(sources.files[source.file].bytes)
        let moved = from.terminated(source.lines)
        let insertion = target.isAfter ? anchor.lines.upperBound : anchor.lines.lowerBound
        guard source.file == anchor.file else {
            from.remove(source.lines)
            var into = Lines(sources.files[anchor.file].bytes)
            into.insert(moved, at: insertion)
            return EditedFiles(bytes: [source.file: from.bytes, anchor.file: into.bytes])
        }
        if insertion <= source.lines.lowerBound {
            from.remove(source.lines)
            from.insert(moved, at: insertion)
        } else {
            from.insert(moved, at: insertion)
            from.remove(source.lines)
        }
        return EditedFiles(bytes: [source.file: from.bytes])
    }

    /// The rules that a move passes over and that may take the same packets with another marking: what the move means.
    public func passedOver(moving name: String, in edited: Policy) -> [String] {
        guard let from = policy.ruleIndex(named: name), let to = edited.ruleIndex(named: name) else { return [] }
        let rule = policy.rules[from]
        guard rule.isEnabled else { return [] }
        let space = RuleSpace(rule)
        let passed = from < to ? policy.rules[(from + 1)...to] : policy.rules[to..<from]
        return passed.filter { other in
            other.isEnabled && !other.action.marking.marksLike(rule.action.marking)
                && !space.isDisjoint(with: RuleSpace(other))
        }.map(\.name)
    }

    // MARK: Finding places

    private func rule(named name: String) throws(EditError) -> PolicyRule {
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
    private func check(_ place: RulePlace, for rule: PolicyRule) throws(EditError) {
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

    /// The lines of a rule, with its comment lines.
    private func block(of rule: PolicyRule) throws(EditError) -> (file: Int, lines: Range<Int>) {
        let file = Int(rule.span.file)
        let lines = Lines(sources.files[file].bytes)
        let own = sources.lines(of: rule.span)
        var first = own.lowerBound
        while first > 0, lines.isComment(first - 1) { first -= 1 }
        return (file, first..<(own.upperBound + 1))
    }

    /// A file as lines, each with its line end.
    private struct Lines {
        private var lines: [ArraySlice<UInt8>]
        /// How the file ends its lines, going by the first.
        private let lineEnd: [UInt8]

        init(_ bytes: [UInt8]) {
            lines = []
            let first = bytes.firstIndex(of: UInt8(ascii: "\n")) ?? 0
            lineEnd = first > 0 && bytes[first - 1] == UInt8(ascii: "\r") ? [0x0d, 0x0a] : [0x0a]
            var start = 0
            while start < bytes.count {
                let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? bytes.count
                lines.append(bytes[start..<end])
                start = end
            }
        }

        var bytes: [UInt8] { Array(lines.joined()) }

        func isComment(_ index: Int) -> Bool {
            lines[index].first { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") } == UInt8(ascii: "#")
        }

        mutating func remove(_ range: Range<Int>) {
            lines.removeSubrange(range.clamped(to: lines.indices))
        }

        /// The lines of a range, the last one with a line end even where the file has none.
        func terminated(_ range: Range<Int>) -> [ArraySlice<UInt8>] {
            var block = Array(lines[range.clamped(to: lines.indices)])
            if let last = block.last, last.last != UInt8(ascii: "\n") {
                block[block.count - 1] = last + lineEnd
            }
            return block
        }

        mutating func insert(_ block: [ArraySlice<UInt8>], at index: Int) {
            let place = min(index, lines.count)
            if place > 0, lines[place - 1].last != UInt8(ascii: "\n") { lines[place - 1] += lineEnd }
            lines.insert(contentsOf: block, at: place)
        }
    }
}
