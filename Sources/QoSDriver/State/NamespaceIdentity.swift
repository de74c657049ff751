import CLinux
import Glibc

/// Which network namespace of which boot: a state directory serves one.
struct NamespaceIdentity: Hashable, Sendable {
    /// /proc/sys/kernel/random/boot_id
    var boot: String
    /// Device and inode of /proc/thread-self/ns/net, and the kernel's number for it: inodes come again.
    var namespace: String

    /// Empty parts where /proc is not mounted.
    static func current() -> NamespaceIdentity {
        let boot = (try? StateFile.read("/proc/sys/kernel/random/boot_id")) ?? []
        var status = stat()
        let isKnown = unsafe stat("/proc/thread-self/ns/net", &status) == 0
        return NamespaceIdentity(
            boot: String(decoding: boot.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self),
            namespace: isKnown ? "\(status.st_dev):\(status.st_ino):\(qosctl_network_namespace_cookie())" : "")
    }
}
