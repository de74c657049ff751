/// One word of a packet description, with its place when it stands in a file.
public struct PacketWord: Hashable, Sendable {
    public var text: String
    public var span: SourceSpan?

    public init(_ text: String, at span: SourceSpan? = nil) {
        self.text = text
        self.span = span
    }
}

/// Why a packet description cannot be one.
public struct PacketError: Error, Hashable, Sendable, CustomStringConvertible {
    public var message: String
    public var hint: String?
    /// The word at fault; nil when it is what is missing.
    public var span: SourceSpan?

    public var description: String { hint.map { "\(message) (\($0))" } ?? message }
}

/// Reads `proto udp saddr 10.1.1.5 sport 50007 …`: the match fields with one value each, and the word `fragment` for a
/// fragment after the first.
public struct PacketParser {
    private let words: [PacketWord]
    private var packet = Packet()
    private var seen: Set<String> = []

    private init(_ words: [PacketWord]) {
        self.words = words
    }

    public static func parse(_ words: [PacketWord]) throws(PacketError) -> Packet {
        var parser = PacketParser(words)
        return try parser.run()
    }

    private mutating func run() throws(PacketError) -> Packet {
        var index = 0
        while index < words.count {
            let word = words[index]
            guard seen.insert(word.text).inserted else {
                throw PacketError(message: "'\(word.text)' stands twice in the packet", span: word.span)
            }
            index += 1
            if word.text == "fragment" {
                packet.isLaterFragment = true
                continue
            }
            guard let field = MatchField(rawValue: word.text) else {
                let known = MatchField.allCases.map(\.rawValue) + ["fragment"]
                throw PacketError(
                    message: "'\(word.text)' is no field of a packet",
                    hint: Suggestion.text(for: word.text, among: known), span: word.span)
            }
            guard index < words.count else {
                throw PacketError(message: "'\(word.text)' needs a value", span: word.span)
            }
            try set(field, words[index])
            index += 1
        }
        try finish()
        return packet
    }

    private mutating func set(_ field: MatchField, _ word: PacketWord) throws(PacketError) {
        do throws(ValueError) {
            try packet.set(field, to: word.text)
        } catch {
            throw PacketError(message: error.message, hint: error.hint, span: word.span)
        }
    }

    /// What one field says about another.
    private mutating func finish() throws(PacketError) {
        let families = Set([packet.saddr?.family, packet.daddr?.family].compactMap(\.self))
        guard families.count < 2 else {
            throw PacketError(message: "the addresses are of two families", span: words.first?.span)
        }
        if let family = families.first {
            guard !seen.contains("family") || packet.family == family else {
                throw PacketError(
                    message: "family \(packet.family.rawValue) with addresses of the other family",
                    span: words.first?.span)
            }
            packet.family = family
        }
        if packet.sport != nil || packet.dport != nil {
            guard let proto = packet.proto else {
                throw PacketError(
                    message: "ports need a proto", hint: "for example: proto udp", span: words.first?.span)
            }
            guard ProtocolNames.hasPorts(proto) else {
                throw PacketError(
                    message: "proto \(ProtocolNames.name(proto) ?? String(proto)) has no ports", span: words.first?.span
                )
            }
            guard !packet.isLaterFragment else {
                throw PacketError(message: "a fragment after the first has no ports", span: words.first?.span)
            }
        }
        if packet.iif != nil {
            guard packet.user == nil, packet.group == nil else {
                throw PacketError(
                    message: "a packet that came in on an interface has no local user or group", span: words.first?.span
                )
            }
            packet.path = .forward
        }
    }
}
