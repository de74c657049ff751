import QoSCompiler
import Testing

/// Fine print 15 and 18: includes, on a real file system.
@Suite struct IncludeTests {
    private func load(_ directory: TemporaryDirectory, _ name: String = "top.qos") -> LoadedPolicy {
        PolicyLoader.load(directory(name))
    }

    private func names(_ loaded: LoadedPolicy) -> [String]? { loaded.policy?.rules.map(\.name) }

    @Test("item 15: included statements stand where the include stands, in byte order of the paths")
    func order() throws {
        let directory = try TemporaryDirectory([
            "top.qos": "rule first keep\ninclude \"d/*.qos\"\nrule last keep\n",
            "d/b.qos": "rule b keep\n", "d/a.qos": "rule a keep\n", "d/A.qos": "rule A keep\n",
            "d/10.qos": "rule n10 keep\n",
            "d/9.qos": "rule n9 keep\n", "d/a-.qos": "rule a-dash keep\n", "d/ä.qos": "rule a-umlaut keep\n",
            "d/other.txt": "not read\n",
        ])
        #expect(names(load(directory)) == ["first", "n10", "n9", "A", "a-dash", "a", "b", "a-umlaut", "last"])
        #expect(
            load(directory).relativePaths
                == ["top.qos", "d/10.qos", "d/9.qos", "d/A.qos", "d/a-.qos", "d/a.qos", "d/b.qos", "d/ä.qos"])
    }

    @Test("item 15: ? and […] are patterns too, and a pattern may match nothing")
    func patterns() throws {
        let directory = try TemporaryDirectory([
            "top.qos": "include \"?.qos\"\ninclude \"[xy]1.qos\"\ninclude \"none*.qos\"\ninclude \"no-such-dir/*\"\n",
            "a.qos": "rule a keep\n", "x1.qos": "rule x keep\n", "z1.qos": "rule z keep\n",
        ])
        #expect(names(load(directory)) == ["a", "x"])
    }

    @Test("item 15: dot files are skipped")
    func dotFiles() throws {
        let directory = try TemporaryDirectory([
            "top.qos": "include \"d/*\"\n", "d/.hidden.qos": "nonsense\n", "d/.a.qos.swp": "nonsense\n",
            "d/a.qos": "rule a keep\n",
        ])
        #expect(names(load(directory)) == ["a"])
    }

    @Test("item 15: dot files are skipped, also by a pattern that begins with a dot")
    func dotPattern() throws {
        let directory = try TemporaryDirectory(["top.qos": "include \"d/.*\"\n", "d/.hidden.qos": "rule hidden keep\n"])
        #expect(names(load(directory)) == [])
    }

    @Test("item 15: a plain name must exist, a file twice is an error")
    func missingAndTwice() throws {
        let directory = try TemporaryDirectory([
            "top.qos": "include \"a.qos\"\ninclude \"*.qos\"\ninclude \"missing.qos\"\n", "a.qos": "rule a keep\n",
        ])
        try directory.link("b.qos", to: "a.qos")
        let loaded = load(directory)
        #expect(
            loaded.diagnostics.map(\.message) == [
                "'\(directory("a.qos"))' is included twice", "'\(directory("b.qos"))' is included twice",
                "'\(directory("top.qos"))' includes itself",
                "cannot include: \(directory("missing.qos")): No such file or directory",
            ])
        #expect(loaded.diagnostics.map(\.code) == [.duplicate, .duplicate, .includeCycle, .file])
    }

    @Test("cycles are told, whatever they are called on the way")
    func cycles() throws {
        let directory = try TemporaryDirectory([
            "top.qos": "include \"d/a.qos\"\n", "d/a.qos": "include \"b.qos\"\n",
            "d/b.qos": "include \"./../d/link.qos\"\n",
        ])
        try directory.link("d/link.qos", to: "a.qos")
        let loaded = load(directory)
        #expect(loaded.diagnostics.map(\.code) == [.includeCycle])
        #expect(
            rendered(loaded).hasPrefix(
                "\(directory("d/b.qos")):1:9: error: '\(directory("d/./../d/link.qos"))' includes itself"))
    }

    @Test("item 15: policy, scope, default, counters, hook-priority and serial stand once over all files")
    func onceOverAllFiles() throws {
        let directory = try TemporaryDirectory([
            "top.qos": "policy \"a\"\nscope both\ncounters none\nhook-priority 1\ndefault keep\ninclude \"a.qos\"\n",
            "a.qos": "policy \"a\"\nscope both\ncounters none\nhook-priority 1\ndefault keep\nserial 1\nserial 1\n",
        ])
        let duplicates = load(directory).diagnostics.filter { $0.code == .duplicate }.map(\.message)
        let top = directory("top.qos")
        #expect(
            duplicates == [
                "'policy' stands once in a policy; first at \(top):1",
                "'scope' stands once in a policy; first at \(top):2",
                "'counters' stands once in a policy; first at \(top):3",
                "'hook-priority' stands once in a policy; first at \(top):4",
                "'default' stands once in a policy; first at \(top):5",
                "'serial' stands once in a policy; first at \(directory("a.qos")):6",
            ])
    }

    @Test("item 18: paths are relative to the file that names them")
    func relativePaths() throws {
        let directory = try TemporaryDirectory([
            "top.qos": "include \"d/e/a.qos\"\n",
            "d/e/a.qos":
                "include \"../b.qos\"\nset s file \"list.txt\"\nset t file \"../../list.txt\"\nrule a daddr @s keep\n",
            "d/b.qos": "rule b keep\n", "d/e/list.txt": "10.0.0.1\n", "list.txt": "10.0.0.2\n",
        ])
        let loaded = load(directory)
        #expect(names(loaded) == ["b", "a"])
        #expect(
            loaded.policy?.sets.map(\.contents) == [
                .addresses(AddressSet(ipv4: IntervalSet(0x0a00_0001))),
                .addresses(AddressSet(ipv4: IntervalSet(0x0a00_0002))),
            ])
    }

    @Test(
        "item 18: paths stay below the top file's directory, symbolic links included",
        arguments: [
            "include \"../outside.qos\"", "include \"link.qos\"", "include \"dir-link/outside.qos\"",
            "include \"d/../../outside.qos\"",
            "include \"l*.qos\"", "set s file \"../outside.txt\"", "set s file \"link.txt\"",
            "include \"/etc/hostname\"",
            "set s file \"/etc/hostname\"", "include \"../*.qos\"",
        ])
    func outside(_ statement: String) throws {
        let directory = try TemporaryDirectory([
            "top/top.qos": statement + "\n", "outside.qos": "rule stolen keep\n", "outside.txt": "10.0.0.1\n",
            "top/d/x": "",
        ])
        try directory.link("top/link.qos", to: "../outside.qos")
        try directory.link("top/link.txt", to: directory("outside.txt"))
        try directory.link("top/dir-link", to: "..")
        let loaded = load(directory, "top/top.qos")
        #expect(loaded.policy == nil)
        #expect(loaded.diagnostics.map(\.code) == [.file])
        let message = try #require(loaded.diagnostics.first?.message)
        #expect(
            message.contains("is outside the directory of the policy") || message.contains("is absolute"), "\(message)")
        // What was not read is not repeated either.
        #expect(!rendered(loaded).contains("stolen"))
        #expect(loaded.sources.files.count == 1)
    }

    @Test("item 18: links that stay inside are fine, and so is a top file that is a link")
    func linksInside() throws {
        let directory = try TemporaryDirectory([
            "d/real.qos": "rule a keep\n", "top/real-top.qos": "include \"d/link.qos\"\n",
            "top/d/b.qos": "rule b keep\n",
        ])
        try directory.link("top/d/link.qos", to: "b.qos")
        try directory.link("top.qos", to: "top/real-top.qos")
        #expect(names(load(directory, "top/real-top.qos")) == ["b"])
        try directory.makeDirectory("elsewhere")
        try directory.link("elsewhere/link", to: "../top")
        #expect(names(load(directory, "elsewhere/link/real-top.qos")) == ["b"])
    }

    @Test("a directory whose name looks like a pattern is a directory")
    func directoryThatLooksLikeAPattern() throws {
        let files = ["top.qos": "include \"d/*.qos\"\n", "d/a.qos": "rule a keep\n"]
        let directory = try TemporaryDirectory(Dictionary(uniqueKeysWithValues: files.map { ("site[1]/\($0)", $1) }))
        #expect(names(load(directory, "site[1]/top.qos")) == ["a"])
    }

    @Test("an include that cannot be read does not hide the others")
    func oneBadFile() throws {
        let directory = try TemporaryDirectory(["top.qos": "include \"d/*\"\n", "d/z.qos": "rule z dport 99999 keep\n"])
        try directory.makeDirectory("d/a.qos")
        #expect(load(directory).diagnostics.map(\.code) == [.file, .outOfRange])
    }
}
