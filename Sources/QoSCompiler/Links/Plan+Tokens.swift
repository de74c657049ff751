public import NetlinkModel

extension Plan {
    /// The base chain in which packets get their stated priority back, unless a link that wants tokens comes next.
    static let tokenBaseChain = NFTChain(
        name: "postrouting",
        // Before everybody else's chains there (conntrack's defragmentation is at -400, raw at -300).
        kind: .base(NFTBaseChain(type: .filter, hook: .postrouting, priority: -400)))
    /// The chain that does it.
    public static let tokenChainName = "put_back"

    /// The plan whose markings carry tokens as far as these interfaces. The same plan for no interfaces, or without markings
    /// that have one.
    func carryingTokens(_ tokens: [PriorityToken], of policy: Policy, to interfaces: [InterfaceName]) -> Plan {
        guard !interfaces.isEmpty, !tokens.isEmpty else { return self }
        var plan = self
        let chains = Self.tokens(tokens, ofChainsIn: policy)
        for index in plan.contents.rules.indices {
            guard let token = chains[plan.contents.rules[index].chain] else { continue }
            plan.contents.rules[index].replacePriority(with: token)
        }
        plan.append(NFTChain(name: Self.tokenChainName), Self.tokenRules(tokens, interfaces))
        plan.append(
            Self.tokenBaseChain,
            [NFTRule(chain: Self.tokenBaseChain.name, expressions: [.verdict(.jump(Self.tokenChainName))])])
        return plan
    }

    private mutating func append(_ chain: NFTChain, _ rules: [NFTRule]) {
        contents.chains.append(chain)
        contents.rules += rules
        origins += [Int?](repeating: nil, count: rules.count)
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

    /// One test for a packet without a token. Plain numbers are put back whatever policy made the token: a packet may
    /// have come through the rules of the one before.
    private static func tokenRules(_ tokens: [PriorityToken], _ interfaces: [InterfaceName]) -> [NFTRule] {
        let load = NFTExpression.meta(.priority, into: .data1)
        let isNone: [NFTExpression] = [
            load, masked(PriorityToken.prefixMask),
            .compare(.notEqual, .data1, .bytes(HostOrder.bytes(PriorityToken.prefix))), .verdict(.return),
        ]
        let names = Set(interfaces.map(\.description)).sorted()
        let stays = names.map { name -> [NFTExpression] in
            [
                .meta(.outputInterfaceName, into: .data1),
                .compare(.equal, .data1, .bytes(FieldLowering.nameBytes(name))), .verdict(.return),
            ]
        }
        let putBackPlain: [NFTExpression] = [
            load, masked(PriorityToken.plainMask),
            .compare(.equal, .data1, .bytes(HostOrder.bytes(PriorityToken.prefix))),
            load, masked(PriorityToken.plainPriorityMask), .setMeta(.priority, from: .data1),
        ]
        let putBackOthers = tokens.filter { !$0.isPlain }.map { token -> [NFTExpression] in
            [
                load, .compare(.equal, .data1, .bytes(HostOrder.bytes(token.value))),
                .immediate(HostOrder.bytes(token.priority.value), into: .data1), .setMeta(.priority, from: .data1),
            ]
        }
        return ([isNone] + stays + [putBackPlain] + putBackOthers).map {
            NFTRule(chain: tokenChainName, expressions: $0)
        }
    }

    private static func masked(_ mask: UInt32) -> NFTExpression {
        .bitwise(from: .data1, into: .data1, mask: HostOrder.bytes(mask), xor: HostOrder.bytes(0))
    }
}

extension NFTRule {
    /// The priority of the `immediate` at an index, if it becomes the packet's.
    fileprivate func priorityGiven(at index: Int) -> UInt32? {
        guard case .immediate(let bytes, let register) = expressions[index], expressions.indices.contains(index + 1),
            expressions[index + 1] == .setMeta(.priority, from: register)
        else { return nil }
        return HostOrder.number(bytes)
    }

    fileprivate mutating func replacePriority(with token: PriorityToken) {
        for index in expressions.indices {
            guard priorityGiven(at: index) == token.priority.value,
                case .immediate(_, let register) = expressions[index]
            else { continue }
            expressions[index] = .immediate(HostOrder.bytes(token.value), into: register)
        }
    }
}
