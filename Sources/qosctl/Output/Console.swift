import CLinux
import Glibc
import QoSCompiler

/// Results to standard output, everything else to standard error.
enum Console {
    static func print(_ text: String) {
        write(text + "\n", to: STDOUT_FILENO)
    }

    static func print(_ json: JSONValue) {
        print(json.text)
    }

    /// Prints what comes in small pieces, each with `terminator`, without holding all of it.
    static func printPieces(terminator: String, _ produce: ((String) -> Void) -> Void) {
        var buffer = ""
        produce { piece in
            buffer += piece
            buffer += terminator
            if buffer.utf8.count >= 1 << 16 {
                write(buffer, to: STDOUT_FILENO)
                buffer.removeAll(keepingCapacity: true)
            }
        }
        write(buffer, to: STDOUT_FILENO)
    }

    /// As wide as the terminal, and as wide as needed where standard output is none.
    static func print(_ table: Table) {
        let lines = table.lines(width: outputSize?.columns, isColoured: hasColour(STDOUT_FILENO))
        if !lines.isEmpty { print(lines.joined(separator: "\n")) }
    }

    /// In a style where standard output has colour.
    static func print(_ text: String, style: Style?) {
        print(style?.text(text, isColoured: hasColour(STDOUT_FILENO)) ?? text)
    }

    /// A unified diff, coloured where standard output has colour.
    static func print(diff: String) {
        write(DiffStyle.text(diff, isColoured: hasColour(STDOUT_FILENO)), to: STDOUT_FILENO)
    }

    static func printBytes(_ bytes: [UInt8]) {
        write(bytes, to: STDOUT_FILENO)
    }

    static func error(_ text: String, terminator: String = "\n") {
        // One call, so that lines of two processes do not mix.
        write(text + terminator, to: STDERR_FILENO)
    }

    static var isErrorTerminal: Bool { isatty(STDERR_FILENO) == 1 }

    /// The size of the terminal that standard output is, in cells; nil where it is none, or does not say.
    static var outputSize: (columns: Int, rows: Int)? {
        var (columns, rows): (Int32, Int32) = (0, 0)
        guard isatty(STDOUT_FILENO) == 1, unsafe qosctl_terminal_size(STDOUT_FILENO, &columns, &rows) == 0, columns > 0
        else {
            return nil
        }
        return (Int(columns), Int(rows))
    }

    /// Colour on a terminal only, and never with NO_COLOR (no-color.org) or on a dumb one.
    static func hasColour(_ descriptor: Int32) -> Bool {
        guard isatty(descriptor) == 1, !isDumb else { return false }
        guard let value = unsafe getenv("NO_COLOR") else { return true }
        return unsafe value.pointee == 0
    }

    /// A terminal that knows no escape sequences.
    static var isDumb: Bool {
        guard let value = unsafe getenv("TERM") else { return true }
        let name = unsafe String(cString: value)
        return name.isEmpty || name == "dumb"
    }

    /// As it is. False when it cannot be written, as to a closed pipe.
    @discardableResult
    static func write(_ text: String) -> Bool {
        write(text, to: STDOUT_FILENO)
    }

    @discardableResult
    private static func write(_ text: String, to descriptor: Int32) -> Bool {
        var text = text
        return text.withUTF8 { bytes in unsafe write(UnsafeRawBufferPointer(bytes), to: descriptor) }
    }

    private static func write(_ bytes: [UInt8], to descriptor: Int32) {
        unsafe _ = bytes.withUnsafeBytes { bytes in unsafe write(bytes, to: descriptor) }
    }

    @discardableResult
    private static func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Bool {
        var offset = 0
        while offset < bytes.count {
            let count = unsafe Glibc.write(descriptor, bytes.baseAddress?.advanced(by: offset), bytes.count - offset)
            if count < 0 && errno != EINTR {
                // A closed pipe is nobody's loss; a full disk is.
                if descriptor == STDOUT_FILENO, errno != EPIPE { unsafe outputError = errno }
                return false
            }
            offset += max(0, count)
        }
        return true
    }

    /// Why results could not be written; 0 where they could.
    nonisolated(unsafe) private static var outputError: Int32 = 0

    /// Says that results are lost, if they are.
    static func reportLostOutput() -> Bool {
        guard unsafe outputError != 0 else { return false }
        let reason = unsafe String(cString: strerror(outputError))
        error("qosctl: cannot write the output: \(reason)")
        return true
    }
}
