/// Names as other tools write them.
enum ForeignName {
    /// A name for here: other characters become `-`; nil when nothing is left.
    static func usable(_ text: String) -> String? {
        var name = ""
        for byte in text.utf8.prefix(PolicyName.maximumLength) {
            let character = String(UnicodeScalar(byte))
            if PolicyName.problem("x" + character) == nil {
                name += character
            } else if !name.isEmpty, !name.hasSuffix("-") {
                name += "-"
            }
        }
        while let last = name.last, last == "-" || last == "." { name.removeLast() }
        while let first = name.first, first == "-" || first == "." { name.removeFirst() }
        return PolicyName.problem(name) == nil ? name : nil
    }
}
