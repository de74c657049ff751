import Glibc

/// Small files of the state directory: `key value` lines after a line that names the schema.
enum StateFile {
    /// At most `limit` bytes of a file.
    static func read(_ path: String, limit: Int = 1 << 16) throws(StateError) -> [UInt8] {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else { throw StateError("open", path) }
        defer { close(descriptor) }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { throw StateError("read", path) }
        // Something else than a file has no size.
        let size = status.st_size > 0 ? min(Int(status.st_size), limit) : limit
        var buffer = [UInt8](repeating: 0, count: size)
        var count = 0
        while count < size {
            let more = unsafe buffer.withUnsafeMutableBytes { buffer in
                unsafe Glibc.read(descriptor, buffer.baseAddress?.advanced(by: count), size - count)
            }
            if more < 0, errno == EINTR { continue }
            guard more >= 0 else { throw StateError("read", path) }
            if more == 0 { break }
            count += more
        }
        return Array(buffer.prefix(count))
    }

    /// Nil when the first line is not the expected one.
    static func parse(_ bytes: [UInt8], schema: String) -> [String: String]? {
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
        guard let first = lines.first, first == schema else { return nil }
        var values: [String: String] = [:]
        for line in lines.dropFirst() {
            guard let blank = line.firstIndex(of: " ") else { continue }
            values[String(line[..<blank])] = String(line[line.index(after: blank)...])
        }
        return values
    }

    static func bytes(schema: String, _ values: [(key: String, value: String)]) -> [UInt8] {
        // A value is one line, whatever a path may hold.
        let lines = values.map { "\($0.key) " + String($0.value.map { $0.isNewline ? "?" : $0 }) }
        return Array(([schema] + lines).map { $0 + "\n" }.joined().utf8)
    }
}
