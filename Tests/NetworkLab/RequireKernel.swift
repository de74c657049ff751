import Glibc

/// Throws a clear error unless kernel tests can run: root, namespaces, nf_tables with a netdev egress hook. It never skips.
/// The answer is found once for the process.
public func requireKernel() throws(LabError) {
    if case .failure(let error) = KernelCheck.outcome { throw error }
}

private enum KernelCheck {
    static let outcome = Result<Void, LabError> { () throws(LabError) in try check() }

    private static func check() throws(LabError) {
        guard geteuid() == 0 else { throw .unusable("they need root, this is uid \(geteuid())") }
        do throws(LabError) {
            let namespace = try NetworkNamespace(purpose: "check")
            defer { namespace.delete() }
            try namespace.nft(
                """
                table inet check {
                  chain c {
                    type filter hook output priority -140; policy accept;
                    ip dscp set ef
                    meta priority set 1:4
                  }
                }
                table netdev check {
                  chain c { type filter hook egress device "lo" priority 0; }
                }
                """)
        } catch {
            throw .unusable("\(error)")
        }
    }
}
