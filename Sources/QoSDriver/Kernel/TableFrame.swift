import NetlinkModel

/// What tells which policy is live in our table: all but regular rules and the elements of sets.
struct TableFrame: Sendable {
    /// What the kernel holds, under its own names: sets without elements, and the rules of base chains.
    let raw: NFTTableContents
    /// The apply that was last in force; nil when no base chain leads to chains of ours.
    let active: Generation?
    /// Whether a base chain leads anywhere: to chains of ours, or to chains that nft loaded from `compile`.
    let isLinked: Bool
    /// Which chains and sets are live.
    let names: LiveNames
    /// The fingerprint in the comment of the base chains' jump.
    let fingerprint: String?

    /// Comment of the base chains' jumps.
    static func jumpComment(_ fingerprint: String, _ generation: Generation) -> String {
        "policy \(fingerprint) g\(generation.number)"
    }

    /// Whether a comment is one of those, or of those without a generation that there once were.
    static func isJumpComment(_ comment: String?) -> Bool { comment?.hasPrefix("policy ") == true }

    private static func parse(_ comment: String?) -> (fingerprint: String, generation: Generation?)? {
        guard let comment, isJumpComment(comment) else { return nil }
        let words = comment.split(separator: " ")
        guard words.count > 1 else { return nil }
        return (String(words[1]), words.count > 2 ? Generation(prefix: words[2]) : nil)
    }

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
        var isStated = false
        for rule in raw.rules {
            guard case .verdict(.jump(let target))? = rule.expressions.last else { continue }
            isLinked = true
            guard let split = Generation.split(target) else { continue }
            let comment = Self.parse(rule.comment)
            let stated = comment?.generation ?? split.generation
            active = max(active ?? stated, stated)
            if comment?.generation != nil { isStated = true }
            if let comment { fingerprint = comment.fingerprint }
        }
        self.raw = raw
        self.active = active
        self.isLinked = isLinked
        self.fingerprint = fingerprint
        names = LiveNames(raw, active: active, kept: isStated)
    }

    /// The next apply.
    var next: Generation { Generation.next(after: [names.highest, active].compactMap(\.self)) }

    /// The kernel name of a live chain; nil where none is of that plain name.
    func kernelName(ofChain name: String) -> String? { names.chains[name]?.stamp(name) }
    func kernelName(ofSet name: String) -> String? { names.sets[name]?.stamp(name) }

    /// Names of the base chains.
    var bases: Set<String> { Self.bases(raw) }

    private static func bases(_ contents: NFTTableContents) -> Set<String> {
        Set(contents.chains.filter { $0.kind != .regular }.map(\.name))
    }
}
