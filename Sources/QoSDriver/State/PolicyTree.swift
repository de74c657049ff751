import QoSCompiler

/// The files of a policy, as they are kept: paths relative to the top file's directory, the top file first.
struct PolicyTree: Sendable {
    struct File: Hashable, Sendable {
        var path: String
        var bytes: [UInt8]
    }

    var files: [File]

    /// The files that a policy was read from.
    init(_ loaded: LoadedPolicy) {
        files = zip(loaded.relativePaths, loaded.sources.files).map { path, file in
            File(
                path: path == PolicySource.standardInputName ? Self.standardInput(file) : Self.lexical(path),
                bytes: file.bytes)
        }
        // The same set file may stand behind several sets.
        var seen: Set<[UInt8]> = []
        files.removeAll { !seen.insert(Array($0.path.utf8)).inserted }
    }

    init(files: [File]) {
        self.files = files
    }

    /// A kept policy's name for standard input: a dot file, which no include pattern reaches.
    private static func standardInput(_ file: SourceFile) -> String {
        ".stdin.\(PolicyFormat(of: file).rawValue)"
    }

    var mainPath: String { files.first?.path ?? "policy.qos" }

    /// The path without `.` and `..`, which the loader has shown to stay below the top directory.
    static func lexical(_ path: String) -> String {
        var parts: [Substring] = []
        for part in path.split(separator: "/") where part != "." {
            if part == ".." { _ = parts.popLast() } else { parts.append(part) }
        }
        return parts.joined(separator: "/")
    }

    func hasSameText(as other: PolicyTree) -> Bool {
        Set(files.dropFirst()) == Set(other.files.dropFirst()) && files.first?.bytes == other.files.first?.bytes
    }

    /// What differs in the text, file by file.
    func diff(to other: PolicyTree, oldName: String, newName: String) -> String {
        func lines(_ tree: PolicyTree) -> [[UInt8]: [UInt8]] {
            Dictionary(tree.files.map { (Array($0.path.utf8), $0.bytes) }, uniquingKeysWith: { first, _ in first })
        }
        let (old, new) = (lines(self), lines(other))
        let added = other.files.filter { old[Array($0.path.utf8)] == nil }
        return (files + added).map { file in
            let key = Array(file.path.utf8)
            guard old[key] != new[key] else { return "" }
            return UnifiedDiff.text(
                UnifiedDiff.lines(of: old[key] ?? []), UnifiedDiff.lines(of: new[key] ?? []),
                oldName: "\(oldName)/\(file.path)", newName: "\(newName)/\(file.path)")
        }.joined()
    }
}
