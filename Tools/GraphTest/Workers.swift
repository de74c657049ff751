import Glibc

/// Work in as many threads as there are processors: each takes the next number that nobody has taken.
enum Workers {
    /// Calls `body` with the numbers below `count`, in no order, and returns the results in order.
    static func map<Result: Sendable>(_ count: Int, _ body: @escaping @Sendable (Int) -> Result) async -> [Result] {
        let width = max(1, min(count, sysconf(Int32(_SC_NPROCESSORS_ONLN))))
        return await withTaskGroup(of: [(Int, Result)].self) { group in
            for worker in 0..<width {
                group.addTask { stride(from: worker, to: count, by: width).map { ($0, body($0)) } }
            }
            var results: [Result?] = Array(repeating: nil, count: count)
            for await part in group {
                for (index, result) in part { results[index] = result }
            }
            return results.compactMap(\.self)
        }
    }
}
