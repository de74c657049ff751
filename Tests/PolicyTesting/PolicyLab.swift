import Foundation
import NetworkLab
import QoSCompiler
import QoSDriver

/// A laboratory with a driver in it: policies go to the place where packets are marked, and state to a directory of its own.
package final class PolicyLab: Sendable {
    package let lab: Lab
    package let stateDirectory: String
    package let driver: Driver

    package init(_ lab: Lab) throws {
        try requireKernel()
        self.lab = lab
        let name = lab.policyPlace.name
        stateDirectory = NSTemporaryDirectory() + "\(name)-state"
        driver = Driver(stateDirectory: stateDirectory)
    }

    package static func pair(interfaces: [String] = ["eth0"]) throws -> PolicyLab {
        try requireKernel()
        return try PolicyLab(try Lab.pair(purpose: "kernel", interfaces: interfaces))
    }

    package static func routed(inside: [String] = ["eth0"]) throws -> PolicyLab {
        try requireKernel()
        return try PolicyLab(try Lab.routed(purpose: "kernel", inside: inside, outside: ["eth1"]))
    }

    deinit { delete() }

    /// For tests whose threads may outlive them.
    package func delete() {
        lab.delete()
        try? FileManager.default.removeItem(atPath: stateDirectory)
    }

    /// Library calls in the namespace where the policy goes.
    package func inPlace<Value>(_ body: (Driver) throws -> Value) throws -> Value {
        try lab.policyPlace.perform { try body(driver) }
    }

    /// Policies become what the compiler finds best, or what `form` says.
    @discardableResult
    package func apply(_ text: String, as form: Compiler.Options.Form? = nil) throws -> ApplyResult {
        let driver = form.map(driver) ?? driver
        return try lab.policyPlace.perform {
            try driver.apply(PolicySource(standardInput: Array(text.utf8)))
        }
    }

    /// A driver of the same state whose policies become one form.
    package func driver(_ form: Compiler.Options.Form) -> Driver {
        var options = Compiler.Options()
        options.form = form
        return Driver(stateDirectory: stateDirectory, compiler: options)
    }

    @discardableResult
    package func apply(file: String) throws -> ApplyResult {
        try inPlace { try $0.apply(PolicySource(path: file)) }
    }

    package func nft(_ arguments: String...) throws -> String {
        try lab.policyPlace.command(["nft"] + arguments)
    }

    /// The program, as a user runs it.
    package func qosctl(_ arguments: String..., input: String = "", user: UInt32? = nil) throws -> CommandResult {
        try run(arguments, input: input, user: user)
    }

    /// The same with a list of arguments, and with an editor.
    package func run(
        _ arguments: [String], input: String = "", editor: String = "false", user: UInt32? = nil
    ) throws -> CommandResult {
        try lab.policyPlace.run(
            [try Files.qosctl()] + arguments, environment: ["QOSCTL_STATE_DIR": stateDirectory, "EDITOR": editor],
            input: input, asUser: user)
    }
}
