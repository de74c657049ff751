import SeededRandom

/// How much the tests in the virtual machine do; more by `make test-vm-long`.
enum VMSettings {
    /// Random policies, shared among the kinds of trunks.
    static let policies = number("QOSCTL_VM_POLICIES", 20)
    /// Packets for each policy.
    static let packets = number("QOSCTL_VM_PACKETS", 100)
    /// Replacements under traffic.
    static let swaps = number("QOSCTL_VM_SWAPS", 50)
    /// Failures injected into each kind of change; 0 for one at each message.
    static let faults = number("QOSCTL_VM_FAULTS", 1)

    /// In the long run all of them, else so many, others in each run.
    static func some<Element>(_ all: [Element], _ count: Int, _ name: String) -> [Element] {
        guard faults > 0 else { return all }
        var random = SeededGenerator(name)
        return Array(all.shuffled(using: &random).prefix(count))
    }

    private static func number(_ name: String, _ standard: Int) -> Int {
        SeededGenerator.environment(name).flatMap(Int.init) ?? standard
    }
}
