import Foundation

/// Plain text as mdoc(7) source.
enum Mdoc {
    /// Running text: each sentence begins a line, empty lines part paragraphs.
    static func paragraphs(_ text: String) -> [String] {
        let paragraphs = text.components(separatedBy: "\n\n").map {
            $0.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        }
        return Array(paragraphs.filter { !$0.isEmpty }.map { sentences($0).flatMap(wrap) }.joined(separator: [".Pp"]))
    }

    /// Lines of at most 78 bytes, as long as words let it.
    private static func wrap(_ sentence: String) -> [String] {
        var lines: [String] = []
        for word in escape(sentence).split(separator: " ") {
            if let last = lines.last, last.utf8.count + word.utf8.count < 78 {
                lines[lines.count - 1] = last + " " + word
            } else {
                lines.append(String(word))
            }
        }
        return lines.map(guarded)
    }

    /// mdoc puts the space behind a sentence by itself, and wants a line for each.
    private static func sentences(_ text: String) -> [String] {
        var sentences: [String] = []
        var current = ""
        let characters = Array(text)
        for (index, character) in characters.enumerated() {
            if character == " ", index > 0, ".?!".contains(characters[index - 1]), index + 1 < characters.count,
                characters[index + 1].isUppercase || characters[index + 1].isNumber
            {
                sentences.append(current)
                current = ""
            } else {
                current.append(character)
            }
        }
        return sentences + [current]
    }

    /// One line of text, in which nothing is a request.
    static func line(_ text: String) -> String { guarded(escape(text)) }

    private static func guarded(_ line: String) -> String {
        line.hasPrefix(".") || line.hasPrefix("'") ? "\\&" + line : line
    }

    /// One argument of a macro.
    static func argument(_ text: String) -> String {
        let escaped = escape(text).replacingOccurrences(of: "\"", with: "\\(dq")
        // A word of two or three letters may be the name of a macro.
        return escaped.contains(" ") ? "\"\(escaped)\"" : escaped.count <= 3 ? "\\&\(escaped)" : escaped
    }

    /// Options keep their hyphen-minus, so that they can be copied from the page.
    private static func escape(_ text: String) -> String {
        let escaped = text.replacingOccurrences(of: "\\", with: "\\e")
            .replacingOccurrences(of: "….", with: "…").replacingOccurrences(of: "…", with: "...")
        return escaped.split(separator: " ", omittingEmptySubsequences: false).map { word in
            word.drop { "([\"'".contains($0) }.hasPrefix("-")
                ? word.replacingOccurrences(of: "-", with: "\\-") : String(word)
        }.joined(separator: " ")
    }
}
