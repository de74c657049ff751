/// One change through rtnetlink. Each is atomic by itself, and there are no batches.
public enum RTNLCommand: Hashable, Sendable {
    /// A clsact qdisc where there is none (`RTM_NEWQDISC`, exclusive): `EEXIST` where one is.
    case addClsact(interfaceIndex: Int32)
    /// Takes the clsact qdisc with all its filters away (`RTM_DELQDISC`): `EINVAL` or `ENOENT` where there is none.
    case deleteClsact(interfaceIndex: Int32)
    /// A filter where none has its identity (`RTM_NEWTFILTER`, exclusive): `EEXIST` where one has. All filters of one
    /// chain and preference have the same kind and the same protocol: `EINVAL` for others. Where the qdisc is `ingress`
    /// and not clsact, the kernel takes a filter of egress too, and runs it on what is received.
    case addFilter(TCFilter)
    /// The filter in place of the one with its identity, in one step for every packet; new where there is none. Not for
    /// `matchall`, which the kernel never replaces: `EEXIST`.
    case replaceFilter(TCFilter)
    /// `kind` is the classifier's name: a filter of another kind is not deleted (`EINVAL`). `ENOENT` where there is none
    /// of this handle, or none in the chain; `EINVAL` where there is none of this preference and protocol.
    case deleteFilter(TCFilter.Identity, kind: String)
    /// Adds and overrides entries of a VLAN device's maps, and nothing else of it (`RTM_NEWLINK`).
    case setVLANMaps(interfaceIndex: Int32, egress: [VLANMapping], ingress: [VLANMapping])
}
