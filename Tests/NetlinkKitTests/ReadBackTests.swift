import NetlinkModel
import Testing

@testable import NetlinkKit

/// What the kernel lists becomes a case of the model only when it means exactly that.
struct ReadBackTests {
    /// A rule message with one expression, as the kernel lists it.
    private static func rule(_ name: String, _ data: (inout NetlinkMessageWriter) -> Void) -> NetlinkMessage {
        var writer = NetlinkMessageWriter()
        let message = writer.beginMessage(type: NFTMessage.newRule.type, flags: 0, sequence: 1, family: 1)
        writer.put(NFTRuleAttribute.chain, string: "c")
        let list = writer.beginNested(NFTRuleAttribute.expressions)
        let element = writer.beginNested(NFTRuleAttribute.listElement)
        writer.put(NFTRuleAttribute.expressionName, string: name)
        let nested = writer.beginNested(NFTRuleAttribute.expressionData)
        data(&writer)
        for mark in [nested, element, list] { writer.endNested(mark) }
        writer.endMessage(message)
        return NetlinkMessage(type: 0, flags: 0, sequence: 1, payload: writer.bytes.dropFirst(16))
    }

    private static func numbers(_ fields: (UInt16, UInt32)...) -> (inout NetlinkMessageWriter) -> Void {
        { writer in for (type, value) in fields { writer.put(type, uint32: value) } }
    }

    private static func value(_ type: UInt16, _ inner: UInt16, _ bytes: [UInt8], _ writer: inout NetlinkMessageWriter) {
        let nested = writer.beginNested(type)
        writer.put(inner, bytes: bytes)
        writer.endNested(nested)
    }

    /// Known names with something that the model's case does not say.
    static let unknown: [(what: String, message: NetlinkMessage)] = [
        ("byteorder to host", rule("byteorder", numbers((1, 1), (2, 1), (3, 0), (4, 4), (5, 4)))),
        ("byteorder of several values", rule("byteorder", numbers((1, 1), (2, 1), (3, 1), (4, 8), (5, 4)))),
        (
            "bitwise shift",
            rule("bitwise") { writer in
                numbers((1, 1), (2, 1), (3, 4), (6, 1))(&writer)
                value(7, 1, [3, 0, 0, 0], &writer)
            }
        ),
        (
            "a lookup in a map of data",
            rule("lookup") { writer in
                writer.put(1, string: "m")
                numbers((2, 1), (3, 1), (5, 0))(&writer)
            }
        ),
        (
            "an inverted lookup in a map",
            rule("lookup") { writer in
                writer.put(1, string: "m")
                numbers((2, 1), (3, 0), (5, 1))(&writer)
            }
        ),
        (
            "a lookup in an anonymous map",
            rule("lookup") { writer in
                writer.put(1, string: "__map7")
                numbers((2, 1), (3, 0), (5, 0))(&writer)
            }
        ),
        (
            "a lookup with other flags",
            rule("lookup") { writer in
                writer.put(1, string: "s")
                numbers((2, 1), (5, 2))(&writer)
            }
        ),
        (
            "a lookup in an anonymous set that is not modelled",
            rule("lookup") { writer in
                writer.put(1, string: "__set7")
                numbers((2, 1), (5, 0))(&writer)
            }
        ),
        (
            "a comparison with a verdict",
            rule("cmp") { writer in
                numbers((1, 1), (2, 0))(&writer)
                value(3, 2, [8, 0, 1, 0, 0, 0, 0, 1], &writer)
            }
        ),
        (
            "an objref by map",
            rule("objref") { writer in
                numbers((3, 1))(&writer)
                writer.put(4, string: "m")
            }
        ),
        (
            "an objref to a quota",
            rule("objref") { writer in
                numbers((1, 2))(&writer)
                writer.put(2, string: "q")
            }
        ),
        ("another meta key", rule("meta", numbers((1, 1), (2, 20)))),
        ("a payload load with a checksum", rule("payload", numbers((1, 1), (2, 1), (3, 0), (4, 2), (6, 1)))),
        ("an inner header", rule("payload", numbers((1, 1), (2, 3), (3, 0), (4, 2)))),
        (
            "a verdict to user space",
            rule("immediate") { writer in
                numbers((1, 0))(&writer)
                value(2, 2, [8, 0, 1, 0, 0, 0, 0, 3], &writer)
            }
        ),
        ("an attribute twice", rule("meta", numbers((1, 1), (2, 3), (2, 3)))),
        ("another name", rule("limit", numbers((1, 1)))),
    ]

    @Test(arguments: 0..<unknown.count)
    func staysUnknown(_ index: Int) throws {
        let (what, message) = Self.unknown[index]
        let rule = try NFTRule(message, anonymousSets: ["__set7": NFTSet?.none, "__map7": NFTSet?.none])
        guard case .unknown(let expression) = try #require(rule.expressions.first) else {
            Issue.record("\(what) was read as \(rule.expressions)")
            return
        }
        #expect(!expression.data.isEmpty)
    }

    /// An anonymous set goes out before its rule and comes back inside the lookup.
    @Test(arguments: allShapes)
    func comesBackAsItWasSent(_ shape: Shape) throws {
        let rule = NFTRule(chain: "c", expressions: shape.expressions, comment: "x")
        var anonymous: [NFTSet] = []
        var decoder: NFTSetElementDecoder?
        for message in try messages(.addRule(rule, table: sampleTable)) {
            switch message.type {
            case NFTMessage.newSet.type:
                if let set = decoder?.finished() { anonymous.append(set) }
                decoder = NFTSetElementDecoder(try #require(try NFTSetHeader(received(message)).modelled))
            case NFTMessage.newSetElements.type:
                try decoder?.append(received(message))
            default:
                if let set = decoder?.finished() { anonymous.append(set) }
                let listed = try NFTRule(received(message), anonymousSets: [:])
                #expect(listed.comment == "x")
                // A lookup that carries a set's number goes to the kernel only; it lists the set's name instead.
                for (own, back) in zip(rule.expressions, listed.expressions) where own.anonymousSet == nil {
                    #expect(own == back)
                }
                #expect(listed.expressions.count == rule.expressions.count)
            }
        }
        #expect(anonymous == shape.expressions.compactMap(\.anonymousSet))
    }

    @Test func adjacentIntervalsStayApart() throws {
        let elements = [NFTSetElement(0, 9), NFTSetElement(10, 19), NFTSetElement(20, UInt128(UInt32.max))]
        let set = NFTSet(name: "s", key: .ipv4Address, isInterval: true, elements: elements)
        let sent = try messages(.addSet(set, table: sampleTable))
        var decoder = NFTSetElementDecoder(try #require(try NFTSetHeader(received(sent[0])).modelled))
        for message in sent.dropFirst().reversed() { try decoder.append(received(message)) }
        #expect(decoder.finished() == set)
    }
}
