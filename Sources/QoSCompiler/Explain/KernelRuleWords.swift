import NetlinkModel

/// A kernel rule in words of the policy language: `proto udp`, `dport 5060`, and where it leads.
struct KernelRuleWords {
    /// A lookup in a map, which the rule ends with.
    struct Lookup {
        /// The field's word.
        var word: String
        var map: String
        /// The mask that the value is taken under, as `N/MASK` has it; empty without one.
        var suffix = ""
    }

    /// A condition on one field.
    private struct Condition {
        var word: String
        var isNegated = false
        var values: [String] = []
    }

    private(set) var lookup: Lookup?
    private(set) var counter: String?
    private(set) var verdict: NFTVerdict?
    private var all: [Condition] = []

    /// What the register holds.
    private var loaded: Loaded?
    private var mask: [UInt8]?
    private var isNetworkOrder = false
    /// The family that the rule has asked for, and whether that needs words: an address says it by itself.
    private var family: NFTLayer3Protocol?
    private var isFamilySaid = true
    private let limit: Int

    /// All have to hold; empty for a rule that every packet fits.
    var conditions: [String] {
        all.map { condition in
            let sign = condition.isNegated ? " != " : condition.values.isEmpty ? "" : " "
            return condition.word + sign + (condition.values.isEmpty ? "" : ValueWords.list(condition.values))
        }
    }

    private struct Loaded {
        var word: String
        /// Nil for the family and for fragments.
        var key: NFTSetKey?

        var isAddress: Bool { key == .ipv4Address || key == .ipv6Address }
    }

    /// Lists are shown up to `limit` values. What there are no words for is one condition in nft's.
    init(_ rule: NFTRule, limit: Int = .max) {
        self.limit = limit
        var index = 0
        var isKnown = true
        while index < rule.expressions.count, isKnown {
            isKnown = read(rule.expressions, &index)
            index += 1
        }
        sayFamily()
        if !isKnown {
            all = [Condition(word: NFTRuleText.text(of: NFTRule(chain: rule.chain, expressions: rule.expressions)))]
            if case .verdict(let verdict)? = rule.expressions.last { self.verdict = verdict }
        }
    }

    private mutating func read(_ expressions: [NFTExpression], _ index: inout Int) -> Bool {
        switch expressions[index] {
        case .meta(let key, _): return load(key)
        case .payload(let payload, _): return load(payload)
        case .extensionHeader(.fragmentOffset, _):
            load("fragment", nil)
            return true
        case .bitwise(_, _, let mask, _): self.mask = mask
        case .hostToNetwork: isNetworkOrder = true
        case .compare(.greaterOrEqual, _, .bytes(let lower)):
            guard index + 1 < expressions.count,
                case .compare(.lessOrEqual, _, .bytes(let upper)) = expressions[index + 1]
            else { return false }
            index += 1
            return range(lower, upper, isNegated: false)
        case .range(_, let lower, let upper, let isInverted): return range(lower, upper, isNegated: isInverted)
        case .compare(let operation, _, let operand): return compare(operation, operand)
        case .lookup(let set, _, let isInverted): return look(up: set, isInverted)
        case .lookupVerdict(let map, _):
            guard let loaded else { return false }
            if !loaded.isAddress { sayFamily() }
            isFamilySaid = true
            lookup = Lookup(word: loaded.word, map: map, suffix: suffix)
        case .countOn(let name): counter = name
        case .verdict(let verdict): self.verdict = verdict
        case .immediate, .setMeta, .setPayload, .extensionHeader, .unknown: return false
        }
        return true
    }

    // MARK: Loads

    private mutating func load(_ word: String, _ key: NFTSetKey?) {
        loaded = Loaded(word: word, key: key)
        mask = nil
        isNetworkOrder = false
    }

    private mutating func load(_ key: NFTMetaKey) -> Bool {
        if !isOwnFamily(key) { sayFamily() }
        guard let field = key.field else { return false }
        load(field.rawValue, key.valueKey)
        return true
    }

    private mutating func load(_ payload: NFTPayload) -> Bool {
        switch payload {
        case NFTHeaderField.sourcePort.payload: load(MatchField.sport.rawValue, .internetService)
        case NFTHeaderField.destinationPort.payload: load(MatchField.dport.rawValue, .internetService)
        case NFTHeaderField.ipv4FragmentOffset.payload where family == .ipv4: load("fragment", nil)
        default:
            guard payload.base == .network, let key = HeaderNames.key(payload, layer3: family),
                let word = HeaderNames.network(payload, layer3: family)?.split(separator: " ").last
            else { return false }
            load(String(word), key)
        }
        return true
    }

    /// A second guard of the family before another field of its header.
    private func isOwnFamily(_ key: NFTMetaKey) -> Bool { key == .layer3Protocol && family != nil }

    private mutating func sayFamily() {
        guard !isFamilySaid, let family else { return }
        isFamilySaid = true
        let value = family == .ipv4 ? IPFamily.ip : .ip6
        all.append(Condition(word: MatchField.family.rawValue, values: [value.rawValue]))
    }

    // MARK: Comparisons

    private mutating func say(_ values: [String], isNegated: Bool) {
        guard let loaded else { return }
        // Several that must not hold are one list.
        if isNegated, let last = all.last, last.isNegated, last.word == loaded.word {
            all[all.count - 1].values += values
        } else {
            all.append(Condition(word: loaded.word, isNegated: isNegated, values: values))
        }
    }

    private mutating func compare(_ operation: NFTCompareOperator, _ operand: NFTOperand) -> Bool {
        guard let loaded, operation == .equal || operation == .notEqual else { return false }
        let isNegated = operation == .notEqual
        switch operand {
        case .user(let name), .group(let name):
            say([name], isNegated: isNegated)
            return true
        case .bytes(let bytes):
            if let key = loaded.key { return compare(bytes, key, isNegated) }
            if loaded.word == MatchField.family.rawValue {
                guard !isNegated, let number = bytes.first, let named = NFTLayer3Protocol(rawValue: number) else {
                    return false
                }
                if family != named { isFamilySaid = false }
                family = named
                return true
            }
            guard isNegated, bytes.allSatisfy({ $0 == 0 }) else { return false }
            // Each family has its own way to say so.
            isFamilySaid = true
            all.append(Condition(word: loaded.word))
            return true
        }
    }

    private mutating func compare(_ bytes: [UInt8], _ key: NFTSetKey, _ isNegated: Bool) -> Bool {
        switch key {
        case .interfaceName:
            say([ValueWords.interface(bytes)], isNegated: isNegated)
            return true
        case .ipv4Address, .ipv6Address:
            guard bytes.count <= key.length, let length = mask.map(HeaderNames.prefixLength) ?? (8 * bytes.count),
                let number = NFTValueText.number(
                    bytes + [UInt8](repeating: 0, count: key.length - bytes.count), key: key, isNetworkOrder: true)
            else { return false }
            let value = ValueWords.value(number, key: key)
            isFamilySaid = true
            say([length < 8 * key.length ? "\(value)/\(length)" : value], isNegated: isNegated)
            return true
        default:
            guard let number = NFTValueText.number(bytes, key: key, isNetworkOrder: isNetworkOrder) else {
                return false
            }
            sayFamily()
            say([ValueWords.value(number, key: key) + suffix], isNegated: isNegated)
            return true
        }
    }

    private mutating func range(_ lower: [UInt8], _ upper: [UInt8], isNegated: Bool) -> Bool {
        guard let key = loaded?.key, let from = NFTValueText.number(lower, key: key, isNetworkOrder: isNetworkOrder),
            let to = NFTValueText.number(upper, key: key, isNetworkOrder: isNetworkOrder)
        else { return false }
        if loaded?.isAddress == true { isFamilySaid = true } else { sayFamily() }
        say([ValueWords.element(NFTSetElement(from, to), key: key) + suffix], isNegated: isNegated)
        return true
    }

    private mutating func look(up set: NFTSetReference, _ isInverted: Bool) -> Bool {
        guard let loaded else { return false }
        switch set {
        case .named(let name):
            sayFamily()
            say(["@" + NamedSets.word(name)], isNegated: isInverted)
        case .anonymous(let set):
            if loaded.isAddress { isFamilySaid = true } else { sayFamily() }
            let more = set.elements.count - min(limit, set.elements.count)
            say(
                set.elements.prefix(limit).map { ValueWords.element($0, key: set.key) + suffix }
                    + (more > 0 ? ["… \(more) more"] : []), isNegated: isInverted)
        }
        return true
    }

    /// Of a mark under a mask. That of a DSCP is no choice of anybody.
    private var suffix: String {
        guard loaded?.key == .mark, let mask, let bits = HostOrder.number(mask) else { return "" }
        return "/0x" + String(bits, radix: 16)
    }
}

extension NamedSets {
    /// The policy's word for a kernel set: what stands before it tells the kinds apart.
    static func word(_ name: String) -> String {
        for prefix in [Self.name("", family: .ip), Self.name("", family: .ip6), Self.name(portSet: "")]
        where name.hasPrefix(prefix) {
            return String(name.dropFirst(prefix.count))
        }
        return name
    }
}
