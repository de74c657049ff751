import Glibc
import SeededRandom
import Testing

@testable import QoSCompiler

/// Addresses against the C library: `inet_pton` reads, `inet_ntop` prints.
@Suite struct AddressTests {
    private func pton(_ family: Int32, _ text: String) -> UInt128? {
        var bytes = [UInt8](repeating: 0, count: 16)
        guard inet_pton(family, text, &bytes) == 1 else { return nil }
        return bytes.prefix(family == AF_INET ? 4 : 16).reduce(0) { $0 << 8 | UInt128($1) }
    }

    private func ntop(_ address: IPAddress) -> String {
        let count = address.family.addressWidth / 8
        let bytes = NumberMatch.bigEndian(address.number, count: count)
        var text = [CChar](repeating: 0, count: 64)
        _ = inet_ntop(address.family == .ip ? AF_INET : AF_INET6, bytes, &text, socklen_t(text.count))
        return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    private func text(_ string: String) -> ArraySlice<UInt8> { Array(string.utf8)[...] }

    /// An address with runs of zeros, as people have them.
    private func randomIPv6(_ random: inout SeededGenerator) -> IPAddress {
        var number: UInt128 = 0
        for _ in 0..<8 {
            let group = random.chance(oneIn: 2) ? 0 : UInt128(random.int(0...0xffff) >> random.pick([0, 4, 8, 12]))
            number = number << 16 | group
        }
        return IPAddress(ipv6: number)
    }

    @Test func ipv4() {
        var random = SeededGenerator("ipv4")
        for _ in 0..<2000 {
            let address = IPAddress(ipv4: UInt32.random(in: 0...(.max), using: &random) >> UInt32(random.int(0...31)))
            #expect(address.description == ntop(address))
            #expect(IPAddress(address.description) == address)
        }
    }

    /// RFC 5952. The C library writes IPv4 into `::/96` and `::ffff:0:0/96`, which section 5 leaves open.
    @Test func ipv6() {
        var random = SeededGenerator("ipv6")
        for _ in 0..<4000 {
            let address = randomIPv6(&random)
            let printed = address.description
            #expect(IPAddress(printed) == address, "\(printed)")
            #expect(pton(AF_INET6, printed) == address.number, "\(printed)")
            if !ntop(address).contains(".") { #expect(printed == ntop(address)) }
        }
    }

    @Test(
        "RFC 5952 section 4",
        arguments: [
            ("2001:0DB8:0:0:0:0:0:1", "2001:db8::1"), ("2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"),
            ("2001:0:0:1:0:0:0:1", "2001:0:0:1::1"), ("2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"),
            ("0:0:0:0:0:0:0:0", "::"),
            ("1:0:0:0:0:0:0:0", "1::"), ("0:0:0:0:0:0:0:1", "::1"), ("1::2:3:4:5:6:7", "1:0:2:3:4:5:6:7"),
            ("::ffff:192.0.2.1", "::ffff:c000:201"), ("64:ff9b::192.0.2.33", "64:ff9b::c000:221"), ("::FFFF", "::ffff"),
        ])
    func canonicalText(_ written: String, _ printed: String) throws {
        #expect(try #require(IPAddress(written)).description == printed)
    }

    /// Whatever the C library takes as an address we take as the same one, and nothing else.
    @Test func parsingAgainstTheLibrary() {
        var random = SeededGenerator("parsingAgainstTheLibrary")
        let alphabet = Array("0123456789abcdefF:::..".utf8)
        for _ in 0..<8000 {
            var bytes = Array(
                (random.chance(oneIn: 3) ? IPAddress(ipv4: UInt32(random.int(0...0xffff_ffff))) : randomIPv6(&random))
                    .description.utf8)
            for _ in 0..<random.int(0...3) {
                let place = random.int(0...bytes.count)
                switch random.int(1...3) {
                case 1: bytes.insert(random.pick(alphabet), at: place)
                case 2 where place < bytes.count: bytes.remove(at: place)
                case 3 where place < bytes.count: bytes[place] = random.pick(alphabet)
                default: break
                }
            }
            let text = String(decoding: bytes, as: UTF8.self)
            let expected = text.contains(":") ? pton(AF_INET6, text) : pton(AF_INET, text)
            #expect(IPAddress(text)?.number == expected, "'\(text)' \(random)")
        }
    }

    @Test(arguments: [
        "", ".", ":", ":::", "1", "1.2.3", "1.2.3.4.5", "1.2.3.", ".1.2.3", "1..2.3", "01.2.3.4", "256.1.1.1",
        "1.2.3.4 ", "1:2",
        "1::2::3", "12345::", "g::", "1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7:8::", "::1:2:3:4:5:6:7:8",
        "1:2:3:4:5:6:7:1.2.3.4",
        "::1.2.3", "1.2.3.4::", "::1.2.3.4:5", "fe80::1%eth0", "::/0", ":1::2", "1:",
    ])
    func noAddress(_ text: String) {
        #expect(IPAddress(text) == nil)
        #expect(pton(text.contains(":") ? AF_INET6 : AF_INET, text) == nil)
    }

    /// A prefix is its first and last address; the hint for one with host bits is the right prefix.
    @Test func prefixes() throws {
        var random = SeededGenerator("prefixes")
        for _ in 0..<1000 {
            let address =
                random.chance(oneIn: 2) ? IPAddress(ipv4: UInt32(random.int(0...0xffff_ffff))) : randomIPv6(&random)
            let width = address.family.addressWidth
            let length = random.int(0...width)
            let host: UInt128 = length == width ? 0 : address.family.addressMaximum >> UInt128(length)
            let network = IPAddress(address.family, address.number & ~host)
            let value = try ValueParser.address(text("\(network)/\(length)"))
            #expect(
                value.lower == network.number && value.upper == network.number | host && value.family == address.family)
            #expect(FieldLowering.prefixLength(value.lower...value.upper, width: width) == length)
            guard address.number & host != 0 else { continue }
            let error = #expect(throws: ValueError.self) { try ValueParser.address(text("\(address)/\(length)")) }
            #expect(error?.code == .hostBits)
            #expect(error?.hint == "\(network)/\(length), or \(address) for the one address")
        }
    }

    @Test func ranges() throws {
        let range = try ValueParser.address(text("10.0.0.1-10.0.1.0"))
        #expect(range.lower == 0x0a00_0001 && range.upper == 0x0a00_0100)
        let one = try ValueParser.address(text("2001:db8::1-2001:db8::1"))
        #expect(one.lower == one.upper && one.family == .ip6)
        let all = try ValueParser.address(text("::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"))
        #expect(all.lower == 0 && all.upper == .max)
    }

    @Test(
        "an interval is a prefix only where it is one",
        arguments: [
            (0...0xffff_ffff, 0), (0x0a00_0000...0x0aff_ffff, 8), (5...5, 32), (4...5, 31), (5...6, nil), (1...2, nil),
            (0...2, nil),
            (4...6, nil), (0x0a00_0001...0x0aff_ffff, nil),
        ] as [(ClosedRange<UInt128>, Int?)])
    func prefixLength(_ interval: ClosedRange<UInt128>, _ expected: Int?) {
        #expect(FieldLowering.prefixLength(interval, width: 32) == expected)
    }
}
