/// What is counted.
public enum CountersMode: String, Hashable, Sendable, CaseIterable {
    /// By rule while that is affordable, else by class.
    case auto
    case rule
    case `class`
    case none

    /// The mode in force. Every rule is a kernel rule of its own today, so that a counter for each is affordable.
    public var effective: CountersMode { self == .auto ? .rule : self }
}
