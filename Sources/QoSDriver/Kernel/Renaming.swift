import NetlinkModel

extension NFTTableContents {
    /// The same under other names: chains and sets go through `chain` and `set`, and so does what refers to them. Base
    /// chains keep theirs.
    consuming func renamed(chain: (String) -> String, set: (String) -> String) -> NFTTableContents {
        var renamed = self
        let bases = Set(renamed.chains.filter { $0.kind != .regular }.map(\.name))
        for index in renamed.sets.indices { renamed.sets[index].rename(chain: chain, set: set) }
        for index in renamed.chains.indices where renamed.chains[index].kind == .regular {
            renamed.chains[index].name = chain(renamed.chains[index].name)
        }
        for index in renamed.rules.indices {
            renamed.rules[index].rename(chain: { bases.contains($0) ? $0 : chain($0) }, set: set)
        }
        return renamed
    }
}

extension NFTSet {
    mutating func rename(chain: (String) -> String, set: (String) -> String) {
        name = set(name)
        verdicts = verdicts?.map { $0.renamingTarget(chain) }
    }

    func renamed(chain: (String) -> String, set: (String) -> String) -> NFTSet {
        var renamed = self
        renamed.rename(chain: chain, set: set)
        return renamed
    }
}

extension NFTRule {
    mutating func rename(chain rename: (String) -> String, set: (String) -> String) {
        chain = rename(chain)
        // In place: most expressions stay as they are.
        for place in expressions.indices {
            switch expressions[place] {
            case .verdict(.jump(let target)): expressions[place] = .verdict(.jump(rename(target)))
            case .verdict(.goto(let target)): expressions[place] = .verdict(.goto(rename(target)))
            case .lookup(.named(let name), let register, let inverted):
                expressions[place] = .lookup(.named(set(name)), register, inverted: inverted)
            case .lookupVerdict(let name, let register): expressions[place] = .lookupVerdict(set(name), register)
            default: break
            }
        }
    }

    func renamed(chain: (String) -> String, set: (String) -> String) -> NFTRule {
        var renamed = self
        renamed.rename(chain: chain, set: set)
        return renamed
    }
}
