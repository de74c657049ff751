import Foundation

/// A directory with files, removed at the end.
package final class Folder {
    package let path = NSTemporaryDirectory() + "qosctl-test-\(UUID().uuidString)"

    package init(_ files: [String: String] = [:]) throws {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        for (name, text) in files { try text.write(toFile: self[name], atomically: true, encoding: .utf8) }
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    package subscript(name: String) -> String { path + "/" + name }

    package func text(_ name: String) throws -> String { try String(contentsOfFile: self[name], encoding: .utf8) }
}
