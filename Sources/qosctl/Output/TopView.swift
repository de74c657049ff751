import QoSCompiler
import QoSDriver

/// What `top` shows: a look at the counters, and how it differs from the one before.
struct TopSample {
    /// Nil while nothing is active.
    var listing: PolicyListing?
    var rates: CounterRates?
    /// Between this look and the one before; nil for the first.
    var elapsed: Duration?
}

/// How `top` shows it: order, rules or classes, and the first line where there are more than fit.
struct TopView {
    enum Order: String, CaseIterable {
        case packets
        case bytes
        case policy
    }

    /// What a key asks for.
    enum Key: Equatable {
        case quit
        case order(Order)
        case toggleClasses
        case refresh
        case scroll(lines: Int)
        case scrollPage(Int)
    }

    /// What is left to do after a key.
    enum Step: Equatable {
        case draw
        case sample
        case quit
    }

    var order: Order = .policy
    var showsClasses = false
    /// Lines above the first one that is shown.
    var offset = 0

    /// `page`: how many lines fit.
    mutating func press(_ key: Key, page: Int) -> Step {
        switch key {
        case .quit: return .quit
        case .refresh: return .sample
        case .order(let new):
            order = new
            offset = 0
        case .toggleClasses:
            showsClasses.toggle()
            offset = 0
        case .scroll(let lines): offset = max(0, offset + lines)
        case .scrollPage(let pages): offset = max(0, offset + pages * max(1, page))
        }
        return .draw
    }

    /// The keys in bytes read from a terminal; what means nothing is passed over.
    static func keys(_ bytes: [UInt8]) -> [Key] {
        let sequences: [(bytes: [UInt8], key: Key)] = [
            (Array("\u{1b}[A".utf8), .scroll(lines: -1)), (Array("\u{1b}[B".utf8), .scroll(lines: 1)),
            (Array("\u{1b}OA".utf8), .scroll(lines: -1)), (Array("\u{1b}OB".utf8), .scroll(lines: 1)),
            (Array("\u{1b}[5~".utf8), .scrollPage(-1)), (Array("\u{1b}[6~".utf8), .scrollPage(1)),
        ]
        var keys: [Key] = []
        var rest = bytes[...]
        while let byte = rest.first {
            if let known = sequences.first(where: { rest.starts(with: $0.bytes) }) {
                keys.append(known.key)
                rest = rest.dropFirst(known.bytes.count)
                continue
            }
            rest = rest.dropFirst()
            switch byte {
            // Ctrl-C, where the terminal does not make a signal of it.
            case UInt8(ascii: "q"), UInt8(ascii: "Q"), 3: keys.append(.quit)
            case UInt8(ascii: "p"): keys.append(.order(.packets))
            case UInt8(ascii: "b"): keys.append(.order(.bytes))
            case UInt8(ascii: "o"): keys.append(.order(.policy))
            case UInt8(ascii: "c"): keys.append(.toggleClasses)
            case UInt8(ascii: " "): keys.append(.refresh)
            case UInt8(ascii: "k"): keys.append(.scroll(lines: -1))
            case UInt8(ascii: "j"): keys.append(.scroll(lines: 1))
            default: break
            }
        }
        return keys
    }
}
