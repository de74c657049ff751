/// Why a file could not be used.
public struct PolicyFileError: Error, Hashable, Sendable, CustomStringConvertible {
    public var path: String
    /// "is a directory", "No such file or directory" …
    public var reason: String

    public init(path: String, reason: String) {
        self.path = path
        self.reason = reason
    }

    public var description: String { "\(path): \(reason)" }
}

/// Where the compiler reads policies from: the file system, or values in memory.
///
/// Paths are as the top file and its `include` and `set … file` statements form them: a directory, `/`, a relative path.
public protocol PolicyFiles: Sendable {
    /// The bytes of a regular file of bounded size.
    func read(_ path: String) throws(PolicyFileError) -> [UInt8]

    /// The files that a pattern (`*`, `?`, `[…]` as glob(7)) names, in byte order of their paths; no dot files.
    func glob(_ pattern: String) throws(PolicyFileError) -> [String]

    /// The path without symbolic links, `.` and `..`: equal for equal files.
    func canonical(_ path: String) throws(PolicyFileError) -> String
}

/// Limits of what is read, so that a wrong file name is an error and not a machine without memory.
public enum PolicyFileLimit {
    /// Bytes of one file. 100,000 rules are about 10 MB, a million prefixes about 20 MB.
    public static let fileSize = 64 << 20
    /// Files of one policy.
    public static let fileCount = 10_000
    /// Depth of includes in includes.
    public static let includeDepth = 16
    /// Depth of blocks in blocks, and length of a circle of sets that is followed to its end.
    public static let nesting = 64
}

/// Path arithmetic on strings.
enum PolicyPath {
    /// Everything before the last `/`; "." when there is none.
    static func directory(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        let directory = path[..<slash]
        return directory.isEmpty ? "/" : String(directory)
    }

    /// Forms the path of a file that a policy in `directory` names.
    static func join(_ directory: String, _ relative: String) -> String {
        if directory == "." { return relative }
        return directory.hasSuffix("/") ? directory + relative : directory + "/" + relative
    }

    /// A path in a pattern that stands for itself alone.
    static func escaped(_ path: String) -> String {
        String(path.flatMap { "*?[]\\".contains($0) ? ["\\", $0] : [$0] })
    }

    static func isDotFile(_ path: String) -> Bool {
        path.split(separator: "/").last?.hasPrefix(".") ?? false
    }

    static func isPattern(_ path: String) -> Bool {
        path.contains { $0 == "*" || $0 == "?" || $0 == "[" }
    }
}
