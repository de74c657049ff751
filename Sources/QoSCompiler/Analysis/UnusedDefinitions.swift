/// Classes and sets that nothing names.
enum UnusedDefinitions {
    /// A disabled rule uses what it names. A class is worth a note only: classes are a palette, and count for automatic maps
    /// of links. So is a set of an included file, which may be meant for several policies.
    static func run(_ statements: [Statement], in sources: SourceMap) -> [Diagnostic] {
        var classes: Set<String> = []
        var sets: Set<ArraySlice<UInt8>> = []
        func use(_ values: [ValueSyntax]) {
            for value in values where !value.isString && value.text.first == UInt8(ascii: "@") {
                sets.insert(value.text.dropFirst())
            }
        }
        func use(_ action: ActionSyntax) {
            if case .useClass(let name) = action { classes.insert(name.value) }
        }
        for statement in statements {
            switch statement.kind {
            case .rule(let rule):
                use(rule.action)
                for match in rule.matches { use(match.values) }
            case .defaultAction(let action): use(action)
            case .defineSet(_, .list(let values, _)): use(values)
            default: continue
            }
        }
        return statements.compactMap { statement in
            switch statement.kind {
            case .defineClass(let name, _) where !classes.contains(name.value):
                Diagnostic(.note, .unused, "class '\(name.value)' is not used", at: name.span)
            case .defineSet(let name, _) where !sets.contains(Array(name.value.utf8)[...]):
                Diagnostic(
                    sources.include(of: Int(name.span.file)) == nil ? .warning : .note, .unused,
                    "set '\(name.value)' is not used", at: name.span)
            default: nil
            }
        }
    }
}
