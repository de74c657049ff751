import NetlinkModel
import QoSCompiler
import SeededRandom
import Testing

/// Whatever bytes a policy has, reading it ends, without a trap, with a policy or with errors that have a place.
///
/// 20,000 inputs; `QOSCTL_FUZZ_COUNT` sets another number. A trap takes the process down: the seed that it printed and
/// the number of the case (`cases`) say which input it was.
@Suite struct PolicyFuzzTests {
    private static let cases = 40
    private static let count = SeededGenerator.fuzzCount

    @Test(arguments: 0..<cases)
    func neverTraps(_ number: Int) {
        var random = SeededGenerator("PolicyFuzz", number)
        var valid = 0
        for _ in 0..<max(1, Self.count / Self.cases) {
            var input = PolicyMutator(random)
            let bytes = input.policy()
            let files = ["a.qos": input.includedFile(), "s.txt": input.setFile(), policyPath: bytes]
            random = input.random
            let loaded = PolicyLoader.load(policyPath, from: MemoryPolicyFiles(files), expectations: true)
            if let problem = Self.problem(loaded) {
                Issue.record("\(problem)\n\(random)\n\(bytes)\n\(String(decoding: bytes, as: UTF8.self))")
                return
            }
            if loaded.policy != nil { valid += 1 }
        }
        // Some inputs get as far as the compiler.
        #expect(valid > 0 || Self.count < 20_000)
    }

    /// What is wrong with the result; nil when nothing is. Also runs everything that takes what was read.
    static func problem(_ loaded: LoadedPolicy) -> String? {
        let printer = DiagnosticText(sources: loaded.sources, isColoured: true)
        // Many findings are alike.
        let step = max(1, loaded.diagnostics.count / 5)
        for diagnostic in stride(from: 0, to: loaded.diagnostics.count, by: step).map({ loaded.diagnostics[$0] }) {
            guard let span = diagnostic.span else { return "a finding without a place: \(diagnostic)" }
            guard loaded.sources.files.indices.contains(Int(span.file)), span.start <= span.end,
                Int(span.end) <= loaded.sources.files[Int(span.file)].bytes.count
            else { return "a place outside its file: \(diagnostic)" }
            let text = printer.text(diagnostic)
            guard text.contains(": ") else { return "no text" }
            guard loaded.sources.lines(of: span).lowerBound >= 0 else { return "a line below zero" }
        }
        _ = loaded.diagnostics.first.map { DiagnosticJSON.value($0, in: loaded.sources).text }
        guard let policy = loaded.policy else {
            return loaded.diagnostics.hasErrors ? nil : "no policy, and no error"
        }
        if loaded.diagnostics.hasErrors { return "a policy, and errors" }
        let plan = Compiler.compile(policy)
        guard plan.origins.count == plan.contents.rules.count else { return "origins and rules differ in number" }
        guard NFTScript.script(plan).hasSuffix("}\n"), !PlanJSON.value(plan, of: policy).text.isEmpty else {
            return "no script"
        }
        guard RuleDiff.between(policy, policy, includesText: true).isEmpty else {
            return "a policy differs from itself"
        }
        let analysis = PolicyAnalysis.run(policy, detail: .summary)
        guard analysis.rules.count == policy.rules.count,
            AnalysisDiagnostics(analysis, of: policy).summary.allSatisfy({ !$0.message.isEmpty })
        else { return "no analysis" }
        _ = Interpreter(policy).decide(Packet())
        let edit = PolicyEdit(policy, sources: loaded.sources)
        for rule in policy.rules.prefix(3) {
            do { _ = try edit.moving(rule.name, to: .last) } catch { return "\(rule.name) cannot be moved: \(error)" }
            do { _ = try edit.setting(rule.name, to: "keep") } catch { return "\(rule.name) cannot be set: \(error)" }
            do { _ = try edit.disabling(rule.name) } catch { return "\(rule.name) cannot be disabled: \(error)" }
            do { _ = try edit.enabling(rule.name) } catch { return "\(rule.name) cannot be enabled: \(error)" }
        }
        return nil
    }

    /// The JSON form, and what converts and formats both forms.
    @Test(arguments: 0..<8)
    func jsonNeverTraps(_ number: Int) {
        var random = SeededGenerator("JSONFuzz", number)
        for _ in 0..<max(1, Self.count / 40) {
            var input = PolicyMutator(random)
            let json = input.json()
            let text = input.policy()
            let files = ["a.qos": input.includedFile(), "s.txt": input.setFile(), "p.json": json]
            random = input.random
            let loaded = PolicyLoader.load("p.json", from: MemoryPolicyFiles(files), expectations: true)
            if let problem = Self.problem(loaded) {
                Issue.record("\(problem)\n\(random)\n\(String(decoding: json, as: UTF8.self))")
                return
            }
            for file in [SourceFile(path: "p.json", bytes: json), SourceFile(path: "p.qos", bytes: text)] {
                for format in PolicyFormat.allCases {
                    let converted = PolicyConversion.convert(file, to: format)
                    #expect(converted.text != nil || converted.diagnostics.hasErrors)
                }
                guard let once = PolicyFormatter.format(file).bytes else { continue }
                let twice = PolicyFormatter.format(SourceFile(path: file.path, bytes: once)).bytes
                if twice != once { Issue.record("formatting twice differs\n\(random)\n\(file.bytes)") }
            }
        }
    }

    /// Set files on their own, since most random policies name none.
    @Test func setFilesNeverTrap() {
        var random = SeededGenerator("setFilesNeverTrap")
        for _ in 0..<max(1, Self.count / 20) {
            var input = PolicyMutator(random)
            let file = input.setFile()
            random = input.random
            let files = [policyPath: Array("set s file \"s.txt\"\nrule a daddr @s keep\n".utf8), "s.txt": file]
            let loaded = PolicyLoader.load(policyPath, from: MemoryPolicyFiles(files))
            if let problem = Self.problem(loaded) { Issue.record("\(problem)\n\(random)\n\(file)") }
        }
    }

    /// Packets of `why` come from a command line, so from anybody.
    @Test func packetsNeverTrap() {
        var random = SeededGenerator("packetsNeverTrap")
        for _ in 0..<max(1, Self.count / 4) {
            var input = PolicyMutator(random)
            let words = (0..<random.int(0...8)).map { _ in PacketWord(input.packetWord()) }
            random = input.random
            do throws(PacketError) {
                let packet = try PacketParser.parse(words)
                #expect(packet.path == .forward || packet.iif == nil)
            } catch {
                #expect(!error.message.isEmpty)
            }
        }
    }
}
