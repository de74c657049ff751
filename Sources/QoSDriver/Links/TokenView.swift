import NetlinkModel
import QoSCompiler

/// A table as it is for packets that leave by no link which wants tokens: they get the priorities that tokens stand for.
enum TokenView {
    /// The table with the chains of `plain` where it has those of `plan`, which differ by tokens. Chains that are neither
    /// stay, and their tokens are for the proof to stumble over; where a chain has lost them, it gets them for that.
    static func plain(_ table: NFTTableContents, plan: Plan, plain: Plan) -> NFTTableContents {
        let (wanted, stated) = (rules(plan.contents.rules), rules(plain.contents.rules))
        var view = table
        view.rules = []
        for (chain, rules) in chains(table.rules) {
            let name = Generation.split(chain)?.name ?? chain
            guard let wanted = wanted[name], let stated = stated[name], expressions(wanted) != expressions(stated)
            else {
                view.rules += rules
                continue
            }
            let shown =
                expressions(rules) == expressions(wanted)
                ? stated : expressions(rules) == expressions(stated) ? wanted : rules
            view.rules += shown.map { rule in
                var rule = rule
                rule.chain = chain
                return rule
            }
        }
        return view
    }

    /// Of all rules, one after the other.
    private static func expressions(_ rules: [NFTRule]) -> [NFTExpression] { rules.flatMap(\.expressions) }

    private static func rules(_ rules: [NFTRule]) -> [String: [NFTRule]] { Dictionary(grouping: rules, by: \.chain) }

    /// Rules of one chain stand together.
    private static func chains(_ rules: [NFTRule]) -> [(chain: String, rules: [NFTRule])] {
        var chains: [(chain: String, rules: [NFTRule])] = []
        for rule in rules {
            if chains.last?.chain == rule.chain {
                chains[chains.count - 1].rules.append(rule)
            } else {
                chains.append((rule.chain, [rule]))
            }
        }
        return chains
    }
}
