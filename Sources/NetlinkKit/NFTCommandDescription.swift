internal import NetlinkModel

extension NFTCommand {
    /// The table that the command changes.
    var table: NFTTableID {
        switch self {
        case .addTable(let table), .updateTable(let table): table.id
        case .deleteTable(let table), .addChain(_, let table), .deleteChain(_, let table), .flushChain(_, let table),
            .addSet(_, let table), .deleteSet(_, let table), .addCounter(_, let table), .deleteCounter(_, let table),
            .addRule(_, let table), .replaceRule(_, _, let table), .deleteRule(_, _, let table):
            table
        }
    }

    /// What the command does, in words that follow "cannot".
    var operation: String {
        let place = "table \(table.family.keyword) \(table.name)"
        return switch self {
        case .addTable: "add \(place)"
        case .updateTable: "update \(place)"
        case .deleteTable: "delete \(place)"
        case .addChain(let chain, _): "add chain \(chain.name) to \(place)"
        case .deleteChain(let name, _): "delete chain \(name) of \(place)"
        case .flushChain(let name, _): "flush chain \(name) of \(place)"
        case .addSet(let set, _): "add set \(set.name) to \(place)"
        case .deleteSet(let name, _): "delete set \(name) of \(place)"
        case .addCounter(let counter, _): "add counter \(counter.name) to \(place)"
        case .deleteCounter(let name, _): "delete counter \(name) of \(place)"
        case .addRule(let rule, _): "add a rule\(rule.words) to chain \(rule.chain) of \(place)"
        case .replaceRule(let rule, let handle, _):
            "replace rule \(handle)\(rule.words) of chain \(rule.chain) of \(place)"
        case .deleteRule(let chain, let handle, _): "delete rule \(handle) of chain \(chain) of \(place)"
        }
    }
}

extension NFTRule {
    /// The comment names the rule.
    fileprivate var words: String { comment.map { " \"\($0)\"" } ?? "" }
}
