import QoSCompiler

/// The number of errors in a policy text; -1 when it is no valid UTF-8. One C symbol, enough to see that a shared library
/// out of these modules links, loads and runs.
@_cdecl("qosctl_trial_check")
public func qosctlTrialCheck(_ text: UnsafePointer<CChar>?) -> Int32 {
    guard let text, let policy = String(validatingCString: text) else { return -1 }
    let loaded = PolicyLoader.load("policy.qos", from: MemoryPolicyFiles(["policy.qos": Array(policy.utf8)]))
    return Int32(loaded.diagnostics.filter { $0.severity == .error }.count)
}
