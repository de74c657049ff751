/// A value of a JSON text, with its place.
struct JSONNode {
    enum Kind {
        case null
        case bool(Bool)
        /// As written: a sign, a fraction and an exponent are the reader's to refuse.
        case number(ArraySlice<UInt8>)
        /// Without its quotes and escapes.
        case string(ArraySlice<UInt8>)
        case array([JSONNode])
        case object([JSONNodeMember])
    }

    var kind: Kind
    var span: SourceSpan

    /// "a string", "an object" …: for messages.
    var description: String {
        switch kind {
        case .null: "null"
        case .bool(let value): value ? "true" : "false"
        case .number: "a number"
        case .string: "a string"
        case .array: "an array"
        case .object: "an object"
        }
    }

    var string: String? {
        if case .string(let bytes) = kind { String(decoding: bytes, as: UTF8.self) } else { nil }
    }

    var members: [JSONNodeMember]? {
        if case .object(let members) = kind { members } else { nil }
    }

    var elements: [JSONNode]? {
        if case .array(let elements) = kind { elements } else { nil }
    }

    /// To print it again.
    var value: JSONValue {
        switch kind {
        case .null: .null
        case .bool(let value): .bool(value)
        case .number(let text): .literal(String(decoding: text, as: UTF8.self))
        case .string(let text): .string(String(decoding: text, as: UTF8.self))
        case .array(let elements): .array(elements.map(\.value))
        case .object(let members): .object(members.map { JSONMember(key: $0.key.value, value: $0.value.value) })
        }
    }
}

struct JSONNodeMember {
    var key: Located<String>
    var value: JSONNode
}
