import NetlinkModel

/// A plan for programs: counters, sets, chains, links, and rules with their text and the policy rule they come from.
public enum PlanJSON {
    public static func value(_ plan: Plan, of policy: Policy) -> JSONValue {
        .object(head(plan) + [JSONMember(key: "rules", value: .array(Array(rules(plan, policy))))])
    }

    /// The text of `value`, piece by piece.
    public static func write(_ plan: Plan, of policy: Policy, to piece: (String) -> Void) {
        JSONValue.write(head(plan), last: "rules", rules(plan, policy), to: piece)
    }

    private static func head(_ plan: Plan) -> [JSONMember] {
        let contents = plan.contents
        return [
            JSONMember(key: "schema", value: .number(1)),
            JSONMember(key: "fingerprint", value: .string(plan.fingerprint)),
            JSONMember(
                key: "table",
                value: .object([
                    "family": .string(contents.table.id.family.keyword),
                    "name": .string(contents.table.id.name),
                    "comment": .optional(contents.table.comment),
                ])),
            JSONMember(key: "counters", value: .array(contents.counters.map { .string($0.name) })),
            JSONMember(key: "sets", value: .array(contents.sets.map(set))),
            JSONMember(key: "chains", value: .array(contents.chains.map(chain))),
            JSONMember(key: "links", value: .array(links(plan))),
        ]
    }

    /// `commands` are lines of tc and ip; `vlanCommands` those for each VLAN device above, with `VID` for its number.
    private static func links(_ plan: Plan) -> [JSONValue] {
        zip(plan.links, TCScript.commands(of: plan)).map { link, commands in
            .object([
                "interface": .string(link.interface.description),
                "form": .string(link.keyword),
                "optional": .bool(link.isOptional),
                "commands": .array(commands.lines.map(JSONValue.string)),
                "vlanCommands": .array(commands.linesForVLANs.map(JSONValue.string)),
            ])
        }
    }

    private static func rules(_ plan: Plan, _ policy: Policy) -> some Sequence<JSONValue> {
        zip(plan.contents.rules, plan.origins).lazy.map { rule, origin in
            .object([
                "chain": .string(rule.chain),
                "rule": .optional(origin.map { policy.rules[$0].name }),
                "text": .string(NFTRuleText.text(of: rule)),
                "expressions": .array(NFTDebugText.lines(of: rule.expressions).map(JSONValue.string)),
            ])
        }
    }

    /// A map has a verdict for each element.
    private static func set(_ set: NFTSet) -> JSONValue {
        var members = [
            JSONMember(key: "name", value: .string(set.name)),
            JSONMember(key: "type", value: .string(NFTValueText.typeName(set.key))),
            JSONMember(key: "interval", value: .bool(set.isInterval)),
            JSONMember(
                key: "elements",
                value: .array(set.elements.map { .string(NFTValueText.element($0, key: set.key)) })),
        ]
        if let verdicts = set.verdicts {
            let texts = verdicts.map { JSONValue.string(NFTRuleText.text(of: $0)) }
            members.append(JSONMember(key: "verdicts", value: .array(texts)))
        }
        return .object(members)
    }

    private static func chain(_ chain: NFTChain) -> JSONValue {
        switch chain.kind {
        case .regular:
            return .object(["name": .string(chain.name)])
        case .base(let base):
            return .object([
                "name": .string(chain.name),
                "type": .string(base.type.rawValue),
                "hook": .string(base.hook.keyword),
                "priority": .number(Int64(base.priority)),
                "policy": .string(base.policy.keyword),
            ])
        }
    }
}
