import Foundation
import NetworkLab
import PolicyTesting
import QoSDriver
import Testing

/// What links go through from the first apply to the last stop. All of it is in one laboratory, one after the other.
@Suite(.serialized) struct LinkLayerTests {}

/// Two ports that a policy can have links on, with a VLAN device each: eth0 with eth0.10, eth1 with eth1.20.
final class LinkLab: Sendable {
    let laboratory: PolicyLab
    let directory: String

    var place: NetworkNamespace { laboratory.lab.policyPlace }

    private static let shared = Result { try LinkLab() }

    /// As it was when it was made.
    static func fresh() throws -> LinkLab {
        try requireVM()
        let lab = try shared.get()
        try lab.reset()
        return lab
    }

    private init() throws {
        laboratory = try PolicyLab.pair(interfaces: ["eth0", "eth1"])
        directory = laboratory.stateDirectory + "-test"
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    }

    private func reset() throws {
        try place.command(["sh", "-c", Self.clearing])
        try? FileManager.default.removeItem(atPath: laboratory.stateDirectory)
        try addVLANs()
    }

    private static let clearing = """
        exec 2>/dev/null
        for table in qosctl other; do nft delete table inet $table; done
        for link in eth0 eth1; do for kind in root clsact ingress; do tc qdisc del dev $link $kind; done; done
        for link in eth0.10 eth1.20 eth1.30 aux0; do ip link del $link; done
        true
        """

    /// As they are when nothing about them changes any more by itself.
    private func addVLANs() throws {
        for (id, port) in [(UInt16(10), "eth0"), (20, "eth1")] { try laboratory.lab.addVLAN(id, over: port) }
        try shell("until [ $(ip link show type vlan | grep -c 'state UP') = 2 ]; do sleep 0.02; done")
    }

    // MARK: Commands

    /// Lines of a shell, all of which have to succeed.
    @discardableResult
    func shell(_ lines: String) throws -> String { try place.command(["sh", "-ec", lines]) }

    /// The program, with the words of a line as its arguments.
    func qosctl(_ line: String, input: String = "") throws -> CommandResult {
        try laboratory.run(Self.words(line), input: input)
    }

    /// `qosctl apply` of a text.
    func apply(_ text: String, _ option: String = "") throws -> CommandResult {
        try qosctl("apply \(option) -", input: text)
    }

    /// `qosctl stop`, from here.
    @discardableResult
    func stop() throws -> Bool { try laboratory.inPlace { try $0.stop() } }

    func status() throws -> DriverStatus { try laboratory.inPlace { try $0.status() } }

    /// How each link fares: "eth1 retag: in force".
    func links() throws -> [String] { try status().links.map { "\($0.interface) \($0.form): \($0.state.rawValue)" } }

    /// The program below strace, which tells each message that it sends, and may do something at one of them.
    func traced(_ line: String, input: String = "", injecting fault: String? = nil) throws -> (CommandResult, [Sent]) {
        let file = directory + "/trace"
        let result = try place.run(
            ["strace", "-f", "-o", file, "-e", "trace=sendto"] + (fault.map { ["-e", "inject=sendto:\($0)"] } ?? [])
                + [try Files.qosctl()] + Self.words(line),
            environment: environment, input: input, timeout: 60)
        return (result, Sent.all(try String(contentsOfFile: file, encoding: .utf8)))
    }

    var environment: [String: String] { ["QOSCTL_STATE_DIR": laboratory.stateDirectory] }

    private static func words(_ line: String) -> [String] { line.split(separator: " ").map(String.init) }

    // MARK: What there is

    func snapshot() throws -> Snapshot { Snapshot(text: try shell(Snapshot.listing)) }
}

/// A message that the program sent.
struct Sent {
    let line: String
    var isInjected: Bool { line.contains("(INJECTED)") }

    /// Whether it can change something; of generic netlink, where there are only questions here, it is not told.
    var isChange: Bool {
        let type = line.split(separator: "nlmsg_type=").dropFirst().first?.prefix { $0 != "," } ?? ""
        if type.contains("GET") || type == "nlctrl" || type == "ethtool" || type.hasPrefix("0x") {
            return line.contains("NLM_F_CREATE") || line.contains("NLM_F_ACK")
        }
        return true
    }

    static func all(_ trace: String) -> [Sent] {
        trace.split(separator: "\n").filter { $0.contains("sendto(") }.map { Sent(line: String($0)) }
    }
}
