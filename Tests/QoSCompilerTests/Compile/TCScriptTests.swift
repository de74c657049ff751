import QoSCompiler
import Testing

/// Links as command lines of tc and ip.
@Suite struct TCScriptTests {
    private static func lines(_ text: String) throws -> [String] {
        var lines: [String] = []
        TCScript.write(Compiler.compile(try policy(text))) { lines.append($0) }
        return lines
    }

    @Test(arguments: TCScriptGolden.all)
    func script(_ golden: TCScriptGolden) throws {
        #expect(try Self.lines(golden.policy).joined(separator: "\n") == golden.script)
    }

    /// tc and ip read a line whole before they ask the kernel, and tell its refusals from what they cannot read.
    @Test("tc and ip can read what is printed", .tags(.nft), arguments: TCScriptGolden.all)
    func readByTC(_ golden: TCScriptGolden) throws {
        let lines = try Self.lines(golden.policy).map {
            // What stands in comments, with a number for VID.
            $0.hasPrefix("# tc ") ? String($0.dropFirst(2)).replacing("VID", with: "10") : $0
        }.filter { !$0.hasPrefix("#") }.map {
            // Interfaces have to be there before tc looks at the rest of its words.
            $0.replacing(#/ dev [^ ]+/#, with: " dev lo")
        }
        for line in lines { #expect(try Self.isReadable(line), "\(line)") }
    }

    private static func isReadable(_ line: String) throws -> Bool {
        let before = line.hasPrefix("tc filter") ? "tc qdisc add dev lo clsact; " : ""
        let result = try Command.run(["unshare", "--net", "sh", "-c", before + line])
        return result.status == 0
            || ["We have an error talking to the kernel", "RTNETLINK answers"].contains { result.errors.contains($0) }
    }

    @Test(
        "the oracle tells a line that tc cannot read", .tags(.nft),
        arguments: [
            "tc filter add dev lo egress pref 20804 protocol all handle 0x1 basic match 'meta(prioriti eq 6)'",
            "tc filter add dev lo egress pref 20804 protocol all handle 0x1 matchall action vlan push id 0 priority 9",
            "tc filter add dev lo ingress pref 20803 protocol all matchall action skbedit inheritdsfields continue",
            "ip link set dev lo type vlan egress-qos-map 6-5",
        ])
    func unreadable(_ line: String) throws {
        #expect(try !Self.isReadable(line))
    }
}
