import NetlinkModel

/// `link` statements.
extension Parser {
    private static let forms = ["egress-map", "ingress-map", "tag", "retag", "trust"]

    /// After the word `link` or `link?`.
    mutating func parseLink(isOptional: Bool) throws(SyntaxFailure) -> LinkStatement {
        let interface = try value("an interface")
        guard let name = InterfaceName(interface.string), !interface.string.contains("*") else {
            throw failure(
                .badValue, "'\(interface.string)' is no interface name", at: interface.span,
                hint: interface.string.contains("*") ? "links have no wildcards: one statement for each" : nil)
        }
        let form = try parseForm()
        return LinkStatement(interface: Located(name, interface.span), isOptional: isOptional, form: form)
    }

    private mutating func parseForm() throws(SyntaxFailure) -> LinkForm {
        let form = try word("a link form")
        switch form.value {
        case "egress-map":
            if kind == .word, text == "auto" {
                index += 1
                return .egressMapAuto
            }
            return .egressMap(try parseMap(prioritiesFirst: true))
        case "ingress-map": return .ingressMap(try parseMap(prioritiesFirst: false))
        case "tag":
            try keyword("priority")
            return .tagPriority
        case "retag": return .retag
        case "trust":
            switch try word("pcp or dscp").value {
            case "pcp": return .trustPCP
            case "dscp": return .trustDSCP
            default:
                index -= 1
                throw failure(.unknownWord, "trust what? '\(text)' is neither pcp nor dscp")
            }
        default:
            throw failure(
                .unknownWord, "unknown link form '\(form.value)'", at: form.span,
                hint: Suggestion.text(for: form.value, among: Self.forms)
                    ?? "one of: egress-map, ingress-map, tag priority, retag, trust pcp, trust dscp")
        }
    }

    private mutating func keyword(_ expected: String) throws(SyntaxFailure) {
        guard kind == .word, text == expected else {
            throw failure(.syntax, "expected '\(expected)', found \(describeToken)")
        }
        index += 1
    }

    /// `{ P:N … }` or `{ N:P … }`, plain decimals.
    private mutating func parseMap(prioritiesFirst: Bool) throws(SyntaxFailure) -> [LinkMapEntry] {
        guard kind == .openBrace else {
            throw failure(
                .syntax, "expected \(prioritiesFirst ? "auto or " : "")a map in braces, found \(describeToken)")
        }
        var entries: [LinkMapEntry] = []
        var seen: Set<UInt32> = []
        for value in try list() {
            do throws(ValueError) {
                guard let (left, right) = ValueParser.split(value.text, at: UInt8(ascii: ":")) else {
                    throw ValueError(
                        .badValue, "'\(value.string)' is no map entry",
                        hint: prioritiesFirst ? "PRIORITY:PCP, as in 6:5" : "PCP:PRIORITY, as in 5:6")
                }
                let (priorityText, pcpText) = prioritiesFirst ? (left, right) : (right, left)
                let priority = try ValueParser.number(priorityText, maximum: UInt64(UInt32.max), what: "priority")
                let pcp = try ValueParser.pcp(pcpText)
                let key = prioritiesFirst ? UInt32(truncatingIfNeeded: priority) : UInt32(pcp.value)
                guard seen.insert(key).inserted else {
                    throw ValueError(.duplicate, "the map names \(key) twice")
                }
                entries.append(LinkMapEntry(priority: UInt32(truncatingIfNeeded: priority), pcp: pcp))
            } catch {
                throw failure(error, at: value.span)
            }
        }
        return entries
    }
}
