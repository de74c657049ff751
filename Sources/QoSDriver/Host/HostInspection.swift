import Glibc
import NetlinkKit
import NetlinkModel
public import QoSCompiler

/// Reads what a starter policy is made from.
public enum HostInspection {
    /// A name service can list users without end.
    private static let mostUsers = 10_000

    /// Interfaces, routes and forwarding are those of the network namespace of the calling thread. Needs no privilege.
    /// Throws `unusable` when the kernel does not list its interfaces or routes.
    public static func facts() throws(DriverError) -> HostFacts {
        do throws(NetlinkError) {
            let client = RTNLClient()
            return HostFacts(
                links: try client.links(), defaultRoutes: try client.defaultRoutes(), users: users(),
                forwardsIPv4: isSet("ipv4/ip_forward"), forwardsIPv6: isSet("ipv6/conf/all/forwarding"))
        } catch {
            throw .unusable("\(error)")
        }
    }

    /// The names of the interfaces in this network namespace, those that are UTF-8 text.
    public static func interfaceNames() throws(DriverError) -> [String] {
        do throws(NetlinkError) {
            return try RTNLClient().links().compactMap { $0.name?.description }
        } catch {
            throw .unusable("\(error)")
        }
    }

    /// A setting below /proc/sys/net; one that is not there (no IPv6) is not set.
    private static func isSet(_ setting: String) -> Bool {
        guard let bytes = try? StateFile.read("/proc/sys/net/\(setting)"), let first = bytes.first else { return false }
        return first != UInt8(ascii: "0")
    }

    /// The users that the name service switch lists (passwd(5) and whatever else enumerates), at most 10,000. Names that
    /// are no UTF-8 are left out.
    private static func users() -> [HostFacts.User] {
        var users: [HostFacts.User] = []
        var buffer = [CChar](repeating: 0, count: 1 << 16)
        setpwent()
        defer { endpwent() }
        while users.count < mostUsers {
            var entry = unsafe passwd()
            var result: UnsafeMutablePointer<passwd>?
            let status = unsafe buffer.withUnsafeMutableBufferPointer { space in
                guard let base = space.baseAddress else { return ENOMEM }
                return unsafe getpwent_r(&entry, base, space.count, &result)
            }
            guard status == 0, unsafe result != nil else { break }
            guard let name = unsafe entry.pw_name.flatMap({ unsafe String(validatingCString: $0) }) else { continue }
            users.append(HostFacts.User(name: name, id: unsafe entry.pw_uid))
        }
        return users
    }
}
