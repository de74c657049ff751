import NetlinkModel
import QoSCompiler

/// What rules have done to a packet so far.
struct Effects: Hashable {
    /// What `meta priority set` wrote last; nil when nothing did.
    var priority: UInt32?
    /// The traffic class is `& kept ^ flipped` of what came in.
    var kept: UInt8 = 0xff
    var flipped: UInt8 = 0
    /// The counters counted on, sorted.
    var counters: [Int32] = []
    /// What else was changed, as the index of a text; nil when nothing was.
    var damage: Int32?

    static let none = Effects()

    mutating func writeTrafficClass(kept: UInt8, flipped: UInt8) {
        self.kept &= kept
        self.flipped = (self.flipped & kept) ^ flipped
    }

    mutating func count(_ counter: Int32) {
        counters.insert(counter, at: counters.firstIndex { $0 > counter } ?? counters.count)
    }

    func trafficClass(_ value: UInt8) -> UInt8 { value & kept ^ flipped }

    /// Whether the two differ in the traffic class alone.
    func differsInTrafficClassOnly(from other: Effects) -> Bool {
        var same = other
        same.kept = kept
        same.flipped = flipped
        return self == same && self != other
    }
}

/// What becomes of a packet.
struct Outcome: Hashable {
    enum End: Hashable {
        case accepted
        case dropped
        /// The rules looked at here have no answer, and later ones go on.
        case undecided
    }

    var end: End
    var effects: Effects

    static let noAnswer = Outcome(end: .undecided, effects: .none)
}

/// Names for counters and texts by number.
struct NameTable {
    private(set) var names: [String] = []
    private var numbers: [String: Int32] = [:]

    mutating func number(_ name: String) -> Int32 {
        if let known = numbers[name] { return known }
        let number = Int32(truncatingIfNeeded: names.count)
        names.append(name)
        numbers[name] = number
        return number
    }
}
