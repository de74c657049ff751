import NetlinkModel

/// The conditions of a box as kernel rules: one for each combination of its intervals, in each family.
enum BoxConditions {
    static func lines(of box: Int32, _ rules: RuleBoxes) -> [[NFTExpression]] {
        let bits = rules.boxes.axes[Int(box)]
        let axes = rules.order.filter { bits & (1 << UInt64($0)) != 0 }
        let dependsOnFamily = axes.contains {
            rules.axes[$0] == .family || AxisCondition.dependsOnFamily(rules.axes[$0], rules.largeSets)
        }
        return (dependsOnFamily ? IPFamily.allCases : [.ip]).flatMap { family in
            axes.reduce(into: [[]]) { lines, axis in
                let condition = AxisCondition(axis: rules.axes[axis], family: family, largeSets: rules.largeSets)
                let parts = values(of: box, axis, family, rules).map(condition.compare)
                if parts.count == 1, let part = parts.first {
                    for place in lines.indices { join(&lines[place], part, family) }
                } else {
                    lines = lines.flatMap { line in
                        parts.map { part in
                            var both = line
                            join(&both, part, family)
                            return both
                        }
                    }
                }
            }
        }
    }

    /// The guard of a family once is enough.
    private static func join(_ line: inout [NFTExpression], _ part: [NFTExpression], _ family: IPFamily) {
        guard case .meta(.layer3Protocol, _)? = line.first, case .meta(.layer3Protocol, _)? = part.first else {
            line += part
            return
        }
        line += part.dropFirst(FieldLowering.familyGuard(family).count)
    }

    /// The intervals of an axis that hold in a family; none when no packet of the family can match.
    private static func values(
        of box: Int32, _ axis: Int, _ family: IPFamily, _ rules: RuleBoxes
    ) -> [ClosedRange<UInt128>] {
        let set = rules.boxes.set(box, axis)
        let all = rules.values[axis].intervals(set)
        switch rules.axes[axis] {
        case .saddr, .daddr, .dscp:
            let count = rules.values[axis].count(set)
            return Array(family == .ip ? all.prefix(count.ip) : all.suffix(count.ip6))
        case .family:
            return all.filter { ($0.lowerBound == 0) == (family == .ip) }
        case .member(_, let number):
            if case .addresses(let addresses) = rules.largeSets[number].contents, !addresses.names(family) { return [] }
            return Array(all)
        case .proto:
            // nft prints a range of protocols by names that it cannot read.
            return all.flatMap { interval in interval.map { $0...$0 } }
        default:
            return Array(all)
        }
    }
}
