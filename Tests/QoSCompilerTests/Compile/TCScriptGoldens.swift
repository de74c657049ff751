/// Links as `compile --format tc` prints them.
struct TCScriptGolden: Sendable, CustomStringConvertible {
    var title: String
    var policy: String
    var script: String

    init(_ title: String, _ policy: String, _ script: String) {
        self.title = title
        self.policy = policy
        self.script = script
    }

    var description: String { title }

    /// Ours, of a policy without a name.
    private static let cookie = "cookie 716f7363746c3a31cbf29ce484222325"

    private static let classes = """
        class voice priority 6 pcp 5
        class lane priority 1:10 pcp 0
        class data priority 4
        rule one dport 1 class voice
        rule two dport 2 class data

        """

    static let all: [TCScriptGolden] = [
        none, egressMaps, ingressMap, tag, retag, tagAndRetag, trust, withoutPCP, named,
    ]

    static let none = TCScriptGolden("no links", classes, "# no link statements: nothing for tc to do")

    /// Class ids in plain decimal, as `ip` reads them.
    static let egressMaps = TCScriptGolden(
        "egress maps: of all classes, and as written",
        classes + "link eth0.10 egress-map auto\n"
            + "link? eth0.11 egress-map { 6:5, 2:1 }\n",
        """
        # link eth0.10 egress-map
        ip link set dev eth0.10 type vlan egress-qos-map 6:5 65552:0
        # link? eth0.11 egress-map
        ip link set dev eth0.11 type vlan egress-qos-map 2:1 6:5
        """)

    static let ingressMap = TCScriptGolden(
        "an ingress map", "link eth0.10 ingress-map { 5:6 1:9 }\n",
        """
        # link eth0.10 ingress-map
        ip link set dev eth0.10 type vlan ingress-qos-map 1:9 5:6
        """)

    /// No filter for the class without a PCP; priorities are put back as tc writes class ids.
    static let tag = TCScriptGolden(
        "tag priority", classes + "link eth1 tag priority\n",
        """
        # link eth1 tag priority
        tc qdisc add dev eth1 clsact
        tc filter add dev eth1 egress pref 20804 protocol all handle 0x1 basic match 'meta(priority eq 0x51500006)' \
        action vlan push id 0 priority 5 pipe \(cookie) action skbedit priority :6 continue \(cookie)
        tc filter add dev eth1 egress pref 20804 protocol all handle 0x2 basic match 'meta(priority eq 0x51046550)' \
        action vlan push id 0 priority 0 pipe \(cookie) action skbedit priority 1:10 continue \(cookie)
        """)

    /// Frames without a tag get their priority back.
    static let retag = TCScriptGolden(
        "retag", "class voice priority 6 pcp 5\nrule r class voice\nlink? eth1 retag\n",
        """
        # link? eth1 retag
        tc qdisc add dev eth1 clsact
        tc filter add dev eth1 egress pref 20804 protocol all handle 0x1 basic match 'meta(priority eq 0x51500006)' \
        action skbedit priority :6 continue \(cookie)
        # and for every VLAN device above eth1, with its VID in the place of VID:
        # tc filter add dev eth1 egress pref 20803 protocol all handle 0x1 basic match \
        'meta(priority eq 0x51500006) and meta(vlan mask 0xfff eq VID)' action vlan modify id VID priority 5 pipe \
        \(cookie) action skbedit priority :6 continue \(cookie)
        """)

    /// The frames that `retag` leaves are those that `tag` takes.
    static let tagAndRetag = TCScriptGolden(
        "tag and retag on one link", "link eth1 retag\nlink eth1 tag priority\ndefault set pcp 3\n",
        """
        # link eth1 retag
        tc qdisc add dev eth1 clsact
        # and for every VLAN device above eth1, with its VID in the place of VID:
        # tc filter add dev eth1 egress pref 20803 protocol all handle 0x1 basic match \
        'meta(priority eq 0x51300003) and meta(vlan mask 0xfff eq VID)' action vlan modify id VID priority 3 pipe \
        \(cookie) action skbedit priority :3 continue \(cookie)
        # link eth1 tag priority
        tc filter add dev eth1 egress pref 20804 protocol all handle 0x1 basic match 'meta(priority eq 0x51300003)' \
        action vlan push id 0 priority 3 pipe \(cookie) action skbedit priority :3 continue \(cookie)
        """)

    static let trust = TCScriptGolden(
        "trust pcp and dscp on one link: the DSCP first, so that the PCP of tagged frames wins",
        "link eth1 trust pcp\nlink eth1 trust dscp\n",
        """
        # link eth1 trust pcp
        tc qdisc add dev eth1 clsact

        """
            + (0...7).map { pcp in
                "tc filter add dev eth1 ingress pref 20804 protocol 802.1Q handle 0x\(pcp + 1) flower vlan_prio \(pcp) "
                    + "action skbedit priority :\(pcp) continue \(cookie)\n"
            }.joined() + """
                # link eth1 trust dscp
                tc filter add dev eth1 ingress pref 20803 protocol all handle 0x1 matchall action skbedit \
                inheritdsfield continue \(cookie)
                """)

    static let withoutPCP = TCScriptGolden(
        "links that write PCPs, and no marking with one",
        "class data priority 4\nrule r class data\nlink eth0.10 egress-map auto\nlink eth1 tag priority\nlink eth1 retag\n",
        """
        # link eth0.10 egress-map
        # no marking has a pcp: nothing to do
        # link eth1 tag priority
        # no marking has a pcp: nothing to do
        # link eth1 retag
        # no marking has a pcp: nothing to do
        """)

    /// The cookie has the hash of the policy's name.
    static let named = TCScriptGolden(
        "a policy with a name", "policy \"branch-office\"\nlink eth1 trust dscp\n",
        """
        # link eth1 trust dscp
        tc qdisc add dev eth1 clsact
        tc filter add dev eth1 ingress pref 20803 protocol all handle 0x1 matchall action skbedit inheritdsfield \
        continue cookie 716f7363746c3a31e9ce8a8ce7c73bf8
        """)
}
