import Glibc
import QoSCompiler
import QoSDriver

/// The words of an unfinished command line, as the shell hands them over.
struct CommandWords {
    /// As they were typed, quotes included; bash makes words of their own of `=`, `:` and `@`.
    private let words: [String]
    /// The word that is being completed.
    private let index: Int

    init(_ words: [String], _ index: Int) {
        self.words = words
        self.index = index
    }

    /// The word before the one that is being completed, 1, or an earlier one; nil where there is none.
    func before(_ distance: Int = 1) -> String? {
        let place = index - distance
        return words.indices.contains(place) ? Self.unquoted(words[place]) : nil
    }

    /// Every word before the one that is being completed.
    var earlier: [String] { words.prefix(max(0, index)).map(Self.unquoted) }

    /// The policy that names come from: that of `-f FILE`, else the active one. Nil when there is none or it has errors.
    var policy: Policy? {
        if let file = value(of: ["-f", "--file"]) {
            return file == "-" ? nil : PolicySource(path: file).load().policy
        }
        return try? driver.activePolicy()
    }

    /// The driver of the state directory that the command line names.
    var driver: Driver {
        var state = StateOptions()
        state.stateDir = value(of: ["--state-dir"])
        return state.driver
    }

    /// The value that the command line gives an option: `-f FILE`, `--file FILE`, `--file=FILE`. Nil when it is empty, or
    /// the one being completed.
    private func value(of names: [String]) -> String? {
        for (place, word) in words.enumerated() where place != index {
            for name in names {
                if word == name {
                    var next = place + 1
                    if next < words.count, words[next] == "=" { next += 1 }
                    guard next < words.count, next != index, !words[next].isEmpty else { return nil }
                    return Self.unquoted(words[next])
                }
                if name.hasPrefix("--"), word.hasPrefix(name + "="), word.count > name.count + 1 {
                    return Self.unquoted(String(word.dropFirst(name.count + 1)))
                }
            }
        }
        return nil
    }

    /// A word as a shell would pass it on, for plain quotes, backslashes and `~/`. Variables stay as they are.
    static func unquoted(_ word: String) -> String {
        var text = ""
        var quote: Character?
        var isEscaped = false
        for character in word {
            if isEscaped {
                text.append(character)
                isEscaped = false
            } else if character == "\\", quote != "'" {
                isEscaped = true
            } else if character == quote {
                quote = nil
            } else if quote == nil, character == "'" || character == "\"" {
                quote = character
            } else {
                text.append(character)
            }
        }
        guard word.hasPrefix("~/"), let home = unsafe getenv("HOME") else { return text }
        return unsafe String(cString: home) + text.dropFirst()
    }
}
