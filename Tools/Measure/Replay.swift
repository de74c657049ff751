import Glibc
import NetlinkKit
import NetlinkModel

/// What encoding costs beside the kernel: commands encoded and committed in pages, in turn with the same pages that were
/// encoded before. Into a fresh table each time, in the network namespace of the caller, which should be of its own.
///
///   qosctl-measure --replay KIND COUNT ROUNDS [PAGE]
///
/// KIND and COUNT: see ReplayContents. PAGE is the size of a page in bytes.
enum Replay {
    struct Usage: Error, CustomStringConvertible {
        var description: String { "usage: qosctl-measure --replay rules|hash|interval|graph COUNT ROUNDS [PAGE]" }
    }

    /// As a generation of chains and sets has it.
    private static let prefix = "g1_"

    static func run(_ arguments: [String]) throws {
        guard arguments.count >= 3, let contents = ReplayContents(rawValue: arguments[0]),
            let count = Int(arguments[1]), let rounds = Int(arguments[2]), count > 0, rounds > 0
        else { throw Usage() }
        let page = arguments.count > 3 ? Int(arguments[3]) ?? 0 : NFTClient.pageSize
        guard page > 0 else { throw Usage() }
        let commands = contents.commands(count)
        let encoded = try NFTEncodedPages(commands, prefix: prefix, limit: page)
        var (encoding, whole, replay) = ([Double](), [Double](), [Double]())
        for round in 0...rounds {
            let encode = try milliseconds { _ = try NFTEncodedPages(commands, prefix: prefix, limit: page) }
            let committed = try inFreshTable {
                _ = try NFTClient().commitInPages(commands, prefix: prefix, limit: page)
            }
            let replayed = try inFreshTable { try encoded.commit() }
            // The first round warms up.
            guard round > 0 else { continue }
            encoding.append(encode)
            whole.append(committed)
            replay.append(replayed)
        }
        print(
            "\(count) \(contents.rawValue), \(encoded.byteCount) bytes in \(encoded.pages.count) pages, \(rounds) rounds"
        )
        line("ms of processor time", "least", "median")
        line("encode alone", least(encoding), median(encoding))
        line("encode and commit", least(whole), median(whole))
        line("replay", least(replay), median(replay))
        line("ratio", least(whole) / least(replay), median(whole) / median(replay))
    }

    /// A table with nothing in it, and no leftovers of the one before on the kernel's to-do list.
    private static func inFreshTable(_ body: () throws -> Void) throws -> Double {
        let table = NFTTable(id: ReplayContents.table)
        try NFTClient().commit(try NFTBatch([.addTable(table)]).sealed())
        let duration = try milliseconds(body)
        try NFTClient().commit(try NFTBatch([.deleteTable(table.id)]).sealed())
        usleep(100_000)
        return duration
    }

    /// Of processor time: the kernel works in the thread that sends, and others on the machine do not count.
    private static func milliseconds(_ body: () throws -> Void) throws -> Double {
        let start = threadTime()
        try body()
        return threadTime() - start
    }

    private static func threadTime() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) * 1e3 + Double(time.tv_nsec) / 1e6
    }

    private static func least(_ values: [Double]) -> Double { values.min() ?? 0 }

    private static func median(_ values: [Double]) -> Double {
        let sorted = values.sorted()
        return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
    }

    private static func line(_ name: String, _ least: Double, _ median: Double) {
        line(name, decimal(least), decimal(median))
    }

    private static func line(_ name: String, _ first: String, _ second: String) {
        print(padded(name, to: -34) + padded(first, to: 11) + padded(second, to: 11))
    }

    private static func decimal(_ value: Double) -> String {
        let thousandths = Int((value * 1000).rounded())
        let fraction = String(thousandths % 1000)
        return "\(thousandths / 1000)." + String(repeating: "0", count: 3 - fraction.count) + fraction
    }

    private static func padded(_ text: String, to width: Int) -> String {
        let blanks = String(repeating: " ", count: max(0, abs(width) - text.count))
        return width < 0 ? text + blanks : blanks + text
    }
}
