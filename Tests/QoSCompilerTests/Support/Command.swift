import Foundation
import SeededRandom
import Testing

/// Another program, as an oracle.
enum Command {
    struct Result {
        var status: Int32
        var output: String
        var errors: String
    }

    struct Missing: Error, CustomStringConvertible {
        var program: String
        var description: String {
            "these tests need '\(program)', and it cannot be run; scripts/install-dependencies.sh installs it"
        }
    }

    /// Runs a program to its end. A program that is not there is an error, never a reason to skip.
    static func run(_ arguments: [String], in directory: String? = nil) throws -> Result {
        let outputs = try TemporaryDirectory(["out": "", "err": ""])
        let process = Process()
        process.executableURL = URL(fileURLWithPath: try find(arguments[0]))
        process.arguments = Array(arguments.dropFirst())
        if let directory { process.currentDirectoryURL = URL(fileURLWithPath: directory) }
        process.standardInput = FileHandle.nullDevice
        // Files and no pipes: nothing blocks, however much is printed.
        process.standardOutput = try FileHandle(forWritingTo: URL(fileURLWithPath: outputs("out")))
        process.standardError = try FileHandle(forWritingTo: URL(fileURLWithPath: outputs("err")))
        do { try process.run() } catch { throw Missing(program: arguments[0]) }
        process.waitUntilExit()
        return Result(
            status: process.terminationStatus, output: try outputs.read("out"), errors: try outputs.read("err"))
    }

    private static func find(_ program: String) throws -> String {
        let directories = (SeededGenerator.environment("PATH") ?? "").split(separator: ":").map(String.init)
        for directory in directories + ["/usr/sbin", "/sbin", "/usr/bin", "/bin"] {
            let path = directory + "/" + program
            if FileManager.default.isExecutableFile(atPath: path) { return path }
        }
        throw Missing(program: program)
    }
}

extension Tag {
    /// Needs nft and a kernel that lets us make network namespaces.
    @Tag static var nft: Self
}
