/// What a graph is made of.
public struct GraphStatistics: Hashable, Sendable {
    /// Tests of one field.
    public struct Field: Hashable, Sendable {
        /// The field's word in the policy language.
        public var word: String
        public var tests: Int
    }

    public var tests = 0
    public var lists = 0
    public var maps = 0
    /// Elements of maps.
    public var elements = 0
    /// The longest way from a base chain by goto and jump.
    public var depth = 0
    /// The tests by field, in the order of the language's fields; those without tests are left out.
    public private(set) var fields: [Field] = []
    /// By number of the axis.
    private var testsOfAxis: [Int] = []

    mutating func count(_ node: DecisionGraph.Node) {
        switch node.kind {
        case .test:
            tests += 1
            let axis = Int(node.payload)
            while testsOfAxis.count <= axis { testsOfAxis.append(0) }
            testsOfAxis[axis] += 1
        case .list: lists += 1
        case .none, .outcome: break
        }
    }

    /// Sums the tests up by field: a field can have several axes.
    mutating func nameFields(_ axes: [GraphAxis]) {
        fields = MatchField.allCases.compactMap { field in
            let tests = zip(axes, testsOfAxis).reduce(0) { $0 + ($1.0.word == field.rawValue ? $1.1 : 0) }
            return tests > 0 ? Field(word: field.rawValue, tests: tests) : nil
        }
        testsOfAxis = []
    }
}
