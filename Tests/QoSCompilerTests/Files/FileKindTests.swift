import Glibc
import QoSCompiler
import Testing

/// What is no file of text is told at once, and never waited for.
@Suite struct FileKindTests {
    enum Kind: String, CaseIterable {
        case missing, directory, fifo, huge, device, socket, unreadableLink

        func make(_ name: String, in directory: TemporaryDirectory) throws {
            switch self {
            case .missing: break
            case .directory: try directory.makeDirectory(name)
            case .fifo: try directory.makeFIFO(name)
            case .huge: try directory.makeSparse(name, size: 1 << 30)
            case .device:
                // /dev/zero
                try #require(mknod(directory(name), S_IFCHR | 0o666, 1 << 8 | 5) == 0, "needs root")
            case .socket: try #require(mknod(directory(name), S_IFSOCK | 0o666, 0) == 0)
            case .unreadableLink: try directory.link(name, to: name)
            }
        }

        var reason: String {
            switch self {
            case .missing: "No such file or directory"
            case .directory: "is a directory, not a policy file"
            case .fifo: "is a FIFO, not a regular file"
            case .huge: "has 1073741824 bytes; at most 67108864 are read"
            case .device: "is not a regular file"
            case .socket: "No such device or address"
            case .unreadableLink: "Too many levels of symbolic links"
            }
        }
    }

    @Test("the top file", arguments: Kind.allCases)
    func topFile(_ kind: Kind) throws {
        let directory = try TemporaryDirectory()
        try kind.make("top.qos", in: directory)
        let loaded = PolicyLoader.load(directory("top.qos"))
        #expect(loaded.unreadable == PolicyFileError(path: directory("top.qos"), reason: kind.reason))
        #expect(loaded.policy == nil && loaded.diagnostics.isEmpty)
    }

    @Test("an included file", arguments: Kind.allCases)
    func includedFile(_ kind: Kind) throws {
        let directory = try TemporaryDirectory(["top.qos": "include \"x.qos\"\nrule a keep\n"])
        try kind.make("x.qos", in: directory)
        let loaded = PolicyLoader.load(directory("top.qos"))
        #expect(loaded.diagnostics.map(\.message) == ["cannot include: \(directory("x.qos")): \(kind.reason)"])
        #expect(rendered(loaded).hasPrefix("\(directory("top.qos")):1:9: error: "))
    }

    @Test("a set file", arguments: Kind.allCases)
    func setFile(_ kind: Kind) throws {
        let directory = try TemporaryDirectory(["top.qos": "rule a keep\nset s file \"x.txt\"\n"])
        try kind.make("x.txt", in: directory)
        let loaded = PolicyLoader.load(directory("top.qos"))
        #expect(loaded.diagnostics.map(\.message) == ["cannot read the set: \(directory("x.txt")): \(kind.reason)"])
        #expect(rendered(loaded).hasPrefix("\(directory("top.qos")):2:12: error: "))
    }

    @Test("a file that cannot be opened")
    func permissions() throws {
        // Root opens everything, so a directory stands in for what fails at opening: a path through a file.
        let directory = try TemporaryDirectory(["top.qos": "include \"a.txt/b.qos\"\n", "a.txt": ""])
        let loaded = PolicyLoader.load(directory("top.qos"))
        #expect(loaded.diagnostics.map(\.message) == ["cannot include: \(directory("a.txt/b.qos")): Not a directory"])
    }

    @Test("includes nest sixteen deep", arguments: [15, 16])
    func depth(_ depth: Int) throws {
        let directory = try TemporaryDirectory()
        for level in 0..<depth { try directory.write("\(level).qos", "include \"\(level + 1).qos\"\n") }
        try directory.write("\(depth).qos", "rule deepest keep\n")
        let loaded = PolicyLoader.load(directory("0.qos"))
        if depth < PolicyFileLimit.includeDepth {
            #expect(loaded.policy?.rules.map(\.name) == ["deepest"])
        } else {
            #expect(loaded.diagnostics.map(\.message) == ["cannot include: 16.qos: includes nest deeper than 16"])
        }
    }

    @Test("standard input is a file without a directory of its own")
    func standardInput() throws {
        let directory = try TemporaryDirectory(["a.qos": "rule a keep\n"])
        let files = MemoryPolicyFiles(
            [directory("<stdin>"): Array("include \"a.qos\"\n".utf8)], over: LocalPolicyFiles())
        let loaded = PolicyLoader.load(directory("<stdin>"), from: files)
        #expect(loaded.policy?.rules.map(\.name) == ["a"], "\(rendered(loaded))")
    }
}
