internal import NetlinkModel

// What may be sent. Every command passes here before a byte of it is encoded: the encoders rely on these limits,
// and libnftnl copies data without a bound of its own.

extension NFTCommand {
    /// Throws the first thing in the command that must not or cannot be sent. `prefixLength`: bytes that go before names of
    /// chains and sets.
    func check(prefixLength: Int) throws(RefusedValue) {
        try checkName(table.name, of: "table")
        switch self {
        case .addTable(let table), .updateTable(let table):
            try checkComment(table.comment)
        case .deleteTable:
            break
        case .addChain(let chain, _):
            try checkName(chain.name, of: "chain", prefixLength: prefixLength)
        case .deleteChain(let name, _), .flushChain(let name, _), .deleteRule(let name, _, _):
            try checkName(name, of: "chain", prefixLength: prefixLength)
        case .addSet(let set, _):
            try checkName(set.name, of: "set", prefixLength: prefixLength)
            // The kernel numbers a name with %d.
            guard !set.name.utf8.contains(UInt8(ascii: "%")) else { throw RefusedValue("% in the name of a set") }
            try set.check(prefixLength)
        case .deleteSet(let name, _):
            try checkName(name, of: "set", prefixLength: prefixLength)
        case .addCounter(let counter, _):
            try checkName(counter.name, of: "counter")
        case .deleteCounter(let name, _):
            try checkName(name, of: "counter")
        case .addRule(let rule, _), .replaceRule(let rule, _, _):
            try rule.check(prefixLength)
        }
    }
}

/// `NFT_NAME_MAXLEN` counts the terminating NUL.
private func checkName(_ name: String, of kind: String, prefixLength: Int = 0) throws(RefusedValue) {
    let bytes = name.utf8
    guard !bytes.isEmpty, bytes.count + prefixLength <= 255, !name.hasNUL else {
        throw RefusedValue("the name of a \(kind) has 1 to 255 bytes and no NUL")
    }
}

private func checkComment(_ comment: String?) throws(RefusedValue) {
    guard let comment else { return }
    guard comment.utf8.count <= NFTUserData.commentMaximum, !comment.hasNUL else {
        throw RefusedValue("a comment has at most \(NFTUserData.commentMaximum) bytes and no NUL")
    }
}

extension String {
    /// Looks through the bytes where they stand; one by one it took half of the time of all checks.
    fileprivate var hasNUL: Bool {
        unsafe utf8.withContiguousStorageIfAvailable { bytes in unsafe bytes.contains(0) } ?? utf8.contains(0)
    }
}

extension NFTSet {
    fileprivate func check(_ prefixLength: Int) throws(RefusedValue) {
        guard (1...16).contains(key.length) else { throw RefusedValue("a set key of \(key.length) bytes") }
        guard !isAnonymous || !elements.isEmpty else { throw RefusedValue("an anonymous set without elements") }
        if let verdicts {
            guard verdicts.count == elements.count else {
                throw RefusedValue("a map with \(elements.count) keys and \(verdicts.count) verdicts")
            }
            for verdict in verdicts {
                if let chain = verdict.target { try checkName(chain, of: "chain", prefixLength: prefixLength) }
            }
        }
        let maximum = key.maximum
        var previous: UInt128?
        for element in elements {
            guard element.lower <= element.upper, element.upper <= maximum else {
                throw RefusedValue("set element \(element.lower)-\(element.upper) is no interval of \(key)")
            }
            guard isInterval || element.lower == element.upper else {
                throw RefusedValue("interval \(element.lower)-\(element.upper) in a set without intervals")
            }
            if let previous, element.lower <= previous {
                throw RefusedValue("set element \(element.lower) is out of order or overlaps")
            }
            previous = element.upper
        }
    }
}

extension NFTRule {
    /// `NFT_RULE_MAXEXPRS`
    private static let maximumExpressions = 128

    fileprivate func check(_ prefixLength: Int) throws(RefusedValue) {
        try checkName(chain, of: "chain", prefixLength: prefixLength)
        try checkComment(comment)
        guard expressions.count <= Self.maximumExpressions else {
            throw RefusedValue(
                "a rule of \(expressions.count) expressions; the kernel takes \(Self.maximumExpressions)")
        }
        for expression in expressions { try expression.check(prefixLength) }
    }
}

extension NFTExpression {
    private func check(_ register: NFTRegister) throws(RefusedValue) {
        guard NFTRegister.isData(register.rawValue) else {
            throw RefusedValue("register \(register.rawValue) is no data register")
        }
    }

    /// A register holds 16 bytes.
    private func check(length: Int) throws(RefusedValue) {
        guard (1...16).contains(length) else {
            throw RefusedValue("a value of \(length) bytes; registers hold 1 to 16")
        }
    }

    fileprivate func check(_ prefixLength: Int) throws(RefusedValue) {
        switch self {
        case .meta(_, let register), .setMeta(_, let register):
            try check(register)
        case .payload(let payload, let register), .setPayload(let payload, let register, _):
            try check(register)
            try check(length: Int(payload.length))
        case .extensionHeader(let header, let register):
            try check(register)
            try check(length: Int(header.length))
        case .bitwise(let source, let destination, let mask, let xor):
            try check(source)
            try check(destination)
            try check(length: mask.count)
            guard mask.count == xor.count else { throw RefusedValue("mask and xor differ in length") }
        case .hostToNetwork(let source, let destination, let length):
            try check(source)
            try check(destination)
            guard [2, 4, 8].contains(length) else { throw RefusedValue("byte order of a value of \(length) bytes") }
        case .compare(_, let register, .bytes(let bytes)):
            try check(register)
            try check(length: bytes.count)
        case .compare(_, _, .user(let name)):
            throw RefusedValue("user \(name) has not been looked up")
        case .compare(_, _, .group(let name)):
            throw RefusedValue("group \(name) has not been looked up")
        case .range(let register, let from, let to, _):
            try check(register)
            try check(length: from.count)
            guard from.count == to.count else { throw RefusedValue("the ends of a range differ in length") }
        case .lookup(.named(let name), let register, _):
            try check(register)
            try checkName(name, of: "set", prefixLength: prefixLength)
        case .lookupVerdict(let map, let register):
            try check(register)
            try checkName(map, of: "map", prefixLength: prefixLength)
        case .lookup(.anonymous(let set), let register, _):
            try check(register)
            guard set.isAnonymous, set.isConstant, !set.isMap else {
                throw RefusedValue("an anonymous set has no name, is constant, and is no map")
            }
            try set.check(prefixLength)
        case .immediate(let bytes, let register):
            try check(register)
            try check(length: bytes.count)
        case .verdict(.jump(let chain)), .verdict(.goto(let chain)):
            try checkName(chain, of: "chain", prefixLength: prefixLength)
        case .verdict:
            break
        case .countOn(let name):
            try checkName(name, of: "counter")
        case .unknown(let unknown):
            throw RefusedValue("expression \(unknown.name) can be read back but not sent", code: 95)
        }
    }
}

extension NFTRegister {
    /// `NFT_REG_1` to `NFT_REG_4`, `NFT_REG32_00` to `NFT_REG32_15`.
    static func isData(_ number: UInt32) -> Bool {
        (1...4).contains(number) || (8...23).contains(number)
    }
}
