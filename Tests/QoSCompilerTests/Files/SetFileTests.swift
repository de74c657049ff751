import QoSCompiler
import Synchronization
import Testing

/// `set NAME file "PATH"`.
@Suite struct SetFileTests {
    private func contents(_ text: String) throws -> PolicySet.Contents {
        let policy = try policy("set s file \"s.txt\"\n", files: ["s.txt": text])
        return try #require(policy.sets.first).contents
    }

    @Test(
        "blank lines, comments and line ends",
        arguments: [
            "10.0.0.1\n10.0.0.5-10.0.0.9\n2001:db8::/32\n", "10.0.0.1\r\n10.0.0.5-10.0.0.9\r\n2001:db8::/32\r\n",
            "# list\n\n  10.0.0.1 # one\n\t10.0.0.5-10.0.0.9\t\n#10.0.0.77\n2001:db8::/32",
            "2001:db8::/32\n10.0.0.5-10.0.0.9\n10.0.0.1",
            "10.0.0.1\n10.0.0.1\n10.0.0.5-10.0.0.7\n10.0.0.6-10.0.0.9\n2001:db8::/33\n2001:db8:8000::/33\n",
        ])
    func addresses(_ text: String) throws {
        let ipv4 = IntervalSet<UInt32>([0x0a00_0001...0x0a00_0001, 0x0a00_0005...0x0a00_0009])
        let low = UInt128(0x2001_0db8) << 96
        let ipv6 = IntervalSet<UInt128>([low...(low | (UInt128.max >> 32))])
        #expect(try contents(text) == .addresses(AddressSet(ipv4: ipv4, ipv6: ipv6)))
    }

    @Test("ports, with ranges and names")
    func ports() throws {
        #expect(try contents("80\nhttps\n8000-8010\n") == .ports(IntervalSet([80...80, 443...443, 8000...8010])))
    }

    @Test("the same file may stand behind two sets")
    func twice() throws {
        let policy = try policy("set a file \"s.txt\"\nset b file \"s.txt\"\n", files: ["s.txt": "10.0.0.1\n"])
        #expect(policy.sets.map(\.name) == ["a", "b"])
        #expect(Set(policy.sets.map(\.contents)).count == 1)
    }

    @Test("a file behind several sets is read once, and what is wrong in it is said once")
    func readOnce() throws {
        let files = CountingFiles([policyPath: "", "s.txt": "10.0.0.1\n", "bad.txt": "10.0.0.256\n"])
        let names = (0..<20).map { "set s\($0) file \"s.txt\"\n" }.joined()
        let good = PolicyLoader.load(policyPath, from: files.with(policyPath, names))
        #expect(good.policy?.sets.count == 20)
        #expect(files.reads["s.txt"] == 1 && good.relativePaths == [policyPath, "s.txt"])
        let bad = PolicyLoader.load(
            policyPath,
            from: files.with(policyPath, "set a file \"bad.txt\"\nset b file \"bad.txt\"\nrule r daddr @b keep\n"))
        #expect(bad.policy == nil && bad.diagnostics.count == 1 && files.reads["bad.txt"] == 1)
    }

    @Test("a file with two names is read once, and kept under both")
    func twoNames() throws {
        let directory = try TemporaryDirectory([
            "p.qos": "set a file \"s.txt\"\nset b file \"link.txt\"\nset c file \"link.txt\"\n", "s.txt": "10.0.0.1\n",
        ])
        #expect(try Command.run(["ln", "-s", "s.txt", "link.txt"], in: directory.path).status == 0)
        let loaded = PolicyLoader.load(directory.path + "/p.qos")
        #expect(loaded.policy?.sets.count == 3)
        #expect(loaded.relativePaths == ["p.qos", "s.txt", "link.txt"])
    }

    @Test("set files count as files of the policy")
    func tooMany() throws {
        var files: [String: String] = [:]
        var text = ""
        for index in 0..<PolicyFileLimit.fileCount {
            files["\(index).txt"] = "10.0.0.1\n"
            text += "set s\(index) file \"\(index).txt\"\n"
        }
        let loaded = load(text, files: files)
        #expect(loaded.policy == nil)
        #expect(loaded.diagnostics.map(\.message) == ["cannot read the set: 9999.txt: more than 10000 files"])
    }

    @Test("a set may name thousands of others")
    func manyReferences() throws {
        let count = 20_000
        var text = "set all { " + (0..<count).map { "@s\($0)" }.joined(separator: " ") + " }\n"
        for index in 0..<count { text += "set s\(index) { 10.\(index / 256).\(index % 256).1 }\n" }
        guard case .addresses(let addresses)? = try policy(text).sets.first?.contents else {
            Issue.record("no addresses")
            return
        }
        #expect(addresses.ipv4.intervals.count == count)
    }

    @Test(
        "item 15: an empty file is an error at the line that names it",
        arguments: ["", "\n", "# only a comment", "\r\n\r\n", " \t \n"])
    func empty(_ text: String) {
        check(
            """
            set s file "s.txt"
                       ^~~~~~~ error empty-list: the set file 's.txt' is empty
            rule a daddr { 10.0.0.1 } keep
            """, files: ["s.txt": text])
    }

    @Test(
        "item 15: errors stand at their own file and line",
        arguments: [
            ("10.0.0.1\r\n10.0.0.256\r\n", "s.txt:2:1: error: '10.0.0.256' is no address"),
            ("10.0.0.1\n  nonsense # x\n", "s.txt:2:3: error: 'nonsense' is neither an address nor a port"),
            ("10.0.0.1\n80\n", "s.txt:2:1: error: a set holds addresses or ports, not both"),
            ("80\n10.0.0.1\n", "s.txt:2:1: error: a set holds addresses or ports, not both"),
            ("10.0.0.1 10.0.0.2\n", "s.txt:1:1: error: one address, prefix, range or port a line"),
            ("10.0.0.1,\n", "s.txt:1:1: error: one address, prefix, range or port a line"),
            ("\n\n10.0.0.9-10.0.0.1", "s.txt:3:1: error: the range '10.0.0.9-10.0.0.1' is inverted"),
            ("@other\n", "s.txt:1:1: error: '@other' is neither an address nor a port"),
            ("# a\u{0}b\n10.0.0.1\n", "s.txt:1:4: error: a NUL byte: this is no text file"),
            ("10.0.0.1\u{1}\n", "s.txt:1:1: error: a control character (0x1)"),
            ("\u{feff}10.0.0.1\n", "s.txt:1:1: error: a byte order mark is not allowed; save the file as plain UTF-8"),
            ("\"10.0.0.1\"\n", "s.txt:1:1: error: '\"10.0.0.1\"' is neither an address nor a port"),
        ])
    func errors(_ text: String, _ expected: String) {
        let loaded = load("set s file \"s.txt\"\nrule a keep\n", files: ["s.txt": text])
        #expect(rendered(loaded).hasPrefix(expected + "\n"), "\(rendered(loaded))")
        #expect(loaded.diagnostics.count == 1)
    }

    @Test("a NUL in an element is one mistake")
    func nullInElement() {
        let loaded = load("set s file \"s.txt\"\nrule a keep\n", files: ["s.txt": "10.0.0.1\u{0}\n"])
        #expect(loaded.diagnostics.map(\.message) == ["a NUL byte: this is no text file"])
    }

    @Test("all errors of a set file, in one run")
    func allErrors() {
        let loaded = load("set s file \"s.txt\"\n", files: ["s.txt": "10.0.0.256\n10.0.0.1\n10.0.0.1/8\n::1::\n"])
        #expect(loaded.diagnostics.map(\.code) == [.badValue, .hostBits, .badValue])
        let lines = loaded.diagnostics.compactMap { $0.span.map { loaded.sources.position(of: $0).line } }
        #expect(lines == [1, 3, 4])
    }
}

/// Files in memory that count how often each is read.
private final class CountingFiles: PolicyFiles {
    private let files: [String: [UInt8]]
    private let counts = Mutex<[String: Int]>([:])

    init(_ files: [String: String]) {
        self.files = files.mapValues { Array($0.utf8) }
    }

    var reads: [String: Int] { counts.withLock { $0 } }

    /// One file other than it is.
    func with(_ path: String, _ text: String) -> MemoryPolicyFiles {
        MemoryPolicyFiles([path: Array(text.utf8)], over: self)
    }

    func read(_ path: String) throws(PolicyFileError) -> [UInt8] {
        counts.withLock { $0[path, default: 0] += 1 }
        guard let bytes = files[path] else { throw PolicyFileError(path: path, reason: "No such file or directory") }
        return bytes
    }

    func glob(_ pattern: String) throws(PolicyFileError) -> [String] { [] }

    func canonical(_ path: String) throws(PolicyFileError) -> String { path }
}
