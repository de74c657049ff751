import Foundation
import NetworkLab
import QoSCompiler
import QoSDriver
import Testing

/// A laboratory with a driver in it: policies go to the place where packets are marked, and state to a directory of its own.
final class PolicyLab: Sendable {
    let lab: Lab
    let stateDirectory: String
    let driver: Driver

    init(_ lab: Lab) throws {
        try requireKernel()
        self.lab = lab
        let name = lab.policyPlace.name
        stateDirectory = NSTemporaryDirectory() + "\(name)-state"
        driver = Driver(stateDirectory: stateDirectory)
    }

    static func pair(interfaces: [String] = ["eth0"]) throws -> PolicyLab {
        try requireKernel()
        return try PolicyLab(try Lab.pair(purpose: "kernel", interfaces: interfaces))
    }

    static func routed(inside: [String] = ["eth0"]) throws -> PolicyLab {
        try requireKernel()
        return try PolicyLab(try Lab.routed(purpose: "kernel", inside: inside, outside: ["eth1"]))
    }

    deinit { delete() }

    /// For tests whose threads may outlive them.
    func delete() {
        lab.delete()
        try? FileManager.default.removeItem(atPath: stateDirectory)
    }

    /// Library calls in the namespace where the policy goes.
    func inPlace<Value>(_ body: (Driver) throws -> Value) throws -> Value {
        try lab.policyPlace.perform { try body(driver) }
    }

    /// Policies become what the compiler finds best, or what `form` says.
    @discardableResult
    func apply(_ text: String, as form: Compiler.Options.Form? = nil) throws -> ApplyResult {
        let driver = form.map(driver) ?? driver
        return try lab.policyPlace.perform {
            try driver.apply(PolicySource(standardInput: Array(text.utf8)))
        }
    }

    /// A driver of the same state whose policies become one form.
    func driver(_ form: Compiler.Options.Form) -> Driver {
        var options = Compiler.Options()
        options.form = form
        return Driver(stateDirectory: stateDirectory, compiler: options)
    }

    @discardableResult
    func apply(file: String) throws -> ApplyResult {
        try inPlace { try $0.apply(PolicySource(path: file)) }
    }

    func nft(_ arguments: String...) throws -> String {
        try lab.policyPlace.command(["nft"] + arguments)
    }

    /// The program, as a user runs it.
    func qosctl(_ arguments: String..., input: String = "", user: UInt32? = nil) throws -> CommandResult {
        try run(arguments, input: input, user: user)
    }

    /// The same with a list of arguments, and with an editor.
    func run(
        _ arguments: [String], input: String = "", editor: String = "false", user: UInt32? = nil
    ) throws -> CommandResult {
        try lab.policyPlace.run(
            [try Files.qosctl()] + arguments, environment: ["QOSCTL_STATE_DIR": stateDirectory, "EDITOR": editor],
            input: input, asUser: user)
    }
}

/// Files of the checkout.
enum Files {
    static var root: String {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().path
    }

    static func policy(_ name: String) -> String { root + "/policies/\(name).qos" }

    /// The names of the policies that ship.
    static let shipped: [String] = {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: root + "/policies")) ?? []
        return names.filter { $0.hasSuffix(".qos") }.map { String($0.dropLast(4)) }.sorted()
    }()

    /// The program, built beside the tests.
    static func qosctl() throws -> String {
        let bundle = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
        for directory in [bundle, URL(fileURLWithPath: root + "/.build/debug")] {
            let path = directory.appendingPathComponent("qosctl").path
            if FileManager.default.isExecutableFile(atPath: path) { return path }
        }
        throw LabError.unusable("qosctl is not built: swift build --build-tests")
    }
}

/// What a policy text says.
func policy(_ text: String) throws -> Policy {
    let loaded = PolicyLoader.load("test.qos", from: MemoryPolicyFiles(["test.qos": Array(text.utf8)]))
    return try #require(loaded.policy, "\(loaded.diagnostics.map(\.message))\n\(text)")
}

/// A command's JSON, which begins with its schema.
func schemaObject(_ text: String) throws -> [String: Any] {
    let object = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any], "\(text)")
    #expect(object["schema"] as? Int == 1)
    return object
}
