/// A change of the active policy.
public struct HistoryEntry: Hashable, Sendable {
    /// What made it.
    public enum Action: String, Hashable, Sendable, CaseIterable {
        case apply
        /// `reorder`, `add` and the like.
        case edit
        case rollback
        /// A policy that nobody confirmed in time.
        case unconfirmed
        case confirm
    }

    public var action: Action
    /// The revision that was active from then on; nil for none.
    public var revision: Int?
    /// Seconds since 1970, by the host's clock.
    public var time: Int64
    /// The user that ran it: of sudo's caller, where sudo says so.
    public var user: String
    /// The path that the policy was applied from.
    public var source: String
    /// The top file, relative to the revision's directory.
    var mainFile: String
    /// Of what it compiled to.
    public var fingerprint: String
    /// What the one who did it said about it; empty for nothing.
    public var comment: String
}

/// The last changes of the active policy, oldest first: `history` in the state directory.
struct History: Hashable, Sendable {
    static let length = 20
    private static let schema = "qosctl-history 1"

    private(set) var entries: [HistoryEntry] = []

    init() {}

    /// Lines that cannot be read are left out: they are for people, and nothing is decided by them.
    init(_ bytes: [UInt8]) {
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
        guard lines.first.map({ $0 == Self.schema }) == true else { return }
        entries = lines.dropFirst().suffix(Self.length).compactMap(HistoryEntry.init)
    }

    mutating func add(_ entry: HistoryEntry) {
        entries.append(entry)
        entries.removeFirst(max(0, entries.count - Self.length))
    }

    var bytes: [UInt8] {
        Array(([Self.schema] + entries.map(\.line)).map { $0 + "\n" }.joined().utf8)
    }

    /// The revision that was active before this one.
    func revision(before active: Int) -> Int? {
        guard let last = entries.lastIndex(where: { $0.revision == active }) else {
            return entries.last { $0.revision != nil && $0.revision != active }?.revision
        }
        return entries[..<last].last { $0.revision != nil && $0.revision != active }?.revision
    }
}

extension HistoryEntry {
    /// Fields between tabs; what a field must not hold is written as %XX.
    fileprivate var line: String {
        [
            action.rawValue, revision.map(String.init) ?? "-", String(time), Self.escaped(user), Self.escaped(source),
            Self.escaped(mainFile), fingerprint, Self.escaped(comment),
        ].joined(separator: "\t")
    }

    fileprivate init?(_ line: Substring) {
        let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        guard fields.count == 8, let action = Action(rawValue: fields[0]), let time = Int64(fields[2]) else {
            return nil
        }
        let revision = KeptPolicy.revision(fields[1])
        guard revision != nil || fields[1] == "-" else { return nil }
        self.init(
            action: action, revision: revision, time: time, user: Self.unescaped(fields[3]),
            source: Self.unescaped(fields[4]), mainFile: Self.unescaped(fields[5]), fingerprint: fields[6],
            comment: Self.unescaped(fields[7]))
    }

    private static func escaped(_ text: String) -> String {
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            guard byte < 0x20 || byte == 0x7f || byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            let digits = Array("0123456789abcdef".utf8)
            bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func unescaped(_ text: String) -> String {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), rest.count >= 2,
                let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
            {
                bytes.append(value)
                rest.removeFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
