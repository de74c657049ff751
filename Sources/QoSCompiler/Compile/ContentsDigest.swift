import NetlinkModel

/// A digest of generated contents: 128 bits over the values, not over their text, which takes many times as long.
///
/// Every value is told from its neighbours by a number for its kind or by its length, so that no two contents feed in the
/// same numbers.
struct ContentsDigest {
    private var digest = Fingerprint.Digest()

    var value: UInt128 { digest.value }
    var text: String { digest.text }

    static func text(of contents: NFTTableContents) -> String {
        var digest = ContentsDigest()
        digest.add(contents)
        return digest.text
    }

    mutating func add(_ contents: NFTTableContents) {
        add(UInt64(contents.table.id.family.rawValue))
        add(contents.table.id.name)
        add(contents.table.comment ?? "")
        add(UInt64(contents.counters.count))
        for counter in contents.counters { add(counter.name) }
        add(UInt64(contents.sets.count))
        for set in contents.sets { add(set) }
        add(UInt64(contents.chains.count))
        for chain in contents.chains { add(chain) }
        add(UInt64(contents.rules.count))
        for rule in contents.rules { add(rule) }
        for object in contents.unknownObjects { add(object) }
    }

    mutating func add(_ chain: NFTChain) {
        add(chain.name)
        guard case .base(let base) = chain.kind else {
            add(0)
            return
        }
        add(1 + UInt64(base.hook.rawValue))
        add(UInt64(bitPattern: Int64(base.priority)))
        add(UInt64(base.policy.rawValue))
        add(base.type.rawValue)
    }

    mutating func add(_ set: NFTSet) {
        add(set.name)
        add(set.key)
        add((set.isInterval ? 1 : 0) | (set.isConstant ? 2 : 0) | (set.isMap ? 4 : 0))
        add(UInt64(set.elements.count))
        for element in set.elements {
            addWide(element.lower)
            addWide(element.upper)
        }
        for verdict in set.verdicts ?? [] { add(verdict) }
    }

    private mutating func add(_ key: NFTSetKey) {
        switch key {
        case .ipv4Address: add(1)
        case .ipv6Address: add(2)
        case .internetProtocol: add(3)
        case .internetService: add(4)
        case .mark: add(5)
        case .userID: add(6)
        case .groupID: add(7)
        case .interfaceName: add(8)
        case .dscp(let length):
            add(9)
            add(UInt64(length))
        case .other(let type, let length):
            add(10)
            add(UInt64(type))
            add(UInt64(length))
        }
    }

    mutating func add(_ rule: NFTRule) {
        add(rule.chain)
        add(rule.comment ?? "")
        add(UInt64(rule.expressions.count))
        for expression in rule.expressions { add(expression) }
    }

    private mutating func add(_ expression: NFTExpression) {
        switch expression {
        case .meta(let key, let register): add(1, UInt64(key.rawValue), register)
        case .setMeta(let key, let register): add(2, UInt64(key.rawValue), register)
        case .payload(let payload, let register):
            add(3, number(payload), register)
        case .extensionHeader(let header, let register):
            add(4, UInt64(header.type) | UInt64(header.offset) << 8 | UInt64(header.length) << 40, register)
        case .setPayload(let payload, let register, let checksum):
            add(5, number(payload), register)
            switch checksum {
            case .none: add(0)
            case .internet(let offset): add(1 | UInt64(offset) << 8)
            case .other(let type, let offset, let flags):
                add(2)
                add(UInt64(type) << 32 | UInt64(offset))
                add(UInt64(flags))
            }
        case .bitwise(let from, let into, let mask, let xor):
            add(6, UInt64(from.rawValue), into)
            add(mask)
            add(xor)
        case .hostToNetwork(let from, let into, let length): add(7, UInt64(from.rawValue) << 32 | UInt64(length), into)
        case .compare(let operation, let register, let operand):
            add(8, UInt64(operation.rawValue), register)
            switch operand {
            case .bytes(let bytes): add(bytes)
            case .user(let name): add("user " + name)
            case .group(let name): add("group " + name)
            }
        case .range(let register, let from, let to, let inverted):
            add(9, inverted ? 1 : 0, register)
            add(from)
            add(to)
        case .lookup(let reference, let register, let inverted):
            add(10, inverted ? 1 : 0, register)
            switch reference {
            case .named(let name): add(name)
            case .anonymous(let set): add(set)
            }
        case .lookupVerdict(let map, let register):
            add(11, 0, register)
            add(map)
        case .immediate(let bytes, let register):
            add(12, 0, register)
            add(bytes)
        case .verdict(let verdict):
            add(13)
            add(verdict)
        case .countOn(let name):
            add(14)
            add(name)
        case .unknown(let unknown):
            add(15)
            add(unknown.name)
            add(unknown.data)
        }
    }

    private func number(_ payload: NFTPayload) -> UInt64 {
        UInt64(payload.base.rawValue) | UInt64(payload.offset) << 8 | UInt64(payload.length) << 40
    }

    private mutating func add(_ verdict: NFTVerdict) {
        switch verdict {
        case .accept: add(1)
        case .drop: add(2)
        case .continue: add(3)
        case .return: add(4)
        case .jump(let chain):
            add(5)
            add(chain)
        case .goto(let chain):
            add(6)
            add(chain)
        }
    }

    private mutating func add(_ kind: UInt64, _ value: UInt64, _ register: NFTRegister) {
        add(kind | UInt64(register.rawValue) << 8)
        add(value)
    }

    private mutating func add(_ text: String) {
        // The length tells where the text ends.
        add(UInt64(text.utf8.count))
        var word: UInt64 = 0
        var filled: UInt64 = 0
        for byte in text.utf8 {
            word |= UInt64(byte) << (8 * filled)
            filled += 1
            if filled == 8 {
                add(word)
                word = 0
                filled = 0
            }
        }
        if filled > 0 { add(word) }
    }

    private mutating func add(_ bytes: [UInt8]) {
        add(UInt64(bytes.count))
        for byte in bytes { add(UInt64(byte)) }
    }

    private mutating func addWide(_ number: UInt128) {
        add(UInt64(truncatingIfNeeded: number))
        add(UInt64(truncatingIfNeeded: number >> 64))
    }

    private mutating func add(_ number: UInt64) { digest.addWord(number) }
}
