import Glibc
import NetworkLab
import Testing

@Suite struct NamespaceTests {
    @Test func deletedWithItsLastReference() throws {
        try requireKernel()
        var namespace: NetworkNamespace? = try NetworkNamespace(purpose: "gone")
        let path = try #require(namespace?.path)
        #expect(access(path, F_OK) == 0)
        namespace?.delete()
        namespace?.delete()
        #expect(access(path, F_OK) != 0)
        namespace = nil
    }

    @Test func commands() throws {
        try requireKernel()
        let namespace = try NetworkNamespace(purpose: "run")
        let long = String(repeating: "0123456789abcdef", count: 100_000)
        #expect(try namespace.run(["cat"], input: long).stdout == long)
        #expect(try namespace.run(["sh", "-c", "yes x | head -c 3000000 >&2"]).stderr.utf8.count == 3_000_000)
        #expect(try namespace.run(["true"], input: long).succeeded)
        #expect(try namespace.run(["sh", "-c", "exit 3"]).status == 3)
        #expect(try namespace.run(["sh", "-c", "kill -9 $$"]).status == 137)
        #expect(
            try namespace.run(["sh", "-c", "echo $A; id -u; id -g"], environment: ["A": "b"], asUser: 1234).stdout
                == "b\n1234\n1234\n")
        // A descendant that lives on with our pipes does not hold us up.
        #expect(try namespace.run(["sh", "-c", "sleep 20 & echo done"], timeout: 10).stdout == "done\n")
        #expect(throws: LabError.timeout("nsenter --net=\(namespace.path) -- sleep 60")) {
            try namespace.run(["sleep", "60"], timeout: 0.2)
        }
    }

    @Test func performHandsOverValuesErrorsAndSockets() throws {
        try requireKernel()
        struct Mine: Error {}
        let namespace = try NetworkNamespace(purpose: "perform")
        #expect(throws: Mine.self) { try namespace.perform { throw Mine() } }
        let here = try link("/proc/thread-self/ns/net")
        #expect(try namespace.perform { try link("/proc/thread-self/ns/net") } != here)
        #expect(try link("/proc/thread-self/ns/net") == here)
    }

    private func link(_ path: String) throws -> String {
        var buffer = [CChar](repeating: 0, count: 256)
        let count = readlink(path, &buffer, buffer.count)
        try #require(count > 0)
        return String(decoding: buffer.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
