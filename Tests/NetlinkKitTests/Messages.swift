import CMnl
import CNftnl
import NetlinkModel
import Testing

@testable import NetlinkKit

/// A message of a batch with its raw bytes.
struct RawMessage: Equatable {
    var type: UInt16
    var flags: UInt16
    var sequence: UInt32
    var bytes: [UInt8]
}

/// The messages that commands are encoded to, without the batch's begin and end.
func messages(_ commands: NFTCommand...) throws -> [RawMessage] {
    var encoder = NFTBatchEncoder()
    for (index, command) in commands.enumerated() { try encoder.append(command, index: index) }
    return split(encoder.bytes)
}

func split(_ bytes: [UInt8]) -> [RawMessage] {
    var found: [RawMessage] = []
    var rest = bytes[...]
    while let length = rest.hostUInt32(at: 0), let type = rest.hostUInt16(at: 4), let flags = rest.hostUInt16(at: 6),
        let sequence = rest.hostUInt32(at: 8)
    {
        found.append(RawMessage(type: type, flags: flags, sequence: sequence, bytes: Array(rest.prefix(Int(length)))))
        rest = rest.dropFirst(Int(length))
    }
    return found
}

/// A message as the decoders get it.
func received(_ message: RawMessage) -> NetlinkMessage {
    NetlinkMessage(
        type: message.type, flags: message.flags, sequence: message.sequence, payload: message.bytes.dropFirst(16))
}

let sampleTable = NFTTableID(family: .inet, name: "qosctl")

/// The expressions of a rule message as libnftnl prints them, which is what `nft --debug=netlink` prints.
func printedExpressions(_ message: RawMessage) throws -> String {
    let rule = try #require(nftnl_rule_alloc())
    defer { nftnl_rule_free(rule) }
    let status = message.bytes.withUnsafeBytes {
        nftnl_rule_nlmsg_parse($0.baseAddress?.assumingMemoryBound(to: nlmsghdr.self), rule)
    }
    try #require(status == 0)
    var text = [CChar](repeating: 0, count: 64 << 10)
    nftnl_rule_snprintf(&text, text.count, rule, UInt32(NFTNL_OUTPUT_DEFAULT.rawValue), 0)
    let printed = text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
    return String(decoding: printed, as: UTF8.self).split(separator: "\n").map {
        $0.trimmingPrefix(while: \.isWhitespace)
    }
    .filter { $0.hasPrefix("[") }.map { String($0.trimmingSuffix()) }.joined(separator: "\n")
}

extension Substring {
    fileprivate func trimmingSuffix() -> Substring {
        var text = self
        while text.last?.isWhitespace == true { text.removeLast() }
        return text
    }
}
