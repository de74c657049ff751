import NetworkLab
import QoSCompiler

/// What a policy text says.
package func policy(_ text: String) throws -> Policy {
    let loaded = PolicyLoader.load("test.qos", from: MemoryPolicyFiles(["test.qos": Array(text.utf8)]))
    guard let policy = loaded.policy else {
        throw LabError.invalid("\(loaded.diagnostics.map(\.message))\n\(text)")
    }
    return policy
}
