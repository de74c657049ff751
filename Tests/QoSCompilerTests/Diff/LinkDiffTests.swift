import QoSCompiler
import Testing

/// Link statements between two policies.
@Suite struct LinkDiffTests {
    private func diff(_ old: String, _ new: String, includesText: Bool = true) throws -> [RuleDiff.Change] {
        let head = "class a priority 6 pcp 5\nrule r class a\n"
        return RuleDiff.between(
            try policy(head + old + "\n"), try policy(head + new + "\n"), includesText: includesText
        ).changes
    }

    @Test(
        "added, removed and changed, against a file and against the kernel",
        arguments: [
            ("", "link eth1 tag priority", "eth1 tag priority", "none", "link eth1 tag priority"),
            ("link eth1 retag", "", "eth1 retag", "link eth1 retag", "none"),
            (
                "link v10 egress-map auto", "link v10 egress-map { 7:1 6:5 }", "v10 egress-map",
                "link v10 egress-map auto", "link v10 egress-map { 6:5 7:1 }"
            ),
            (
                "link v10 ingress-map { 5:6 }", "link v10 ingress-map { 5:7 1:9 }", "v10 ingress-map",
                "link v10 ingress-map { 5:6 }", "link v10 ingress-map { 1:9 5:7 }"
            ),
        ], [true, false])
    func changed(_ change: (String, String, String, String, String), _ includesText: Bool) throws {
        let (old, new, name, before, after) = change
        #expect(
            try diff(old, new, includesText: includesText) == [
                .setting(name: "link \(name)", old: before, new: after)
            ])
    }

    @Test("each form of an interface is a statement of its own")
    func forms() throws {
        #expect(
            try diff("link eth1 trust pcp\nlink eth1 retag", "link eth1 trust dscp\nlink eth1 retag") == [
                .setting(name: "link eth1 trust pcp", old: "link eth1 trust pcp", new: "none"),
                .setting(name: "link eth1 trust dscp", old: "none", new: "link eth1 trust dscp"),
            ])
    }

    @Test("the order of links and of map entries is no change")
    func order() throws {
        #expect(
            try diff(
                "link a retag\nlink v10 egress-map { 6:5 7:1 }", "link v10 egress-map { 7:1, 6:5 }\nlink a retag"
            ).isEmpty)
    }

    @Test("that a link is optional counts against a file, not against the kernel")
    func optional() throws {
        #expect(
            try diff("link eth1 retag", "link? eth1 retag") == [
                .setting(name: "link eth1 retag", old: "link eth1 retag", new: "link? eth1 retag")
            ])
        #expect(try diff("link eth1 retag", "link? eth1 retag", includesText: false).isEmpty)
    }
}
