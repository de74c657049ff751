import Glibc
import NetlinkModel
import SeededRandom
import Testing

@testable import NetlinkKit

/// Commands of rtnetlink byte by byte, what they are in words, and what is refused.
struct RTNLCommandTests {
    /// Type and flags, and all that follows the netlink header.
    static func bytes(_ command: RTNLCommand) throws -> [UInt8] {
        let encoder = try RTNLCommandEncoder(command)
        var writer = NetlinkMessageWriter()
        let mark = writer.beginMessage(type: encoder.type, flags: encoder.flags, sequence: 1, header: encoder.header)
        encoder.putAttributes(&writer)
        writer.endMessage(mark)
        let bytes = writer.bytes
        #expect(bytes.count == Int(try #require(bytes[...].hostUInt32(at: 0))))
        return Array(bytes[4..<8] + bytes.dropFirst(16))
    }

    /// Flags of nesting and the order of attributes included.
    @Test("bytes are those that tc and ip send", arguments: GoldenCommand.all)
    func bytesAreThoseOfTC(_ golden: GoldenCommand) throws {
        #expect(try Self.bytes(golden.command) == GoldenMessageTests.bytes(golden.bytes), "\(golden.text)")
    }

    private static func filter(
        _ classifier: TCClassifier = .matchAll, _ actions: [TCAction] = [], handle: UInt32 = 1, preference: UInt16 = 1,
        chain: UInt32 = 0, index: Int32 = 1, protocolType: UInt16 = EtherType.vlan
    ) -> RTNLCommand {
        .addFilter(
            TCFilter(
                identity: TCFilter.Identity(
                    interfaceIndex: index, hook: .egress, chain: chain, preference: preference,
                    protocolType: protocolType, handle: handle),
                classifier: classifier, actions: actions))
    }

    private static func action(
        _ operation: TCOperation, _ control: TCControl = .pass, cookie: Int = 0
    ) -> RTNLCommand {
        filter(.matchAll, [TCAction(operation, then: control, cookie: [UInt8](repeating: 1, count: cookie))])
    }

    private static let refused: [(RTNLCommand, String)] = [
        (.addClsact(interfaceIndex: 0), "0 is no index of an interface"),
        (.deleteClsact(interfaceIndex: -1), "-1 is no index of an interface"),
        (filter(handle: 0), "a filter with handle 0"),
        (filter(preference: 0), "a filter with preference 0"),
        (filter(protocolType: 0), "a filter with protocol 0"),
        (filter(chain: 0x1000_0000), "268435456 is no chain; there are 0 to 268435455"),
        (filter(index: 0), "0 is no index of an interface"),
        (filter(.flower([.vlanID(4096)])), "4096 is no VID; there are 0 to 4095"),
        (filter(.flower([.vlanPriority(8)])), "8 is no PCP; there are 0 to 7"),
        (
            filter(.flower([.vlanPriority(1), .vlanID(1)])),
            "keys of flower in another order than VID, PCP, EtherType, or twice"
        ),
        (
            filter(.flower([.vlanID(1), .vlanID(1)])),
            "keys of flower in another order than VID, PCP, EtherType, or twice"
        ),
        (
            filter(.flower([.vlanID(1)]), protocolType: EtherType.all),
            "keys of a VLAN tag in a filter whose protocol is none"
        ),
        (
            filter(.basic([TCMetaMatch(.priority, mask: 0, equals: 0)])),
            "the mask 0 of a meta match would mean no mask"
        ),
        (
            filter(.unknown(kind: "u32", options: [])),
            "this filter of kind u32 can be read back but not sent"
        ),
        (
            filter(.matchAll, Array(repeating: TCAction(.generic, then: .pipe), count: 33)),
            "33 actions; the kernel takes 32"
        ),
        (action(.generic, cookie: 17), "a cookie of 17 bytes; the kernel takes 16"),
        (action(.generic, .goto(chain: 0x1000_0000)), "268435456 is no chain; there are 0 to 268435455"),
        (action(.generic, .other(0)), "an action's control that has another name"),
        (action(.generic, .other(.min)), "an action's control that has another name"),
        (action(.pushVLAN(id: 4096, priority: 0, tagProtocol: EtherType.vlan)), "4096 is no VID; there are 0 to 4095"),
        (action(.pushVLAN(id: 0, priority: 8, tagProtocol: EtherType.vlan)), "8 is no PCP; there are 0 to 7"),
        (action(.modifyVLAN(id: 0, priority: 8, tagProtocol: EtherType.vlan)), "8 is no PCP; there are 0 to 7"),
        (
            action(.modifyVLAN(id: 0, priority: nil, tagProtocol: EtherType.ipv4)),
            "2048 is no EtherType of a VLAN tag"
        ),
        (action(.unknown(kind: "mirred", options: [])), "this action of kind mirred can be read back but not sent"),
        (
            .setVLANMaps(interfaceIndex: 1, egress: [VLANMapping(priority: 0, pcp: 8)], ingress: []),
            "8 is no PCP; there are 0 to 7"
        ),
        (
            .setVLANMaps(interfaceIndex: 1, egress: [], ingress: [VLANMapping(priority: 0, pcp: 8)]),
            "8 is no PCP; there are 0 to 7"
        ),
        (
            .setVLANMaps(
                interfaceIndex: 1, egress: (0..<6000).map { VLANMapping(priority: $0, pcp: 1) }, ingress: []),
            "more than fits into one attribute"
        ),
        (
            filter(.basic((0..<2000).map { TCMetaMatch(.priority, equals: $0) })),
            "more than fits into one attribute"
        ),
        (
            .deleteFilter(
                TCFilter.Identity(interfaceIndex: 1, hook: .egress, preference: 1, handle: 1), kind: "sixteen-letters-"),
            "the kind of a filter has 1 to 15 bytes and no NUL"
        ),
    ]

    @Test("what cannot be sent is refused", arguments: refused)
    func refusals(_ command: RTNLCommand, _ reason: String) {
        let error = #expect(throws: RefusedValue.self) { try RTNLCommandEncoder(command) }
        #expect(error?.reason == reason)
    }

    /// Nothing is sent: these numbers are of no interface that the kernel would find, and the words are ours.
    @Test func refusalsComeAsErrors() {
        let command = RTNLCommand.setVLANMaps(
            interfaceIndex: .max, egress: [VLANMapping(priority: 1, pcp: 9)], ingress: [])
        let error = #expect(throws: NetlinkError.self) { try RTNLClient().commit(command) }
        #expect(
            error
                == NetlinkError(
                    operation: "set the VLAN maps of interface \(Int32.max)", code: EINVAL,
                    message: "9 is no PCP; there are 0 to 7"))
    }

    @Test func words() {
        let identity = TCFilter.Identity(interfaceIndex: 5, hook: .egress, preference: 20803, handle: 3)
        #expect(
            RTNLCommand.addFilter(TCFilter(identity: identity, classifier: .matchAll, actions: [])).operation
                == "add a filter to egress of interface 5 (preference 20803, handle 3)")
        var inChain = identity
        inChain.chain = 7
        #expect(
            RTNLCommand.deleteFilter(inChain, kind: "basic").operation
                == "delete a filter of egress of interface 5 (chain 7, preference 20803, handle 3)")
    }

    // MARK: Round trips

    @Test func filtersComeBack() throws {
        var values = RandomValues(random: SeededGenerator("filters"))
        for _ in 0..<2_000 {
            let filter = values.filter()
            let bytes = try Self.bytes(.addFilter(filter))
            let message = NetlinkMessage(type: 44, flags: 0, sequence: 1, payload: bytes.dropFirst(4))
            #expect(try TCFilter(message) == filter, "\(values.random)")
            #expect(try TCFilterListing(message).identity() == filter.identity)
        }
    }

    @Test func vlanMapsComeBack() throws {
        var values = RandomValues(random: SeededGenerator("VLAN maps"))
        for _ in 0..<500 {
            let maps = values.vlanMaps()
            let bytes = try Self.bytes(
                .setVLANMaps(
                    interfaceIndex: 3, egress: maps.egress.shuffled(using: &values.random), ingress: maps.ingress))
            // The message without what names the device: IFLA_INFO_DATA begins behind header, nest and kind.
            let data = try #require(try Self.data(bytes))
            let device = try VLANDevice(
                NetlinkAttribute(type: 2, payload: [6, 0, 1, 0, 10, 0, 0, 0] + data))
            #expect(device == VLANDevice(id: 10, flags: [], egressMap: maps.egress, ingressMap: maps.ingress))
        }
    }

    private static func data(_ bytes: [UInt8]) throws -> ArraySlice<UInt8>? {
        let info = try NetlinkAttribute(type: 0, payload: bytes.dropFirst(20)).only(LinkAttribute.info)
        var reader = NetlinkAttributeReader(info)
        while let attribute = try reader.next() {
            if attribute.type == LinkInfoAttribute.data { return attribute.payload }
        }
        return nil
    }
}
