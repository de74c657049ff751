import Glibc

/// Why something in the laboratory did not work.
public enum LabError: Error, Equatable, CustomStringConvertible {
    /// A system call failed.
    case system(operation: String, errno: Int32)
    /// A command that has to succeed did not.
    case command(arguments: [String], status: Int32, output: String)
    /// A bounded wait passed.
    case timeout(String)
    /// Packets that were sent and not captured: their ids and descriptions.
    case lost([UInt32: String])
    /// The caller asked for something that cannot be.
    case invalid(String)
    /// This machine cannot run kernel tests.
    case unusable(String)

    static func last(_ operation: String) -> LabError { .system(operation: operation, errno: errno) }

    /// The error's number when it is a system call's.
    public var number: Int32? {
        if case .system(_, let number) = self { number } else { nil }
    }

    public var description: String {
        switch self {
        case .system(let operation, let number): "\(operation): \(String(cString: strerror(number)))"
        case .command(let arguments, let status, let output):
            "\(arguments.joined(separator: " ")): exit status \(status): \(output)"
        case .timeout(let what): "\(what): took too long"
        case .lost(let packets):
            "\(packets.count) packets did not arrive: "
                + packets.sorted { $0.key < $1.key }.prefix(8).map { "#\($0.key) \($0.value)" }.joined(separator: "; ")
        case .invalid(let what): what
        case .unusable(let what): "kernel tests cannot run here: \(what)"
        }
    }
}
