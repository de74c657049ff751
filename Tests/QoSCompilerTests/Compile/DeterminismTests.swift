import NetlinkModel
import QoSCompiler
import Testing

/// The same bytes for the same policy, in every run of the program, on every host.
@Suite struct DeterminismTests {
    /// A policy with many things that could come out of a dictionary in any order.
    private static let rich: String = {
        var text = "scope both\ndefault class c3\n"
        for index in 0..<20 {
            text += "class c\(index) dscp \(index) priority \(index / 2):1\n"
            text += "set s\(index) { 10.0.\(index).0/24 2001:db8:\(index)::/48 }\n"
        }
        for index in (0..<60).map({ $0 * 37 % 60 }) {
            text += "rule r\(index) daddr @s\(index % 20) user u\(index % 7) set dscp \(index) priority \(index % 16)\n"
            text +=
                "rule x\(index) saddr @s\(19 - index % 20) oif { eth\(index) \"w\(index)*\" } class c\(index % 20)\n"
        }
        return text
    }()

    /// A policy of which graphs are made: several segments, guards, maps, and names with digests.
    private static let graphs: String = {
        var text = "counters class\n"
        for index in 0..<8 { text += "class c\(index) dscp \(index * 8)\n" }
        for index in 0..<120 {
            let place = index * 7919 % 1000
            let conditions =
                switch index % 6 {
                case 0: "proto tcp dport \(place * 60)-\(place * 60 + 500)"
                case 1: index % 4 == 1 ? "daddr 10.\(place % 256).0.0/16" : "daddr 10.0.0.0/\(8 + place % 5)"
                case 2: "user \(place) mark \(place % 7)"
                case 3: "oif { eth\(place % 9) \"w\(place % 3)*\" } sport \(place)"
                case 4: "saddr 2001:db8:\(place)::/48 dscp \(place % 64)"
                default: "proto { tcp udp } daddr { 192.0.2.\(place % 256) 2001:db8::\(place) } dport \(place)"
                }
            text += "rule r\(index) \(conditions) class c\(index * 5 % 8)\n"
        }
        return text
    }()

    private static func outputs(_ text: String, _ form: Compiler.Options.Form = .fastest) throws -> [String] {
        let policy = try policy(text)
        var options = Compiler.Options()
        options.form = form
        let plan = Compiler.compile(policy, options)
        return [
            NFTScript.script(plan), NFTDebugText.lines(of: plan.contents).joined(separator: "\n"),
            PlanJSON.value(plan, of: policy).text,
            plan.fingerprint,
        ]
    }

    private static func digested() throws -> [String] {
        try outputs(rich) + outputs(rich, .graph) + outputs(graphs, .graph)
    }

    private static let digest = Result { Fingerprint.of(try digested().joined()) }

    @Test func twiceInOneProcess() throws {
        #expect(try Self.outputs(Self.rich) == Self.outputs(Self.rich))
        #expect(try Self.outputs(Self.graphs, .graph) == Self.outputs(Self.graphs, .graph))
    }

    /// Swift seeds its hashing anew in each process.
    @Test(arguments: 0..<3)
    func acrossProcesses(_ attempt: Int) async throws {
        let digest = try Self.digest.get()
        let result = try await #require(processExitsWith: .success, observing: [\.standardOutputContent]) {
            print("digest", Fingerprint.of(try DeterminismTests.digested().joined()))
        }
        #expect(String(decoding: result.standardOutputContent, as: UTF8.self).contains("digest \(digest)\n"))
    }

    /// The links that `compile --format json` prints: the lines of `--format tc`.
    @Test func jsonOfLinks() throws {
        let policy = try policy(
            "class v priority 6 pcp 5\nrule r class v\nlink? eth1 retag\nlink eth0.10 egress-map auto\n")
        let value = PlanJSON.value(Compiler.compile(policy), of: policy).text
        let cookie = "cookie 716f7363746c3a31cbf29ce484222325"
        let expected = [
            #""links":[{"interface":"eth1","form":"retag","optional":true,"commands":["tc qdisc add dev eth1 clsact","#,
            #""tc filter add dev eth1 egress pref 20804 protocol all handle 0x1 basic match 'meta(priority eq "#,
            #"0x51500006)' action skbedit priority :6 continue \#(cookie)"],"vlanCommands":["tc filter add dev eth1 "#,
            #"egress pref 20803 protocol all handle 0x1 basic match 'meta(priority eq 0x51500006) and meta(vlan mask "#,
            #"0xfff eq VID)' action vlan modify id VID priority 5 pipe \#(cookie) action skbedit priority :6 "#,
            #"continue \#(cookie)"]},{"interface":"eth0.10","form":"egress-map","optional":false,"commands":["ip link set dev "#,
            #"eth0.10 type vlan egress-qos-map 6:5"],"vlanCommands":[]}],"rules":["#,
        ].joined()
        #expect(value.contains(expected), "\(value)")
    }

    @Test("diagnostics come in one order")
    func diagnostics() async throws {
        let broken =
            """
            rule a class x
            rule a class y
            set s { @t }
            set t { @s }
            link e retag
            link e retag
            default set dscp cs0
            rule z set dscp cs1
            expect q

            """
        let once = rendered(load(broken))
        for _ in 0..<20 { #expect(rendered(load(broken)) == once) }
    }

    /// What `compile --format netlink` prints: the messages, in the order in which they are sent.
    @Test func netlinkFormat() throws {
        let plan = Compiler.compile(
            try policy(
                """
                set s { 10.0.0.1 }
                class c dscp ef priority 6
                rule a daddr @s mark { 1 5-9 } user bob class c
                rule b oif "wg*" mark 1/3 keep

                """
            ))
        let expected = """
            table inet qosctl comment "qosctl schema 1"
            counter qosctl rule_a
            counter qosctl rule_b
            counter qosctl default
            set qosctl v4_s type ipv4_addr size 1
              element 10.0.0.1
            chain qosctl class_c
            chain qosctl rules_output
            chain qosctl output type filter hook output prio -140 policy accept
            inet qosctl class_c
              [ immediate reg 1 0x00000006 ]
              [ meta set priority with reg 1 ]
            inet qosctl class_c
              [ meta load nfproto => reg 1 ]
              [ cmp eq reg 1 0x00000002 ]
              [ payload load 2b @ network header + 0 => reg 1 ]
              [ bitwise reg 1 = ( reg 1 & 0x000003ff ) ^ 0x0000b800 ]
              [ payload write reg 1 => 2b @ network header + 0 csum_type 1 csum_off 10 csum_flags 0x0 ]
              [ immediate reg 0 accept ]
            inet qosctl class_c
              [ meta load nfproto => reg 1 ]
              [ cmp eq reg 1 0x0000000a ]
              [ payload load 2b @ network header + 0 => reg 1 ]
              [ bitwise reg 1 = ( reg 1 & 0x00003ff0 ) ^ 0x0000800b ]
              [ payload write reg 1 => 2b @ network header + 0 csum_type 0 csum_off 0 csum_flags 0x0 ]
              [ immediate reg 0 accept ]
            set qosctl __set%d type mark size 2
              element 0x00000001
              element 0x00000005-0x00000009
            inet qosctl rules_output comment "a"
              [ meta load nfproto => reg 1 ]
              [ cmp eq reg 1 0x00000002 ]
              [ payload load 4b @ network header + 16 => reg 1 ]
              [ lookup reg 1 set v4_s ]
              [ meta load skuid => reg 1 ]
              [ cmp eq reg 1 user "bob" ]
              [ meta load mark => reg 1 ]
              [ byteorder reg 1 = hton(reg 1, 4, 4) ]
              [ lookup reg 1 set __set%d ]
              [ objref type 1 name rule_a ]
              [ immediate reg 0 goto -> class_c ]
            inet qosctl rules_output comment "b"
              [ meta load oifname => reg 1 ]
              [ cmp eq reg 1 0x00006777 ]
              [ meta load mark => reg 1 ]
              [ bitwise reg 1 = ( reg 1 & 0x00000003 ) ^ 0x00000000 ]
              [ cmp eq reg 1 0x00000001 ]
              [ objref type 1 name rule_b ]
              [ immediate reg 0 accept ]
            inet qosctl rules_output comment "default"
              [ objref type 1 name default ]
              [ immediate reg 0 accept ]
            inet qosctl output
              [ immediate reg 0 jump -> rules_output ]
            """
        #expect(NFTDebugText.lines(of: plan.contents).joined(separator: "\n") == expected)
    }

    /// What `compile --format json` prints.
    @Test func jsonFormat() throws {
        let policy = try policy("counters none\nset s { 10.0.0.1 10.0.0.5-10.0.0.9 }\nrule a daddr @s keep\n")
        let plan = Compiler.compile(policy)
        let expected = [
            #"{"schema":1,"fingerprint":"\#(plan.fingerprint)","#,
            #""table":{"family":"inet","name":"qosctl","comment":"qosctl schema 1"},"counters":[],"#,
            #""sets":[{"name":"v4_s","type":"ipv4_addr","interval":true,"#,
            #""elements":["10.0.0.1","10.0.0.5-10.0.0.9"]}],"#,
            #""chains":[{"name":"rules_output"},"#,
            #"{"name":"output","type":"filter","hook":"output","priority":-140,"policy":"accept"}],"links":[],"#,
            #""rules":[{"chain":"rules_output","rule":"a","text":"ip daddr @v4_s accept comment \"a\"","#,
            #""expressions":["[ meta load nfproto => reg 1 ]","[ cmp eq reg 1 0x00000002 ]","#,
            #""[ payload load 4b @ network header + 16 => reg 1 ]","[ lookup reg 1 set v4_s ]","#,
            #""[ immediate reg 0 accept ]"]},{"chain":"output","rule":null,"text":"jump rules_output","#,
            #""expressions":["[ immediate reg 0 jump -> rules_output ]"]}]}"#,
        ].joined()
        #expect(PlanJSON.value(plan, of: policy).text == expected)
    }
}
