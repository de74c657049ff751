public import NetlinkModel

/// Expressions as `nft --debug=netlink` prints them: what is sent, readable.
public enum NFTDebugText {
    /// The whole plan, in the order in which its messages would be sent.
    public static func lines(of contents: NFTTableContents) -> [String] {
        var lines: [String] = []
        write(contents) { lines.append($0) }
        return lines
    }

    /// As `lines`, one by one.
    public static func write(_ contents: NFTTableContents, to line: (String) -> Void) {
        let table = contents.table.id
        func comment(_ text: String?) -> String { text.map { " comment \"\($0)\"" } ?? "" }
        line("table \(table.family.keyword) \(table.name)" + comment(contents.table.comment))
        for counter in contents.counters { line("counter \(table.name) \(counter.name)") }
        for set in contents.sets { write(set, table: table.name, to: line) }
        for chain in contents.chains {
            switch chain.kind {
            case .regular: line("chain \(table.name) \(chain.name)")
            case .base(let base):
                line(
                    "chain \(table.name) \(chain.name) type \(base.type.rawValue) hook \(base.hook.keyword) "
                        + "prio \(base.priority) policy \(base.policy.keyword)")
            }
        }
        for rule in contents.rules {
            for case .lookup(.anonymous(let set), _, _) in rule.expressions {
                write(set, table: table.name, to: line)
            }
            line("\(table.family.keyword) \(table.name) \(rule.chain)" + comment(rule.comment))
            for expression in Self.lines(of: rule.expressions) { line("  " + expression) }
        }
    }

    private static func write(_ set: NFTSet, table: String, to line: (String) -> Void) {
        let name = set.name.isEmpty ? "__set%d" : set.name
        line(
            "\(set.isMap ? "map" : "set") \(table) \(name) type \(NFTValueText.typeName(set.key)) "
                + "size \(set.elements.count)")
        for index in set.elements.indices { line("  element \(NFTValueText.element(at: index, of: set))") }
    }

    public static func lines(of expressions: [NFTExpression]) -> [String] {
        expressions.map { "[ \(text(of: $0)) ]" }
    }

    private static func text(of expression: NFTExpression) -> String {
        switch expression {
        case .meta(let key, let register): "meta load \(key.keyword) => reg \(register.rawValue)"
        case .setMeta(let key, let register): "meta set \(key.keyword) with reg \(register.rawValue)"
        case .payload(let payload, let register): "payload load \(text(of: payload)) => reg \(register.rawValue)"
        case .extensionHeader(let header, let register):
            "exthdr load ipv6 \(header.length)b @ \(header.type) + \(header.offset) => reg \(register.rawValue)"
        case .setPayload(let payload, let register, let checksum):
            "payload write reg \(register.rawValue) => \(text(of: payload)) \(text(of: checksum))"
        case .bitwise(let from, let into, let mask, let xor):
            "bitwise reg \(into.rawValue) = ( reg \(from.rawValue) & \(words(mask)) ) ^ \(words(xor))"
        case .hostToNetwork(let from, let into, let length):
            "byteorder reg \(into.rawValue) = hton(reg \(from.rawValue), \(length), \(length))"
        case .compare(let operation, let register, let operand):
            "cmp \(text(of: operation)) reg \(register.rawValue) \(text(of: operand))"
        case .range(let register, let from, let to, let inverted):
            "range \(inverted ? "neq" : "eq") reg \(register.rawValue) \(words(from)) \(words(to))"
        case .lookup(let set, let register, let inverted):
            "lookup reg \(register.rawValue) set \(text(of: set))\(inverted ? " 0x1" : "")"
        case .lookupVerdict(let map, let register): "lookup reg \(register.rawValue) set \(map) dreg 0"
        case .immediate(let bytes, let register): "immediate reg \(register.rawValue) \(words(bytes))"
        case .verdict(let verdict): "immediate reg 0 \(text(of: verdict))"
        case .countOn(let name): "objref type 1 name \(name)"
        case .unknown(let unknown):
            "\(unknown.name) " + unknown.data.map { NFTValueText.padded(UInt128($0), digits: 2) }.joined()
        }
    }

    private static func text(of payload: NFTPayload) -> String {
        let base =
            switch payload.base {
            case .link: "link"
            case .network: "network"
            case .transport: "transport"
            }
        return "\(payload.length)b @ \(base) header + \(payload.offset)"
    }

    private static func text(of checksum: NFTChecksum) -> String {
        switch checksum {
        case .none: "csum_type 0 csum_off 0 csum_flags 0x0"
        case .internet(let offset): "csum_type 1 csum_off \(offset) csum_flags 0x0"
        case .other(let type, let offset, let flags):
            "csum_type \(type) csum_off \(offset) csum_flags 0x\(String(flags, radix: 16))"
        }
    }

    private static func text(of operation: NFTCompareOperator) -> String {
        switch operation {
        case .equal: "eq"
        case .notEqual: "neq"
        case .less: "lt"
        case .lessOrEqual: "lte"
        case .greater: "gt"
        case .greaterOrEqual: "gte"
        }
    }

    private static func text(of operand: NFTOperand) -> String {
        switch operand {
        case .bytes(let bytes): words(bytes)
        case .user(let name): "user \"\(name)\""
        case .group(let name): "group \"\(name)\""
        }
    }

    private static func text(of set: NFTSetReference) -> String {
        switch set {
        case .named(let name): name
        case .anonymous: "__set%d"
        }
    }

    private static func text(of verdict: NFTVerdict) -> String {
        switch verdict {
        case .jump(let chain): "jump -> \(chain)"
        case .goto(let chain): "goto -> \(chain)"
        default: NFTRuleText.text(of: verdict)
        }
    }

    /// Registers as libnftnl prints them: 32-bit words in host order.
    private static func words(_ bytes: [UInt8]) -> String {
        stride(from: 0, to: bytes.count, by: 4).map { start in
            let word = Array(bytes[start..<min(start + 4, bytes.count)])
            let number = HostOrder.number(word + [UInt8](repeating: 0, count: 4 - word.count)) ?? 0
            return "0x" + NFTValueText.padded(UInt128(number), digits: 8)
        }.joined(separator: " ")
    }
}
