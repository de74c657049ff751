import Foundation
import NetworkLab
import PolicyTesting
import Testing

/// `top` in batches, and on a terminal.
@Suite(.serialized)
struct TopTests {
    private static let text = """
        policy "live"
        class voice dscp ef
        rule sip proto udp dport 5060 class voice
        rule ntp proto udp dport 123 keep

        """
    private static let enter = "\u{1b}[?1049h"
    private static let leave = "\u{1b}[?25h\u{1b}[?1049l"

    private func udp(_ port: UInt16) -> Packet {
        var packet = Packet(.udp, to: "198.51.100.1")
        packet.destinationPort = port
        return packet
    }

    // MARK: Batches

    @Test func batchesHaveNoEscapes() throws {
        let laboratory = try PolicyLab.pair()
        #expect(try laboratory.qosctl("top", "-b", "-n", "1").status == 2)
        try laboratory.apply(Self.text)
        _ = try laboratory.lab.exchange([udp(5060), udp(5060), udp(7)])
        for arguments in [["-b", "-n", "2", "-d", "0.1"], ["-n", "2", "-d", "0.1"]] {
            let result = try laboratory.lab.policyPlace.run(
                [try Files.qosctl(), "top"] + arguments, environment: ["QOSCTL_STATE_DIR": laboratory.stateDirectory])
            #expect(result.status == 0)
            #expect(!result.stdout.contains("\u{1b}"))
            let lines = result.stdout.split(separator: "\n", omittingEmptySubsequences: false)
            #expect(lines.filter { $0.hasPrefix("policy \"live\"  revision 1  counted by rule  over 0.") }.count == 2)
            #expect(
                lines.filter { $0 == "1  sip              0        0        2    120  class voice" }.count == 2,
                "\(result.stdout)")
        }
        for arguments in [["-d", "0.01"], ["-d", "nan"], ["-d", "4000"], ["-n", "0"], ["-s", "size"]] {
            let result = try laboratory.lab.policyPlace.run([try Files.qosctl(), "top", "-b"] + arguments)
            #expect(result.status == 2, "\(arguments)")
        }
    }

    /// A document a line; rates under traffic; another policy on the way.
    @Test func documentsUnderTraffic() throws {
        let laboratory = try PolicyLab.pair()
        try laboratory.apply(Self.text)
        let traffic = try TrafficGenerator([udp(5060)], from: laboratory.lab.crafted, mostSeconds: 60)
        try traffic.wait(forPackets: 1000)
        let result = try laboratory.qosctl("top", "--json", "-n", "3", "-d", "0.2")
        try traffic.stop()
        #expect(result.status == 0)
        let documents = try result.stdout.split(separator: "\n").map {
            try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
        }
        #expect(documents.count == 3)
        for document in documents {
            #expect(
                Set(document.keys)
                    == ["schema", "loaded", "seconds", "policy", "revision", "counted", "rules", "default", "classes"])
            let rules = try #require(document["rules"] as? [[String: Any]])
            #expect(
                Set(rules[0].keys)
                    == [
                        "name", "position", "enabled", "class", "packets", "bytes", "packetsPerSecond",
                        "bytesPerSecond",
                    ])
            #expect(rules[0]["packetsPerSecond"] as? Double ?? 0 > 0)
            #expect(rules[1]["packetsPerSecond"] as? Double == 0)
            #expect(document["seconds"] as? Double ?? 0 > 0)
        }
    }

    // MARK: On a terminal

    private func start(_ laboratory: PolicyLab, _ arguments: String...) throws -> Pseudoterminal {
        let terminal = try Pseudoterminal(rows: 10, columns: 90)
        let command = [try Files.qosctl(), "top"] + arguments
        let environment = ["QOSCTL_STATE_DIR": laboratory.stateDirectory, "TERM": "xterm", "PATH": "/usr/bin:/bin"]
        try laboratory.lab.policyPlace.perform { try terminal.start(command, environment: environment) }
        return terminal
    }

    @Test func keysAndQuit() throws {
        let laboratory = try PolicyLab.pair()
        try laboratory.apply(Self.text)
        let terminal = try start(laboratory, "-d", "3600")
        try terminal.wait(for: "scroll")
        #expect(terminal.text.hasPrefix(Self.enter))
        #expect(terminal.text.contains("policy \"live\"  revision 1"))
        #expect(try !terminal.isOrdinary())
        terminal.forget()
        try terminal.type("c")
        try terminal.wait(for: "CLASS")
        try terminal.type("c")
        try terminal.wait(for: "RULE")
        // Counted since: a refresh shows it.
        _ = try laboratory.lab.exchange([udp(5060), udp(5060), udp(5060)])
        terminal.forget()
        try terminal.type(" ")
        try terminal.wait(for: "  3    180  class voice")
        terminal.forget()
        try terminal.resize(rows: 5, columns: 30)
        try terminal.wait(for: "q quit  p packets/s  b bytes/…")
        // An apply elsewhere.
        try laboratory.apply(Self.text + "rule new proto udp dport 7 keep\n")
        terminal.forget()
        try terminal.resize(rows: 20, columns: 100)
        try terminal.type(" ")
        try terminal.wait(for: "3  new")
        #expect(try laboratory.qosctl("stop").status == 0)
        try terminal.type(" ")
        try terminal.wait(for: "nothing is active")
        #expect(try laboratory.qosctl("start").status == 0)
        try terminal.type(" ")
        try terminal.wait(for: "revision 2")
        terminal.forget()
        try terminal.type("q")
        #expect(try terminal.end() == 0)
        #expect(terminal.text.hasSuffix(Self.leave))
        #expect(try terminal.isOrdinary())
    }

    @Test(
        arguments: [(SIGTERM, 128 + SIGTERM), (SIGHUP, 128 + SIGHUP), (SIGUSR1, 128 + SIGUSR1), (SIGINT, 0)]
            as [(Int32, Int32)])
    func aSignalGivesTheTerminalBack(signal: Int32, status: Int32) throws {
        let laboratory = try PolicyLab.pair()
        try laboratory.apply(Self.text)
        let terminal = try start(laboratory)
        try terminal.wait(for: "scroll")
        #expect(try !terminal.isOrdinary())
        terminal.kill(signal)
        #expect(try terminal.end() == status)
        #expect(terminal.text.hasPrefix(Self.enter) && terminal.text.hasSuffix(Self.leave))
        #expect(try terminal.isOrdinary())
    }

    @Test func controlCAndAFailureOnTheWay() throws {
        let laboratory = try PolicyLab.pair()
        try laboratory.apply(Self.text)
        let terminal = try start(laboratory, "-n", "1000")
        try terminal.wait(for: "scroll")
        try terminal.type("\u{3}")
        #expect(try terminal.end() == 0)
        #expect(terminal.text.hasSuffix(Self.leave))
        #expect(try terminal.isOrdinary())

        let second = try start(laboratory, "-d", "3600")
        try second.wait(for: "scroll")
        try FileManager.default.removeItem(atPath: laboratory.stateDirectory + "/active")
        try "no record".write(toFile: laboratory.stateDirectory + "/active", atomically: true, encoding: .utf8)
        try second.type(" ")
        #expect(try second.end() == 2)
        #expect(try #require(second.text.components(separatedBy: Self.leave).last).contains("error"))
        #expect(try second.isOrdinary())
    }

    /// `list` is cut to the terminal, and to nothing else.
    @Test func listFitsTheTerminal() throws {
        let laboratory = try PolicyLab.pair()
        try laboratory.apply(Self.text + "rule off proto udp dport { 1-9 20-29 } saddr 192.0.2.0/24 keep disabled\n")
        func list(_ environment: [String: String]) throws -> String {
            let terminal = try Pseudoterminal(rows: 10, columns: 60)
            let all = ["QOSCTL_STATE_DIR": laboratory.stateDirectory, "TERM": "xterm"].merging(environment) { $1 }
            let command = [try Files.qosctl(), "list"]
            try laboratory.lab.policyPlace.perform { try terminal.start(command, environment: all) }
            #expect(try terminal.end() == 0)
            return terminal.text
        }
        let coloured = try list([:])
        #expect(coloured.contains("\u{1b}[2m3  off "))
        #expect(coloured.contains("…"))
        let plain = try list(["NO_COLOR": "1"])
        #expect(!plain.contains("\u{1b}"))
        #expect(plain.components(separatedBy: "\r\n").dropFirst().allSatisfy { $0.count <= 60 })
        let piped = try laboratory.qosctl("list").stdout
        #expect(piped.contains("(disabled) proto udp dport { 1-9 20-29 } saddr 192.0.2.0/24\n"))
        #expect(!piped.contains("\u{1b}"))
    }
}
