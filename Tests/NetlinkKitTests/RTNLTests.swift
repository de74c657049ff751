import NetlinkModel
import Testing

@testable import NetlinkKit

/// Messages of rtnetlink byte by byte.
struct RTNLTests {
    private func message(_ type: UInt16, _ text: String) -> NetlinkMessage {
        NetlinkMessage(type: type, flags: 2, sequence: 1, payload: GoldenMessageTests.bytes(text)[...])
    }

    @Test("links", arguments: LinkMessage.all)
    func links(_ golden: LinkMessage) throws {
        #expect(try Link(message(16, golden.bytes)) == golden.link)
        #expect(try Link(message(24, golden.bytes)) == nil)
    }

    @Test("routes", arguments: RouteMessage.all)
    func routes(_ golden: RouteMessage) throws {
        #expect(try DefaultRoute.all(in: message(24, golden.bytes)) == golden.routes)
        #expect(try DefaultRoute.all(in: message(16, golden.bytes)).isEmpty)
    }

    /// Every shortened message decodes or throws; a number of the wrong length throws.
    @Test func shortened() {
        for golden in LinkMessage.all {
            let bytes = GoldenMessageTests.bytes(golden.bytes)
            for count in 0..<16 {
                #expect(throws: MalformedMessage.self) {
                    try Link(NetlinkMessage(type: 16, flags: 2, sequence: 1, payload: bytes.prefix(count)))
                }
            }
        }
        let header = "00 00 01 00  03 00 00 00  03 10 00 00  00 00 00 00\n"
        for attribute in [
            "06 00 04 00  78 05 00 00", "05 00 05 00  02 00 00 00", "09 00 12 00  09 00 01 00  76 00 00 00",
        ] {
            #expect(throws: MalformedMessage.self) { try Link(message(16, header + attribute)) }
        }
        let route = "02 00 00 00  fe 03 00 01  00 00 00 00\n"
        for attribute in [
            "08 00 09 00  08 00 00 00", "0c 00 09 00  07 00 00 00  03 00 00 00", "06 00 04 00  03 00 00 00",
        ] {
            #expect(throws: MalformedMessage.self) { try DefaultRoute.all(in: message(24, route + attribute)) }
        }
    }

    /// As `ip link` asks, but for all families, and without statistics instead of with virtual functions.
    @Test func requests() {
        func bytes(_ request: RTNLClient.Request) -> [UInt8] {
            var writer = NetlinkMessageWriter()
            let mark = writer.beginMessage(
                type: request.type, flags: NetlinkFlags.dump, sequence: 0x0102, header: request.header)
            request.arguments(&writer)
            writer.endMessage(mark)
            return writer.bytes
        }
        #expect(
            bytes(RTNLClient.linkRequest)
                == GoldenMessageTests.bytes(
                    """
                    28 00 00 00  12 00 01 03  02 01 00 00  00 00 00 00  # 40 bytes, RTM_GETLINK, REQUEST | DUMP
                    00 00 00 00  00 00 00 00  00 00 00 00  00 00 00 00  # struct ifinfomsg: AF_UNSPEC
                    08 00 1d 00  08 00 00 00                            # IFLA_EXT_MASK RTEXT_FILTER_SKIP_STATS
                    """))
        #expect(
            bytes(RTNLClient.routeRequest)
                == GoldenMessageTests.bytes(
                    """
                    1c 00 00 00  1a 00 01 03  02 01 00 00  00 00 00 00  # 28 bytes, RTM_GETROUTE, REQUEST | DUMP
                    00 00 00 00  00 00 00 00  00 00 00 00               # struct rtmsg: AF_UNSPEC
                    """))
    }
}
