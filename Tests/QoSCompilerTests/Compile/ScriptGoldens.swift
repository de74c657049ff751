/// Whole scripts, line by line; what follows `//` says what the line is for.
struct ScriptGolden: Sendable, CustomStringConvertible {
    var title: String
    var policy: String
    var script: String

    init(_ title: String, _ policy: String, _ script: String) {
        self.title = title
        self.policy = policy
        self.script = script
    }

    var description: String { title }

    /// The lines without their comments.
    var lines: [String] {
        script.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            let text = line.firstRange(of: "//").map { line[..<$0.lowerBound] } ?? line[...]
            return String(text.reversed().drop { $0 == " " }.reversed())
        }
    }

    static let all: [ScriptGolden] = [
        empty, markings, sets, both, countedByClass, countedByRule, hookPriority, fragments, tokens,
    ]

    static let empty = ScriptGolden(
        "an empty policy", "",
        """
        table inet qosctl {
        \tcomment "qosctl schema 1";  // how we know our table
        \tcounter default { }

        \tchain rules_output {
        \t\tcounter name "default" accept comment "default"  // what no rule takes is counted
        \t}

        \tchain output {
        \t\ttype filter hook output priority -140; policy accept;  // mangle + 10
        \t\tjump rules_output
        \t}
        }
        """)

    static let markings = ScriptGolden(
        "markings: priority first, then the DSCP of whichever header there is",
        """
        counters none
        class both dscp ef priority 6
        class lane priority 1:10
        class pcp pcp 5
        class unused dscp cs1
        rule a proto tcp class both
        rule b proto udp class lane
        rule c proto icmp class pcp
        rule d proto 200 set dscp 17 priority 3 pcp 2
        rule e proto esp keep
        default set dscp va
        """,
        """
        table inet qosctl {
        \tcomment "qosctl schema 1";

        \tchain class_both {
        \t\tmeta priority set 0:6  // needs no family, and goes on
        \t\tip dscp set ef accept  // ends our chain, not the hook
        \t\tip6 dscp set ef accept
        \t}

        \tchain class_lane {
        \t\tmeta priority set 1:10 accept
        \t}

        \tchain class_pcp {
        \t\tmeta priority set 0:5 accept  // a PCP alone is its priority
        \t}

        \tchain set_dscp-17_priority-0.3_pcp-2 {  // inline markings are named by what they do
        \t\tmeta priority set 0:3
        \t\tip dscp set 0x11 accept
        \t\tip6 dscp set 0x11 accept
        \t}

        \tchain set_dscp-va {
        \t\tip dscp set va accept
        \t\tip6 dscp set va accept
        \t}

        \tchain rules_output {
        \t\tmeta l4proto tcp goto class_both comment "a"  // goto: no way back to later rules
        \t\tmeta l4proto udp goto class_lane comment "b"
        \t\tmeta l4proto icmp goto class_pcp comment "c"
        \t\tmeta l4proto 200 goto set_dscp-17_priority-0.3_pcp-2 comment "d"
        \t\tmeta l4proto esp accept comment "e"  // keep
        \t\tgoto set_dscp-va comment "default"
        \t}

        \tchain output {
        \t\ttype filter hook output priority -140; policy accept;
        \t\tjump rules_output
        \t}
        }
        """)

    static let sets = ScriptGolden(
        "named sets: one for each family, in the order of the policy, only those in use",
        """
        counters none
        set web { 8000-8010 443 80 }
        set net { 10.0.0.0/8 192.0.2.1 192.0.2.5-192.0.2.9 2001:db8::/32 }
        set unused { 10.0.0.1 }
        rule a daddr @net keep
        rule b saddr 198.51.100.1 daddr @net keep
        rule c saddr { @unused 10.0.0.2 } keep
        """,
        """
        table inet qosctl {
        \tcomment "qosctl schema 1";

        \tset v4_net {
        \t\ttype ipv4_addr
        \t\tflags interval  // prefixes and ranges
        \t\telements = {
        \t\t\t10.0.0.0/8,
        \t\t\t192.0.2.1,
        \t\t\t192.0.2.5-192.0.2.9,
        \t\t}
        \t}

        \tset v6_net {
        \t\ttype ipv6_addr
        \t\tflags interval
        \t\telements = {
        \t\t\t2001:db8::/32,
        \t\t}
        \t}

        \tchain rules_output {
        \t\tip daddr @v4_net accept comment "a"
        \t\tip6 daddr @v6_net accept comment "a"
        \t\tip saddr 198.51.100.1 ip daddr @v4_net accept comment "b"  // one family only
        \t\tip saddr 10.0.0.1-10.0.0.2 accept comment "c"  // merged, so no lookup
        \t}

        \tchain output {
        \t\ttype filter hook output priority -140; policy accept;
        \t\tjump rules_output
        \t}
        }
        """)

    static let both = ScriptGolden(
        "scope both: a chain for each path, with the rules that it can meet",
        """
        scope both
        rule in iif eth0 keep
        rule own user 5 keep
        rule any proto tcp keep
        """,
        """
        table inet qosctl {
        \tcomment "qosctl schema 1";
        \tcounter rule_any { }  // by name: a reorder changes no line here
        \tcounter rule_in { }
        \tcounter rule_own { }
        \tcounter default { }

        \tchain rules_output {
        \t\tmeta skuid 5 counter name "rule_own" accept comment "own"  // only own packets have a socket
        \t\tmeta l4proto tcp counter name "rule_any" accept comment "any"
        \t\tcounter name "default" accept comment "default"
        \t}

        \tchain rules_forward {
        \t\tiifname "eth0" counter name "rule_in" accept comment "in"  // only forwarded ones came in
        \t\tmeta l4proto tcp counter name "rule_any" accept comment "any"
        \t\tcounter name "default" accept comment "default"
        \t}

        \tchain output {
        \t\ttype filter hook output priority -140; policy accept;
        \t\tjump rules_output
        \t}

        \tchain forward {
        \t\ttype filter hook forward priority -140; policy accept;
        \t\tjump rules_forward
        \t}
        }
        """)
}
