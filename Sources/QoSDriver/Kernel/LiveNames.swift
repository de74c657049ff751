import NetlinkModel

/// Which chains and sets of our table are live, by their names alone.
///
/// The base chains say which apply was the last to be in force. What has a higher number was being prepared when a
/// command was interrupted; and of several things with one plain name the newest took the place of the others.
struct LiveNames: Sendable {
    /// By plain name, the apply that made it.
    private(set) var chains: [String: Generation] = [:]
    private(set) var sets: [String: Generation] = [:]
    /// What an interrupted command has left, by the kernel's names.
    private(set) var leftoverChains: Set<String> = []
    private(set) var leftoverSets: Set<String> = []
    /// Nil where nothing has a number.
    private(set) var highest: Generation?

    /// `kept`: chains and sets may be older than the apply that was last in force; if not, none is.
    init(_ contents: NFTTableContents, active: Generation?, kept: Bool) {
        func isPossible(_ generation: Generation) -> Bool {
            guard let active else { return false }
            return kept ? generation <= active : generation == active
        }
        func sort(
            _ names: some Sequence<String>, _ live: inout [String: Generation], _ leftovers: inout Set<String>
        ) {
            for kernelName in names {
                guard let (generation, name) = Generation.split(kernelName) else { continue }
                highest = max(highest ?? generation, generation)
                guard isPossible(generation), live[name].map({ $0 < generation }) ?? true else {
                    leftovers.insert(kernelName)
                    continue
                }
                if let older = live.updateValue(generation, forKey: name) { leftovers.insert(older.stamp(name)) }
            }
        }
        sort(contents.chains.lazy.filter { $0.kind == .regular }.map(\.name), &chains, &leftoverChains)
        sort(contents.sets.lazy.map(\.name), &sets, &leftoverSets)
    }

    var hasLeftovers: Bool { !leftoverChains.isEmpty || !leftoverSets.isEmpty }

    /// The plain name of a live chain; the kernel's for any other.
    func plainChain(_ kernelName: String) -> String {
        if !leftoverChains.isEmpty, leftoverChains.contains(kernelName) { return kernelName }
        return Generation.split(kernelName)?.name ?? kernelName
    }

    func plainSet(_ kernelName: String) -> String {
        if !leftoverSets.isEmpty, leftoverSets.contains(kernelName) { return kernelName }
        return Generation.split(kernelName)?.name ?? kernelName
    }
}
