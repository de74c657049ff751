/// A first-match list along one field: at each coordinate, the boxes that are there, without the field.
struct FieldSweep {
    private let field: Int
    /// The list, and each box without the field once that has been asked for.
    private let items: [Int32]
    private var projected: [Int32]
    /// Indices of boxes that are everywhere.
    private var everywhere: [Int32] = []
    /// Indices of those that are here, in order.
    private var here: [Int32] = []
    /// Where boxes begin (index + 1) and end (-index - 1), sorted by coordinate.
    private var changes: [(at: Int32, what: Int32)] = []
    private var next = 0
    /// Counts up with each change.
    private(set) var version = 0

    init(_ items: [Int32], _ field: Int, _ store: BoxStore, _ sets: CoordinateSets) {
        self.items = items
        self.field = field
        projected = [Int32](repeating: -1, count: items.count)
        for (index, box) in items.enumerated() {
            let number = Int32(truncatingIfNeeded: index)
            let set = store.set(box, field)
            guard set != CoordinateSets.full else {
                everywhere.append(number)
                continue
            }
            sets.forEachRun(of: set) { low, high in
                changes.append((low, number + 1))
                changes.append((high + 1, -number - 1))
            }
        }
        changes.sort { $0.at < $1.at }
    }

    /// The coordinate of the next change behind the place that it was moved to.
    var nextChange: Int32 { next < changes.count ? changes[next].at : .max }

    /// Coordinates only go up.
    mutating func move(to coordinate: Int32) {
        while next < changes.count, changes[next].at <= coordinate {
            let what = changes[next].what
            let index = abs(what) - 1
            let place = Self.place(of: index, in: here)
            if what > 0 { here.insert(index, at: place) } else { here.remove(at: place) }
            next += 1
            version += 1
        }
    }

    private static func place(of index: Int32, in sorted: [Int32]) -> Int {
        var low = 0
        var high = sorted.count
        while low < high {
            let middle = (low + high) / 2
            if sorted[middle] < index { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// The list here, up to the first box that every packet fits.
    mutating func list(_ store: inout BoxStore, _ budget: inout WorkBudget) -> [Int32] {
        var list: [Int32] = []
        var (mine, general) = (0, 0)
        while mine < here.count || general < everywhere.count {
            let index: Int32
            if general == everywhere.count || (mine < here.count && here[mine] < everywhere[general]) {
                index = here[mine]
                mine += 1
            } else {
                index = everywhere[general]
                general += 1
            }
            var box = projected[Int(index)]
            if box < 0 {
                box = store.with(items[Int(index)], field, CoordinateSets.full)
                projected[Int(index)] = box
            }
            list.append(box)
            if store.isFull(box) { break }
        }
        budget.spend(list.count)
        return list
    }
}
