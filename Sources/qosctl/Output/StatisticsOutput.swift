import QoSCompiler

/// What `compile --stats` prints.
enum StatisticsOutput {
    /// `bytes`: of netlink, to load the plan; nil where that is not known.
    static func print(_ statistics: PlanStatistics, bytes: Int?) {
        Console.print(Columns.text(rows(statistics, bytes)))
        Console.print("")
        var paths = Table([
            .text("PATH"), .text("FORM"), .number("SEGMENTS"), .text("PREDICTED"), .number("EXPECTED"),
            .number("WORST"), .number("NO MATCH"),
        ])
        for path in statistics.paths {
            paths.add([
                path.path.rawValue, path.form.rawValue, String(path.segments.count), "lookups",
                tenths(path.lookups.expected), String(path.lookups.worst), String(path.lookups.noMatch),
            ])
            paths.add([
                "", "", "", "nanoseconds", whole(path.nanoseconds.expected), whole(path.nanoseconds.worst),
                whole(path.nanoseconds.noMatch),
            ])
        }
        Console.print(paths)
        guard statistics.paths.contains(where: { !$0.segments.isEmpty }) else { return }
        Console.print("")
        var segments = Table([
            .number("SEGMENT"), .text("PATH"), .text("KIND"), .number("RULES"), .number("GUARDS"), .text("FIRST"),
            .text("LAST"), .text("FORCED BY"),
        ])
        for path in statistics.paths {
            for (number, segment) in path.segments.enumerated() {
                segments.add([
                    String(number + 1), path.path.rawValue, kind(segment), String(segment.rules),
                    String(segment.guards), segment.first, segment.last, segment.forcedBy ?? "-",
                ])
            }
        }
        Console.print(segments)
    }

    private static func kind(_ segment: PlanStatistics.Segment) -> String { segment.isGraph ? "graph" : "list" }

    private static func rows(_ statistics: PlanStatistics, _ bytes: Int?) -> [[String]] {
        let graph = statistics.graph
        let fields = graph.fields.map { "\($0.word) \($0.tests)" }.joined(separator: ", ")
        let left = [
            statistics.disabledRules > 0 ? "\(statistics.disabledRules) disabled" : nil,
            statistics.neverMatchingRules > 0 ? "\(statistics.neverMatchingRules) that no packet can match" : nil,
        ].compactMap(\.self)
        return [
            ["rules", ([String(statistics.rules)] + left).joined(separator: ", ")],
            ["counted", "by \(statistics.counted.rawValue)" + (choice(statistics).map { " (\($0))" } ?? "")],
            ["fallback", fallback(statistics)],
            [
                "nodes",
                "\(graph.tests + graph.lists): \(graph.tests) tests\(fields.isEmpty ? "" : " (\(fields))"), "
                    + "\(graph.lists) lists",
            ],
            [
                "chains",
                String(statistics.chains) + (graph.depth > 0 ? ", at most \(graph.depth) one into the other" : ""),
            ],
            [
                "maps",
                "\(graph.maps): \(graph.maps - statistics.intervalMaps) hash, \(statistics.intervalMaps) interval",
            ],
            ["elements", String(graph.elements)],
            [
                "sets",
                "\(statistics.namedSets) named, \(statistics.anonymousSets) in rules, "
                    + "\(statistics.setElements) elements",
            ],
            ["kernel rules", String(statistics.kernelRules)],
            ["bytes", bytes.map { "\($0) to load" } ?? "-"],
        ]
    }

    /// Why `auto` counts as it does.
    private static func choice(_ statistics: PlanStatistics) -> String? {
        guard statistics.isCountedByChoice else { return nil }
        let limit = CountersMode.ruleLimit
        return statistics.counted == .rule ? "auto: up to \(limit) rules" : "auto: more than \(limit) rules"
    }

    private static func fallback(_ statistics: PlanStatistics) -> String {
        let segments = statistics.paths.map(\.segments.count).max() ?? 0
        // A list that was chosen is none.
        let isForced = statistics.workEnded || statistics.paths.contains { $0.form != .list }
        let listed = statistics.paths.map { isForced ? $0.listedRules : 0 }.max() ?? 0
        guard segments > 1 || listed > 0 || statistics.workEnded else { return "none" }
        let parts = [
            segments > 1 ? "\(segments) segments" : nil, listed > 0 ? "\(listed) rules one by one" : nil,
            statistics.workEnded ? "the work budget ended" : nil,
        ]
        return parts.compactMap(\.self).joined(separator: ", ")
    }

    /// One decimal.
    private static func tenths(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        return "\(tenths / 10).\(tenths % 10)"
    }

    private static func whole(_ value: Double) -> String { String(Int(value.rounded())) }
}
