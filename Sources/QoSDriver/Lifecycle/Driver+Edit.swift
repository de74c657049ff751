public import QoSCompiler

/// An edit of a policy: of one rule, or of a file's text.
public enum RuleEdit: Hashable, Sendable {
    case move(rule: String, to: RulePlace)
    case remove(rule: String)
    /// A `rule` statement.
    case add(statement: String, at: RulePlace)
    /// Conditions and action in place of a rule's own.
    case set(rule: String, body: String)
    case enable(rule: String)
    case disable(rule: String)
    /// New text for one file of the policy, the top file or one that it includes (relative to the top file's directory). It
    /// is refused when the file no longer is what the new text was made from.
    case replace(file: String?, from: [UInt8], to: [UInt8])
}

/// What an edit did, or would do.
public struct EditResult: Sendable {
    /// Nil when the edit changes nothing, or was a dry run.
    public var apply: ApplyResult?
    /// Whether the text changes at all.
    public var changesText: Bool
    /// Rules that a moved rule now comes before or after, that can take the same packets, and that mark otherwise.
    public var passedOver: [String]
    /// The change of the text.
    public var textDiff: String
    /// What changes rule by rule.
    public var ruleDiff: RuleDiff
    /// Findings about the edited policy, with their sources.
    public var edited: LoadedPolicy?

    static let unchanged = EditResult(
        apply: nil, changesText: false, passedOver: [], textDiff: "", ruleDiff: RuleDiff(changes: []), edited: nil)
}

extension Driver {
    /// Edits the active policy and the kernel; never the file that it came from.
    ///
    /// `expectations` refuses an edit that breaks an `expect`.
    public func edit(_ edit: RuleEdit, dryRun: Bool, expectations: Bool = true) throws(DriverError) -> EditResult {
        guard !dryRun else {
            try requirePrivilege()
            try state.requireWritable()
            return try edited(edit, dryRun: true, expectations)
        }
        try requirePrivilege()
        return try state.whileLocked { () throws(DriverError) in
            try settlePending()
            return try edited(edit, dryRun: false, expectations)
        }
    }

    /// Throws what an edit of the active policy would be refused for, whatever it changes.
    public func requireEditable() throws(DriverError) {
        try requirePrivilege()
        try state.requireWritable()
        try requireThisNamespace(try requireKeptPolicy().record)
    }

    /// Reads the active policy, edits it and installs it, all with the directory locked unless it is a dry run.
    private func edited(_ edit: RuleEdit, dryRun: Bool, _ expectations: Bool) throws(DriverError) -> EditResult {
        let kept = try requireKeptPolicy()
        let changed: Change?
        do throws(DriverError) {
            changed = try Self.change(kept.loaded, edit, at: state.mainPath(kept.record), expectations)
        } catch {
            guard case .policy(let edited) = error else { throw error }
            throw .policy(Self.named(edited))
        }
        var result = changed?.result ?? .unchanged
        if dryRun {
            try requireThisNamespace(kept.record)
            try requireOurs(try kernel.readFrame().state)
            if let loaded = changed?.edited, let policy = loaded.policy {
                let context = try LinkContext(policy)
                guard context.errors.isEmpty else { throw .refused(loaded, context.errors) }
                _ = try plan(loaded, policy, options(context))
            }
        } else if let loaded = changed?.edited {
            result.apply = try install(Self.named(loaded), as: .edit, timings: Timings())
        } else {
            // Nothing to edit, but what is asked for has to be in force.
            result.apply = try install(kept.loaded, as: .kept, timings: Timings())
        }
        result.edited = result.edited.map(Self.named)
        return result
    }

    /// The edited text is in no file yet: its findings name it as the text diff does.
    private static func named(_ edited: LoadedPolicy) -> LoadedPolicy {
        var named = edited
        for (index, path) in edited.relativePaths.enumerated() {
            named.sources.rename(index, to: "after/\(PolicyTree.lexical(path))")
        }
        return named
    }

    /// Edits a policy file in place, and touches no kernel.
    public func edit(
        _ edit: RuleEdit, file path: String, dryRun: Bool, expectations: Bool = true
    ) throws(DriverError) -> EditResult {
        // Another edit that comes between reading and writing would be lost.
        try FolderLock.whileLocked(around: path) { () throws(DriverError) in
            try editedFile(edit, path, dryRun: dryRun, expectations)
        }
    }

    private func editedFile(
        _ edit: RuleEdit, _ path: String, dryRun: Bool, _ expectations: Bool
    ) throws(DriverError) -> EditResult {
        let loaded = PolicySource(path: path).load()
        if let error = loaded.unreadable { throw .unusable("\(error)") }
        guard let change = try Self.change(loaded, edit, at: path, expectations) else { return .unchanged }
        guard !dryRun else { return change.result }
        let old = loaded.sources.files
        let gains = change.files.bytes.filter { old.indices.contains($0.key) }.map { index, bytes in
            (path: old[index].path, bytes: bytes, gain: bytes.count - old[index].bytes.count)
        }
        do throws(StateError) {
            // The file that gains a rule first: should the second fail, the rule stands twice rather than nowhere.
            try DurableFile.rewrite(gains.sorted { $0.gain > $1.gain }.map { ($0.path, $0.bytes) })
        } catch {
            throw .unusable("\(error)")
        }
        return change.result
    }

    /// An `expect` of the rule that an edit removes is no typing mistake.
    private static func explained(_ edited: LoadedPolicy, _ edit: RuleEdit) -> LoadedPolicy {
        guard case .remove(let rule) = edit else { return edited }
        var explained = edited
        for (index, finding) in edited.diagnostics.enumerated() where finding.message == "there is no rule '\(rule)'" {
            explained.diagnostics[index].hint =
                "this expectation is of the rule that goes: take it out first (qosctl edit), or --no-expect"
        }
        return explained
    }

    /// What an edit makes of a policy.
    private struct Change {
        var result: EditResult
        var edited: LoadedPolicy
        var files: EditedFiles
    }

    /// The edited policy, checked; nil when the edit changes nothing.
    private static func change(
        _ loaded: LoadedPolicy, _ edit: RuleEdit, at path: String, _ expectations: Bool
    ) throws(DriverError) -> Change? {
        // A new text may mend what is broken.
        let isReplacement = if case .replace = edit { true } else { false }
        guard let policy = loaded.policy ?? (isReplacement ? Policy() : nil) else { throw .policy(loaded) }
        let editor = PolicyEdit(policy, sources: loaded.sources)
        let files: EditedFiles?
        do throws(EditError) {
            switch edit {
            case .move(let rule, let place): files = try editor.moving(rule, to: place)
            case .remove(let rule): files = try editor.removing(rule)
            case .add(let statement, let place): files = try editor.adding(statement, at: place).files
            case .set(let rule, let body): files = try editor.setting(rule, to: body)
            case .enable(let rule): files = try editor.enabling(rule)
            case .disable(let rule): files = try editor.disabling(rule)
            case .replace(let file, let old, let new):
                files = try editor.replacing(index(of: file, in: loaded), old, with: new)
            }
        } catch {
            if let findings = error.findings { throw .policy(findings) }
            throw .refused("\(error)", code: .undefined)
        }
        guard let files else { return nil }
        var bytes: [String: [UInt8]] = [:]
        for (index, new) in files.bytes { bytes[loaded.sources.files[index].path] = new }
        let edited = PolicySource(path: path, replacing: bytes).load(expectations: expectations)
        guard let after = edited.policy else { throw .policy(Self.explained(files.placing(edited), edit)) }
        var passedOver: [String] = []
        let moving: String? = if case .move(let rule, _) = edit { rule } else { nil }
        if case .move(let rule, _) = edit { passedOver = editor.passedOver(moving: rule, in: after) }
        let result = EditResult(
            apply: nil, changesText: true, passedOver: passedOver,
            textDiff: PolicyTree(loaded).diff(to: PolicyTree(edited), oldName: "before", newName: "after"),
            ruleDiff: loaded.policy.map { RuleDiff.between($0, after, includesText: true, moving: moving) }
                ?? RuleDiff(changes: []),
            edited: edited)
        return Change(result: result, edited: edited, files: files)
    }

    /// A file of the policy by its path relative to the top file's directory.
    static func index(of file: String?, in loaded: LoadedPolicy) -> Int? {
        guard let file else { return 0 }
        return loaded.relativePaths.firstIndex { PolicyTree.lexical($0) == file || $0 == file }
    }

    /// One file of the active policy, to be edited: its name and text. Throws when there is no such file or policy.
    public func textToEdit(file: String?) throws(DriverError) -> (name: String, bytes: [UInt8]) {
        guard let (_, loaded) = try keptPolicy() else {
            throw .refused(
                "no policy is active", hint: "qosctl init writes one to start from, qosctl apply loads it", code: .file)
        }
        return try Self.text(of: file, in: loaded)
    }

    /// The text of a policy file, or of one that it includes.
    public static func textToEdit(
        of path: String, file: String?
    ) throws(DriverError) -> (name: String, bytes: [UInt8]) {
        let loaded = PolicySource(path: path).load()
        if let error = loaded.unreadable { throw .unusable("\(error)") }
        return try text(of: file, in: loaded)
    }

    private static func text(
        of file: String?, in loaded: LoadedPolicy
    ) throws(DriverError) -> (name: String, bytes: [UInt8]) {
        guard let index = index(of: file, in: loaded), loaded.sources.files.indices.contains(index) else {
            throw .refused("the policy has no file '\(file ?? "")'", hint: "qosctl show --files", code: .file)
        }
        return (loaded.sources.files[index].path, loaded.sources.files[index].bytes)
    }
}
