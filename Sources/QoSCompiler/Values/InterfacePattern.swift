public import NetlinkModel

/// An interface by name, or every interface whose name starts with a prefix (`wg*`).
public enum InterfacePattern: Hashable, Sendable {
    case exact(InterfaceName)
    /// At most 15 bytes; empty matches every interface.
    case prefix(String)

    /// A name, with an optional `*` as its last character. Nil when no interface can have such a name.
    public init?(_ text: String) {
        if text.hasSuffix("*") {
            let prefix = String(text.dropLast())
            guard !prefix.contains("*"), prefix.isEmpty || InterfaceName(prefix) != nil else { return nil }
            self = .prefix(prefix)
        } else {
            guard !text.contains("*"), let name = InterfaceName(text) else { return nil }
            self = .exact(name)
        }
    }

    public func matches(_ name: String) -> Bool {
        switch self {
        case .exact(let exact): exact.description == name
        case .prefix(let prefix): name.utf8.starts(with: prefix.utf8)
        }
    }

    /// Whether one interface name can match both.
    public func overlaps(_ other: InterfacePattern) -> Bool {
        switch (self, other) {
        case (.exact(let a), .exact(let b)): a == b
        case (.exact(let a), .prefix): other.matches(a.description)
        case (.prefix, .exact(let b)): matches(b.description)
        case (.prefix(let a), .prefix(let b)): a.utf8.starts(with: b.utf8) || b.utf8.starts(with: a.utf8)
        }
    }
}
