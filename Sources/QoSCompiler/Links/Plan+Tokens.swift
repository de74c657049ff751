public import NetlinkModel

extension Plan {
    /// The plan whose markings give packets tokens where these interfaces are what they leave by, and the stated priority
    /// elsewhere. The same plan for no interfaces, or without markings that have a token.
    ///
    /// Rule and token are chosen in one chain: no change of tables can come between.
    func carryingTokens(_ tokens: [PriorityToken], of policy: Policy, to interfaces: [InterfaceName]) -> Plan {
        guard !interfaces.isEmpty, !tokens.isEmpty else { return self }
        let chains = Self.tokens(tokens, ofChainsIn: policy)
        let leavesByThem = Self.leavesBy(interfaces)
        var plan = self
        plan.contents.rules = []
        plan.origins = []
        for (rule, origin) in zip(contents.rules, origins) {
            var rules = [rule]
            if let token = chains[rule.chain], let place = rule.priorityPlace {
                rules = rule.givingToken(token, at: place, where: leavesByThem)
            }
            plan.contents.rules += rules
            plan.origins += [Int?](repeating: origin, count: rules.count)
        }
        return plan
    }

    /// The token of each chain whose marking has one, by the chain's name.
    private static func tokens(_ tokens: [PriorityToken], ofChainsIn policy: Policy) -> [String: PriorityToken] {
        var byMarking: [Marking: PriorityToken] = [:]
        for token in tokens { byMarking[Marking(statedPriority: token.priority, pcp: token.pcp)] = token }
        let actions =
            policy.classes.map { PolicyAction.useClass($0.name, $0.marking) } + policy.rules.map(\.action)
            + [policy.defaultAction]
        var chains: [String: PriorityToken] = [:]
        for action in actions {
            let key = Marking(statedPriority: action.marking.priority, pcp: action.marking.pcp)
            if let token = byMarking[key], let name = MarkingChain(action)?.name { chains[name] = token }
        }
        return chains
    }

    private static func leavesBy(_ interfaces: [InterfaceName]) -> [NFTExpression] {
        let names = Set(interfaces.map { FieldLowering.nameNumber($0.description) }).sorted()
        let load = NFTExpression.meta(.outputInterfaceName, into: .data1)
        guard names.count > 1 else {
            return [load, .compare(.equal, .data1, .bytes(NumberMatch.bigEndian(names.first ?? 0, count: 16)))]
        }
        let set = NFTSet.anonymous(
            key: .interfaceName, isInterval: false, elements: names.map { NFTSetElement($0) })
        return [load, .lookup(.anonymous(set), .data1, inverted: false)]
    }
}

extension NFTRule {
    /// Where the rule sets the packet's priority.
    fileprivate var priorityPlace: Int? {
        expressions.indices.dropLast().first { index in
            guard case .immediate(_, let register) = expressions[index] else { return false }
            return expressions[index + 1] == .setMeta(.priority, from: register)
        }
    }

    /// This rule up to the priority, one that sets the token instead, and what came after the priority.
    fileprivate func givingToken(_ token: PriorityToken, at place: Int, where condition: [NFTExpression]) -> [NFTRule] {
        let set: [NFTExpression] = [
            .immediate(HostOrder.bytes(token.value), into: .data1), .setMeta(.priority, from: .data1),
        ]
        let rest = Array(expressions[(place + 2)...])
        let parts = [Array(expressions[..<(place + 2)]), condition + set] + (rest.isEmpty ? [] : [rest])
        return parts.map { NFTRule(chain: chain, expressions: $0) }
    }
}
