import Foundation
import NetworkLab
import PolicyTesting
import QoSDriver
import Testing

/// Policies that have to be confirmed, and ways back to earlier ones.
@Suite(.serialized)
struct ConfirmTests {
    private let laboratory: PolicyLab

    init() throws {
        laboratory = try PolicyLab.pair()
    }

    private static func policy(_ port: Int) -> String { "rule r\(port) proto udp dport \(port) set dscp ef\n" }

    @discardableResult
    private func apply(_ port: Int, confirm: String? = nil, comment: String = "") throws -> CommandResult {
        let options = confirm.map { ["--confirm", $0] } ?? []
        return try laboratory.run(
            ["apply", "-"] + options + ["--comment", comment], input: Self.policy(port))
    }

    /// The name of the rule in force; nil without one.
    private func rule() throws -> String? {
        let result = try laboratory.qosctl("list", "--json")
        guard result.succeeded else { return nil }
        let list = try JSONSerialization.jsonObject(with: Data(result.stdout.utf8)) as? [String: Any]
        return (list?["rules"] as? [[String: Any]])?.first?["name"] as? String
    }

    private func history() throws -> [String] {
        let text = try laboratory.qosctl("history", "--json").stdout
        let object = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
        let entries = try #require(object?["history"] as? [[String: Any]])
        return entries.map { "\($0["action"] ?? "") \(($0["revision"] as? Int).map(String.init) ?? "-")" }
    }

    /// Until somebody else has done it, or half a minute has passed.
    private func wait(until isDone: () throws -> Bool) throws {
        for _ in 0..<300 where try !isDone() { usleep(100_000) }
        #expect(try isDone())
    }

    @Test func confirmedPolicyStays() throws {
        try apply(1)
        let result = try apply(2, confirm: "60s")
        #expect(result.status == 0 && result.stdout.contains("qosctl confirm within 60 s"))
        let status = try laboratory.qosctl("status", "--json").stdout
        #expect(status.contains("\"unconfirmedSeconds\":60") || status.contains("\"unconfirmedSeconds\":59"))
        #expect(try laboratory.qosctl("confirm").status == 0)
        #expect(try laboratory.qosctl("confirm").status == 1)
        #expect(try laboratory.qosctl("stop").status == 0)
        #expect(try laboratory.qosctl("start").status == 0)
        #expect(try rule() == "r2")
        #expect(try history() == ["apply 1", "apply 2", "confirm 2"])
    }

    @Test func whatNobodyConfirmsIsTakenBack() throws {
        try apply(1)
        try apply(2, confirm: "1s")
        try wait { try rule() == "r1" }
        #expect(try laboratory.qosctl("status").status == 0)
        #expect(try laboratory.qosctl("confirm").status == 1)
        #expect(try history() == ["apply 1", "apply 2", "unconfirmed 1"])
    }

    @Test func firstPolicyIsTakenBackToNothing() throws {
        try apply(1, confirm: "1s")
        try wait { try laboratory.nft("list", "ruleset").contains("qosctl") == false }
        #expect(try laboratory.qosctl("start").status == 1)
        #expect(try laboratory.qosctl("list").status == 1)
        #expect(try apply(2).status == 0)
        #expect(try rule() == "r2")
    }

    /// Without the process that would take it back, the next command does.
    @Test func guardIsKilled() throws {
        try apply(1)
        try apply(2, confirm: "1s")
        // Only this laboratory's.
        _ = try laboratory.lab.policyPlace.run(["pkill", "-9", "-f", "guard --state-dir \(laboratory.stateDirectory)"])
        try wait {
            try laboratory.qosctl("status", "--json").stdout.contains("\"unconfirmedSeconds\":0")
        }
        #expect(try rule() == "r2")
        let late = try laboratory.qosctl("confirm")
        #expect(late.status == 1 && late.stderr.contains("the time for revision 2 is over"))
        #expect(try rule() == "r1")
    }

    @Test("while a policy waits, others are refused; stop and start never load it", arguments: ["start", "stop"])
    func otherCommands(_ command: String) throws {
        try apply(1)
        try apply(2, confirm: "1h")
        for arguments in [["apply", "-"], ["disable", "r2"], ["rollback", "1"]] {
            let result = try laboratory.run(arguments, input: Self.policy(3))
            #expect(result.status == 1 && result.stderr.contains("waits for confirmation"), "\(result.stderr)")
        }
        #expect(try rule() == "r2")
        #expect(try laboratory.qosctl(command).status == 0)
        if command == "stop" { #expect(try laboratory.qosctl("start").status == 0) }
        #expect(try rule() == "r1")
        #expect(try laboratory.qosctl("confirm").status == 1)
        _ = try laboratory.lab.policyPlace.run(["pkill", "-9", "-f", "guard --state-dir \(laboratory.stateDirectory)"])
    }

    @Test func rollbackTakesBackWhatWaits() throws {
        try apply(1)
        try apply(2, confirm: "1h")
        #expect(try laboratory.qosctl("rollback").status == 0)
        #expect(try rule() == "r1")
        #expect(try laboratory.qosctl("status").status == 0)
        #expect(try history() == ["apply 1", "apply 2", "rollback 1"])
        _ = try laboratory.lab.policyPlace.run(["pkill", "-9", "-f", "guard --state-dir \(laboratory.stateDirectory)"])
    }

    @Test func rollbackByNumberAndBackAgain() throws {
        for port in 1...3 { try apply(port, comment: "port \(port)\twith a tab") }
        #expect(try laboratory.qosctl("rollback", "1").status == 0)
        #expect(try rule() == "r1")
        #expect(try laboratory.qosctl("rollback").status == 0)
        #expect(try rule() == "r3")
        let unknown = try laboratory.qosctl("rollback", "9")
        #expect(unknown.status == 1 && unknown.stderr.contains("revision 9 is not kept"))
        #expect(try laboratory.qosctl("rollback", "3").status == 1)
        #expect(try history() == ["apply 1", "apply 2", "apply 3", "rollback 1", "rollback 3"])
        // The next one has a number of its own.
        try apply(4)
        #expect(try history().last == "apply 4")
        #expect(try laboratory.qosctl("history").stdout.contains("port 2\\twith a tab") == false)
    }

    /// A note of an apply that did not come to an end is none.
    @Test func interruptedApply() throws {
        try apply(1)
        let note = "qosctl-pending 1\nrevision 7\ndeadline 1\nboot x\n"
        try note.write(toFile: laboratory.stateDirectory + "/pending", atomically: true, encoding: .utf8)
        #expect(try apply(2).status == 0)
        #expect(try laboratory.qosctl("confirm").status == 1)
        #expect(try rule() == "r2")
    }

    /// After a boot the time is over, whatever the clock says.
    @Test func anotherBoot() throws {
        try apply(1)
        try apply(2, confirm: "1h")
        _ = try laboratory.lab.policyPlace.run(["pkill", "-9", "-f", "guard --state-dir \(laboratory.stateDirectory)"])
        let path = laboratory.stateDirectory + "/pending"
        let note = try String(contentsOfFile: path, encoding: .utf8)
        let lines = note.split(separator: "\n").map { $0.hasPrefix("boot ") ? "boot another" : String($0) }
        try (lines.joined(separator: "\n") + "\n").write(toFile: path, atomically: true, encoding: .utf8)
        _ = try laboratory.nft("delete", "table", "inet", "qosctl")
        #expect(try laboratory.qosctl("start").status == 0)
        #expect(try rule() == "r1")
    }

    @Test(
        "a time that is none is a usage error",
        arguments: ["0", "-1s", "1d", "s", "", "1.5m", "25h", "99999999999999999999"])
    func times(_ time: String) throws {
        #expect(try apply(1, confirm: time).status == 2)
        #expect(try rule() == nil)
    }
}
