import QoSCompiler

/// `"dscp"`, `"priority"` and `"pcp"` members; null means: left as it is.
enum MarkingJSON {
    static func members(_ marking: Marking) -> [JSONMember] {
        [
            JSONMember(key: "dscp", value: .optional(marking.dscp?.value)),
            JSONMember(key: "priority", value: .optional(marking.priority?.classID)),
            JSONMember(key: "pcp", value: .optional(marking.pcp?.value)),
        ]
    }

    /// For people: what a packet gets.
    static func text(_ marking: Marking) -> String {
        marking.isEmpty ? "left as it is" : "\(marking)"
    }
}
