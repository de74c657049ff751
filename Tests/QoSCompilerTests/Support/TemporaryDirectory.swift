import Foundation
import Glibc
import Testing

/// A directory of a test's own, gone with the last reference.
final class TemporaryDirectory: Sendable {
    let path: String

    init(_ files: [String: String] = [:]) throws {
        var template = Array("/tmp/qosctl-test-XXXXXX".utf8CString)
        try #require(mkdtemp(&template) != nil, "cannot make a temporary directory")
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        for (name, text) in files { try write(name, text) }
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    func callAsFunction(_ name: String) -> String { path + "/" + name }

    /// Writes a file, and makes the directories above it.
    func write(_ name: String, _ text: String) throws {
        try write(name, Array(text.utf8))
    }

    func write(_ name: String, _ bytes: [UInt8]) throws {
        let url = URL(fileURLWithPath: self(name))
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: url)
    }

    func makeDirectory(_ name: String) throws {
        try FileManager.default.createDirectory(atPath: self(name), withIntermediateDirectories: true)
    }

    func link(_ name: String, to target: String) throws {
        try #require(symlink(target, self(name)) == 0)
    }

    func makeFIFO(_ name: String) throws {
        try #require(mkfifo(self(name), 0o600) == 0)
    }

    /// A file of this size that takes no room on the disk.
    func makeSparse(_ name: String, size: Int) throws {
        try write(name, "")
        try #require(truncate(self(name), size) == 0)
    }

    func read(_ name: String) throws -> String {
        String(decoding: try Data(contentsOf: URL(fileURLWithPath: self(name))), as: UTF8.self)
    }
}
