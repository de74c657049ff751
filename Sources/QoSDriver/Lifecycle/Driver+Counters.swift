import NetlinkKit
import NetlinkModel
import QoSCompiler

/// Which counters to set to zero.
public enum CounterSelection: Hashable, Sendable {
    case all
    /// A rule's, or `default`'s.
    case rule(String)
    /// What was marked with a class: its own counter, or those of all rules that use it.
    case `class`(String)
}

/// A look at the counters, taken while setting some of them to zero.
public struct CounterReset: Sendable {
    /// Everything as it was counted up to now.
    public var before: PolicyListing
    /// The rules, `default` included, that begin again at zero; in class mode the classes.
    public var names: [String]
}

extension Driver {
    /// The active policy with its counters: one request for all of them. Nil when nothing is active in the kernel.
    public func counters() throws(DriverError) -> PolicyListing? {
        var reader = CounterReader(self)
        return try reader.read()
    }

    /// Reads counters and sets them to zero in one step of the kernel for each: no packet is lost in between.
    ///
    /// Throws `.unusable` for a name that has no counter of its own; then nothing is reset.
    public func resetCounters(_ selection: CounterSelection) throws(DriverError) -> CounterReset? {
        try requirePrivilege()
        // The kernel may take the same packets off twice when two resets of a counter meet (6.1 has no lock there), and
        // an apply must not remove what is being reset.
        return try state.whileLocked { () throws(DriverError) in
            guard let before = try counters() else { return nil }
            let targets = try before.targets(of: selection)
            // Read before: once something is reset, nothing may fail that would hide what was taken.
            var counters = try readCounters()
            let values: [NFTCounter?]
            do throws(NetlinkError) {
                values = try kernel.client.resetCounters(targets.map(\.counter), of: Plan.tableID)
            } catch {
                throw .kernelUnreadable(error)
            }
            // What was taken off counts, not what the look before has seen.
            let taken = Dictionary(
                values.compactMap { $0.map { ($0.name, $0) } }, uniquingKeysWith: { first, _ in first })
            for index in counters.indices { counters[index] = taken[counters[index].name] ?? counters[index] }
            return CounterReset(
                before: PolicyListing(before.policy, revision: before.revision, counters: counters),
                names: targets.filter { taken[$0.counter] != nil }.map(\.name))
        }
    }

    func readCounters() throws(DriverError) -> [NFTCounter] {
        do throws(NetlinkError) { return try kernel.client.counters(of: Plan.tableID) } catch {
            throw .kernelUnreadable(error)
        }
    }
}

extension PolicyListing {
    /// The default's name where a rule is named.
    static let defaultName = "default"

    /// The kernel's counters that a selection means, and whose they are.
    func targets(of selection: CounterSelection) throws(DriverError) -> [(name: String, counter: String)] {
        guard counted != .none else { throw .unusable("nothing is counted: the policy says 'counters none'") }
        switch selection {
        case .all: return counted == .class ? classTargets() : ruleTargets()
        case .rule(let name): return [try target(rule: name)]
        case .class(let name): return try targets(class: name)
        }
    }

    private func ruleTargets(class name: String? = nil) -> [(name: String, counter: String)] {
        var targets = rules.filter { $0.counter != nil && (name == nil || $0.rule.action.className == name) }.map {
            (name: $0.rule.name, counter: Plan.counterName(rule: $0.rule.name))
        }
        if defaultCounter != nil, name == nil || policy.defaultAction.className == name {
            targets.append((Self.defaultName, Plan.counterName(rule: nil)))
        }
        return targets
    }

    private func classTargets(named name: String? = nil) -> [(name: String, counter: String)] {
        classes.map(\.policyClass.name).filter { (name == nil || $0 == name) && !users(ofClass: $0).isEmpty }.map {
            (name: $0, counter: Plan.counterName(class: $0))
        }
    }

    /// The enabled rules that use a class, and `default`.
    private func users(ofClass name: String) -> [String] {
        let users = rules.filter { $0.rule.isEnabled && $0.rule.action.className == name }.map(\.rule.name)
        return users + (policy.defaultAction.className == name ? [Self.defaultName] : [])
    }

    private func targets(class name: String) throws(DriverError) -> [(name: String, counter: String)] {
        let known = policy.classes.map(\.name)
        guard known.contains(name) else { throw .unusable(Self.missing("class", name, among: known)) }
        guard !users(ofClass: name).isEmpty else { throw .unusable("class '\(name)' is not counted: nothing uses it") }
        return counted == .class ? classTargets(named: name) : ruleTargets(class: name)
    }

    private func target(rule name: String) throws(DriverError) -> (name: String, counter: String) {
        let action: PolicyAction
        if name == Self.defaultName {
            action = policy.defaultAction
        } else if let listed = rules.first(where: { $0.rule.name == name }) {
            guard listed.rule.isEnabled else { throw .unusable("rule '\(name)' is disabled, and not counted") }
            action = listed.rule.action
        } else {
            throw .unusable(Self.missing("rule", name, among: rules.map(\.rule.name) + [Self.defaultName]))
        }
        if counted == .rule { return (name, Plan.counterName(rule: name == Self.defaultName ? nil : name)) }
        let subject = name == Self.defaultName ? "the default" : "rule '\(name)'"
        guard let used = action.className else {
            throw .unusable("\(subject) is not counted: the policy counts by class, and it uses none")
        }
        let others = users(ofClass: used).filter { $0 != name }
        guard others.isEmpty else {
            throw .unusable(
                "\(subject) has no counter of its own: it shares that of class '\(used)' with "
                    + others.map { $0 == Self.defaultName ? "the default" : "'\($0)'" }.joined(separator: ", ")
                    + "; --reset-class \(used) resets it for all of them")
        }
        return (used, Plan.counterName(class: used))
    }

    private static func missing(_ kind: String, _ name: String, among known: [String]) -> String {
        "there is no \(kind) '\(name)'" + (Suggestion.text(for: name, among: known).map { "; \($0)" } ?? "")
    }
}
