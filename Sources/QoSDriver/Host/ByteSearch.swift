import CLinux

/// Words in files that are too long to take apart.
enum ByteSearch {
    /// Whether `word` stands in `text` between one of the bytes in `after` and one of those in `before`; the beginning and
    /// the end of the text will do as well.
    static func has(_ text: [UInt8], _ word: String, after: StaticString, before: StaticString) -> Bool {
        let (after, before) = (after.description.utf8, before.description.utf8)
        let needle = Array(word.utf8)
        var start = 0
        while let place = first(needle, in: text, from: start) {
            let end = place + needle.count
            let isPreceded = place == 0 || after.contains(text[place - 1])
            let isFollowed = end == text.count || before.contains(text[end])
            if isPreceded && isFollowed { return true }
            start = place + 1
        }
        return false
    }

    static func hasLine(_ text: [UInt8], beginningWith prefix: String) -> Bool {
        let needle = Array(prefix.utf8)
        var start = 0
        while let place = first(needle, in: text, from: start) {
            if place == 0 || text[place - 1] == UInt8(ascii: "\n") { return true }
            start = place + 1
        }
        return false
    }

    private static func first(_ needle: [UInt8], in text: [UInt8], from start: Int) -> Int? {
        guard !needle.isEmpty, start < text.count else { return nil }
        let place = unsafe text.withUnsafeBytes { text in
            unsafe needle.withUnsafeBytes { needle in
                unsafe qosctl_find(
                    text.baseAddress.map { unsafe $0 + start }, text.count - start, needle.baseAddress, needle.count)
            }
        }
        return place < 0 ? nil : start + place
    }
}
