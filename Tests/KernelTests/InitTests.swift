import Foundation
import NetworkLab
import PolicyTesting
import Testing

/// `qosctl init` as a stranger uses it.
@Suite(.serialized)
struct InitTests {
    private let laboratory: PolicyLab
    private let directory: String

    init() throws {
        laboratory = try PolicyLab.pair()
        directory = laboratory.stateDirectory + "-init"
    }

    private func mode(_ path: String) throws -> Int {
        try #require(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int)
    }

    @Test func fromNothingToApplied() throws {
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let file = directory + "/etc/qosctl/policy.qos"
        let made = try laboratory.qosctl("init", file)
        #expect(made.status == 0 && made.stdout == "wrote \(file)\n" && made.stderr.isEmpty)
        #expect(try mode(file) == 0o644)
        #expect(try FileManager.default.contentsOfDirectory(atPath: directory + "/etc/qosctl") == ["policy.qos"])
        let text = try String(contentsOfFile: file, encoding: .utf8)
        #expect(text.contains("\n#   eth0  ") && text.contains("veth, MTU 1500, up"))
        let check = try laboratory.qosctl("check", "--strict", file)
        // Its classes are for the examples too, which are comments.
        let findings = check.stderr.split(separator: "\n")
        #expect(
            check.status == 0 && findings.allSatisfy { $0.hasSuffix("' is not used") && $0.contains(": note: class '") }
        )
        let applied = try laboratory.qosctl("apply", file)
        #expect(applied.status == 0 && applied.stderr.isEmpty)
        #expect(try laboratory.qosctl("status").status == 0)
        #expect(try laboratory.qosctl("init", "--stdout").stdout == text)
        #expect(try laboratory.qosctl("init", "-").stdout == text)
    }

    @Test func anExistingFileStays() throws {
        defer { try? FileManager.default.removeItem(atPath: directory) }
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        let (file, link) = (directory + "/mine.qos", directory + "/link.qos")
        try "rule mine keep\n".write(toFile: file, atomically: true, encoding: .utf8)
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "mine.qos")
        let dangling = directory + "/dangling.qos"
        try FileManager.default.createSymbolicLink(atPath: dangling, withDestinationPath: "nowhere.qos")
        for path in [file, link, dangling] {
            let refused = try laboratory.qosctl("init", path)
            #expect(refused.status == 1 && refused.stdout.isEmpty)
            #expect(refused.stderr == "qosctl: \(path) exists already; it was left as it is (--force replaces it)\n")
        }
        let json = try laboratory.qosctl("init", "--json", file)
        #expect(json.status == 1 && json.stdout.hasPrefix("{\"schema\":1,\"diagnostics\":[{"))
        #expect(try String(contentsOfFile: file, encoding: .utf8) == "rule mine keep\n")
        // Through the link, which stays one.
        #expect(try laboratory.qosctl("init", "--force", link).status == 0)
        #expect(try String(contentsOfFile: file, encoding: .utf8).contains("policy \"starter\""))
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == "mine.qos")
        #expect(
            try laboratory.qosctl("init", "--force", "--json", file).stdout
                == "{\"schema\":1,\"changed\":true,\"file\":\"\(file)\"}\n")
        #expect(try FileManager.default.contentsOfDirectory(atPath: directory).count == 3)
    }

    @Test func whatCannotBeWritten() throws {
        defer { try? FileManager.default.removeItem(atPath: directory) }
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        for path in [directory, "/proc/no/such/place.qos", "/dev/null/policy.qos"] {
            for arguments in [["init", path], ["init", "--force", path]] {
                let failed = try laboratory.lab.policyPlace.run([try Files.qosctl()] + arguments)
                #expect(failed.status == 2, "\(path) \(failed)")
                #expect(failed.stderr.hasPrefix("qosctl: cannot "), "\(failed.stderr)")
            }
        }
        let file = directory + "/policy.qos"
        let denied = try laboratory.qosctl("init", file, user: 65534)
        #expect(denied.status == 2 && denied.stderr == "qosctl: cannot create \(file): Permission denied\n")
        #expect(try laboratory.qosctl("init", "-", user: 65534).status == 0)
        #expect(try laboratory.qosctl("init", "--json", "-").status == 2)
        #expect(try laboratory.qosctl("init", "").status == 2)
    }
}
