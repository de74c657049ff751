/// Reads the values of one field: words and strings to intervals, names and patterns.
///
/// Adding a match field: its values are read here.
struct FieldReader {
    /// The contents of a set, once it is resolved; nil for an unknown or broken one.
    let sets: [String: PolicySet]
    /// Names that are defined, also those of broken sets, so that one mistake is one error.
    let definedSets: Set<String>
    private(set) var diagnostics: [Diagnostic] = []
    private lazy var setNames = NearestNames(definedSets)
    /// Whether bad values are compared with what other tools write. Comparing reads values itself, without.
    private let explainsValues: Bool
    /// Of the field that is being read.
    private var isNegated = false

    init(sets: [String: PolicySet], definedSets: Set<String>, explainsValues: Bool = true) {
        self.sets = sets
        self.definedSets = definedSets
        self.explainsValues = explainsValues
    }

    /// Nil when something is wrong; the diagnostics say what.
    mutating func read(_ syntax: MatchSyntax) -> FieldMatch? {
        let errorsBefore = diagnostics.count
        isNegated = syntax.isNegated
        let values = values(of: syntax)
        if diagnostics.count > errorsBefore + 1,
            diagnostics[errorsBefore...].allSatisfy({ $0.hint?.hasSuffix(ForeignValue.withoutSemicolon) == true })
        {
            // A list with semicolons is one mistake.
            diagnostics.removeSubrange((errorsBefore + 1)...)
        }
        guard let values, diagnostics.count == errorsBefore else { return nil }
        return FieldMatch(
            field: syntax.field.value, isNegated: syntax.isNegated, values: values, setName: onlySet(syntax.values),
            span: syntax.span)
    }

    private mutating func values(of syntax: MatchSyntax) -> MatchValues? {
        let field = syntax.field.value
        let values = syntax.values
        switch field {
        case .family:
            return .families(
                Set(each(values, plain: field) { value throws(ValueError) in try ValueParser.family(value) }))
        case .proto:
            let numbers = each(values, plain: field) { value throws(ValueError) in try ValueParser.proto(value) }
            return .protocols(IntervalSet(numbers.map { $0...$0 }))
        case .saddr, .daddr:
            return .addresses(addresses(values, field: field))
        case .sport, .dport:
            return .ports(ports(values, field: field))
        case .iif, .oif:
            return .interfaces(
                each(values, of: field) { value throws(ValueError) in
                    let text = ValueParser.string(value)
                    guard let pattern = InterfacePattern(text) else {
                        let hint = text.contains("*") ? "* stands at the end only" : "at most 15 bytes, without / and :"
                        throw ValueError(.badValue, "'\(text)' is no interface name", hint: hint)
                    }
                    return pattern
                })
        case .user, .group:
            return .owners(owners(values, field: field))
        case .dscp:
            return .dscps(
                IntervalSet(
                    each(values, plain: field) { value throws(ValueError) in
                        try ValueParser.dscpRange(value)
                    }))
        case .mark:
            return .marks(marks(values, field: field))
        case .cgroup, .unit:
            for value in values where !value.isString && !refusesReference(value) {
                report(
                    .badValue, "expected \(field.rawValue) in quotes, found '\(value.string)'", value.span,
                    hint: "\(field.rawValue) \"\(value.string)\"")
            }
            return .names(values.map(\.string))
        case .app:
            for value in values where !refusesReference(value) {
                if let problem = PolicyName.problem(value.string) {
                    report(.badName, "'\(value.string)' is no name: \(problem)", value.span)
                }
            }
            return .names(values.map(\.string))
        }
    }

    // MARK: Kinds of values

    private mutating func addresses(_ values: [ValueSyntax], field: MatchField) -> AddressSet {
        var builder = AddressSetBuilder()
        for value in values {
            if let name = setReference(value) {
                switch set(name, value.span)?.contents {
                case .addresses(let set): builder.insert(set)
                case .ports:
                    report(.mixedSet, "set '\(name)' holds ports; \(field.rawValue) needs addresses", value.span)
                case nil: break
                }
            } else if let address = plain(
                value, field: field, { value throws(ValueError) in try ValueParser.address(value) })
            {
                builder.insert(address.family, address.lower, address.upper)
            }
        }
        return builder.set()
    }

    private mutating func ports(_ values: [ValueSyntax], field: MatchField) -> IntervalSet<UInt16> {
        var ranges: [ClosedRange<UInt16>] = []
        for value in values {
            if let name = setReference(value) {
                switch set(name, value.span)?.contents {
                case .ports(let set): ranges += set.intervals
                case .addresses:
                    report(.mixedSet, "set '\(name)' holds addresses; \(field.rawValue) needs ports", value.span)
                case nil: break
                }
            } else if let range = plain(
                value, field: field, { value throws(ValueError) in try ValueParser.port(value) })
            {
                ranges.append(range)
            }
        }
        return IntervalSet(ranges)
    }

    private mutating func owners(_ values: [ValueSyntax], field: MatchField) -> OwnerSet {
        var ids: [ClosedRange<UInt32>] = []
        var names: [String] = []
        // By bytes: to Swift two ways to write é are one string, to the kernel's users they are not.
        var seen: Set<[UInt8]> = []
        for owner in each(values, of: field, { value throws(ValueError) in try ValueParser.owner(value, field: field) })
        {
            switch owner {
            case .ids(let range): ids.append(range)
            case .name(let name): if seen.insert(Array(name.utf8)).inserted { names.append(name) }
            }
        }
        return OwnerSet(ids: IntervalSet(ids), names: names)
    }

    private mutating func marks(_ values: [ValueSyntax], field: MatchField) -> MarkSet {
        var exact: [ClosedRange<UInt32>] = []
        var masked: [MaskedMark] = []
        var seen: Set<MaskedMark> = []
        for mark in each(values, plain: field, { value throws(ValueError) in try ValueParser.mark(value) }) {
            switch mark {
            case .range(let range): exact.append(range)
            case .masked(let mark): if seen.insert(mark).inserted { masked.append(mark) }
            }
        }
        return MarkSet(exact: IntervalSet(exact), masked: masked)
    }

    // MARK: Helpers

    /// Reads each value; the broken ones become diagnostics.
    private mutating func each<Value>(
        _ values: [ValueSyntax], of field: MatchField, _ read: (ArraySlice<UInt8>) throws(ValueError) -> Value
    ) -> [Value] {
        var results: [Value] = []
        results.reserveCapacity(values.count)
        for value in values {
            guard !refusesReference(value) else { continue }
            if let refusal = ForeignValue.refusal(value, field: field) {
                report(refusal.code, refusal.message, value.span, hint: refusal.hint)
                continue
            }
            do throws(ValueError) {
                results.append(try read(value.text))
            } catch {
                report(error, value, field: field)
            }
        }
        return results
    }

    /// As `each`, for fields whose values are never in quotes.
    private mutating func each<Value>(
        _ values: [ValueSyntax], plain field: MatchField, _ read: (ArraySlice<UInt8>) throws(ValueError) -> Value
    ) -> [Value] {
        values.compactMap { plain($0, field: field, read) }
    }

    private mutating func plain<Value>(
        _ value: ValueSyntax, field: MatchField, _ read: (ArraySlice<UInt8>) throws(ValueError) -> Value
    ) -> Value? {
        guard !value.isString else {
            report(
                .badValue, "\(field.rawValue) takes no string", value.span, hint: "write \(value.string) without quotes"
            )
            return nil
        }
        guard !refusesReference(value, field: field) else { return nil }
        do throws(ValueError) {
            return try read(value.text)
        } catch {
            report(error, value, field: field)
            return nil
        }
    }

    /// `$NAME` anywhere, and `@NAME` where no set can stand.
    private mutating func refusesReference(_ value: ValueSyntax, field: MatchField? = nil) -> Bool {
        guard !value.isString, let first = value.text.first else { return false }
        if first == UInt8(ascii: "$") {
            report(
                .unsupported, "not supported yet: variables ('\(value.string)')", value.span,
                hint: field.flatMap { ForeignValue.setHint(value, field: $0) })
            return true
        }
        if first == UInt8(ascii: "@") {
            report(.badValue, "'\(value.string)': sets hold addresses or ports only", value.span)
            return true
        }
        return false
    }

    private func setReference(_ value: ValueSyntax) -> String? {
        guard !value.isString, value.text.first == UInt8(ascii: "@") else { return nil }
        return String(decoding: value.text.dropFirst(), as: UTF8.self)
    }

    private mutating func set(_ name: String, _ span: SourceSpan) -> PolicySet? {
        if let set = sets[name] { return set }
        if !definedSets.contains(name) {
            report(
                .undefined, "there is no set '\(name)'", span,
                hint: setNames.nearest(to: name).map { "did you mean '@\($0)'?" })
        }
        return nil
    }

    private func onlySet(_ values: [ValueSyntax]) -> String? {
        guard values.count == 1, let value = values.first else { return nil }
        return setReference(value)
    }

    private mutating func report(_ error: ValueError, _ value: ValueSyntax, field: MatchField) {
        let error =
            value.isString || !explainsValues
            ? error : ForeignValue.explained(error, value.string, field: field, isNegated: isNegated)
        report(error.code, error.message, value.span, hint: error.hint)
    }

    private mutating func report(_ code: DiagnosticCode, _ message: String, _ span: SourceSpan, hint: String? = nil) {
        diagnostics.append(Diagnostic(.error, code, message, at: span, hint: hint))
    }
}
