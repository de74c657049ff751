import NetlinkModel
import SeededRandom

extension Mutation {
    static let rules: [Mutation] = [
        Mutation("drop a rule") { table, random in
            guard let rule = table.pickRule(&random) else { return false }
            table.rules.remove(at: rule)
            return true
        },
        Mutation("drop the last rule of a chain") { table, random in
            guard let chain = table.pickRulesChain(&random),
                let last = table.rules.lastIndex(where: { $0.chain == chain })
            else { return false }
            table.rules.remove(at: last)
            return true
        },
        Mutation("a rule twice") { table, random in
            guard let rule = table.pickRule(&random) else { return false }
            table.rules.insert(table.rules[rule], at: rule)
            return true
        },
        Mutation("a rule again at the beginning") { table, random in
            guard let rule = table.pickRule(&random) else { return false }
            table.insertFirst(table.rules[rule])
            return true
        },
        Mutation("a rule again at the end") { table, random in
            guard let rule = table.pickRule(&random) else { return false }
            table.append(table.rules[rule])
            return true
        },
        Mutation("swap neighbours") { table, random in
            guard let (a, b) = table.pickNeighbours(&random) else { return false }
            table.rules.swapAt(a, b)
            return true
        },
        Mutation("swap two rules of a chain") { table, random in
            guard let a = table.pickRule(&random) else { return false }
            let others = table.rules.indices.filter { table.rules[$0].chain == table.rules[a].chain && $0 != a }
            guard !others.isEmpty else { return false }
            table.rules.swapAt(a, random.pick(others))
            return true
        },
        Mutation("move a rule to the beginning") { table, random in
            guard let rule = table.pickRule(&random) else { return false }
            table.insertFirst(table.rules.remove(at: rule))
            return true
        },
        Mutation("move a rule to the end") { table, random in
            guard let rule = table.pickRule(&random) else { return false }
            let moved = table.rules[rule]
            table.append(moved)
            table.rules.remove(at: rule)
            return true
        },
        Mutation("move a rule to another chain") { table, random in
            guard let rule = table.pickRule(&random), let chain = table.pickRulesChain(&random) else { return false }
            var moved = table.rules.remove(at: rule)
            let leads = moved.expressions.contains { expression in
                if case .verdict(let verdict) = expression, let target = verdict.target {
                    return table.leads(from: target, to: chain)
                }
                return false
            }
            guard !leads else { return false }
            moved.chain = chain
            table.insertFirst(moved)
            return true
        },
        Mutation("accept first") { table, random in
            guard let chain = table.pickRulesChain(&random) else { return false }
            table.insertFirst(NFTRule(chain: chain, expressions: [.verdict(.accept)]))
            return true
        },
        Mutation("accept of a mark first") { table, random in
            guard let chain = table.pickRulesChain(&random) else { return false }
            table.insertFirst(
                NFTRule(
                    chain: chain,
                    expressions: [
                        .meta(.mark, into: .data1), .compare(.equal, .data1, .bytes([7, 0, 0, 0])), .verdict(.accept),
                    ]))
            return true
        },
        Mutation("drop of a protocol last") { table, random in
            guard let chain = table.pickRulesChain(&random) else { return false }
            table.append(
                NFTRule(
                    chain: chain,
                    expressions: [
                        .meta(.layer4Protocol, into: .data1), .compare(.equal, .data1, .bytes([17])), .verdict(.drop),
                    ]))
            return true
        },
        Mutation("a rule that only counts") { table, random in
            guard let chain = table.pickRulesChain(&random), !table.counters.isEmpty else { return false }
            table.insertFirst(
                NFTRule(chain: chain, expressions: [.countOn(random.pick(table.counters.map(\.name)))]))
            return true
        },
        Mutation("return first") { table, random in
            guard let chain = table.pickRulesChain(&random) else { return false }
            table.insertFirst(
                NFTRule(
                    chain: chain,
                    expressions: [
                        .meta(.layer3Protocol, into: .data1), .compare(.equal, .data1, .bytes([random.pick([2, 10])])),
                        .verdict(.return),
                    ]))
            return true
        },
        Mutation("a rule that changes nothing") { table, random in
            guard let chain = table.pickRulesChain(&random) else { return false }
            let counter = NFTExpression.unknown(NFTUnknownExpression(name: "counter", data: []))
            table.insertFirst(NFTRule(chain: chain, expressions: [counter]))
            return true
        },
        Mutation("empty a chain") { table, random in
            guard let chain = table.pickRulesChain(&random) else { return false }
            table.rules.removeAll { $0.chain == chain }
            return true
        },
    ]

    /// Changes one verdict that ends a rule.
    private static func verdict(
        _ name: String, _ change: @escaping @Sendable (NFTVerdict) -> NFTVerdict?
    ) -> Mutation {
        Mutation(name) { table, random in
            table.replace(&random) { expression, _ in
                guard case .verdict(let verdict) = expression else { return nil }
                return change(verdict).map(NFTExpression.verdict)
            }
        }
    }

    static let verdicts: [Mutation] = [
        Mutation("a rule without its verdict") { table, random in
            guard
                let (rule, place) = table.pickExpression(
                    &random, where: { if case .verdict = $0 { true } else { false } })
            else { return false }
            table.rules[rule].expressions.remove(at: place)
            return true
        },
        verdict("return instead of accept") { $0 == .accept ? .return : nil },
        verdict("drop instead of accept") { $0 == .accept ? .drop : nil },
        verdict("continue instead of accept") { $0 == .accept ? .continue : nil },
        verdict("jump instead of goto") { if case .goto(let chain) = $0 { .jump(chain) } else { nil } },
        verdict("goto instead of jump") { if case .jump(let chain) = $0 { .goto(chain) } else { nil } },
        verdict("return instead of goto") { if case .goto = $0 { .return } else { nil } },
        verdict("continue instead of goto") { if case .goto = $0 { .continue } else { nil } },
        verdict("accept instead of a chain") { $0.target == nil ? nil : .accept },
        verdict("drop instead of a chain") { $0.target == nil ? nil : .drop },
        Mutation("another chain") { table, random in
            let chains = table.regularChains
            guard
                let (rule, place) = table.pickExpression(
                    &random,
                    where: { if case .verdict(let verdict) = $0 { verdict.target != nil } else { false } }),
                case .verdict(let verdict) = table.rules[rule].expressions[place]
            else { return false }
            let others = chains.filter { $0 != verdict.target && !table.leads(from: $0, to: table.rules[rule].chain) }
            guard !others.isEmpty else { return false }
            let target = random.pick(others)
            table.rules[rule].expressions[place] = .verdict(verdict.renamingTarget { _ in target })
            return true
        },
    ]
}
