import QoSCompiler

/// What `compile --explain PACKET` prints: the packet's way through the chains.
enum PacketWayOutput {
    static func print(_ way: PacketWay) {
        var table = Table([
            .text("CHAIN"), .number("RULES"), .number("LOOKUPS"), .flexible("HOLDS"), .text("GOES TO"),
        ])
        for step in way.steps {
            table.add(
                [step.chain, String(step.rules), String(step.lookups), holds(step), step.target],
                style: step.holds == nil ? .dim : nil)
        }
        table.add(["together", String(way.rules), String(way.lookups)])
        Console.print(table)
    }

    private static func holds(_ step: PacketWay.Step) -> String {
        guard let holds = step.holds else { return "nothing" }
        return holds.isEmpty ? "every packet" : holds
    }

    static func members(_ way: PacketWay?) -> [JSONMember] {
        let steps = (way?.steps ?? []).map { step -> JSONValue in
            .object([
                "chain": .string(step.chain), "rules": .number(Int64(step.rules)),
                "lookups": .number(Int64(step.lookups)), "holds": .optional(step.holds), "to": .string(step.target),
            ])
        }
        return [
            JSONMember(key: "lookups", value: .number(Int64(way?.lookups ?? 0))),
            JSONMember(key: "way", value: .array(steps)),
        ]
    }
}
