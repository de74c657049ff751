import Foundation

/// A directory with files, removed at the end.
final class Folder {
    let path = NSTemporaryDirectory() + "qosctl-test-\(UUID().uuidString)"

    init(_ files: [String: String]) throws {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        for (name, text) in files { try text.write(toFile: self[name], atomically: true, encoding: .utf8) }
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    subscript(name: String) -> String { path + "/" + name }

    func text(_ name: String) throws -> String { try String(contentsOfFile: self[name], encoding: .utf8) }
}
