import NetlinkModel
import SeededRandom

extension Mutation {
    private static func expression(
        _ name: String, isForeign: Bool = false,
        _ change: @escaping @Sendable (NFTExpression, inout SeededGenerator) -> NFTExpression?
    ) -> Mutation {
        Mutation(name, isForeign: isForeign) { table, random in table.replace(&random, change) }
    }

    private static func removal(
        _ name: String, isForeign: Bool = false, _ fits: @escaping @Sendable (NFTExpression) -> Bool
    ) -> Mutation {
        Mutation(name, isForeign: isForeign) { table, random in
            guard let (rule, place) = table.pickExpression(&random, where: fits) else { return false }
            table.rules[rule].expressions.remove(at: place)
            return true
        }
    }

    /// A comparison with other bytes.
    private static func bytes(
        _ name: String, _ change: @escaping @Sendable ([UInt8], inout SeededGenerator) -> [UInt8]?
    ) -> Mutation {
        expression(name) { expression, random in
            guard case .compare(let operation, let register, .bytes(let bytes)) = expression else { return nil }
            return change(bytes, &random).map { .compare(operation, register, .bytes($0)) }
        }
    }

    static func plus(_ bytes: [UInt8], _ amount: UInt8) -> [UInt8] {
        var bytes = bytes
        if let last = bytes.indices.last { bytes[last] &+= amount }
        return bytes
    }

    static func flipped(_ bytes: [UInt8], _ random: inout SeededGenerator) -> [UInt8] {
        var bytes = bytes
        if !bytes.isEmpty { bytes[random.int(0...(bytes.count - 1))] ^= 1 << UInt8(random.int(0...7)) }
        return bytes
    }

    static let conditions: [Mutation] = [
        expression("another operator") { expression, random in
            guard case .compare(_, let register, let operand) = expression else { return nil }
            return .compare(random.pick(NFTCompareOperator.allCases), register, operand)
        },
        expression("unequal") { expression, _ in
            guard case .compare(.equal, let register, let operand) = expression else { return nil }
            return .compare(.notEqual, register, operand)
        },
        bytes("a value one higher") { bytes, _ in plus(bytes, 1) },
        bytes("a value one lower") { bytes, _ in plus(bytes, 255) },
        bytes("a bit of a value") { bytes, random in flipped(bytes, &random) },
        bytes("a value in the other byte order") { bytes, _ in bytes.reversed() },
        bytes("a shorter value") { bytes, _ in bytes.count == 16 ? Array(bytes.prefix(2)) : nil },
        removal("no comparison") { if case .compare = $0 { true } else { false } },
        removal("no range") { if case .range = $0 { true } else { false } },
        removal("no byte order") { if case .hostToNetwork = $0 { true } else { false } },
        expression("a range to the inside") { expression, _ in
            guard case .range(let register, let from, let to, let inverted) = expression else { return nil }
            return .range(register, from: from, to: to, inverted: !inverted)
        },
        expression("a range one longer") { expression, _ in
            guard case .range(let register, let from, let to, let inverted) = expression else { return nil }
            return .range(register, from: from, to: plus(to, 1), inverted: inverted)
        },
        expression("a range one later") { expression, _ in
            guard case .range(let register, let from, let to, let inverted) = expression else { return nil }
            return .range(register, from: plus(from, 1), to: to, inverted: inverted)
        },
        expression("a bit of a mask", isForeign: true) { expression, random in
            guard case .bitwise(let from, let into, let mask, let xor) = expression else { return nil }
            return .bitwise(from: from, into: into, mask: flipped(mask, &random), xor: xor)
        },
        expression("no mask") { expression, _ in
            guard case .bitwise(let from, let into, let mask, let xor) = expression else { return nil }
            return .bitwise(from: from, into: into, mask: mask.map { _ in 0xff }, xor: xor)
        },
        expression("a bit of an xor") { expression, random in
            guard case .bitwise(let from, let into, let mask, let xor) = expression else { return nil }
            return .bitwise(from: from, into: into, mask: mask, xor: flipped(xor, &random))
        },
        removal("no bitwise", isForeign: true) { if case .bitwise = $0 { true } else { false } },
        expression("an inverted lookup") { expression, _ in
            guard case .lookup(let set, let register, let inverted) = expression else { return nil }
            return .lookup(set, register, inverted: !inverted)
        },
        Mutation("an unequal range of two comparisons") { table, random in
            let starts = table.rules.indices.filter { rule in
                table.rules[rule].expressions.contains {
                    if case .compare(.greaterOrEqual, _, _) = $0 { true } else { false }
                }
            }
            guard !starts.isEmpty else { return false }
            let rule = random.pick(starts)
            for place in table.rules[rule].expressions.indices {
                guard
                    case .compare(let operation, let register, .bytes(let value)) = table.rules[rule].expressions[place],
                    operation == .greaterOrEqual || operation == .lessOrEqual
                else { continue }
                let other: NFTCompareOperator = operation == .greaterOrEqual ? .greater : .less
                table.rules[rule].expressions[place] = .compare(other, register, .bytes(value))
            }
            return true
        },
        Mutation("no fragment guard") { table, random in
            guard
                let rule = table.pickRule(&random, where: { $0.comment == "fragments after the first have no ports" })
            else { return false }
            table.rules.remove(at: rule)
            return true
        },
        Mutation("no fragment guards") { table, _ in
            let count = table.rules.count
            table.rules.removeAll { $0.comment == "fragments after the first have no ports" }
            return table.rules.count < count
        },
    ]

    static let loads: [Mutation] = [
        expression("another offset", isForeign: true) { expression, random in
            guard case .payload(var payload, let register) = expression else { return nil }
            payload.offset = random.pick([0, 1, 2, 4, 8, 9, 12, 16, 24])
            return .payload(payload, into: register)
        },
        expression("source for destination") { expression, _ in
            guard case .payload(var payload, let register) = expression else { return nil }
            switch (payload.base, payload.offset) {
            case (.network, 12): payload.offset = 16
            case (.network, 16): payload.offset = 12
            case (.network, 8): payload.offset = 24
            case (.network, 24): payload.offset = 8
            case (.transport, 0): payload.offset = 2
            case (.transport, 2): payload.offset = 0
            default: return nil
            }
            return .payload(payload, into: register)
        },
        expression("another length", isForeign: true) { expression, random in
            guard case .payload(var payload, let register) = expression else { return nil }
            payload.length = random.pick([1, 2, 3, 4])
            return .payload(payload, into: register)
        },
        expression("another header", isForeign: true) { expression, _ in
            guard case .payload(var payload, let register) = expression else { return nil }
            payload.base = payload.base == .network ? .transport : .network
            return .payload(payload, into: register)
        },
        expression("other metadata") { expression, _ in
            guard case .meta(let key, let register) = expression else { return nil }
            let other: NFTMetaKey? =
                switch key {
                case .socketUserID: .socketGroupID
                case .socketGroupID: .socketUserID
                case .inputInterfaceName: .outputInterfaceName
                case .outputInterfaceName: .inputInterfaceName
                case .layer3Protocol: .layer4Protocol
                case .layer4Protocol: .layer3Protocol
                case .mark: .socketUserID
                default: nil
                }
            return other.map { .meta($0, into: register) }
        },
        expression("another register", isForeign: true) { expression, _ in
            switch expression {
            case .meta(let key, _): .meta(key, into: .data2)
            case .compare(let operation, _, let operand): .compare(operation, .data2, operand)
            default: nil
            }
        },
        expression("an unset load", isForeign: true) { expression, _ in
            switch expression {
            case .meta, .payload: .verdict(.continue)
            default: nil
            }
        },
        expression("another extension header", isForeign: true) { expression, random in
            guard case .extensionHeader(var header, let register) = expression else { return nil }
            if random.chance(oneIn: 2) { header.type = 43 } else { header.offset = 4 }
            return .extensionHeader(header, into: register)
        },
        expression("another family") { expression, _ in
            guard case .compare(let operation, let register, .bytes(let bytes)) = expression, bytes.count == 1,
                bytes == [2] || bytes == [10]
            else { return nil }
            return .compare(operation, register, .bytes(bytes == [2] ? [10] : [2]))
        },
        Mutation("what is not followed", isForeign: true) { table, random in
            guard let rule = table.pickRule(&random) else { return false }
            let place = random.int(0...table.rules[rule].expressions.count)
            table.rules[rule].expressions.insert(
                .unknown(NFTUnknownExpression(name: "limit", data: [1])), at: place)
            return true
        },
    ]
}
