import QoSCompiler
import Testing

/// The name that policies in tests have.
let policyPath = "p.qos"

/// Reads a policy from text, with the files that it names.
func load(_ text: String, files: [String: String] = [:], expectations: Bool = true) -> LoadedPolicy {
    load(Array(text.utf8), files: files, expectations: expectations)
}

func load(_ bytes: [UInt8], files: [String: String] = [:], expectations: Bool = true) -> LoadedPolicy {
    var all = files.mapValues { Array($0.utf8) }
    all[policyPath] = bytes
    return PolicyLoader.load(policyPath, from: MemoryPolicyFiles(all), expectations: expectations)
}

private struct HasErrors: Error {}

/// A policy that has no errors; warnings are fine.
func policy(
    _ text: String, files: [String: String] = [:], _ location: SourceLocation = #_sourceLocation
) throws -> Policy {
    let loaded = load(text, files: files, expectations: false)
    guard let policy = loaded.policy else {
        Issue.record("\(rendered(loaded))", sourceLocation: location)
        throw HasErrors()
    }
    return policy
}

/// All findings as `check` prints them on a terminal without colour.
func rendered(_ loaded: LoadedPolicy) -> String {
    let printer = DiagnosticText(sources: loaded.sources)
    return loaded.diagnostics.map(printer.text).joined(separator: "\n")
}

/// A packet from the words of `why`.
func packet(_ text: String, _ location: SourceLocation = #_sourceLocation) throws -> Packet {
    do throws(PacketError) {
        return try PacketParser.parse(text.split(separator: " ").map { PacketWord(String($0)) })
    } catch {
        Issue.record("'\(text)' is no packet: \(error)", sourceLocation: location)
        throw error
    }
}

/// The rule that takes a packet, or "default".
func taker(of text: String, in policy: Policy, _ location: SourceLocation = #_sourceLocation) throws -> String {
    let index = Interpreter(policy).ruleIndex(for: try packet(text, location))
    return index.map { policy.rules[$0].name } ?? "default"
}

/// Whether the conditions of one rule hold for a packet: `matches("dport 80", "proto tcp dport 80")`.
func matches(
    _ conditions: String, _ packet: String, scope: Scope = .both, _ location: SourceLocation = #_sourceLocation
) throws -> Bool {
    let policy = try policy("scope \(scope.rawValue)\nrule r \(conditions) keep\n", location)
    return try taker(of: packet, in: policy, location) == "r"
}
