import QoSCompiler

/// `compile --stats` for programs.
enum StatisticsJSON {
    static func value(_ statistics: PlanStatistics, bytes: Int?) -> JSONValue {
        let graph = statistics.graph
        return .object([
            "rules": number(statistics.rules), "disabled": number(statistics.disabledRules),
            "neverMatching": number(statistics.neverMatchingRules),
            "counted": .string(statistics.counted.rawValue), "countedByChoice": .bool(statistics.isCountedByChoice),
            "workEnded": .bool(statistics.workEnded),
            "tests": .object(graph.fields.map { JSONMember(key: $0.word, value: number($0.tests)) }),
            "nodes": number(graph.tests + graph.lists), "lists": number(graph.lists),
            "chains": number(statistics.chains), "depth": number(graph.depth), "maps": number(graph.maps),
            "intervalMaps": number(statistics.intervalMaps), "elements": number(graph.elements),
            "sets": number(statistics.namedSets), "anonymousSets": number(statistics.anonymousSets),
            "setElements": number(statistics.setElements), "kernelRules": number(statistics.kernelRules),
            "bytes": .optional(bytes), "paths": .array(statistics.paths.map(path)),
        ])
    }

    private static func number(_ value: Int) -> JSONValue { .number(Int64(value)) }

    private static func path(_ path: PlanStatistics.Path) -> JSONValue {
        .object([
            "path": .string(path.path.rawValue), "form": .string(path.form.rawValue),
            "lookups": .object([
                "expected": .decimal(rounded(path.lookups.expected)), "worst": number(path.lookups.worst),
                "noMatch": number(path.lookups.noMatch),
            ]),
            "nanoseconds": .object([
                "expected": .decimal(rounded(path.nanoseconds.expected)),
                "worst": .decimal(rounded(path.nanoseconds.worst)),
                "noMatch": .decimal(rounded(path.nanoseconds.noMatch)),
            ]),
            "segments": .array(path.segments.map(segment)),
        ])
    }

    private static func segment(_ segment: PlanStatistics.Segment) -> JSONValue {
        .object([
            "kind": .string(segment.isGraph ? "graph" : "list"), "rules": number(segment.rules),
            "guards": number(segment.guards), "first": .string(segment.first), "last": .string(segment.last),
            "forcedBy": .optional(segment.forcedBy),
        ])
    }

    /// To tenths.
    private static func rounded(_ value: Double) -> Double { (value * 10).rounded() / 10 }
}
