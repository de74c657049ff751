public import NetlinkModel

/// A rule as nft writes it: reads the expressions one after another, remembering what the register holds.
///
/// What it does not know is printed as a comment with the expressions as nft's debug output has them, so that nothing
/// is left out of a diff.
public struct NFTRuleText {
    /// What register 1 holds while the next expression is read.
    enum Loaded {
        case meta(NFTMetaKey)
        case payload(NFTPayload)
        case extensionHeader(NFTExtensionHeader)
        case constant([UInt8])
    }

    let expressions: [NFTExpression]
    var index = 0
    private var words: [String] = []
    var loaded: Loaded?
    var mask: [UInt8]?
    private var xor: [UInt8]?
    var isNetworkOrder = false

    public static func text(of rule: NFTRule) -> String {
        var printer = NFTRuleText(expressions: rule.expressions)
        var text = printer.run() ?? "# " + NFTDebugText.lines(of: rule.expressions).joined(separator: " ")
        if let comment = rule.comment { text += " comment \(NFTScript.quoted(comment))" }
        return text
    }

    private init(expressions: [NFTExpression]) {
        self.expressions = expressions
    }

    private var next: NFTExpression? { index + 1 < expressions.count ? expressions[index + 1] : nil }

    /// Nil when there is a shape that nft's language has no words for.
    private mutating func run() -> String? {
        while index < expressions.count {
            guard step(expressions[index]) else { return nil }
            index += 1
        }
        return words.joined(separator: " ")
    }

    private mutating func step(_ expression: NFTExpression) -> Bool {
        switch expression {
        case .meta(let key, .data1): load(.meta(key))
        case .payload(let payload, .data1): load(.payload(payload))
        case .extensionHeader(let header, .data1): load(.extensionHeader(header))
        case .immediate(let bytes, .data1): load(.constant(bytes))
        case .bitwise(.data1, .data1, let mask, let xor):
            self.mask = mask
            self.xor = xor
        case .hostToNetwork(.data1, .data1, _): isNetworkOrder = true
        case .compare(let operation, .data1, let operand): return compare(operation, operand)
        case .range(.data1, let from, let to, let inverted): return range(from, to, inverted: inverted)
        case .lookup(let set, .data1, let inverted): return lookup(set, inverted: inverted)
        case .lookupVerdict(let map, .data1): return lookupVerdict(map)
        case .setMeta(let key, .data1): return setMeta(key)
        case .setPayload(let payload, .data1, _): return setPayload(payload)
        case .countOn(let name): words.append("counter name \(NFTScript.quoted(name))")
        case .verdict(let verdict): words.append(Self.text(of: verdict))
        default: return false
        }
        return true
    }

    private mutating func load(_ value: Loaded) {
        loaded = value
        mask = nil
        xor = nil
        isNetworkOrder = false
    }

    static func text(of verdict: NFTVerdict) -> String {
        switch verdict {
        case .accept: "accept"
        case .drop: "drop"
        case .continue: "continue"
        case .return: "return"
        case .jump(let chain): "jump \(chain)"
        case .goto(let chain): "goto \(chain)"
        }
    }

    private var loadsPriority: Bool {
        if case .meta(.priority)? = loaded { true } else { false }
    }

    // MARK: Conditions

    private mutating func compare(_ operation: NFTCompareOperator, _ operand: NFTOperand) -> Bool {
        switch operand {
        case .user(let name), .group(let name):
            guard let field = fieldName(), operation == .equal || operation == .notEqual else { return false }
            words.append("\(field) \(operation == .notEqual ? "!= " : "")\(NFTScript.quoted(name))")
            return true
        case .bytes(let bytes):
            if operation == .equal, isImplied(bytes) { return true }
            return compare(operation, bytes)
        }
    }

    private mutating func compare(_ operation: NFTCompareOperator, _ bytes: [UInt8]) -> Bool {
        switch operation {
        case .equal, .notEqual:
            if let text = fragmentOffset(operation, bytes) {
                words.append(text)
                return true
            }
            guard let text = singleValue(bytes), let field = fieldName() else { return false }
            // After a mask nft wants the operator written.
            let equal = mask != nil && (key == .mark || loadsPriority) ? "== " : ""
            words.append("\(field) \(operation == .notEqual ? "!= " : equal)\(text)")
            return true
        case .greaterOrEqual:
            // The lower half of a range; the upper half has to follow.
            guard case .compare(.lessOrEqual, .data1, .bytes(let upper))? = next, let field = fieldName(),
                let text = rangeText(bytes, upper)
            else { return false }
            words.append("\(field) \(text)")
            index += 1
            return true
        default:
            return false
        }
    }

    /// The test for fragments after the first, which nft writes in two ways.
    private func fragmentOffset(_ operation: NFTCompareOperator, _ bytes: [UInt8]) -> String? {
        guard operation == .notEqual, bytes == [0, 0] else { return nil }
        switch loaded {
        case .payload(NFTHeaderField.ipv4FragmentOffset.payload) where mask == NFTHeaderField.ipv4FragmentOffset.mask:
            return layer3() == .ipv4 ? "ip frag-off & 0x1fff != 0" : nil
        case .extensionHeader(.fragmentOffset) where mask == NFTExtensionHeader.fragmentOffsetMask:
            return "frag frag-off != 0"
        default:
            return nil
        }
    }

    private mutating func range(_ from: [UInt8], _ to: [UInt8], inverted: Bool) -> Bool {
        guard let field = fieldName(), let text = rangeText(from, to) else { return false }
        words.append("\(field) \(inverted ? "!= " : "")\(text)")
        return true
    }

    private mutating func lookup(_ set: NFTSetReference, inverted: Bool) -> Bool {
        guard let field = lookupName() else { return false }
        let text: String =
            switch set {
            case .named(let name): "@\(name)"
            case .anonymous(let set): NFTValueText.list(set)
            }
        words.append("\(field) \(inverted ? "!= " : "")\(text)")
        return true
    }

    private mutating func lookupVerdict(_ map: String) -> Bool {
        guard let field = lookupName() else { return false }
        words.append("\(field) vmap @\(map)")
        return true
    }

    /// Whether nft adds this condition by itself because of what comes next, so that it is not written.
    private func isImplied(_ bytes: [UInt8]) -> Bool {
        guard case .meta(let key)? = loaded, bytes.count == 1, let byte = bytes.first else { return false }
        if case .extensionHeader? = next { return key == .layer3Protocol && byte == NFTLayer3Protocol.ipv6.rawValue }
        guard case .payload(let payload, _)? = next else { return false }
        if payload == NFTHeaderField.ipv4FragmentOffset.payload, key == .layer3Protocol {
            return byte == NFTLayer3Protocol.ipv4.rawValue
        }
        switch key {
        case .layer3Protocol:
            return payload.base == .network
                && HeaderNames.network(payload, layer3: NFTLayer3Protocol(rawValue: byte)) != nil
        case .layer4Protocol:
            return payload.base == .transport && HeaderNames.transportProtocol(byte) != nil
        default:
            return false
        }
    }

    // MARK: Statements

    private mutating func setMeta(_ key: NFTMetaKey) -> Bool {
        if case .meta(.priority)? = loaded, key == .priority, mask != nil, let field = fieldName() {
            words.append("meta priority set \(field)")
            return true
        }
        guard case .constant(let bytes)? = loaded, key == .priority, let number = HostOrder.number(bytes) else {
            return false
        }
        words.append("meta priority set \(PacketPriority(number).classID)")
        return true
    }

    /// `ip dscp set`, the one payload write that we make.
    private mutating func setPayload(_ payload: NFTPayload) -> Bool {
        guard case .payload(payload)? = loaded, let mask, let xor, let layer3 = layer3() else { return false }
        let field: NFTHeaderField = layer3 == .ipv4 ? .ipv4DSCPWord : .ipv6DSCP
        guard payload == field.payload, mask == field.mask?.map({ ~$0 }), xor.count == 2 else { return false }
        let word = UInt128(xor[0]) << 8 | UInt128(xor[1])
        let key: NFTSetKey = .dscp(length: layer3 == .ipv4 ? 1 : 2)
        words.append("\(layer3 == .ipv4 ? "ip" : "ip6") dscp set \(NFTValueText.value(word, key: key))")
        return true
    }
}
