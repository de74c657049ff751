import NetworkLab
import QoSCompiler
import SeededRandom

/// Extension headers and AH: the same upper-layer protocol has to be found behind them.
package enum ExtensionHeaders {
    package static func add(to packet: inout WirePacket, using random: inout SeededGenerator) {
        guard Int.random(in: 0..<4, using: &random) == 0, packet.sent.protocolNumber != .ah else { return }
        if Int.random(in: 0..<4, using: &random) == 0, !packet.seen.isLaterFragment {
            packet.sent.headers = [.authentication]
            packet.seen.proto = .ah
            packet.seen.sport = nil
            packet.seen.dport = nil
        } else if packet.seen.family == .ip6 {
            packet.sent.headers =
                [[.hopByHop], [.destinationOptions], [.hopByHop, .routing], [.routing, .destinationOptions]]
                .randomElement(using: &random) ?? []
        } else {
            packet.sent.options = [1, 1, 1, 0]
        }
    }
}
