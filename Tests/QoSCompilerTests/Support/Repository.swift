import Foundation

/// The files of this repository, found from this file's place in it.
enum Repository {
    static let root = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    static func text(_ path: String) throws -> String {
        try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
    }

    /// The paths of the files below a folder with this ending, relative to the root, sorted.
    static func files(below folder: String, ending: String) -> [String] {
        let names =
            FileManager.default.enumerator(atPath: root.appendingPathComponent(folder).path)?.compactMap {
                $0 as? String
            } ?? []
        return names.filter { $0.hasSuffix(ending) }.map { folder + "/" + $0 }.sorted()
    }
}
