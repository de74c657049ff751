public import QoSCompiler

/// Where a policy comes from: a file, or bytes (standard input).
public struct PolicySource: Sendable {
    /// What diagnostics call standard input.
    public static let standardInputName = "<stdin>"

    public let path: String
    private let files: any PolicyFiles

    /// A file with what it includes.
    public init(path: String) {
        self.path = path
        files = LocalPolicyFiles()
    }

    /// Bytes; includes are relative to the working directory.
    public init(standardInput bytes: [UInt8]) {
        path = Self.standardInputName
        files = MemoryPolicyFiles([Self.standardInputName: bytes], over: LocalPolicyFiles())
    }

    /// A file of which some files are replaced by other bytes, by path.
    init(path: String, replacing bytes: [String: [UInt8]]) {
        self.path = path
        files = MemoryPolicyFiles(bytes, over: LocalPolicyFiles())
    }

    /// The same with other bytes in some files, by path.
    func replacing(_ bytes: [String: [UInt8]]) -> PolicySource {
        PolicySource(path: path, files: MemoryPolicyFiles(bytes, over: files))
    }

    private init(path: String, files: any PolicyFiles) {
        self.path = path
        self.files = files
    }

    /// Reads and checks it; with `expectations`, an `expect` that does not hold is an error.
    public func load(expectations: Bool = false) -> LoadedPolicy {
        PolicyLoader.load(path, from: files, expectations: expectations)
    }
}
