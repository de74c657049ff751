public import NetlinkModel

/// Prints a table as a script that `nft -f` loads: deterministic to the byte.
public enum NFTScript {
    /// A script that replaces our table as a whole, whatever it held.
    public static func script(_ plan: Plan) -> String {
        var text = ""
        writeScript(plan) { text += $0 + "\n" }
        return text
    }

    /// As `script`, line by line: a policy can have millions.
    public static func writeScript(_ plan: Plan, to line: (String) -> Void) {
        let id = "\(plan.contents.table.id.family.keyword) \(plan.contents.table.id.name)"
        line("table \(id)")
        line("delete table \(id)")
        write(plan.contents, to: line)
    }

    /// The table block, line by line.
    public static func lines(of contents: NFTTableContents) -> [String] {
        var lines: [String] = []
        write(contents) { lines.append($0) }
        return lines
    }

    static func write(_ contents: NFTTableContents, to line: (String) -> Void) {
        line("table \(contents.table.id.family.keyword) \(contents.table.id.name) {")
        if let comment = contents.table.comment { line("\tcomment \(quoted(comment));") }
        for object in contents.unknownObjects {
            line("")
            line("\t# \(object)")
        }
        for counter in contents.counters { line("\tcounter \(counter.name) { }") }
        for set in contents.sets {
            line("")
            write(set, to: line)
        }
        let byChain = Dictionary(grouping: contents.rules.indices, by: { contents.rules[$0].chain })
        for chain in contents.chains {
            line("")
            line("\tchain \(chain.name) {")
            if case .base(let base) = chain.kind {
                line(
                    "\t\ttype \(base.type.rawValue) hook \(base.hook.keyword) priority \(base.priority); "
                        + "policy \(base.policy.keyword);")
            }
            for index in byChain[chain.name] ?? [] { line("\t\t" + NFTRuleText.text(of: contents.rules[index])) }
            line("\t}")
        }
        line("}")
    }

    private static func write(_ set: NFTSet, to line: (String) -> Void) {
        line("\t\(set.isMap ? "map" : "set") \(set.name) {")
        line("\t\ttype \(NFTValueText.typeName(set.key))\(set.isMap ? " : verdict" : "")")
        // With a size the kernel takes a fixed hash table, and that is how we load it.
        if !set.isInterval, !set.elements.isEmpty { line("\t\tsize \(set.elements.count)") }
        let flags = [set.isConstant ? "constant" : nil, set.isInterval ? "interval" : nil].compactMap(\.self)
        if !flags.isEmpty { line("\t\tflags \(flags.joined(separator: ", "))") }
        if !set.elements.isEmpty {
            line("\t\telements = {")
            for index in set.elements.indices { line("\t\t\t\(NFTValueText.element(at: index, of: set)),") }
            line("\t\t}")
        }
        line("\t}")
    }

    static func quoted(_ text: String) -> String { "\"\(text)\"" }
}
