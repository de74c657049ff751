/// Sets of places in lists, as bits under a summary, one set behind the other: cheap to change, quick to walk in order.
struct PlaceBits {
    struct Field {
        fileprivate var start: Int
        fileprivate var words: Int
        /// To walk the set from its first place on.
        var places: Places { Places(start: start, words: words) }
    }

    /// How far a walk has come.
    struct Places {
        fileprivate let start: Int
        fileprivate let words: Int
        fileprivate var summary = 0
        fileprivate var word = -1
        fileprivate var left: UInt64 = 0
        fileprivate var leftWords: UInt64 = 0
        fileprivate var hasBegun = false

        fileprivate init(start: Int, words: Int) {
            self.start = start
            self.words = words
        }
    }

    /// The words of a set, then a bit for each word that is not zero.
    private var storage: [UInt64] = []

    mutating func removeAll() { storage.removeAll(keepingCapacity: true) }

    /// A new, empty set of places below `count`.
    mutating func push(_ count: Int) -> Field {
        let words = (count + 63) / 64
        let field = Field(start: storage.count, words: words)
        storage.append(contentsOf: repeatElement(0, count: words + (words + 63) / 64))
        return field
    }

    mutating func pop(_ field: Field) {
        storage.removeSubrange(field.start...)
    }

    @inline(__always)
    mutating func set(_ place: Int, in field: Field) {
        let word = place >> 6
        storage[field.start + word] |= 1 << UInt64(place & 63)
        storage[field.start + field.words + word >> 6] |= 1 << UInt64(word & 63)
    }

    @inline(__always)
    mutating func clear(_ place: Int, in field: Field) {
        let word = place >> 6
        storage[field.start + word] &= ~(1 << UInt64(place & 63))
        if storage[field.start + word] == 0 {
            storage[field.start + field.words + word >> 6] &= ~(1 << UInt64(word & 63))
        }
    }

    /// The next place of the set; nil after the last.
    @inline(__always)
    func next(_ places: inout Places) -> Int? {
        while places.left == 0 {
            if !places.hasBegun {
                places.hasBegun = true
                guard places.words > 0 else { return nil }
                places.leftWords = storage[places.start + places.words]
            }
            while places.leftWords == 0 {
                places.summary += 1
                guard places.summary < (places.words + 63) / 64 else {
                    places.hasBegun = true
                    places.summary -= 1
                    return nil
                }
                places.leftWords = storage[places.start + places.words + places.summary]
            }
            places.word = places.summary << 6 + places.leftWords.trailingZeroBitCount
            places.leftWords &= places.leftWords - 1
            places.left = storage[places.start + places.word]
        }
        let place = places.word << 6 + places.left.trailingZeroBitCount
        places.left &= places.left - 1
        return place
    }
}
