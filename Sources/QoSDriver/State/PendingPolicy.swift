/// A policy that is in force and waits to be confirmed: `pending` in the state directory.
///
/// The time runs on the clock that counts from boot and goes on while the host sleeps (`CLOCK_BOOTTIME`): nobody can set
/// it. After a boot the time is over.
struct PendingPolicy: Hashable, Sendable {
    /// The revision that waits.
    var revision: Int
    /// What was active before; nil for nothing.
    var previous: KeptPolicy?
    /// When the time is over, in nanoseconds since boot.
    var deadline: UInt64
    var boot: String

    private static let schema = "qosctl-pending 1"
    private static let prefix = "previous-"

    init(revision: Int, previous: KeptPolicy?, deadline: UInt64, boot: String) {
        self.revision = revision
        self.previous = previous
        self.deadline = deadline
        self.boot = boot
    }

    init?(_ bytes: [UInt8]) {
        guard let values = StateFile.parse(bytes, schema: Self.schema),
            let revision = values["revision"].flatMap(KeptPolicy.revision),
            let deadline = values["deadline"].flatMap(UInt64.init), let boot = values["boot"]
        else { return nil }
        let previous = values.filter { $0.key.hasPrefix(Self.prefix) }
            .map { (key: String($0.key.dropFirst(Self.prefix.count)), value: $0.value) }
        self.init(revision: revision, previous: nil, deadline: deadline, boot: boot)
        guard !previous.isEmpty else { return }
        guard let record = KeptPolicy(StateFile.bytes(schema: KeptPolicy.schema, previous)) else { return nil }
        self.previous = record
    }

    var bytes: [UInt8] {
        var values = [("revision", String(revision)), ("deadline", String(deadline)), ("boot", boot)]
        if let previous, let fields = StateFile.parse(previous.bytes, schema: KeptPolicy.schema) {
            values += fields.sorted { $0.key < $1.key }.map { (Self.prefix + $0.key, $0.value) }
        }
        return StateFile.bytes(schema: Self.schema, values)
    }

    /// Nanoseconds left; nil when the time is over, or was in another boot.
    func remaining(at now: BootTime) -> UInt64? {
        guard now.boot == boot, !boot.isEmpty, now.nanoseconds < deadline else { return nil }
        return deadline - now.nanoseconds
    }
}
