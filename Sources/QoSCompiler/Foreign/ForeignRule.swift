/// Reads a line of nft, iptables, pf, tc or PowerShell, or a mixture with words of the policy language, as a rule.
struct ForeignRule {
    /// What was read; complete only when all of the line was understood.
    var draft = RuleDraft()
    /// Why the line cannot be a rule here; nil when nothing is known against it.
    private(set) var impossible: String?
    let pieces: [ForeignLine.Piece]
    var index = 0
    /// pf's `prio` is a PCP.
    var isPF = false
    var passes = false
    /// In tc, `protocol` is the Ethernet type, and `prio` the filter's place.
    var isTC = false
    /// Whether pf's `port` belongs to `from`.
    var portIsSource = false
    var comesIn = false
    /// u32's values have masks behind them.
    var hasMasks = false

    /// Nil when a part of the line is not understood, and no reason is known either.
    static func read(_ line: ForeignLine) -> ForeignRule? {
        var reader = ForeignRule(pieces: line.pieces)
        while reader.index < reader.pieces.count, reader.impossible == nil {
            guard reader.step() else { return reader.impossible == nil ? nil : reader }
        }
        // pf's verdict stands in front.
        if reader.passes, !reader.draft.hasAction { _ = reader.draft.act("keep") }
        return reader.impossible != nil || !reader.draft.isEmpty ? reader : nil
    }

    private init(pieces: [ForeignLine.Piece]) {
        self.pieces = pieces
    }

    func word(_ offset: Int = 0) -> String? {
        guard pieces.indices.contains(index + offset), case .word(let word) = pieces[index + offset] else { return nil }
        return word
    }

    func key(_ offset: Int = 0) -> String? { word(offset).map(ForeignLine.key) }

    // MARK: One phrase

    private mutating func step() -> Bool {
        guard let raw = word(), let key = key() else { return negatedField() }
        if let reason = ForeignWords.impossible[key] {
            impossible = reason
            return true
        }
        if ["-A", "-I", "--append", "--insert"].contains(raw), ["INPUT", "PREROUTING"].contains(word(1)) {
            impossible = ForeignStatement.comesIn
            return true
        }
        switch key {
        case "add", "insert", "replace", "change": return skipPlace()
        case "class", "goto", "-g", "--goto": return useClass()
        case "jump": return useClass()
        case "-j", "--jump": return target()
        case "set": return set()
        case "limit" where self.key(1) == "rate":
            index += 1
            return step()
        case "disabled":
            draft.isDisabled = true
            index += 1
            return true
        case "not", "!": return negatedField()
        case "keep", "modulate", "synproxy", "no":
            guard self.key(1) == "state" else { break }
            index += 2
            return true
        case "-name":
            return name()
        case "log", "comment", "counter", "quick", "from", "to", "port", "in", "out", "pass", "match", "tc", "on",
            "inet",
            "inet6":
            if let known = filterWord(key) { return known }
        case "icmp", "icmpv6", "icmp6":
            if ["type", "code"].contains(self.key(1) ?? "") {
                impossible = "ICMP types are no match field; \(key == "icmp" ? "proto icmp" : "proto icmpv6") is"
                return true
            }
        default: break
        }
        if isTC, let known = tcWord(key) { return known }
        if ForeignWords.stops.contains(key) {
            impossible = ForeignWords.stopsNothing
            return true
        }
        if ForeignWords.keeps.contains(key) {
            index += 1
            return key == "continue" || draft.act("keep")
        }
        if let known = headerWord(key) { return known }
        if let count = ForeignWords.empty[raw] ?? (raw.hasPrefix("-") && raw.count == 2 ? nil : ForeignWords.empty[key])
        {
            index += 1 + count
            return index <= pieces.count
        }
        if let part = ForeignWords.markings[key], part != "dscp" || key.contains("-") { return marking(part) }
        // Options of one letter mean different things in upper case.
        if let field = ForeignWords.fields[raw]
            ?? (raw.utf8.count == 2 && raw.hasPrefix("-") ? nil : ForeignWords.fields[key])
        {
            index += 1
            return match(field, key: key)
        }
        return false
    }

    /// Words before a field that say where it stands: `tcp dport`, `ip saddr`, `meta skuid`.
    private mutating func headerWord(_ key: String) -> Bool? {
        switch key {
        case "meta", "th", "ip", "ip6":
            guard let next = self.key(1),
                ForeignWords.fields[next] != nil || ForeignWords.markings[next] != nil
                    || ForeignWords.impossible[next] != nil
            else {
                guard key == "ip" || key == "ip6" else { return false }
                index += 1
                return draft.add(.family, [key])
            }
            index += 1
            return true
        default:
            guard ProtocolNames.number(key) != nil, draft.add(.proto, [key]) else { return nil }
            index += 1
            return true
        }
    }

    // MARK: Fields

    /// `not daddr X`, `! -d X`, `!= …`
    private mutating func negatedField() -> Bool {
        guard pieces.indices.contains(index) else { return false }
        guard pieces[index] == .notEqual || key() == "not" || key() == "!" else { return false }
        index += 1
        guard let key = key(), let field = ForeignWords.fields[word() ?? ""] ?? ForeignWords.fields[key] else {
            return false
        }
        index += 1
        return match(field, key: key, isNegated: true)
    }

    /// After the field's word.
    private mutating func match(_ field: MatchField, key: String, isNegated: Bool = false) -> Bool {
        var field = field
        if field == .dport, key == "port", portIsSource { field = .sport }
        if comesIn, field == .oif, key == "on" { field = .iif }
        let isTOS = key.contains("tos") || key == "tclass"
        var values = ForeignValues(pieces: pieces, index: index, field: field, isTOS: isTOS)
        guard let read = values.read() else {
            // nft's `dscp set ef` and `mark set 1`.
            return self.word() == "set" && setOfField(key)
        }
        index = values.index
        if key.hasSuffix("portstart"), let end = self.key(), end.hasSuffix("portend"), let last = word(1),
            read.values.count == 1
        {
            index += 2
            return draft.add(field, [read.values[0] == last ? last : "\(read.values[0])-\(last)"])
        }
        if isTC || hasMasks, let mask = word(), mask.hasPrefix("0x") { index += 1 }
        return draft.add(field, read.values, isNegated: read.isNegated != isNegated)
    }

    // MARK: Actions

    private mutating func setOfField(_ key: String) -> Bool {
        guard key != "mark", let part = ForeignWords.markings[key] else {
            impossible = "a policy sets no fwmark: it sets dscp, priority and pcp"
            return key == "mark"
        }
        index += 1
        return value(of: part, key: key)
    }

    /// `set dscp ef`, pf's `set prio 5` and `set tos 0xb8`.
    private mutating func set() -> Bool {
        index += 1
        guard let key = key(), ForeignWords.markings[key] != nil else {
            if self.key() == "mark" { impossible = "a policy sets no fwmark: it sets dscp, priority and pcp" }
            // pf: set ( prio 5, tos 0xb8 )
            guard pieces.indices.contains(index), pieces[index] == .open else { return impossible != nil }
            index += 1
            while let key = self.key(), let part = ForeignWords.markings[key] {
                guard marking(part) else { return false }
                while index < pieces.count, pieces[index] == .comma { index += 1 }
            }
            guard index < pieces.count, pieces[index] == .close else { return false }
            index += 1
            return true
        }
        while let key = self.key(), let part = ForeignWords.markings[key] {
            guard marking(part) else { return false }
        }
        return true
    }

    private mutating func marking(_ part: String) -> Bool {
        guard let key = key() else { return false }
        index += 1
        if word() == "set" { index += 1 }
        return value(of: isPF && key == "prio" ? "pcp" : part, key: key)
    }

    private mutating func value(of part: String, key: String) -> Bool {
        if word() == "=" || word() == ":" { index += 1 }
        guard pieces.indices.contains(index) else { return false }
        let value: String
        switch pieces[index] {
        case .word(let word), .string(let word): value = word
        default: return false
        }
        index += 1
        if let slash = value.firstIndex(of: "/"), key == "--set-tos" {
            return ForeignMarking.dscp(ofTOS: String(value[..<slash])).map { draft.mark(part, $0) } ?? false
        }
        if key.contains("tos") { return ForeignMarking.dscp(ofTOS: value).map { draft.mark(part, $0) } ?? false }
        // skbedit reads plain numbers as hexadecimal too.
        return draft.mark(part, isTC && part == "priority" && !value.contains(":") ? "0:\(value)" : value)
    }

    private mutating func useClass() -> Bool {
        index += 1
        if word() == "=" { index += 1 }
        guard let name = word(), PolicyName.problem(name) == nil else { return false }
        index += 1
        return draft.act("class \(name)")
    }

    /// iptables' `-j`: the options of DSCP, TOS and CLASSIFY follow.
    private mutating func target() -> Bool {
        guard let target = word(1) else { return false }
        index += 2
        switch target {
        case "DSCP", "TOS", "CLASSIFY": return true
        case "ACCEPT", "RETURN": return draft.act("keep")
        case "DROP", "REJECT":
            index -= 1
            return true
        case "MARK", "CONNMARK":
            impossible = "a policy sets no fwmark: it sets dscp, priority and pcp"
            return true
        default: return false
        }
    }
}
