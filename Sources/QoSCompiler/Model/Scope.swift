/// Whose packets are marked.
public enum Scope: String, Hashable, Sendable, CaseIterable {
    /// This host's own packets.
    case output
    /// Packets routed through this host.
    case forward
    case both

    public var paths: [PacketPath] {
        switch self {
        case .output: [.output]
        case .forward: [.forward]
        case .both: [.output, .forward]
        }
    }
}

/// Which way a packet takes through this host; each has its own hook and chain.
public enum PacketPath: String, Hashable, Sendable, CaseIterable {
    case output
    case forward
}
