import NetlinkModel
import SeededRandom
import Testing

@testable import NetlinkKit

/// Bytes from anywhere never trap a decoder: they decode, or throw.
struct DecoderFuzzTests {
    /// Everything that reads kernel bytes.
    private func decode(_ bytes: [UInt8]) {
        var reader = NetlinkMessageReader(bytes[...])
        while let message = try? reader.next() { decode(message) }
        decode(NetlinkMessage(type: 0, flags: 0, sequence: 0, payload: bytes[...]))
        _ = try? NFTTransaction.failures(in: bytes[...], commands: [])
    }

    private func decode(_ message: NetlinkMessage) {
        _ = try? NFTTable(message)
        _ = try? NFTChainListing(message)
        _ = try? NFTObjectListing(message)
        _ = try? NFTRule(message, anonymousSets: [:])
        _ = try? NetlinkErrorReport(message)
        _ = try? LinkFeatures(message)
        for type: UInt16 in [16, 24, 36, 37, 44, 45] {
            var routing = message
            routing.type = type
            _ = try? Link(routing)
            _ = try? DefaultRoute.all(in: routing)
            _ = try? TCFilter(routing)
            _ = try? RTNLEvent(routing)
        }
        if let header = try? NFTSetHeader(message) { _ = header.modelled }
        for key in [NFTSetKey.ipv4Address, .ipv6Address, .internetService, .userID] {
            for isInterval in [false, true] {
                for verdicts in [nil, [NFTVerdict]()] {
                    var decoder = NFTSetElementDecoder(
                        NFTSet(name: "s", key: key, isInterval: isInterval, elements: [], verdicts: verdicts))
                    _ = try? decoder.append(message)
                    _ = decoder.finished()
                }
            }
        }
    }

    @Test func randomBytes() {
        var values = RandomValues(random: SeededGenerator("random bytes"))
        for _ in 0..<SeededGenerator.fuzzCount { decode(values.bytes(0...120)) }
    }

    @Test func mutatedMessages() throws {
        var values = RandomValues(random: SeededGenerator("mutated messages"))
        for _ in 0..<(SeededGenerator.fuzzCount / 10) {
            let command: NFTCommand =
                Bool.random(using: &values.random)
                ? .addRule(values.rule(), table: sampleTable) : .addSet(values.set(), table: sampleTable)
            var bytes = try messages(command).flatMap(\.bytes)
            for _ in 0..<Int.random(in: 1...8, using: &values.random) {
                bytes[Int.random(in: bytes.indices, using: &values.random)] = UInt8.random(
                    in: 0...255, using: &values.random)
            }
            if Bool.random(using: &values.random) {
                bytes.removeLast(Int.random(in: 0...min(bytes.count, 40), using: &values.random))
            }
            decode(bytes)
        }
    }

    @Test func mutatedMessagesOfRTNL() {
        var values = RandomValues(random: SeededGenerator("mutated messages of rtnetlink"))
        let goldens =
            LinkMessage.all.map(\.bytes) + RouteMessage.all.map(\.bytes) + KernelFilterMessage.all.map(\.bytes)
            + KernelQdiscMessage.all.map(\.bytes) + [KernelFeatureMessage.veth]
        for _ in 0..<(SeededGenerator.fuzzCount / 2) {
            var bytes = GoldenMessageTests.bytes(goldens.randomElement(using: &values.random) ?? "")
            for _ in 0..<Int.random(in: 1...4, using: &values.random) {
                let place = Int.random(in: bytes.indices, using: &values.random)
                bytes[place] = UInt8.random(in: 0...255, using: &values.random)
            }
            bytes.removeLast(Int.random(in: 0...min(bytes.count, 8), using: &values.random))
            decode(NetlinkMessage(type: 0, flags: 0, sequence: 0, payload: bytes[...]))
        }
    }
}
