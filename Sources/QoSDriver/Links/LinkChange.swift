import NetlinkKit
import NetlinkModel

/// Why links are not as they should be.
struct LinkFailure: Error {
    var error: NetlinkError
    /// Which of the policy's `links` it is about.
    var statement: Int?
}

/// Makes changes one by one, and takes back what it made.
struct LinkChange {
    private let client = RTNLClient()
    /// In the order in which they were made.
    private var undoing: [RTNLCommand] = []

    var hasChanged: Bool { !undoing.isEmpty }

    mutating func make(_ steps: [LinkStep]) throws(LinkFailure) {
        for step in steps {
            do throws(NetlinkError) {
                try client.commit(step.command)
            } catch {
                // Of the entries of a map, some may be in force.
                if case .setVLANMaps = step.command { undoing.append(step.undo) }
                throw LinkFailure(error: error, statement: step.statement)
            }
            undoing.append(step.undo)
        }
    }

    /// Takes everything back, the last change first. Returns what could not be, in words.
    mutating func undo() -> [String] {
        var failures: [String] = []
        while let command = undoing.popLast() {
            do throws(NetlinkError) {
                try client.commit(command)
            } catch {
                // What is gone needs no undoing.
                if !error.isAboutNothing { failures.append("\(error)") }
            }
        }
        return failures
    }
}
