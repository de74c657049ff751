import QoSCompiler

/// Digests of a plan's chains and sets in a file, so that the next apply can tell which of them are to change without
/// compiling the policy before it, or reading the kernel's table.
///
/// ```
/// qosctl-digests 1
/// fingerprint 3f…
/// chain 9c… rules_output
/// set 04… v4_hosts
/// ```
enum SeenDigests {
    private static let schema = "qosctl-digests 1"

    static func bytes(_ digest: PlanDigest) -> [UInt8] {
        var text = "\(schema)\nfingerprint \(digest.fingerprint)\n"
        for (kind, digests) in [("chain", digest.chains), ("set", digest.sets)] {
            for name in digests.keys.sorted() {
                text += "\(kind) \(String(digests[name] ?? 0, radix: 16)) \(name)\n"
            }
        }
        return Array(text.utf8)
    }

    /// Whose digests follow, by the first lines.
    static func fingerprint(_ start: [UInt8]) -> String? {
        let lines = start.split(separator: UInt8(ascii: "\n"), maxSplits: 2).map { String(decoding: $0, as: UTF8.self) }
        guard lines.count > 1, lines[0] == schema, lines[1].hasPrefix("fingerprint ") else { return nil }
        return String(lines[1].dropFirst("fingerprint ".count))
    }

    /// Nil for anything else than a whole file.
    static func parse(_ bytes: [UInt8]) -> PlanDigest? {
        guard bytes.last == UInt8(ascii: "\n") else { return nil }
        var digest = PlanDigest(fingerprint: "", chains: [:], sets: [:])
        for (number, line) in bytes.split(separator: UInt8(ascii: "\n")).enumerated() {
            let words = line.split(separator: UInt8(ascii: " "), maxSplits: 2).map {
                String(decoding: $0, as: UTF8.self)
            }
            switch (number, words.first) {
            case (0, _):
                guard words.joined(separator: " ") == schema else { return nil }
            case (1, "fingerprint") where words.count == 2: digest.fingerprint = words[1]
            case (_, "chain") where words.count == 3:
                guard let value = UInt128(words[1], radix: 16) else { return nil }
                digest.chains[words[2]] = value
            case (_, "set") where words.count == 3:
                guard let value = UInt128(words[1], radix: 16) else { return nil }
                digest.sets[words[2]] = value
            default: return nil
            }
        }
        return digest.fingerprint.isEmpty ? nil : digest
    }
}
