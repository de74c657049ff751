/// Whole scripts of policies with settings: counters, hook priority; and the chain for later fragments.
extension ScriptGolden {
    static let countedByClass = ScriptGolden(
        "counters class: a counter for each class in use",
        """
        counters class
        class voice dscp ef
        class unused dscp cs1
        rule a proto tcp class voice
        rule b proto udp set dscp cs2
        rule c proto icmp keep
        default class voice
        """,
        """
        table inet qosctl {
        \tcomment "qosctl schema 1";
        \tcounter class_voice { }

        \tchain class_voice {
        \t\tcounter name "class_voice"
        \t\tip dscp set ef accept
        \t\tip6 dscp set ef accept
        \t}

        \tchain set_dscp-cs2 {  // no class, no counter
        \t\tip dscp set cs2 accept
        \t\tip6 dscp set cs2 accept
        \t}

        \tchain rules_output {
        \t\tmeta l4proto tcp goto class_voice comment "a"
        \t\tmeta l4proto udp goto set_dscp-cs2 comment "b"
        \t\tmeta l4proto icmp accept comment "c"
        \t\tgoto class_voice comment "default"
        \t}

        \tchain output {
        \t\ttype filter hook output priority -140; policy accept;
        \t\tjump rules_output
        \t}
        }
        """)

    static let countedByRule = ScriptGolden(
        "counters rule: a counter for each rule that is enabled",
        """
        counters rule
        rule b proto tcp keep
        rule a daddr { 10.0.0.1 2001:db8::1 } keep
        rule off proto icmp keep disabled
        """,
        """
        table inet qosctl {
        \tcomment "qosctl schema 1";
        \tcounter rule_a { }
        \tcounter rule_b { }
        \tcounter default { }

        \tchain rules_output {
        \t\tmeta l4proto tcp counter name "rule_b" accept comment "b"
        \t\tip daddr 10.0.0.1 counter name "rule_a" accept comment "a"  // two kernel rules, one counter
        \t\tip6 daddr 2001:db8::1 counter name "rule_a" accept comment "a"
        \t\tcounter name "default" accept comment "default"
        \t}

        \tchain output {
        \t\ttype filter hook output priority -140; policy accept;
        \t\tjump rules_output
        \t}
        }
        """)

    static let hookPriority = ScriptGolden(
        "another hook priority is another base chain",
        """
        hook-priority -150
        scope forward
        counters none
        default set dscp cs1 priority 2
        """,
        """
        table inet qosctl {
        \tcomment "qosctl schema 1";

        \tchain set_dscp-cs1_priority-0.2 {
        \t\tmeta priority set 0:2
        \t\tip dscp set cs1 accept
        \t\tip6 dscp set cs1 accept
        \t}

        \tchain rules_forward {
        \t\tgoto set_dscp-cs1_priority-0.2 comment "default"
        \t}

        \tchain forward_m150 {  // a base chain cannot change its priority
        \t\ttype filter hook forward priority -150; policy accept;
        \t\tjump rules_forward
        \t}
        }
        """)

    static let fragments = ScriptGolden(
        "rules with ports: later fragments take a chain without them",
        """
        rule web proto tcp dport 80 keep
        rule tcp proto tcp keep
        """,
        """
        table inet qosctl {
        \tcomment "qosctl schema 1";
        \tcounter rule_tcp { }
        \tcounter rule_web { }
        \tcounter default { }

        \tchain fragments_output {
        \t\tmeta l4proto tcp counter name "rule_tcp" accept comment "tcp"
        \t\tcounter name "default" accept comment "default"
        \t}

        \tchain rules_output {
        \t\tip frag-off & 0x1fff != 0 goto fragments_output comment "fragments after the first have no ports"
        \t\tfrag frag-off != 0 goto fragments_output comment "fragments after the first have no ports"
        \t\ttcp dport 80 counter name "rule_web" accept comment "web"
        \t\tmeta l4proto tcp counter name "rule_tcp" accept comment "tcp"
        \t\tcounter name "default" accept comment "default"
        \t}

        \tchain output {
        \t\ttype filter hook output priority -140; policy accept;
        \t\tjump rules_output
        \t}
        }
        """)
}
