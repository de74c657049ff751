import ArgumentParser
import Glibc
import QoSCompiler
import QoSDriver

/// `--json`
struct OutputOptions: ParsableArguments {
    @Flag(name: .long, help: "Print JSON on standard output.")
    var json = false
}

/// `--state-dir`
struct StateOptions: ParsableArguments {
    @Option(
        name: .long,
        help: ArgumentHelp(
            "Where the active policy is kept (default: $QOSCTL_STATE_DIR, or \(Driver.defaultStateDirectory)).",
            valueName: "DIR"),
        completion: .directory)
    var stateDir: String?

    func validate() throws {
        if stateDir == "" { throw ValidationError("--state-dir needs a directory.") }
    }

    var driver: Driver {
        if let stateDir { return Driver(stateDirectory: stateDir) }
        guard let value = unsafe getenv("QOSCTL_STATE_DIR") else { return Driver() }
        let path = unsafe String(cString: value)
        return path.isEmpty ? Driver() : Driver(stateDirectory: path)
    }
}

extension PolicySource {
    /// A file, or standard input for `-`.
    static func named(_ path: String) throws -> PolicySource {
        guard path == "-" else { return PolicySource(path: path) }
        do throws(PolicyFileError) {
            return PolicySource(
                standardInput: try LocalPolicyFiles.readAll(STDIN_FILENO, path: PolicySource.standardInputName))
        } catch {
            Console.error("qosctl: \(error)")
            throw ExitCode(2)
        }
    }

    /// Reads it and prints what there is to say; throws the exit code when it cannot be used.
    func loadOrExit(expectations: Bool = false, json: Bool = false) throws -> (loaded: LoadedPolicy, policy: Policy) {
        let loaded = load(expectations: expectations)
        if let policy = loaded.policy {
            Findings.printText(loaded)
            return (loaded, policy)
        }
        Findings.printText(loaded)
        if json { Console.print(Findings.json([loaded])) }
        throw ExitCode(loaded.unreadable == nil ? 1 : 2)
    }
}

extension SourceFile {
    /// One file as it is, or standard input for `-`; ends with 2 when it cannot be read.
    static func namedOrExit(_ path: String, json: Bool) throws -> SourceFile {
        do throws(PolicyFileError) {
            return try named(path)
        } catch {
            throw DriverError.unusable("\(error)").report(json: json)
        }
    }
}

extension SourceFile {
    /// One file as it is, or standard input for `-`.
    static func named(_ path: String) throws(PolicyFileError) -> SourceFile {
        guard path == "-" else { return SourceFile(path: path, bytes: try LocalPolicyFiles().read(path)) }
        let name = PolicySource.standardInputName
        return SourceFile(path: name, bytes: try LocalPolicyFiles.readAll(STDIN_FILENO, path: name))
    }
}

extension SourceMap {
    /// The map of one file.
    init(of file: SourceFile) {
        self.init()
        _ = add(file)
    }
}
