import Glibc
import QoSCompiler

/// Results to standard output, everything else to standard error.
enum Console {
    static func print(_ text: String) {
        write(text + "\n", to: STDOUT_FILENO)
    }

    static func print(_ json: JSONValue) {
        write(json.text + "\n", to: STDOUT_FILENO)
    }

    static func printBytes(_ bytes: [UInt8]) {
        write(bytes, to: STDOUT_FILENO)
    }

    static func error(_ text: String, terminator: String = "\n") {
        write(text + terminator, to: STDERR_FILENO)
    }

    static var isErrorTerminal: Bool { isatty(STDERR_FILENO) == 1 }

    /// Colour on a terminal only, and never with NO_COLOR (no-color.org).
    static func hasColour(_ descriptor: Int32) -> Bool {
        guard isatty(descriptor) == 1 else { return false }
        guard let value = unsafe getenv("NO_COLOR") else { return true }
        return unsafe value.pointee == 0
    }

    private static func write(_ text: String, to descriptor: Int32) {
        write(Array(text.utf8), to: descriptor)
    }

    /// What cannot be written (a closed pipe) is nobody's loss.
    private static func write(_ bytes: [UInt8], to descriptor: Int32) {
        var offset = 0
        while offset < bytes.count {
            let count = unsafe bytes.withUnsafeBytes { buffer in
                unsafe Glibc.write(descriptor, buffer.baseAddress?.advanced(by: offset), buffer.count - offset)
            }
            if count < 0 && errno != EINTR { return }
            offset += max(0, count)
        }
    }
}
