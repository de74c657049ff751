import QoSCompiler
import Testing

@testable import QoSDriver

/// The files of a policy as they are kept, and what differs between two of them.
@Suite struct PolicyTreeTests {
    private static func tree(_ files: [String: String], top: String = "dir/p.qos") -> PolicyTree {
        PolicyTree(PolicyLoader.load(top, from: MemoryPolicyFiles(files.mapValues { Array($0.utf8) })))
    }

    @Test("paths are relative to the top file's directory, the top file first")
    func paths() {
        let tree = Self.tree([
            "dir/p.qos": "include \"sub/a.qos\"\nset s file \"./l/../s.txt\"\nrule p daddr @s keep\n",
            "dir/sub/a.qos": "rule a keep\n", "dir/./l/../s.txt": "10.0.0.1\n",
        ])
        #expect(tree.files.map(\.path) == ["p.qos", "sub/a.qos", "s.txt"])
        #expect(tree.mainPath == "p.qos")
    }

    @Test("a set file that several sets name is kept once")
    func once() {
        let tree = Self.tree([
            "dir/p.qos": "set s file \"s.txt\"\nset t file \"s.txt\"\n", "dir/s.txt": "10.0.0.1\n",
        ])
        #expect(tree.files.map(\.path) == ["p.qos", "s.txt"])
    }

    @Test(
        "standard input gets a name that tells its form and that no pattern includes",
        arguments: [("rule a keep\n", ".stdin.qos"), (#"{"schema":1,"statements":[]}"#, ".stdin.json")])
    func standardInput(_ text: String, _ path: String) {
        let name = PolicySource.standardInputName
        #expect(Self.tree([name: text], top: name).mainPath == path)
    }

    @Test("the same text is the same whatever the top file is called")
    func sameText() {
        let files = ["dir/s.txt": "10.0.0.1\n"]
        let text = "set s file \"s.txt\"\n"
        let first = Self.tree(files.merging(["dir/p.qos": text]) { $1 })
        let second = Self.tree(files.merging(["dir/q.qos": text]) { $1 }, top: "dir/q.qos")
        #expect(first.hasSameText(as: second))
        let other = Self.tree(["dir/s.txt": "10.0.0.2\n", "dir/p.qos": text])
        #expect(!first.hasSameText(as: other))
    }

    @Test("a diff names each file that differs, by bytes")
    func diff() {
        let old = Self.tree(["dir/p.qos": "include \"a.qos\"\nrule b keep\r\n", "dir/a.qos": "rule a keep\n"])
        let new = Self.tree(["dir/p.qos": "include \"a.qos\"\nrule b keep\n", "dir/a.qos": "rule a keep\n"])
        #expect(old.diff(to: old, oldName: "x", newName: "y").isEmpty)
        #expect(
            old.diff(to: new, oldName: "x", newName: "y") == """
                --- x/p.qos
                +++ y/p.qos
                @@ -1,2 +1,2 @@
                 include "a.qos"
                -rule b keep\r
                +rule b keep

                """)
    }
}
