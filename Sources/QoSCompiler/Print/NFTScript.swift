public import NetlinkModel

/// Prints a table as a script that `nft -f` loads: deterministic to the byte.
public enum NFTScript {
    /// A script that replaces our table as a whole, whatever it held.
    public static func script(_ plan: Plan) -> String {
        let id = "\(plan.contents.table.id.family.keyword) \(plan.contents.table.id.name)"
        var lines = ["table \(id)", "delete table \(id)"]
        lines += Self.lines(of: plan.contents)
        return lines.joined(separator: "\n") + "\n"
    }

    /// The table block, line by line.
    public static func lines(of contents: NFTTableContents) -> [String] {
        var lines = ["table \(contents.table.id.family.keyword) \(contents.table.id.name) {"]
        if let comment = contents.table.comment { lines.append("\tcomment \(quoted(comment));") }
        for object in contents.unknownObjects { lines += ["", "\t# \(object)"] }
        for counter in contents.counters { lines.append("\tcounter \(counter.name) { }") }
        for set in contents.sets { lines += [""] + Self.lines(of: set).map { "\t" + $0 } }
        let byChain = Dictionary(grouping: contents.rules, by: \.chain)
        for chain in contents.chains {
            lines += ["", "\tchain \(chain.name) {"]
            if case .base(let base) = chain.kind {
                lines.append(
                    "\t\ttype \(base.type.rawValue) hook \(base.hook.keyword) priority \(base.priority); "
                        + "policy \(base.policy.keyword);")
            }
            for rule in byChain[chain.name] ?? [] { lines.append("\t\t" + NFTRuleText.text(of: rule)) }
            lines.append("\t}")
        }
        lines.append("}")
        return lines
    }

    private static func lines(of set: NFTSet) -> [String] {
        var lines = ["set \(set.name) {", "\ttype \(NFTValueText.typeName(set.key))"]
        let flags = [set.isConstant ? "constant" : nil, set.isInterval ? "interval" : nil].compactMap(\.self)
        if !flags.isEmpty { lines.append("\tflags \(flags.joined(separator: ", "))") }
        if !set.elements.isEmpty {
            lines.append("\telements = {")
            for element in set.elements { lines.append("\t\t\(NFTValueText.element(element, key: set.key)),") }
            lines.append("\t}")
        }
        lines.append("}")
        return lines
    }

    static func quoted(_ text: String) -> String { "\"\(text)\"" }
}
