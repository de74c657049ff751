import NetlinkModel
import QoSCompiler
import Testing

/// Whole scripts, and what is the same in every run.
@Suite struct ScriptGoldenTests {
    @Test(arguments: ScriptGolden.all)
    func script(_ golden: ScriptGolden) throws {
        let plan = Compiler.compile(try policy(golden.policy))
        #expect(NFTScript.lines(of: plan.contents) == golden.lines)
        let whole = ["table inet qosctl", "delete table inet qosctl"] + golden.lines
        #expect(NFTScript.script(plan) == whole.joined(separator: "\n") + "\n")
    }

    @Test("the fingerprint is the contents': equal for equal ones, another for others")
    func fingerprints() throws {
        let plans = try ScriptGolden.all.map { Compiler.compile(try policy($0.policy)) }
        #expect(Set(plans.map(\.fingerprint)).count == plans.count)
        let one = Compiler.compile(try policy("# one\nrule a dport { 443 80 } proto tcp keep\n"))
        let two = Compiler.compile(
            try policy(
                "rule  a  proto tcp  dport { 80 443 80 } keep\nrule b keep disabled\nexpect a proto tcp dport 80\n"))
        #expect(one.fingerprint == two.fingerprint && one.contents == two.contents)
    }

    /// draft-eastlake-fnv, FNV-1a 128.
    @Test(arguments: [
        ("", "6c62272e07bb014262b821756295c58d"), ("a", "d228cb696f1a8caf78912b704e4a8964"),
        ("foobar", "343e1662793c64bf6f0d3597ba446f18"),
    ])
    func fingerprintVectors(_ text: String, _ expected: String) {
        #expect(Fingerprint.of(text) == expected)
    }

    @Test(
        "inline markings that differ in the PCP alone do the same here, and each has a chain for links to tell them by")
    func sameNumber() throws {
        let text =
            """
            rule a proto tcp set pcp 3
            rule b proto udp set priority 3
            rule c proto icmp set priority 0:3 pcp 3

            """
        let plan = Compiler.compile(try policy(text))
        let names = ["set_priority-0.3", "set_priority-0.3_pcp-3"]
        #expect(plan.contents.chains.map(\.name) == names + ["rules_output", "output"])
        #expect(
            names.map { plan.contents.rules(in: $0).map(NFTRuleText.text) } == [
                ["meta priority set 0:3 accept"], ["meta priority set 0:3 accept"],
            ])
        let tagged = Compiler.compile(try policy(text + "link eth1 tag priority\n"))
        #expect(
            names.map { tagged.contents.rules(in: $0).map(NFTRuleText.text) } == [
                ["meta priority set 0:3 accept"],
                ["meta priority set 0:3", "oifname \"eth1\" meta priority set 5130:3", "accept"],
            ])
    }

    @Test("a class and a marking of the same words do not share a chain")
    func names() throws {
        let plan = Compiler.compile(
            try policy(
                """
                class set_dscp-ef dscp ef
                class ef dscp ef
                set ef { 10.0.0.1 2001:db8::1 }
                rule a daddr @ef class ef
                rule b class set_dscp-ef
                rule c set dscp ef
                rule d set dscp 46
                """))
        let chains = plan.contents.chains.map(\.name)
        #expect(chains == ["class_set_dscp-ef", "class_ef", "set_dscp-ef", "rules_output", "output"])
    }
}
