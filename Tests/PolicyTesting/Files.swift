import Foundation
import NetworkLab

/// Files of the checkout.
package enum Files {
    package static var root: String {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().path
    }

    package static func policy(_ name: String) -> String { root + "/policies/\(name).qos" }

    /// The names of the policies that ship.
    package static let shipped: [String] = {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: root + "/policies")) ?? []
        return names.filter { $0.hasSuffix(".qos") }.map { String($0.dropLast(4)) }.sorted()
    }()

    /// The program, built beside the tests.
    package static func qosctl() throws -> String {
        let bundle = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
        for directory in [bundle, URL(fileURLWithPath: root + "/.build/debug")] {
            let path = directory.appendingPathComponent("qosctl").path
            if FileManager.default.isExecutableFile(atPath: path) { return path }
        }
        throw LabError.unusable("qosctl is not built: swift build --build-tests")
    }
}
