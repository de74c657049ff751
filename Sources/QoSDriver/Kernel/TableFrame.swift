import NetlinkModel

/// What tells which policy is live in our table: all but regular rules and the elements of sets.
struct TableFrame: Sendable {
    /// What the kernel holds, under its own names: sets without elements, and the rules of base chains.
    let raw: NFTTableContents
    /// The generation that the base chains jump to; nil when none does.
    let active: Generation?
    /// Whether a base chain leads anywhere: to the active generation, or to chains that nft loaded from `compile`.
    let isLinked: Bool
    /// All generations that have a chain or set.
    let generations: Set<Generation>
    /// The fingerprint in the comment of the base chains' jump.
    let fingerprint: String?

    /// Comment of the base chains' jumps.
    static func jumpComment(_ fingerprint: String) -> String { "policy " + fingerprint }

    init(_ contents: NFTTableContents) {
        let bases = Self.bases(contents)
        var raw = contents
        raw.rules.removeAll { !bases.contains($0.chain) }
        for index in raw.sets.indices {
            raw.sets[index].elements = []
            if raw.sets[index].isMap { raw.sets[index].verdicts = [] }
        }
        var active: Generation?
        var fingerprint: String?
        var isLinked = false
        for rule in raw.rules {
            guard case .verdict(.jump(let target))? = rule.expressions.last else { continue }
            isLinked = true
            guard let split = Generation.split(target) else { continue }
            active = split.generation
            if let comment = rule.comment, comment.hasPrefix("policy ") {
                fingerprint = String(comment.dropFirst("policy ".count))
            }
        }
        self.raw = raw
        self.active = active
        self.isLinked = isLinked
        self.fingerprint = fingerprint
        generations = Set(
            (raw.chains.map(\.name) + raw.sets.map(\.name)).compactMap { Generation.split($0)?.generation })
    }

    var leftovers: Set<Generation> {
        active.map { generations.subtracting([$0]) } ?? generations
    }

    /// Names of the base chains.
    var bases: Set<String> { Self.bases(raw) }

    private static func bases(_ contents: NFTTableContents) -> Set<String> {
        Set(contents.chains.filter { $0.kind != .regular }.map(\.name))
    }
}
