import CLinux
import NetlinkKit
import NetlinkModel
import QoSCompiler

/// What the kernel holds under our table's name: all of it, or its frame.
enum KernelState<Table: Sendable>: Sendable {
    case absent
    /// A table of our name without our tag.
    case foreign(NFTTableID)
    case ours(Table)

    /// Our table, if there is one.
    var live: Table? {
        if case .ours(let live) = self { live } else { nil }
    }
}

/// Reads our table.
struct KernelTable: Sendable {
    let client = NFTClient()

    /// The state, and the rule set generation that it is of.
    func read() throws(DriverError) -> (state: KernelState<LiveTable>, generation: UInt32) {
        let (contents, generation) = try contents()
        return (Self.state(contents, LiveTable.init), generation)
    }

    /// As `read`, without regular rules and elements of sets, which can take the kernel minutes to list.
    func readFrame() throws(DriverError) -> (state: KernelState<TableFrame>, generation: UInt32) {
        do throws(NetlinkError) {
            let generation = try client.generation()
            return (Self.state(try client.frame(of: Plan.tableID), TableFrame.init), generation)
        } catch {
            throw .kernelUnreadable(error)
        }
    }

    private static func state<Table>(
        _ contents: NFTTableContents?, _ make: (NFTTableContents) -> Table
    ) -> KernelState<Table> {
        guard let contents else { return .absent }
        guard contents.table.comment == Plan.tableTag else { return .foreign(contents.table.id) }
        return .ours(make(contents))
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
