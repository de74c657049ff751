/// A piece of a policy file.
struct Token: Hashable, Sendable {
    enum Kind: UInt8, Sendable {
        case word
        /// With its quotes.
        case string
        case openBrace
        case closeBrace
        case comma
        case notEqual
        case newline
        /// From `#` to the end of its line; only where comments are asked for.
        case comment
        case end
    }

    var kind: Kind
    var start: Int32
    var end: Int32
}
