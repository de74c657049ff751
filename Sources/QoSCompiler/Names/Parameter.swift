/// A parameter of the policy language: what may be written for it, and what holds where nothing is written.
public struct Parameter: Hashable, Sendable {
    /// One thing in a row of values.
    public enum Value: Hashable, Sendable {
        case text(String)
        case number(Int)
    }

    /// The word that asks for it: "dscp", "saddr", "hook-priority".
    public var name: String
    /// What it is, in one line.
    public var summary: String
    /// What holds without it; nil where there is no such thing.
    public var defaultValue: String?
    /// How values are written, in one line.
    public var form: String
    /// The headings of `rows`, in lower case.
    public var columns: [String]
    /// The possible values where they can be listed; each row as long as `columns`.
    public var rows: [[Value]]
    /// What is easily missed.
    public var notes: [String]

    init(
        _ name: String, _ summary: String, default defaultValue: String? = nil, form: String, columns: [String] = [],
        rows: [[Value]] = [], notes: [String] = []
    ) {
        self.name = name
        self.summary = summary
        self.defaultValue = defaultValue
        self.form = form
        self.columns = columns
        self.rows = rows
        self.notes = notes
    }

    /// All of them, in the order in which people meet them.
    public static let all: [Parameter] = statementParameters + markingParameters + matchParameters + nameParameters

    /// Nil for an unknown name.
    public static func named(_ name: String) -> Parameter? {
        all.first { $0.name == name }
    }

    /// "did you mean …" for a name that there is not; nil when nothing is near.
    public static func suggestion(for name: String) -> String? {
        Suggestion.text(for: name, among: all.map(\.name))
    }
}

extension Parameter.Value: CustomStringConvertible {
    public var description: String {
        switch self {
        case .text(let text): text
        case .number(let number): String(number)
        }
    }
}

extension Parameter {
    /// Rows of words only.
    static func rows(_ rows: KeyValuePairs<String, String>) -> [[Value]] {
        rows.map { [.text($0.key), .text($0.value)] }
    }
}
