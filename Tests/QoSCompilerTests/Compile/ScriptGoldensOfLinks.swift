/// Links whose filters know packets by their priority: tokens instead of priorities, for packets that leave by them.
extension ScriptGolden {
    static let tokens = ScriptGolden(
        "tokens: markings with a pcp, as far as the links that want them",
        """
        counters none
        scope both
        class voice dscp ef priority 6 pcp 5
        class lane priority 1:10 pcp 0
        class data priority 4
        rule a proto tcp class voice
        rule b proto udp class lane
        rule c proto icmp class data
        rule d proto esp set pcp 7
        link eth1 tag priority
        link? eth0 retag
        link eth1 retag
        link eth0.10 egress-map auto
        link eth2 trust pcp
        """,
        """
        table inet qosctl {
        \tcomment "qosctl schema 1";

        \tchain class_voice {
        \t\tmeta priority set 0:6
        \t\toifname { "eth0", "eth1" } meta priority set 5150:6  // PCP 5, a plain number, 6
        \t\tip dscp set ef accept
        \t\tip6 dscp set ef accept
        \t}

        \tchain class_lane {
        \t\tmeta priority set 1:10
        \t\toifname { "eth0", "eth1" } meta priority set 5104:6550  // PCP 0, a hash of the class id, its last 4 bits
        \t\taccept
        \t}

        \tchain class_data {
        \t\tmeta priority set 0:4 accept  // no PCP, no token
        \t}

        \tchain set_priority-0.7_pcp-7 {
        \t\tmeta priority set 0:7
        \t\toifname { "eth0", "eth1" } meta priority set 5170:7
        \t\taccept
        \t}

        \tchain rules_output {
        \t\tmeta l4proto tcp goto class_voice comment "a"
        \t\tmeta l4proto udp goto class_lane comment "b"
        \t\tmeta l4proto icmp goto class_data comment "c"
        \t\tmeta l4proto esp goto set_priority-0.7_pcp-7 comment "d"
        \t}

        \tchain rules_forward {
        \t\tmeta l4proto tcp goto class_voice comment "a"
        \t\tmeta l4proto udp goto class_lane comment "b"
        \t\tmeta l4proto icmp goto class_data comment "c"
        \t\tmeta l4proto esp goto set_priority-0.7_pcp-7 comment "d"
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
