import Foundation
import NetworkLab
import PolicyTesting
import Testing

/// The output in the documents is what the program prints. `make manual` writes it anew.
///
/// `<!-- output: SCENE -->` stands above a console block: its commands run in the scene, and what they print has to be
/// what stands there. `<!-- file: PATH -->` stands above a block that shows a file of docs.
@Suite(.serialized)
struct ManualTests {
    @Test(arguments: [("docs/manual.md", 20), ("README.md", 1)])
    func isWhatTheProgramPrints(document: String, blocks: Int) throws {
        let path = Files.root + "/" + document
        let text = try String(contentsOfFile: path, encoding: .utf8)
        let current = try Self.rewritten(text)
        #expect(current.blocks >= blocks)
        if ProcessInfo.processInfo.environment["QOSCTL_UPDATE_MANUAL"] != nil {
            try current.text.write(toFile: path, atomically: true, encoding: .utf8)
        } else {
            let old = text.components(separatedBy: "\n")
            let new = current.text.components(separatedBy: "\n")
            let difference = zip(old, new).enumerated().first { $0.element.0 != $0.element.1 }
            let place = "\(document):\((difference?.offset ?? min(old.count, new.count)) + 1)"
            let isCurrent = old == new
            #expect(isCurrent, "\(place): stale (make manual), now: \(difference?.element.1 ?? "")")
        }
    }

    private static func rewritten(_ text: String) throws -> (text: String, blocks: Int) {
        var lines: [String] = []
        var blocks = 0
        var rest = text.components(separatedBy: "\n")[...]
        while let line = rest.popFirst() {
            lines.append(line)
            guard let (kind, argument) = marker(line) else { continue }
            let next = rest.popFirst()
            let opening = try #require(next, "nothing after \(line)")
            #expect(opening.hasPrefix("```"), "no block after \(line)")
            let body = Array(rest.prefix { $0 != "```" })
            rest = rest.dropFirst(body.count)
            blocks += 1
            lines.append(opening)
            if kind == "file" {
                lines += try Scene.example(argument).components(separatedBy: "\n").dropLast()
            } else {
                let words = argument.split(separator: " ").map(String.init)
                let scene = try Scene(words[0])
                for command in body.filter({ $0.hasPrefix("$ ") }) {
                    lines.append(command)
                    lines += try scene.output(of: String(command.dropFirst(2)), everything: words.contains("all"))
                }
            }
        }
        return (lines.joined(separator: "\n"), blocks)
    }

    private static func marker(_ line: String) -> (kind: String, argument: String)? {
        guard line.hasPrefix("<!-- "), line.hasSuffix(" -->") else { return nil }
        let parts = line.dropFirst(5).dropLast(4).components(separatedBy: ": ")
        guard parts.count == 2, ["file", "output"].contains(parts[0]) else { return nil }
        return (parts[0], parts[1])
    }
}

/// A namespace with the example policy in a state that the manual talks about, made anew for each block.
private final class Scene {
    private let laboratory: PolicyLab
    private let directory: String

    /// - `fresh`: files only
    /// - `office`: applied, and a fixed number of packets sent
    /// - `edited`: as `office`, with one rule moved
    /// - `class`: as `office`, counted by class
    init(_ name: String) throws {
        laboratory = try PolicyLab.pair()
        directory = NSTemporaryDirectory() + "qosctl-manual-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        var policy = try Self.example("office.qos")
        if name == "class" { policy = "counters class\n" + policy }
        try policy.write(toFile: directory + "/policy.qos", atomically: true, encoding: .utf8)
        for name in ["bad.qos", "order.qos"] {
            try Self.example(name).write(toFile: directory + "/" + name, atomically: true, encoding: .utf8)
        }
        try Self.branches.write(toFile: directory + "/branches.qos", atomically: true, encoding: .utf8)
        try #require(["fresh", "office", "edited", "class"].contains(name), "no scene '\(name)'")
        guard name != "fresh" else { return }
        #expect(try output(of: "qosctl apply policy.qos") == ["applied, revision 1"])
        try send(50, to: "10.20.0.7", port: 20000, bytes: 200)
        try send(3, to: "192.0.2.9", port: 5060, bytes: 428)
        try send(2, to: "192.0.2.9", port: 123, bytes: 76)
        try send(4, to: "198.51.100.7", port: 443, bytes: 128)
        if name == "edited" { _ = try output(of: "qosctl reorder backup --first") }
    }

    deinit { try? FileManager.default.removeItem(atPath: directory) }

    static func example(_ name: String) throws -> String {
        try String(contentsOfFile: Files.root + "/docs/examples/" + name, encoding: .utf8)
    }

    /// Two rules for each of fifty branches: enough for a graph.
    private static let branches: String = {
        let rules = (1...50).map { branch in
            """
            rule rtp-\(branch)     proto udp daddr 10.\(branch).20.0/24 dport 16384-32767  class voice
            rule backup-\(branch)  proto tcp daddr 10.\(branch).40.0/24 dport { 22 873 }   class bulk
            """
        }
        return
            ([
                "class voice dscp ef", "class signal dscp cs3", "class bulk dscp le",
                "rule sip  proto { tcp udp } dport { sip sip-tls }  class signal",
            ]
            + rules + ["rule ntp  proto udp dport ntp  keep", ""]).joined(separator: "\n")
    }()

    /// UDP; `bytes` is the length of the IP packet.
    private func send(_ count: Int, to address: Address, port: UInt16, bytes: Int) throws {
        var packet = Packet(.udp, to: address)
        packet.destinationPort = port
        packet.payloadLength = bytes - 40
        _ = try laboratory.lab.exchange(Array(repeating: packet, count: count))
    }

    /// Both outputs, in the order in which they were written. The note about owners is left out unless asked for, as
    /// the manual says.
    func output(of command: String, everything: Bool = false) throws -> [String] {
        let program = URL(fileURLWithPath: try Files.qosctl()).deletingLastPathComponent().path
        let result = try laboratory.lab.policyPlace.run(
            ["sh", "-c", "cd \"$0\" && { \(command); } 2>&1", directory],
            environment: [
                "QOSCTL_STATE_DIR": laboratory.stateDirectory,
                "PATH": program + ":/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            ])
        var lines = result.stdout.replacing("\t", with: "    ").components(separatedBy: "\n")
        if lines.last == "" { lines.removeLast() }
        return everything ? lines : lines.filter { !$0.contains(": note: user and group are those that") }
    }
}
