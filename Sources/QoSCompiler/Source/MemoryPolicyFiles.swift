/// Policies from values: standard input, tests.
public struct MemoryPolicyFiles: PolicyFiles {
    /// By the bytes of the path: to Swift, two ways to write é are one string.
    private let files: [[UInt8]: [UInt8]]
    /// Answers for what is not in memory; the includes of a policy on standard input.
    private let base: (any PolicyFiles)?

    public init(_ files: [String: [UInt8]], over base: (any PolicyFiles)? = nil) {
        self.files = Dictionary(files.map { (Array($0.key.utf8), $0.value) }, uniquingKeysWith: { first, _ in first })
        self.base = base
    }

    public func read(_ path: String) throws(PolicyFileError) -> [UInt8] {
        if let bytes = files[Array(path.utf8)] { return bytes }
        guard let base else { throw PolicyFileError(path: path, reason: "No such file or directory") }
        return try base.read(path)
    }

    /// Only `*` in the last component, which is all that tests need; a base does the rest.
    public func glob(_ pattern: String) throws(PolicyFileError) -> [String] {
        if let base { return try base.glob(pattern) }
        guard let star = pattern.firstIndex(of: "*") else { return files[Array(pattern.utf8)] == nil ? [] : [pattern] }
        let prefix = pattern[..<star]
        let suffix = pattern[pattern.index(after: star)...]
        return files.keys.map { String(decoding: $0, as: UTF8.self) }.filter { path in
            path.count >= prefix.count + suffix.count && path.hasPrefix(prefix) && path.hasSuffix(suffix)
                && !path.dropFirst(prefix.count).hasPrefix(".") && !path.dropFirst(prefix.count).contains("/")
        }.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    public func canonical(_ path: String) throws(PolicyFileError) -> String {
        guard let base else { return path }
        // A file that is in memory only is its own canonical path.
        if files[Array(path.utf8)] != nil { return (try? base.canonical(path)) ?? path }
        return try base.canonical(path)
    }
}
