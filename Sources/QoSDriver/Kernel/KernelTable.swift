import CLinux
import NetlinkKit
import NetlinkModel
import QoSCompiler

/// What the kernel holds under our table's name.
enum KernelState: Sendable {
    case absent
    /// A table of our name without our tag.
    case foreign(NFTTableContents)
    case ours(LiveTable)

    /// Our table, if there is one.
    var live: LiveTable? {
        if case .ours(let live) = self { live } else { nil }
    }
}

/// Reads our table.
struct KernelTable: Sendable {
    let client = NFTClient()

    /// The state, and the rule set generation that it is of.
    func read() throws(DriverError) -> (state: KernelState, generation: UInt32) {
        let (contents, generation) = try contents()
        guard let contents else { return (.absent, generation) }
        guard contents.table.comment == Plan.tableTag else { return (.foreign(contents), generation) }
        return (.ours(LiveTable(contents)), generation)
    }

    /// Everything in the table of our name, under the kernel's names; nil when there is none.
    func contents() throws(DriverError) -> (contents: NFTTableContents?, generation: UInt32) {
        do throws(NetlinkError) {
            // Read before the contents: a change in between makes the number stale, and a commit that relies on it fails.
            let generation = try client.generation()
            return (try client.contents(of: Plan.tableID), generation)
        } catch {
            throw .kernelUnreadable(error)
        }
    }
}

extension DriverError {
    static func kernelUnreadable(_ error: NetlinkError) -> DriverError {
        if qosctl_has_net_admin() == 0 {
            return .refused(
                "no privilege: CAP_NET_ADMIN is needed to read and change nf_tables (\(error))",
                hint: "run it as root, or give the program the capability")
        }
        return .refused("\(error)")
    }
}
