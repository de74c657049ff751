internal import Glibc
internal import NetlinkModel

/// Why a batch did not commit: everything that the kernel said, or what was refused before sending.
///
/// Unless `isOutcomeUnknown`, nothing of the batch took effect.
public struct NFTBatchError: Error, Hashable, Sendable, CustomStringConvertible {
    /// One command that failed, or the batch as a whole.
    public struct Failure: Hashable, Sendable, CustomStringConvertible {
        /// The index of the command in the batch (in the list given to `commitInPages`); nil when the failure is
        /// not one command's.
        public var commandIndex: Int?
        public var error: NetlinkError

        public init(commandIndex: Int?, error: NetlinkError) {
            self.commandIndex = commandIndex
            self.error = error
        }

        public var description: String { error.description }
    }

    /// At least one, in the kernel's order. A command can fail in several messages (a large set). Where the socket's
    /// buffer was too small for all of them, the last says so (`ENOBUFS`, no command).
    public var failures: [Failure]

    /// The answers were lost after sending (`ENOBUFS`): the batch may have committed or not. Read back.
    public var isOutcomeUnknown: Bool

    public init(failures: [Failure], isOutcomeUnknown: Bool = false) {
        self.failures = failures
        self.isOutcomeUnknown = isOutcomeUnknown
    }

    init(_ error: NetlinkError) {
        self.init(failures: [Failure(commandIndex: nil, error: error)])
    }

    /// The rule set is no longer of the generation that the batch was sealed for (`ERESTART`, nfnetlink.c):
    /// read again and rebuild.
    public var isStaleGeneration: Bool {
        failures.contains { $0.commandIndex == nil && $0.error.code == ERESTART }
    }

    /// One line for each failure.
    public var description: String {
        failures.map(\.description).joined(separator: "\n")
    }
}
