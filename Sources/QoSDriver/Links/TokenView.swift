import NetlinkModel
import QoSCompiler

/// A table as it is for packets that leave by no link which wants tokens: they get the priorities that tokens stand for.
enum TokenView {
    /// The table with stated priorities instead of tokens, and without the chains that put them back. Where these are not
    /// what the plan says, all stays, and the tokens are for the proof to stumble over.
    static func plain(_ table: NFTTableContents, _ policy: Policy, _ plan: Plan) -> NFTTableContents {
        guard let expected = putBack(plan.contents, name: { $0 }),
            let found = putBack(table, name: { Generation.split($0)?.name ?? $0 }),
            found.rules == expected.rules, found.base.kind == expected.base.kind
        else { return table }
        var plain = table
        plain.chains.removeAll { $0.name == found.base.name || $0.name == found.chain }
        plain.rules.removeAll { $0.chain == found.base.name || $0.chain == found.chain }
        let priorities = Dictionary(
            uniqueKeysWithValues: policy.tokens().map { (bytes(of: $0.value), bytes(of: $0.priority.value)) })
        for index in plain.rules.indices { plain.rules[index].replacePriorities(priorities) }
        return plain
    }

    /// The chain after routing, and the one that it leads to, with its rules under plain names.
    private static func putBack(
        _ table: NFTTableContents, name: (String) -> String
    ) -> (base: NFTChain, chain: String, rules: [[NFTExpression]])? {
        guard
            let base = table.chains.first(where: {
                if case .base(let base) = $0.kind { base.hook == .postrouting } else { false }
            })
        else { return nil }
        let jumps = table.rules(in: base.name)
        guard jumps.count == 1, case .verdict(.jump(let target))? = jumps.first?.expressions.first,
            name(target) == Plan.tokenChainName
        else { return nil }
        return (base, target, table.rules(in: target).map(\.expressions))
    }

    private static func bytes(of value: UInt32) -> [UInt8] {
        unsafe withUnsafeBytes(of: value) { unsafe Array($0) }
    }
}

extension NFTRule {
    fileprivate mutating func replacePriorities(_ new: [[UInt8]: [UInt8]]) {
        for index in expressions.indices.dropLast() {
            guard case .immediate(let bytes, let register) = expressions[index], let other = new[bytes],
                expressions[index + 1] == .setMeta(.priority, from: register)
            else { continue }
            expressions[index] = .immediate(other, into: register)
        }
    }
}
