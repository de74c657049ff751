import Foundation
import NetworkLab
import QoSCompiler

/// `make run`: applies a policy in a throw-away network namespace, sends real packets through it, and shows what
/// reaches the far side. Ends with 1 when a packet is not marked as the policy says.
@main
struct Demo {
    let qosctl: String
    let policy: String
    let stateDirectory: String
    let lab: Lab

    static func main() throws {
        let arguments = CommandLine.arguments
        guard arguments.count == 3 || arguments.count == 4 && arguments[3] == "links" else {
            FileHandle.standardError.write(Data("usage: qosctl-demo QOSCTL POLICY [links]\n".utf8))
            exit(2)
        }
        try requireKernel()
        guard arguments.count == 3 else {
            do {
                exit(try LinkDemo.run(qosctl: arguments[1], policy: arguments[2]) ? 0 : 1)
            } catch {
                FileHandle.standardError.write(Data("demo: \(error)\n".utf8))
                exit(1)
            }
        }
        let state = NSTemporaryDirectory() + "qosctl-demo-\(getpid())"
        let lab = try Lab.pair(purpose: "demo")
        Interruption.cleanUp {
            lab.delete()
            try? FileManager.default.removeItem(atPath: state)
        }
        let demo = Demo(qosctl: arguments[1], policy: arguments[2], stateDirectory: state, lab: lab)
        let isRight: Bool
        do {
            isRight = try demo.run()
        } catch {
            Interruption.finish()
            FileHandle.standardError.write(Data("demo: \(error)\n".utf8))
            exit(1)
        }
        Interruption.finish()
        exit(isRight ? 0 : 1)
    }

    private func run() throws -> Bool {
        print("# two namespaces, a veth between them: \(lab.sender.name) -> \(lab.receiver.name)")
        try show(["check", policy])
        try show(["apply", policy])
        print("\nWhat reaches the far side:\n")
        let before = try observe()
        print(DemoTable.text(before))

        print(
            "\nThe order is the policy. 'rtp-video' stands before 'rtp', so RTP that an application marked AF4x stays video."
        )
        print("The policy's own expect tests know that, and refuse the move; --no-expect insists.")
        try show(["reorder", "rtp", "--before", "rtp-video"], expecting: 1)
        try show(["reorder", "rtp", "--before", "rtp-video", "--no-expect"])
        let after = try observe()
        let changed = zip(before, after).filter { $0.wire != $1.wire || $0.rule != $1.rule }
        print("\nWhat changed on the wire, of the same \(after.count) packets:\n")
        print(DemoTable.text(changed.map(\.1)))
        let expected = zip(before, after).filter { $0.expected != $1.expected || $0.rule != $1.rule }.count

        print("\nThe kernel's own counters, by rule (those that took packets):\n")
        try showCounters()
        try show(["status"])
        try show(["stop"])
        let left = try lab.sender.command(["nft", "list", "tables"])
        print(
            "tables left in the sending namespace: \(left.split(separator: "\n").filter { $0.contains("qosctl") }.count) of ours"
        )

        let wrong = (before + after).filter { !$0.isRight }
        let isRight = wrong.isEmpty && changed.count == expected && expected > 0
        print(
            isRight
                ? "\nok: \(before.count + after.count) packets, each marked as the policy says; the reorder changed exactly \(expected)"
                : "\nWRONG: \(wrong.count) packets are not marked as the policy says")
        return isRight
    }

    /// Sends the traffic once, and puts what arrived beside what the active policy says.
    private func observe() throws -> [Observation] {
        let kept = try command(["show", "--files"]).split(separator: "\n").map(String.init)
        var files: [String: [UInt8]] = [:]
        for name in kept { files[name] = Array(try command(["show", name]).utf8) }
        let loaded = PolicyLoader.load(kept.first ?? "", from: MemoryPolicyFiles(files))
        guard let active = loaded.policy else {
            throw LabError.invalid("the kept policy does not load: \(loaded.diagnostics)")
        }
        return try DemoTraffic.all.map { try $0.observe(in: lab, under: active) }
    }

    /// Runs a command and shows what it says, results and remarks; anything but the expected exit code is an error.
    private func show(_ arguments: [String], expecting status: Int32 = 0) throws {
        print("\n$ qosctl \(arguments.joined(separator: " "))")
        let result = try run(arguments)
        let remarks = result.stderr.replacingOccurrences(of: stateDirectory, with: "/var/lib/qosctl")
        print(remarks + result.stdout, terminator: "")
        guard result.status == status else {
            throw LabError.invalid("qosctl \(arguments.joined(separator: " ")): exit \(result.status)")
        }
    }

    private func showCounters() throws {
        let lines = try command(["list"]).split(separator: "\n")
        for (index, line) in lines.enumerated() {
            let cells = line.split(separator: " ", omittingEmptySubsequences: true)
            let isHeader = index < 2
            let count = cells.count > 2 ? Int(cells[2]) ?? Int(cells[1]) ?? 0 : 0
            if isHeader || count > 0 { print(line.prefix(110)) }
        }
    }

    private func command(_ arguments: [String]) throws -> String {
        let result = try run(arguments)
        guard result.succeeded else {
            throw LabError.invalid(
                "qosctl \(arguments.joined(separator: " ")): exit \(result.status)\n\(result.stderr)")
        }
        return result.stdout
    }

    private func run(_ arguments: [String]) throws -> CommandResult {
        try lab.sender.run([qosctl] + arguments, environment: ["QOSCTL_STATE_DIR": stateDirectory])
    }
}
