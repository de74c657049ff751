@testable import NetworkLab
import Foundation
import Testing
@Test func zfacts() throws {
    try requireKernel()
    // checksum via tcpdump
    let lab0 = try Lab.pair()
    var pcap: [UInt8] = [0xd4,0xc3,0xb2,0xa1,2,0,4,0,0,0,0,0,0,0,0,0,0xff,0xff,0,0,101,0,0,0]
    for f in try lab0.exchange(RoundTripTests.allKinds()) {
        let n = f.bytes.count
        pcap += [0,0,0,0,0,0,0,0] + [UInt8(n & 255), UInt8(n>>8),0,0,UInt8(n & 255), UInt8(n>>8),0,0] + f.bytes
    }
    try Data(pcap).write(to: URL(fileURLWithPath: "/tmp/lab.pcap"))
    print(try lab0.sender.run(["nft", "list", "ruleset"]))
    print(try lab0.sender.run(["ip", "-d", "addr"]).stdout)
    print(try lab0.sender.run(["ip", "-6", "route"]).stdout)
    for routed in [false, true] {
        for conntrack in [false, true] {
            let lab = routed ? try Lab.routed() : try Lab.pair()
            let hook = routed ? "forward" : "output"
            func probe(_ rule: String, _ packet: Packet) throws -> String {
                try lab.policyPlace.nft("""
                add table inet t
                delete table inet t
                table inet t {
                  chain c {
                    type filter hook \(hook) priority -140; policy accept;
                    \(conntrack ? "ct state invalid counter" : "")
                    \(rule) meta priority set 7:7 return
                  }
                }
                """)
                do {
                  let f = try lab.exchange(packet, within: 0.3)
                  return f.priority == 0x70007 ? "match" : "no"
                } catch { return "LOST" }
            }
            print("== \(hook) conntrack \(conntrack)")
            for dst: Address in ["203.0.113.7", "2001:db8:7::7"] {
                let v6 = dst.family == .ip6
                func mk(_ n: UInt8, _ f: Packet.Fragment = .whole, _ h: [Packet.ExtensionHeader] = []) -> Packet {
                    var p = Packet(n, to: dst); p.fragment = f; p.headers = h; p.destinationPort = 53; return p }
                let l = Packet.Fragment.later(offset: 100, more: false)
                var cases: [(String, String, Packet)] = [
                    ("th dport 53, udp later frag", "th dport 53", mk(.udp, l)),
                    ("udp dport 53, udp later frag", "udp dport 53", mk(.udp, l)),
                    ("l4proto udp, udp later frag", "meta l4proto udp", mk(.udp, l)),
                    ("th dport 53, udp first frag", "th dport 53", mk(.udp, .first)),
                    ("th dport 53, gre", "th dport 53", mk(.gre)),
                    ("th dport 53, icmp", "th dport 53", mk(v6 ? .icmpv6 : .icmp)),
                    ("l4proto udp, ah+udp", "meta l4proto udp", mk(.udp, .whole, [.authentication])),
                    ("l4proto ah, ah+udp", "meta l4proto ah", mk(.udp, .whole, [.authentication])),
                    ("udp dport 53, ah+udp", "udp dport 53", mk(.udp, .whole, [.authentication])),
                    ("th dport 53, ah+udp", "th dport 53", mk(.udp, .whole, [.authentication])),
                    ("iifname != x", "iifname != \"x\"", mk(.udp)),
                    ("iif != lo", "iif != lo", mk(.udp)),
                    ("iifname \"\" ", "meta iifname \"\"", mk(.udp)),
                    ("iif 0 ", "meta iif 0", mk(.udp)),
                    ("oifname != x", "oifname != \"x\"", mk(.udp)),
                    ("skuid != 77", "meta skuid != 77", mk(.udp)),
                    ("frag ip later: ip frag-off & 0x1fff != 0", "ip frag-off & 0x1fff != 0", mk(.udp, l)),
                    ("exthdr frag exists, later", "exthdr frag exists", mk(.udp, l)),
                    ("frag frag-off != 0, later", "frag frag-off != 0", mk(.udp, l)),
                    ("frag frag-off != 0, first", "frag frag-off != 0", mk(.udp, .first)),
                ]
                if v6 {
                    for h: [Packet.ExtensionHeader] in [[.hopByHop], [.destinationOptions], [.routing], [.fragment], [.hopByHop, .routing, .destinationOptions], [.hopByHop, .authentication]] {
                        cases.append(("udp dport 53, \(h)", "udp dport 53", mk(.udp, .whole, h)))
                    }
                    cases.append(("udp dport 53, later [.fragment, .destOpts]", "udp dport 53", mk(.udp, l, [.fragment, .destinationOptions])))
                    cases.append(("l4proto udp, later [.fragment, .destOpts]", "meta l4proto udp", mk(.udp, l, [.fragment, .destinationOptions])))
                    cases.append(("l4proto ipv6-opts(60), later [.fragment, .destOpts]", "meta l4proto 60", mk(.udp, l, [.fragment, .destinationOptions])))
                    cases.append(("l4proto 60, first [.fragment, .destOpts]", "meta l4proto 60", mk(.udp, .first, [.fragment, .destinationOptions])))
                    cases.append(("l4proto 60, nonext", "meta l4proto 59", mk(59, .whole, [.destinationOptions])))
                } else {
                    var o = mk(.udp); o.options = [1,1,1,1,1,1,1,0]
                    cases.append(("udp dport 53, ip options", "udp dport 53", o))
                }
                for (name, rule, packet) in cases {
                    do { print("\(v6 ? "ip6" : "ip ") \(name): \(try probe(rule, packet))") } catch { print("\(v6 ? "ip6" : "ip ") \(name): ERR \(error)") }
                }
            }
        }
    }
}
