/// Resolves `set` statements, which may name each other in any order.
struct SetResolver {
    private let definitions: [String: (syntax: SetSyntax, span: SourceSpan)]
    private let loader: PolicyLoader.SetFiles
    private(set) var resolved: [String: PolicySet] = [:]
    private var failed: Set<String> = []
    private var active: [String] = []
    private(set) var diagnostics: [Diagnostic] = []
    private lazy var setNames = NearestNames(definitions.keys)

    /// `broken` are the names of sets that could not be read at all.
    init(
        definitions: [String: (syntax: SetSyntax, span: SourceSpan)], broken: Set<String>, files: PolicyLoader.SetFiles
    ) {
        self.definitions = definitions
        failed = broken.subtracting(definitions.keys)
        loader = files
    }

    mutating func resolveAll(in order: [String]) {
        for name in order {
            // What a set names is resolved before it, without recursion; only a cycle is met on the way.
            var pending = [(name: name, references: references(of: name)[...])]
            var seen: Set<String> = [name]
            while let last = pending.indices.last {
                if let next = pending[last].references.popFirst() {
                    if seen.insert(next).inserted { pending.append((next, references(of: next)[...])) }
                } else {
                    _ = resolve(pending.removeLast().name, from: nil)
                }
            }
        }
    }

    /// The sets that a set names and that are still to be resolved.
    private func references(of name: String) -> [String] {
        guard resolved[name] == nil, !failed.contains(name), case .list(let values, _)? = definitions[name]?.syntax
        else {
            return []
        }
        return values.filter { !$0.isString && $0.text.first == UInt8(ascii: "@") }
            .map { String(decoding: $0.text.dropFirst(), as: UTF8.self) }
            .filter { definitions[$0] != nil && resolved[$0] == nil }
    }

    private mutating func resolve(_ name: String, from span: SourceSpan?) -> PolicySet? {
        if let known = resolved[name] { return known }
        guard !failed.contains(name) else { return nil }
        guard let definition = definitions[name] else {
            report(
                .undefined, "there is no set '\(name)'", span,
                hint: setNames.nearest(to: name).map { "did you mean '@\($0)'?" })
            return nil
        }
        if active.contains(name) {
            report(.setCycle, "set '\(name)' holds itself: \((active + [name]).joined(separator: " -> "))", span)
            failed.formUnion(active)
            return nil
        }
        guard active.count < PolicyFileLimit.nesting else {
            // Sets are resolved after those that they name, so that only a circle gets here.
            report(.setCycle, "set '\(name)' holds itself, over more than \(PolicyFileLimit.nesting) others", span)
            failed.formUnion(active)
            return nil
        }
        active.append(name)
        defer { active.removeLast() }
        let errorsBefore = diagnostics.count
        let contents: PolicySet.Contents?
        switch definition.syntax {
        case .list(let values, _):
            contents = read(values, setName: name)
        case .file(let path):
            let file = loader.contents(path)
            diagnostics += file.diagnostics
            contents = file.contents
        }
        guard let contents, diagnostics.count == errorsBefore, !failed.contains(name) else {
            failed.insert(name)
            return nil
        }
        let set = PolicySet(name: name, contents: contents, span: definition.span)
        resolved[name] = set
        return set
    }

    private mutating func read(_ values: [ValueSyntax], setName: String) -> PolicySet.Contents? {
        if let first = values.first, ForeignStatement.describesSet(values) {
            report(
                .badValue, "'\(first.string)' is neither an address nor a port", first.span,
                hint: "a set has its elements only: set \(setName) { … }")
            return nil
        }
        var elements = SetElements()
        for value in values {
            if value.isString {
                report(.badValue, "sets hold addresses or ports, not strings", value.span)
            } else if value.text.first == UInt8(ascii: "$") {
                report(.unsupported, "not supported yet: variables ('\(value.string)')", value.span)
            } else if value.text.first == UInt8(ascii: "@") {
                let name = String(decoding: value.text.dropFirst(), as: UTF8.self)
                guard let set = resolve(name, from: value.span) else {
                    failed.insert(setName)
                    continue
                }
                add(value.span, to: &elements) { elements throws(ValueError) in try elements.insert(set.contents) }
            } else {
                add(value.span, to: &elements) { elements throws(ValueError) in
                    do throws(ValueError) {
                        try elements.insert(value.text)
                    } catch {
                        throw ForeignValue.explained(error, value.string, field: nil)
                    }
                }
            }
        }
        return elements.contents
    }

    private mutating func add(
        _ span: SourceSpan, to elements: inout SetElements, _ insert: (inout SetElements) throws(ValueError) -> Void
    ) {
        do throws(ValueError) {
            try insert(&elements)
        } catch {
            report(error.code, error.message, span, hint: error.hint)
        }
    }

    private mutating func report(_ code: DiagnosticCode, _ message: String, _ span: SourceSpan?, hint: String? = nil) {
        diagnostics.append(Diagnostic(.error, code, message, at: span, hint: hint))
    }
}

/// Elements of a set as they come in. The first one decides between addresses and ports.
struct SetElements {
    private var addresses = AddressSetBuilder()
    private var ports: [ClosedRange<UInt16>] = []
    private var holdsAddresses: Bool?

    /// Nil while there is none.
    var contents: PolicySet.Contents? {
        switch holdsAddresses {
        case true?: .addresses(addresses.set())
        case false?: .ports(IntervalSet(ports))
        case nil: nil
        }
    }

    mutating func insert(_ text: ArraySlice<UInt8>) throws(ValueError) {
        if ValueParser.looksLikeAddress(text) {
            try decide(addresses: true)
            let value = try ValueParser.address(text)
            addresses.insert(value.family, value.lower, value.upper)
        } else {
            let range: ClosedRange<UInt16>
            do throws(ValueError) {
                range = try ValueParser.port(text)
            } catch {
                guard error.code == .badValue, holdsAddresses != false else { throw error }
                throw ValueError(
                    .badValue, "'\(ValueParser.string(text))' is neither an address nor a port",
                    hint: "addresses, prefixes and ranges, or ports; names are not looked up")
            }
            try decide(addresses: false)
            ports.append(range)
        }
    }

    mutating func insert(_ contents: PolicySet.Contents) throws(ValueError) {
        switch contents {
        case .addresses(let set):
            try decide(addresses: true)
            addresses.insert(set)
        case .ports(let set):
            try decide(addresses: false)
            ports += set.intervals
        }
    }

    private mutating func decide(addresses: Bool) throws(ValueError) {
        if let holdsAddresses, holdsAddresses != addresses {
            throw ValueError(.mixedSet, "a set holds addresses or ports, not both")
        }
        holdsAddresses = addresses
    }
}
