/// Rule names that look like a mistake: words of the language, and names that are easily taken for each other.
enum ConfusingNames {
    private static let languageWords = Set(
        MatchField.allCases.map(\.rawValue) + ["rule", "class", "set", "keep", "disabled", "when", "fragment"])

    static func run(_ policy: Policy) -> [Diagnostic] {
        var found: [Diagnostic] = []
        var folded: [UInt64: Int] = [:]
        var shuffled: [UInt64: [Int]] = [:]
        // By index: rules are not copied for their names.
        for index in policy.rules.indices {
            let name = policy.rules[index].name
            if languageWords.contains(name) {
                found.append(
                    Diagnostic(
                        .note, .confusingName, "rule '\(name)' is named like a word of the language",
                        at: policy.rules[index].nameSpan,
                        hint: "was its name left out? rule NAME MATCH… ACTION"))
            }
            let (fold, letters) = hashes(name)
            if let other = folded[fold], looksLike(name, policy.rules[other].name) {
                found.append(
                    finding(
                        .warning, policy.rules[index], policy.rules[other],
                        "differ only in case, in marks, or in letters like 0 and O"))
            } else {
                folded[fold] = index
            }
            guard let letters else { continue }
            let others = shuffled[letters, default: []]
            if let other = others.first(where: { isSwapped(name, policy.rules[$0].name) }) {
                found.append(
                    // `ab-to-ba` may be meant.
                    finding(.note, policy.rules[index], policy.rules[other], "differ only in two neighbouring letters"))
            }
            // Anagrams beyond that are made to be slow.
            if others.count < 8 { shuffled[letters] = others + [index] }
        }
        return found
    }

    private static func finding(
        _ severity: Severity, _ rule: PolicyRule, _ other: PolicyRule, _ how: String
    ) -> Diagnostic {
        Diagnostic(
            severity, .confusingName, "the names of rules '\(other.name)' and '\(rule.name)' \(how)", at: rule.nameSpan,
            hint: "is one of them a typing mistake?")
    }

    /// One hash that is equal for names that look alike, and one for names of the same characters in any order: nil for
    /// names with less than two letters, which have none to swap.
    private static func hashes(_ name: String) -> (folded: UInt64, letters: UInt64?) {
        var folded: UInt64 = 0xcbf2_9ce4_8422_2325
        var letters: UInt64 = 0
        var letterCount = 0
        for byte in name.utf8 {
            if isLetter(byte) { letterCount += 1 }
            folded = (folded ^ UInt64(fold(byte))) &* 0x0000_0100_0000_01b3
            let spread = (UInt64(byte) &+ 1) &* 0x9e37_79b9_7f4a_7c15
            letters &+= (spread ^ (spread >> 29)) &* 0xbf58_476d_1ce4_e5b9
        }
        return (folded, letterCount < 2 ? nil : letters)
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }

    /// What a glance makes of a letter.
    private static func fold(_ byte: UInt8) -> UInt8 {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): fold(byte | 0x20)
        case UInt8(ascii: "0"): UInt8(ascii: "o")
        case UInt8(ascii: "1"), UInt8(ascii: "i"): UInt8(ascii: "l")
        case UInt8(ascii: "_"), UInt8(ascii: "."): UInt8(ascii: "-")
        default: byte
        }
    }

    private static func looksLike(_ a: String, _ b: String) -> Bool {
        a.utf8.count == b.utf8.count && zip(a.utf8, b.utf8).allSatisfy { fold($0) == fold($1) }
    }

    /// `voice` and `vioce`; numbers such as `r12` and `r21` are names of their own.
    private static func isSwapped(_ a: String, _ b: String) -> Bool {
        let (a, b) = (Array(a.utf8), Array(b.utf8))
        guard a.count == b.count, let first = a.indices.first(where: { a[$0] != b[$0] }), first + 1 < a.count else {
            return false
        }
        return a[first] == b[first + 1] && a[first + 1] == b[first] && isLetter(a[first]) && isLetter(b[first])
            && a[(first + 2)...] == b[(first + 2)...]
    }
}
