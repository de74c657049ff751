import QoSCompiler
import QoSDriver
import QoSVerifier

/// What `verify` found, for people.
enum VerificationText {
    static func exitCode(_ result: Verification) -> Int32 {
        switch result {
        case .proved: 0
        case .refuted, .misplaced: 1
        case .undecided: 2
        }
    }

    static func print(_ verification: PolicyVerification) {
        switch verification.result {
        case .proved:
            let rules = "\(verification.ruleCount) \(verification.ruleCount == 1 ? "rule" : "rules")"
            Console.print("proved: every packet is marked and counted as the policy says (\(rules))", style: .good)
        case .refuted(let example):
            if !verification.isLoaded { Console.print("nothing is loaded", style: .bad) }
            Console.print("not so: this packet is not treated as the policy says", style: .bad)
            print(example)
        case .misplaced(let reason):
            Console.print("not so: \(reason)", style: .bad)
        case .undecided: break
        }
    }

    private static func print(_ example: CounterExample) {
        var table = Table([.text(""), .text("")], indent: "  ")
        table.add(["packet", example.text])
        for note in example.notes { table.add(["", note]) }
        table.add(["policy", expected(example.expected)])
        table.add(["loaded", loaded(example.loaded)])
        if !example.loaded.chains.isEmpty {
            table.add(["chains", example.loaded.chains.joined(separator: " ")])
        }
        Console.print(table)
    }

    private static func expected(_ expected: CounterExample.Expected) -> String {
        guard expected.isInScope else { return "out of scope: left as it is" }
        let rule = expected.rule.map { "rule \($0)" } ?? "the default"
        let counter = expected.counter.map { ", counted on \($0)" } ?? ", not counted"
        return "\(rule): \(MarkingJSON.text(expected.marking))\(counter)"
    }

    private static func loaded(_ loaded: LoadedResult) -> String {
        var words: [String] = []
        if loaded.isDSCPChanged { words.append("dscp \(loaded.dscp)") }
        if let priority = loaded.priority { words.append("priority \(PacketPriority(priority))") }
        let marks = words.isEmpty ? "left as it is" : words.joined(separator: " ")
        let counters = loaded.counters.isEmpty ? "not counted" : "counted on \(loaded.counters.joined(separator: " "))"
        var text = "\(marks), \(counters)"
        if loaded.isDropped { text += ", dropped" }
        if let damage = loaded.damage { text += ", \(damage)" }
        return text
    }
}

/// The same for programs.
enum VerificationJSON {
    /// `proved` is null where neither a proof nor a packet was found.
    static func value(_ verification: PolicyVerification) -> JSONValue {
        var proved = JSONValue.bool(false)
        var reason: String?
        var example: CounterExample?
        switch verification.result {
        case .proved: proved = .bool(true)
        case .refuted(let found): example = found
        case .misplaced(let text): reason = text
        case .undecided(let text):
            proved = .null
            reason = text
        }
        return .object([
            "schema": .number(1), "proved": proved, "rules": .number(Int64(verification.ruleCount)),
            "counted": .string(verification.counted.rawValue), "packet": .optional(example?.text),
            "notes": .array((example?.notes ?? []).map(JSONValue.string)),
            "expected": example.map { expected($0.expected) } ?? .null,
            "loaded": example.map { loaded($0.loaded) } ?? .null, "reason": .optional(reason),
        ])
    }

    private static func expected(_ expected: CounterExample.Expected) -> JSONValue {
        .object(
            [
                JSONMember(key: "rule", value: .optional(expected.rule)),
                JSONMember(key: "inScope", value: .bool(expected.isInScope)),
            ] + MarkingJSON.members(expected.marking) + [
                JSONMember(key: "counter", value: .optional(expected.counter))
            ])
    }

    private static func loaded(_ loaded: LoadedResult) -> JSONValue {
        .object([
            "dscp": loaded.isDSCPChanged ? .number(Int64(loaded.dscp.value)) : .null,
            "priority": .optional(loaded.priority.map { PacketPriority($0).classID }),
            "counters": .array(loaded.counters.map(JSONValue.string)),
            "verdict": .string(loaded.isDropped ? "drop" : "accept"), "damage": .optional(loaded.damage),
            "chains": .array(loaded.chains.map(JSONValue.string)),
        ])
    }
}
