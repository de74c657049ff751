import NetlinkModel

/// A policy rule as kernel rules: one for each family and each alternative that cannot stand in one rule.
enum RuleLowering {
    /// More kernel rules than this for one policy rule are refused by `check`.
    static let variantLimit = 1024

    /// The conditions of each variant; empty when no packet on this path can match.
    static func variants(_ rule: PolicyRule, _ space: RuleSpace, path: PacketPath) -> [[NFTExpression]] {
        guard space.isPossible(on: path) else { return [] }
        return families(rule, space).flatMap { family in
            fields(rule, space, family).reduce([family.map(FieldLowering.familyGuard) ?? []]) {
                variants, alternatives in
                variants.flatMap { variant in alternatives.map { variant + $0 } }
            }
        }
    }

    /// How many variants there would be, without making them.
    static func variantCount(_ rule: PolicyRule) -> Int {
        // Few rules have lists of things that cannot stand in one kernel rule.
        let bound = rule.matches.reduce(IPFamily.allCases.count) { min($0 * $1.alternativesBound, variantLimit * 2) }
        guard bound > variantLimit else { return bound }
        let space = RuleSpace(rule)
        return families(rule, space).reduce(0) { sum, family in
            sum
                + fields(rule, space, family).reduce(1) { product, alternatives in
                    min(product * alternatives.count, variantLimit * 2)
                }
        }
    }

    /// `NFT_RULE_MAXEXPRS`, less what counts, guards and ends a rule.
    static let expressionLimit = 128 - 8

    /// The most expressions that one variant has in its conditions.
    static func longestVariant(_ rule: PolicyRule) -> Int {
        let bound = rule.matches.reduce(30) { $0 + $1.expressionsBound }
        guard bound > expressionLimit else { return bound }
        let space = RuleSpace(rule)
        let lengths = families(rule, space).map { family in
            fields(rule, space, family).reduce(0) { $0 + ($1.map(\.count).max() ?? 0) }
        }
        return lengths.max() ?? 0
    }

    /// The families to make variants for; nil for one that covers both.
    private static func families(_ rule: PolicyRule, _ space: RuleSpace) -> [IPFamily?] {
        let needsVariants = rule.matches.contains(where: FieldLowering.dependsOnFamily)
        guard needsVariants || space.families != .both else { return [nil] }
        return space.families.families
    }

    private static func fields(_ rule: PolicyRule, _ space: RuleSpace, _ family: IPFamily?) -> [FieldLowering
        .Alternatives]
    {
        let hasPorts = rule.needsPorts
        let lowering = FieldLowering(family: family, portProtocols: hasPorts ? space.protocols : nil)
        var fields: [FieldLowering.Alternatives] = []
        for field in FieldLowering.order {
            // Ports need their protocols tested first, also when the rule names none.
            if field == .sport, hasPorts, let protocols = space.protocols {
                fields.append([lowering.protocols(protocols, isNegated: false)])
            }
            if let match = rule.match(on: field) { fields.append(lowering.alternatives(match)) }
        }
        return fields
    }
}
