import NetlinkModel

/// One change of a link, and how to take it back.
struct LinkStep: Hashable {
    var command: RTNLCommand
    var undo: RTNLCommand
    /// Which of the policy's `links` asks for it; nil for what no statement wants any more.
    var statement: Int?
}

/// An entry of a VLAN device's egress map that changes while both policies' packets may meet it.
struct MapChange: Hashable {
    var interface: InterfaceName
    var priority: UInt32
    /// 0 for none.
    var old: UInt8
    var new: UInt8
}

/// All changes of links that an apply makes.
struct LinkSteps {
    /// Before the table's flip: nothing here changes what the old policy's packets get.
    var prepare: [LinkStep] = []
    /// When no packet comes from the old policy any more.
    var finish: [LinkStep] = []
    /// Of `finish`, the entries that the new policy's packets use as well.
    var conflicts: [MapChange] = []
    /// What `stop` has to put back, from the first change on, and when all are made.
    var recordMeanwhile: LinkRecord
    var recordAfter: LinkRecord

    /// Whether entries of VLAN maps are among them.
    var hasMapEntries: Bool {
        (prepare + finish).contains { if case .setVLANMaps = $0.command { true } else { false } }
    }

    var isEmpty: Bool { prepare.isEmpty && finish.isEmpty }
}
