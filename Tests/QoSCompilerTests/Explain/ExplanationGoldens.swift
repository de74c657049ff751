import QoSCompiler

/// Plans as text, in words of the policy.
struct ExplanationGolden: Sendable, CustomStringConvertible {
    var title: String
    var form: Compiler.Options.Form
    var policy: String
    var text: String
    /// The same for Graphviz; nil where that says nothing new.
    var dot: String?

    init(_ title: String, _ form: Compiler.Options.Form, _ policy: String, _ text: String, dot: String? = nil) {
        self.title = title
        self.form = form
        self.policy = policy
        self.text = text
        self.dot = dot
    }

    var description: String { title }

    static let all: [ExplanationGolden] = [list, words, graph, counted]

    static let list = ExplanationGolden(
        "a list: one line a rule, whatever number of kernel rules it takes", .list,
        """
        class voice dscp ef
        set phones { 10.20.0.0/24 2001:db8:20::/64 }
        rule rtp proto udp daddr @phones dport 16384-32767 class voice
        rule old proto tcp dport 8080 keep disabled
        rule low dscp { le 8-10 } set dscp 0 priority 1
        rule ntp dport ntp keep
        rule rest family ip class voice
        """,
        """
        output: rules_output
          fragment -> fragments_output (below)
          daddr @phones proto udp dport 16384-32767 -> rule rtp: class voice
          dscp { le cs1-af11 } -> rule low: set dscp cs0 priority 1
          proto { tcp udp dccp sctp udplite } dport 123 -> rule ntp: keep
          family ip -> rule rest: class voice
          otherwise -> default: keep
        output, fragments after the first: fragments_output
          dscp { le cs1-af11 } -> rule low: set dscp cs0 priority 1
          family ip -> rule rest: class voice
          otherwise -> default: keep
        """,
        dot: """
            digraph qosctl {
              rankdir=LR;
              node [shape=box, fontname="sans-serif", fontsize=10];
              edge [fontname="sans-serif", fontsize=9];
              "rules_output" [shape=oval, label="output\\nrules_output"];
              "fragments_output";
              "to rule low: set dscp cs0 priority 1" [shape=box, style=rounded, label="rule low: set dscp cs0 priority 1"];
              "fragments_output" -> "to rule low: set dscp cs0 priority 1" [label="dscp { le cs1-af11 }"];
              "to rule rest: class voice" [shape=box, style=rounded, label="rule rest: class voice"];
              "fragments_output" -> "to rule rest: class voice" [label="family ip"];
              "to default: keep" [shape=box, style=rounded, label="default: keep"];
              "fragments_output" -> "to default: keep" [label="otherwise", style=dashed];
              "rules_output" -> "fragments_output" [label="fragment"];
              "to rule rtp: class voice" [shape=box, style=rounded, label="rule rtp: class voice"];
              "rules_output" -> "to rule rtp: class voice" [label="daddr @phones proto udp dport 16384-32767"];
              "rules_output" -> "to rule low: set dscp cs0 priority 1" [label="dscp { le cs1-af11 }"];
              "to rule ntp: keep" [shape=box, style=rounded, label="rule ntp: keep"];
              "rules_output" -> "to rule ntp: keep" [label="proto { tcp udp dccp sctp … 1 more } dport 123"];
              "rules_output" -> "to rule rest: class voice" [label="family ip"];
              "rules_output" -> "to default: keep" [label="otherwise", style=dashed];
            }
            """)

    static let words = ExplanationGolden(
        "every field in words of the policy", .list,
        """
        counters none
        scope both
        set office { 10.0.0.0/8 }
        set web { 80 443 }
        rule a family ip6 proto != { tcp udp 200 } keep
        rule b saddr { 10.0.0.1 192.0.2.0-192.0.2.9 2001:db8::/33 } daddr != @office keep
        rule c sport @web dport { 53 1000-1009 } keep
        rule d sport != { 1 2 } proto udp keep
        rule e iif { eth0 "wg*" } oif != { lo "tun*" } keep
        rule f user { root 1000-1999 } group != { staff 7 } keep
        rule g dscp != { ef cs1 } keep
        rule h mark { 0x10/0xf0 5-9 } keep
        rule i mark != { 1/3 7 } keep
        default set priority 3
        """,
        """
        output: rules_output
          fragment -> fragments_output (below)
          family ip6 proto != { tcp udp 200 } -> rule a: keep
          saddr { 10.0.0.1 192.0.2.0-192.0.2.9 } daddr != @office -> rule b: keep
          proto { tcp udp dccp sctp udplite } sport @web dport { 53 1000-1009 } -> rule c: keep
          proto udp sport != 1-2 -> rule d: keep
          user 1000-1999 group != { 7 staff } -> rule f: keep
          user root group != { 7 staff } -> rule f: keep
          dscp != { cs1 ef } -> rule g: keep
          mark 0x5-0x9 -> rule h: keep
          mark 0x10/0xf0 -> rule h: keep
          mark != { 0x7 0x1/0x3 } -> rule i: keep
          otherwise -> default: set priority 3
        output, fragments after the first: fragments_output
          family ip6 proto != { tcp udp 200 } -> rule a: keep
          saddr { 10.0.0.1 192.0.2.0-192.0.2.9 } daddr != @office -> rule b: keep
          user 1000-1999 group != { 7 staff } -> rule f: keep
          user root group != { 7 staff } -> rule f: keep
          dscp != { cs1 ef } -> rule g: keep
          mark 0x5-0x9 -> rule h: keep
          mark 0x10/0xf0 -> rule h: keep
          mark != { 0x7 0x1/0x3 } -> rule i: keep
          otherwise -> default: set priority 3
        forward: rules_forward
          fragment -> fragments_forward (below)
          family ip6 proto != { tcp udp 200 } -> rule a: keep
          saddr { 10.0.0.1 192.0.2.0-192.0.2.9 } daddr != @office -> rule b: keep
          proto { tcp udp dccp sctp udplite } sport @web dport { 53 1000-1009 } -> rule c: keep
          proto udp sport != 1-2 -> rule d: keep
          iif eth0 oif != { lo tun* } -> rule e: keep
          iif wg* oif != { lo tun* } -> rule e: keep
          dscp != { cs1 ef } -> rule g: keep
          mark 0x5-0x9 -> rule h: keep
          mark 0x10/0xf0 -> rule h: keep
          mark != { 0x7 0x1/0x3 } -> rule i: keep
          otherwise -> default: set priority 3
        forward, fragments after the first: fragments_forward
          family ip6 proto != { tcp udp 200 } -> rule a: keep
          saddr { 10.0.0.1 192.0.2.0-192.0.2.9 } daddr != @office -> rule b: keep
          iif eth0 oif != { lo tun* } -> rule e: keep
          iif wg* oif != { lo tun* } -> rule e: keep
          dscp != { cs1 ef } -> rule g: keep
          mark 0x5-0x9 -> rule h: keep
          mark 0x10/0xf0 -> rule h: keep
          mark != { 0x7 0x1/0x3 } -> rule i: keep
          otherwise -> default: set priority 3
        """)

    static let graph = ExplanationGolden(
        "a graph: what a line leads to stands under it, the first time", .graph,
        """
        counters class
        class voice dscp ef
        class bulk dscp cs1
        rule a proto udp dport 5000-5009 class voice
        rule b proto udp dport { 7000 7002 7004 7006 7008 7010 7012 7014 7016 7018 } class bulk
        rule c proto tcp daddr 10.1.0.0/16 class bulk
        rule d proto tcp daddr 10.0.0.0/8 class voice
        rule e proto tcp daddr 192.0.2.0/24 class bulk
        rule f proto tcp daddr 198.51.100.0/24 class voice
        rule g proto tcp daddr 203.0.113.0/24 class bulk
        rule h proto tcp daddr 2001:db8::/32 class bulk
        """,
        """
        output: rules_output
          fragment -> fragments_output (below)
          graph, 8 rules, a to h:
            proto tcp -> by_daddr_c
              daddr 10.0.0.0/16 -> class voice
              daddr 10.1.0.0/16 -> class bulk
              daddr 10.2.0.0-10.255.255.255 -> class voice
              daddr 192.0.2.0/24 -> class bulk
              daddr 198.51.100.0/24 -> class voice
              daddr 203.0.113.0/24 -> class bulk
              daddr 2001:db8::/32 -> class bulk
              otherwise -> back
            proto udp -> by_dport_a
              dport 5000-5009 -> class voice
              dport { 7000 7002 7004 7006 7008 7010 7012 7014 … 2 more } -> class bulk
              otherwise -> back
          otherwise -> default: keep
        output, fragments after the first: fragments_output
          proto tcp -> by_daddr_c (above)
          otherwise -> default: keep
        """)

    static let counted = ExplanationGolden(
        "rules that are counted have their names at maps too, and the default is reached from inside", .graph,
        """
        class voice dscp ef
        rule a proto udp dport 5000 class voice
        rule b proto udp dport 5001 class voice
        rule c proto udp dport 5002 keep
        rule d proto udp dport 5003 set priority 7
        rule e proto udp dport 5004 class voice
        rule f proto udp dport 5005 class voice
        rule g proto udp dport 5006 class voice
        rule h proto udp dport 5007 class voice
        rule i proto udp dport 5008 class voice
        default set dscp 0
        """,
        """
        output: rules_output
          fragment -> default: set dscp cs0
          graph, 9 rules, a to i: by_proto_a
            proto udp -> by_dport_a
              dport 5000 -> rule a: class voice
              dport 5001 -> rule b: class voice
              dport 5002 -> rule c: keep
              dport 5003 -> rule d: set priority 7
              dport 5004 -> rule e: class voice
              dport 5005 -> rule f: class voice
              dport 5006 -> rule g: class voice
              dport 5007 -> rule h: class voice
              dport 5008 -> rule i: class voice
              otherwise -> back
            otherwise -> back
          otherwise -> default: set dscp cs0
        """,
        dot: """
            digraph qosctl {
              rankdir=LR;
              node [shape=box, fontname="sans-serif", fontsize=10];
              edge [fontname="sans-serif", fontsize=9];
              "rules_output" [shape=oval, label="output\\nrules_output"];
              subgraph "cluster_output_1" {
                label="segment 1, graph, rules: 9\\na to i";
                "by_proto_a";
                "by_dport_a";
              }
              "to rule a: class voice" [shape=box, style=rounded, label="rule a: class voice"];
              "by_dport_a" -> "to rule a: class voice" [label="dport 5000"];
              "to rule b: class voice" [shape=box, style=rounded, label="rule b: class voice"];
              "by_dport_a" -> "to rule b: class voice" [label="dport 5001"];
              "to rule c: keep" [shape=box, style=rounded, label="rule c: keep"];
              "by_dport_a" -> "to rule c: keep" [label="dport 5002"];
              "to rule d: set priority 7" [shape=box, style=rounded, label="rule d: set priority 7"];
              "by_dport_a" -> "to rule d: set priority 7" [label="dport 5003"];
              "to rule e: class voice" [shape=box, style=rounded, label="rule e: class voice"];
              "by_dport_a" -> "to rule e: class voice" [label="dport 5004"];
              "to rule f: class voice" [shape=box, style=rounded, label="rule f: class voice"];
              "by_dport_a" -> "to rule f: class voice" [label="dport 5005"];
              "to rule g: class voice" [shape=box, style=rounded, label="rule g: class voice"];
              "by_dport_a" -> "to rule g: class voice" [label="dport 5006"];
              "to rule h: class voice" [shape=box, style=rounded, label="rule h: class voice"];
              "by_dport_a" -> "to rule h: class voice" [label="dport 5007"];
              "to rule i: class voice" [shape=box, style=rounded, label="rule i: class voice"];
              "by_dport_a" -> "to rule i: class voice" [label="dport 5008"];
              "by_proto_a" -> "by_dport_a" [label="proto udp"];
              "rules_output" -> "by_proto_a" [label="segment 1"];
              "to default: set dscp cs0" [shape=box, style=rounded, label="default: set dscp cs0"];
              "rules_output" -> "to default: set dscp cs0" [label="fragment"];
              "rules_output" -> "to default: set dscp cs0" [label="otherwise", style=dashed];
            }
            """)
}
