/// What reading a policy gives.
public struct LoadedPolicy: Sendable {
    /// Nil when there are errors.
    public var policy: Policy?
    /// In the order of files and lines as far as possible.
    public var diagnostics: [Diagnostic]
    public var sources: SourceMap
    /// The files behind `sources.files`, index by index, relative to the top file's directory.
    public var relativePaths: [String]
    /// Set when the top file itself could not be read.
    public var unreadable: PolicyFileError?
}

/// Reads a policy: the top file, its includes, its set files.
public struct PolicyLoader {
    private let files: any PolicyFiles
    private var sources = SourceMap()
    private var relativePaths: [String] = []
    private var diagnostics: [Diagnostic] = []
    private var statements: [Statement] = []
    private var topDirectory = "."
    private var canonicalTop: String?
    /// Canonical paths of policy files on the way to the one being read, and of all read so far; by bytes, as the kernel
    /// takes them.
    private var active: [[UInt8]] = []
    private var seen: Set<[UInt8]> = []

    private init(files: any PolicyFiles) {
        self.files = files
    }

    /// Reads and checks the policy at `path`; with `expectations`, an `expect` that does not hold is an error.
    public static func load(
        _ path: String, from files: any PolicyFiles = LocalPolicyFiles(), expectations: Bool = false
    ) -> LoadedPolicy {
        var loader = PolicyLoader(files: files)
        var loaded = loader.run(path)
        if expectations, let policy = loaded.policy {
            let failed = ExpectationChecks.run(policy)
            loaded.diagnostics += failed
            if !failed.isEmpty { loaded.policy = nil }
        }
        return loaded
    }

    private mutating func run(_ path: String) -> LoadedPolicy {
        topDirectory = PolicyPath.directory(of: path)
        do throws(PolicyFileError) {
            let bytes = try files.read(path)
            let canonical = try files.canonical(path)
            canonicalTop = try? files.canonical(topDirectory)
            seen.insert(Array(canonical.utf8))
            active.append(Array(canonical.utf8))
            read(bytes, path: path, relative: PolicyPath.relative(path, to: topDirectory))
        } catch {
            return LoadedPolicy(
                policy: nil, diagnostics: [], sources: sources, relativePaths: [], unreadable: error)
        }
        var builder = PolicyBuilder(
            statements: statements, sources: sources,
            setFiles: SetFiles(loader: self), diagnostics: diagnostics)
        let policy = builder.build()
        sources = builder.setFiles.sources
        return LoadedPolicy(
            policy: policy, diagnostics: builder.diagnostics, sources: sources,
            relativePaths: builder.setFiles.relativePaths, unreadable: nil)
    }

    private mutating func read(_ bytes: [UInt8], path: String, relative: String, include: SourceSpan? = nil) {
        let file = SourceFile(path: path, bytes: bytes)
        let index = sources.add(file, include: include)
        relativePaths.append(relative)
        let (parsed, found) =
            switch PolicyFormat(of: file) {
            case .qos: Parser.parse(file, index: index)
            case .json: PolicyJSONReader.parse(file, index: index)
            }
        diagnostics += found
        // Most policies are one file: its statements are taken as they are.
        guard !statements.isEmpty || parsed.contains(where: \.isInclude) else {
            statements = parsed
            return
        }
        for statement in parsed {
            if case .include(let pattern) = statement.kind {
                self.include(pattern, from: path)
            } else {
                statements.append(statement)
            }
        }
    }

    private mutating func include(_ pattern: Located<String>, from path: String) {
        do throws(PolicyFileError) {
            guard active.count < PolicyFileLimit.includeDepth else {
                throw PolicyFileError(
                    path: pattern.value, reason: "includes nest deeper than \(PolicyFileLimit.includeDepth)")
            }
            let full = try resolve(pattern.value, from: path)
            guard PolicyPath.isPattern(pattern.value) else {
                include(readable: full, at: pattern.span)
                return
            }
            let directory = PolicyPath.escaped(PolicyPath.directory(of: path))
            let paths = try files.glob(PolicyPath.join(directory, pattern.value))
            for path in paths where !PolicyPath.isDotFile(path) { include(readable: path, at: pattern.span) }
        } catch {
            report(.file, "cannot include: \(error)", at: pattern.span)
        }
    }

    /// One file that cannot be read does not hide what is wrong with the others.
    private mutating func include(readable path: String, at span: SourceSpan) {
        do throws(PolicyFileError) {
            try include(file: path, at: span)
        } catch {
            report(.file, "cannot include: \(error)", at: span)
        }
    }

    private mutating func include(file path: String, at span: SourceSpan) throws(PolicyFileError) {
        let canonical = try files.canonical(path)
        try requireBelowTop(canonical, path)
        let identity = Array(canonical.utf8)
        guard !active.contains(identity) else {
            report(.includeCycle, "'\(path)' includes itself", at: span)
            return
        }
        guard seen.insert(identity).inserted else {
            report(.duplicate, "'\(path)' is included twice", at: span)
            return
        }
        try requireFewFiles(path)
        let bytes = try files.read(path)
        active.append(identity)
        defer { active.removeLast() }
        read(bytes, path: path, relative: PolicyPath.relative(path, to: topDirectory), include: span)
    }

    /// The path of a file that the file at `path` names.
    private func resolve(_ name: String, from path: String) throws(PolicyFileError) -> String {
        guard !name.isEmpty else { throw PolicyFileError(path: "\"\"", reason: "is no path") }
        guard !name.hasPrefix("/") else {
            throw PolicyFileError(path: name, reason: "is absolute; paths are relative to the file that names them")
        }
        return PolicyPath.join(PolicyPath.directory(of: path), name)
    }

    private func requireBelowTop(_ canonical: String, _ path: String) throws(PolicyFileError) {
        guard let canonicalTop, canonicalTop != "." else { return }
        let top = canonicalTop.hasSuffix("/") ? canonicalTop : canonicalTop + "/"
        guard canonical.utf8.starts(with: top.utf8) else {
            throw PolicyFileError(path: path, reason: "is outside the directory of the policy, \(topDirectory)")
        }
    }

    /// Refuses one file more than a policy may have, set files included.
    private func requireFewFiles(_ path: String) throws(PolicyFileError) {
        guard sources.files.count < PolicyFileLimit.fileCount else {
            throw PolicyFileError(path: path, reason: "more than \(PolicyFileLimit.fileCount) files")
        }
    }

    private mutating func report(_ code: DiagnosticCode, _ message: String, at span: SourceSpan) {
        diagnostics.append(Diagnostic(.error, code, message, at: span))
    }

    /// Reads set files on demand, and goes on numbering the files of the policy.
    final class SetFiles {
        private var loader: PolicyLoader
        /// What was read, by canonical path: several sets may name one file, which is read and reported once.
        private var known: [[UInt8]: (bytes: [UInt8], contents: PolicySet.Contents?)] = [:]
        private var paths: Set<String> = []

        fileprivate init(loader: PolicyLoader) {
            self.loader = loader
        }

        var sources: SourceMap { loader.sources }
        var relativePaths: [String] { loader.relativePaths }

        /// The elements of the file that a `set … file` statement names.
        func contents(_ path: Located<String>) -> (contents: PolicySet.Contents?, diagnostics: [Diagnostic]) {
            do throws(PolicyFileError) {
                let naming = loader.sources.position(of: path.span).path
                let full = try loader.resolve(path.value, from: naming)
                let canonical = try loader.files.canonical(full)
                try loader.requireBelowTop(canonical, full)
                if let file = known[Array(canonical.utf8)] {
                    // Under another name it is another file to keep.
                    if paths.insert(full).inserted { _ = try add(full, file.bytes) }
                    return (file.contents, [])
                }
                let bytes = try loader.files.read(full)
                let index = try add(full, bytes)
                paths.insert(full)
                let read = SetFileReader.read(SourceFile(path: full, bytes: bytes), index: index, at: path.span)
                known[Array(canonical.utf8)] = (bytes, read.contents)
                return read
            } catch {
                return (nil, [Diagnostic(.error, .file, "cannot read the set: \(error)", at: path.span)])
            }
        }

        private func add(_ path: String, _ bytes: [UInt8]) throws(PolicyFileError) -> Int32 {
            try loader.requireFewFiles(path)
            loader.relativePaths.append(PolicyPath.relative(path, to: loader.topDirectory))
            return loader.sources.add(SourceFile(path: path, bytes: bytes))
        }
    }
}

extension PolicyPath {
    /// `path` without the directory, which it begins with.
    static func relative(_ path: String, to directory: String) -> String {
        if directory == "." { return path }
        let prefix = directory.hasSuffix("/") ? directory : directory + "/"
        guard path.utf8.starts(with: prefix.utf8) else { return path }
        return String(decoding: path.utf8.dropFirst(prefix.utf8.count), as: UTF8.self)
    }
}
