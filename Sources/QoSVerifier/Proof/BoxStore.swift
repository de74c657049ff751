/// Boxes with an outcome: for each field a set of coordinates, `full` where any will do. Each box once, by number.
///
/// Lists of them are first-match lists: they end with a box that every packet fits.
struct BoxStore {
    private let fieldCount: Int
    private var boxes = SequenceInterner()
    private var lists = SequenceInterner()
    /// Bits of the fields that a box is not full in.
    private(set) var constrained: [UInt64] = []
    private var projections: [UInt64: Int32] = [:]

    init(fieldCount: Int) {
        self.fieldCount = fieldCount
    }

    // MARK: Boxes

    mutating func box(_ sets: [CoordinateSet], _ outcome: Int32) -> Int32 {
        let number = boxes.intern(sets + [outcome])
        if Int(number) == constrained.count {
            var mask: UInt64 = 0
            for (field, set) in sets.enumerated() where set != CoordinateSets.full { mask |= 1 << UInt64(field) }
            constrained.append(mask)
        }
        return number
    }

    func set(_ box: Int32, _ field: Int) -> CoordinateSet { boxes.item(field, of: box) }

    func outcome(_ box: Int32) -> Int32 { boxes.item(fieldCount, of: box) }

    func isFull(_ box: Int32) -> Bool { constrained[Int(box)] == 0 }

    func sets(_ box: Int32) -> [CoordinateSet] { Array(boxes[box].dropLast()) }

    /// The box with another set in one field.
    mutating func with(_ box: Int32, _ field: Int, _ set: CoordinateSet) -> Int32 {
        if self.set(box, field) == set { return box }
        guard set == CoordinateSets.full else { return replacing(box, field, set) }
        let key = UInt64(UInt32(box)) << 8 | UInt64(field)
        if let known = projections[key] { return known }
        let result = replacing(box, field, set)
        projections[key] = result
        return result
    }

    private mutating func replacing(_ box: Int32, _ field: Int, _ set: CoordinateSet) -> Int32 {
        var sets = sets(box)
        sets[field] = set
        return self.box(sets, outcome(box))
    }

    // MARK: Lists

    var listCount: Int { lists.count }

    /// The number of a list that has been brought to its shortest form.
    mutating func list(_ boxes: [Int32]) -> Int32 { lists.intern(shortened(boxes)) }

    func boxes(_ list: Int32) -> [Int32] { Array(lists[list]) }

    func length(_ list: Int32) -> Int { lists.length(of: list) }

    func first(_ list: Int32) -> Int32 { lists.item(0, of: list) }

    /// Without what comes after a box that every packet fits, and without what makes no difference right before it.
    private func shortened(_ boxes: [Int32]) -> [Int32] {
        guard let end = boxes.firstIndex(where: isFull) else { return boxes }
        let last = outcome(boxes[end])
        var count = end
        while count > 0, outcome(boxes[count - 1]) == last { count -= 1 }
        if count == end, end == boxes.count - 1 { return boxes }
        return Array(boxes[..<count]) + [boxes[end]]
    }
}
