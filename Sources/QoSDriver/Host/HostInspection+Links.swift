import NetlinkKit
import NetlinkModel
public import QoSCompiler

/// Links and kernel, read only: dumps over netlink, and files.
extension HostInspection {
    /// Of the network namespace of the calling thread. Needs no privilege. Throws `unusable` when the kernel does not list
    /// its interfaces or qdiscs.
    public static func capabilities() throws(DriverError) -> HostCapabilities {
        let links = try links()
        let qdiscs = try qdiscs()
        let kernel = KernelFeatures.current()
        let devices = deviceFeatures(of: links.map(\.index))
        return HostCapabilities(
            kernel: kernel,
            links: links.map {
                LinkCapabilities($0, among: links, kernel: kernel, qdiscs: qdiscs, devices: devices)
            })
    }

    /// What there is to say about the `link` statements of a policy on this host; nothing is read where it has none.
    public static func findings(forLinksOf policy: Policy) throws(DriverError) -> [Diagnostic] {
        guard !policy.links.isEmpty else { return [] }
        let links = try links()
        return LinkInspection.findings(
            for: policy, links: links, features: .current(), qdiscs: try qdiscs(),
            devices: deviceFeatures(of: links.map(\.index)))
    }

    private static func links() throws(DriverError) -> [Link] {
        do throws(NetlinkError) {
            return try RTNLClient().links()
        } catch {
            throw .unusable("\(error)")
        }
    }

    static func qdiscs() throws(DriverError) -> [TCQdisc] {
        do throws(NetlinkError) {
            return try RTNLClient().qdiscs()
        } catch {
            throw .unusable("\(error)")
        }
    }

    /// Those of links that answer: a link that has just gone, or has no such features, is no failure.
    static func deviceFeatures(of indices: [Int32]) -> [Int32: LinkFeatures] {
        var known: [Int32: LinkFeatures] = [:]
        for index in Set(indices) {
            do throws(NetlinkError) {
                known[index] = try EthtoolClient().features(of: index)
            } catch {
                continue
            }
        }
        return known
    }
}
