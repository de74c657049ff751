/// A network interface name: 1-15 bytes, no blank, `/` or `:`, not `.` or `..` (`dev_valid_name`, net/core/dev.c).
public struct InterfaceName: Hashable, Sendable, CustomStringConvertible {
    /// `IFNAMSIZ` - 1
    public static let maximumLength = 15

    public let description: String

    public init?(_ text: String) {
        let bytes = text.utf8
        guard (1...Self.maximumLength).contains(bytes.count), text != ".", text != "..",
            !bytes.contains(where: { $0 == 0x2f || $0 == 0x3a || $0 <= 0x20 || $0 == 0x7f })
        else { return nil }
        description = text
    }
}
