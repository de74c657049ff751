/// A JSON document to print. Keys keep their order, so that output is the same to the byte each time.
public enum JSONValue: Hashable, Sendable {
    case null
    case bool(Bool)
    case number(Int64)
    case unsigned(UInt64)
    /// A number in digits that are JSON already.
    case literal(String)
    /// Null where it is no finite number.
    case decimal(Double)
    case string(String)
    case array([JSONValue])
    case object([JSONMember])

    /// A member list in the order written.
    public static func object(_ members: KeyValuePairs<String, JSONValue>) -> JSONValue {
        .object(members.map { JSONMember(key: $0.key, value: $0.value) })
    }

    public static func optional(_ text: String?) -> JSONValue { text.map(JSONValue.string) ?? .null }
    public static func optional(_ number: (some BinaryInteger)?) -> JSONValue {
        number.map { .number(Int64(clamping: $0)) } ?? .null
    }

    /// The document on one line.
    public var text: String {
        var out = ""
        write(to: &out, blank: "")
        return out
    }

    /// On one line, with a blank after each colon and comma: for what people edit.
    public var spacedText: String {
        var out = ""
        write(to: &out, blank: " ")
        return out
    }

    /// An object whose last member is a long array: piece by piece, each element made when its turn comes.
    public static func write(
        _ members: [JSONMember], last key: String, _ elements: some Sequence<JSONValue>, to piece: (String) -> Void
    ) {
        var head = JSONValue.object(members + [JSONMember(key: key, value: .array([]))]).text
        // Without the end of the array and of the object.
        head.removeLast(2)
        piece(head)
        var separator = ""
        for element in elements {
            piece(separator + element.text)
            separator = ","
        }
        piece("]}")
    }

    private func write(to out: inout String, blank: String) {
        switch self {
        case .null: out += "null"
        case .bool(let value): out += value ? "true" : "false"
        case .number(let value): out += String(value)
        case .unsigned(let value): out += String(value)
        case .literal(let digits): out += digits
        case .decimal(let value): out += value.isFinite ? value.description : "null"
        case .string(let value): Self.write(value, to: &out)
        case .array(let values):
            out += "["
            for (index, value) in values.enumerated() {
                if index > 0 { out += "," + blank }
                value.write(to: &out, blank: blank)
            }
            out += "]"
        case .object(let members):
            out += "{"
            for (index, member) in members.enumerated() {
                if index > 0 { out += "," + blank }
                Self.write(member.key, to: &out)
                out += ":" + blank
                member.value.write(to: &out, blank: blank)
            }
            out += "}"
        }
    }

    /// RFC 8259 section 7.
    private static func write(_ text: String, to out: inout String) {
        out += "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": out += "\\\""
            case "\\": out += "\\\\"
            case "\n": out += "\\n"
            case "\r": out += "\\r"
            case "\t": out += "\\t"
            case let control where control.value < 0x20 || control.value == 0x7f:
                let digits = String(control.value, radix: 16)
                out += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: out.unicodeScalars.append(scalar)
            }
        }
        out += "\""
    }
}

/// A key and its value.
public struct JSONMember: Hashable, Sendable {
    public var key: String
    public var value: JSONValue

    public init(key: String, value: JSONValue) {
        self.key = key
        self.value = value
    }
}
