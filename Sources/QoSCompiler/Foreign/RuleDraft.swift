/// A rule as it would be written here, put together from another tool's words.
struct RuleDraft {
    /// In the order in which they came.
    private var matches: [(field: MatchField, text: String)] = []
    private var marking: [String: String] = [:]
    /// `keep` or `class NAME`.
    private var wholeAction: String?
    var name: String?
    var isDisabled = false

    /// Nothing longer is a help.
    private static let maximumLength = 200

    var hasMatch: Bool { !matches.isEmpty }
    var isEmpty: Bool { matches.isEmpty && !hasAction }
    var hasAction: Bool { wholeAction != nil || !marking.isEmpty }

    /// Adds a field, when its values can be read; false when not, or when the field has other values already.
    mutating func add(_ field: MatchField, _ values: [String], isNegated: Bool = false) -> Bool {
        guard !values.isEmpty else { return !isNegated }
        let values = values.flatMap { ForeignValue.rewrite($0, field: field) ?? [$0] }
        guard !values.isEmpty else { return !isNegated }
        guard Self.canRead(values, field: field) else { return false }
        let list = values.count == 1 ? values[0] : "{ " + values.joined(separator: " ") + " }"
        let text = (isNegated ? "!= " : "") + list
        if let known = matches.first(where: { $0.field == field }) { return known.text == text }
        matches.append((field, text))
        return true
    }

    /// Adds a part of a marking: `dscp`, `priority` or `pcp`.
    mutating func mark(_ part: String, _ value: String) -> Bool {
        let value = ForeignValue.rewrite(value, marking: part) ?? value
        guard marking[part] == nil || marking[part] == value, Self.canRead(value, marking: part) else { return false }
        marking[part] = value
        return true
    }

    /// `keep` beside a marking is another tool's verdict behind its change of the packet, so the marking stays.
    mutating func act(_ action: String) -> Bool {
        guard wholeAction == nil || wholeAction == action else { return false }
        wholeAction = action
        return true
    }

    /// The last field becomes what is set: `dport 22 dscp ef` without an action.
    mutating func setLastMatch() -> Bool {
        guard !hasAction, let last = matches.last, last.field == .dscp, mark("dscp", last.text) else { return false }
        matches.removeLast()
        return true
    }

    /// `rule NAME …`; nil when it is too long, or contradicts itself.
    func statement(name given: String? = nil) -> String? {
        guard marking.isEmpty || wholeAction == nil || wholeAction == "keep" else { return nil }
        var words = ["rule", given ?? name ?? "NAME"] + matches.map { "\($0.field.rawValue) \($0.text)" }
        if !marking.isEmpty {
            words.append("set")
            for part in ["dscp", "priority", "pcp"] {
                if let value = marking[part] { words.append("\(part) \(value)") }
            }
        } else {
            words.append(wholeAction ?? "ACTION")
        }
        if isDisabled { words.append("disabled") }
        let text = words.joined(separator: " ")
        return text.utf8.count <= Self.maximumLength ? text : nil
    }

    // MARK: Whether a value is one here

    static func canRead(_ values: [String], field: MatchField) -> Bool {
        let syntax = values.map { value in
            let isQuoted = value.hasPrefix("\"") && value.hasSuffix("\"") && value.utf8.count > 1
            let text = isQuoted ? String(value.dropFirst().dropLast()) : value
            return ValueSyntax(text: Array(text.utf8)[...], isString: isQuoted, span: nowhere)
        }
        let names = Set(values.filter { $0.hasPrefix("@") }.map { String($0.dropFirst()) })
        guard names.allSatisfy({ PolicyName.problem($0) == nil }) else { return false }
        var reader = FieldReader(sets: [:], definedSets: names, explainsValues: false)
        return reader.read(
            MatchSyntax(field: Located(field, nowhere), isNegated: false, values: syntax, span: nowhere)) != nil
    }

    static func canRead(_ value: String, marking part: String) -> Bool {
        let text = Array(value.utf8)[...]
        do throws(ValueError) {
            switch part {
            case "dscp": _ = try ValueParser.dscp(text)
            case "priority": _ = try ValueParser.priority(text)
            default: _ = try ValueParser.pcp(text)
            }
            return true
        } catch {
            return false
        }
    }

    private static let nowhere = SourceSpan(file: 0, start: 0, end: 0)
}
