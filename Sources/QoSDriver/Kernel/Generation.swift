import NetlinkModel

/// The chains and sets that one apply installs together. Their kernel names are `gN_NAME`; base chains and counters
/// outlive generations and have no prefix.
struct Generation: Hashable, Comparable, Sendable {
    /// From 1.
    let number: Int

    static func < (left: Generation, right: Generation) -> Bool { left.number < right.number }

    /// What goes before the names of its chains and sets.
    var prefix: String { "g\(number)_" }

    func stamp(_ name: String) -> String { prefix + name }

    /// The generation and the plain name behind a kernel name; nil when it has none.
    static func split(_ kernelName: String) -> (generation: Generation, name: String)? {
        guard kernelName.hasPrefix("g"), let end = kernelName.firstIndex(of: "_"),
            let number = Int(kernelName[kernelName.index(after: kernelName.startIndex)..<end]), number > 0
        else { return nil }
        return (Generation(number: number), String(kernelName[kernelName.index(after: end)...]))
    }

    /// The lowest number that is not in use.
    static func next(after used: Set<Generation>) -> Generation {
        var number = 1
        while used.contains(Generation(number: number)) { number += 1 }
        return Generation(number: number)
    }

    /// A table's contents under other names: chains and sets go through `rename`, and so does what refers to them.
    static func renaming(
        _ contents: consuming NFTTableContents, chain: (String) -> String, set: (String) -> String
    ) -> NFTTableContents {
        var renamed = contents
        let bases = Set(renamed.chains.filter { $0.kind != .regular }.map(\.name))
        for index in renamed.sets.indices {
            renamed.sets[index].name = set(renamed.sets[index].name)
            renamed.sets[index].verdicts = renamed.sets[index].verdicts?.map { $0.renamingTarget(chain) }
        }
        for index in renamed.chains.indices where renamed.chains[index].kind == .regular {
            renamed.chains[index].name = chain(renamed.chains[index].name)
        }
        for index in renamed.rules.indices {
            let owner = renamed.rules[index].chain
            if !bases.contains(owner) { renamed.rules[index].chain = chain(owner) }
            // In place: most expressions stay as they are.
            for place in renamed.rules[index].expressions.indices {
                switch renamed.rules[index].expressions[place] {
                case .verdict(.jump(let target)):
                    renamed.rules[index].expressions[place] = .verdict(.jump(chain(target)))
                case .verdict(.goto(let target)):
                    renamed.rules[index].expressions[place] = .verdict(.goto(chain(target)))
                case .lookup(.named(let name), let register, let inverted):
                    renamed.rules[index].expressions[place] = .lookup(.named(set(name)), register, inverted: inverted)
                case .lookupVerdict(let name, let register):
                    renamed.rules[index].expressions[place] = .lookupVerdict(set(name), register)
                default: break
                }
            }
        }
        return renamed
    }

    func stamped(_ contents: NFTTableContents) -> NFTTableContents {
        Self.renaming(contents, chain: stamp, set: stamp)
    }
}
