/// What our table was last known to hold, and at which generation of the rule set.
///
/// The kernel counts every commit, by anyone: while the generation is the same, the table is too, and need not be
/// read. To list a set of a million elements takes the kernel minutes.
struct SeenTable: Hashable, Sendable {
    var generation: UInt32
    /// Of the plan that the table held.
    var fingerprint: String
    /// Generations count from the start of a network namespace.
    var identity: NamespaceIdentity

    static let schema = "qosctl-seen 1"

    init(generation: UInt32, fingerprint: String, identity: NamespaceIdentity) {
        self.generation = generation
        self.fingerprint = fingerprint
        self.identity = identity
    }

    init?(_ bytes: [UInt8]) {
        guard let values = StateFile.parse(bytes, schema: Self.schema),
            let generation = values["generation"].flatMap(UInt32.init), let fingerprint = values["fingerprint"],
            let boot = values["boot"], !boot.isEmpty, let namespace = values["namespace"], !namespace.isEmpty
        else { return nil }
        self.init(
            generation: generation, fingerprint: fingerprint,
            identity: NamespaceIdentity(boot: boot, namespace: namespace))
    }

    var bytes: [UInt8] {
        StateFile.bytes(
            schema: Self.schema,
            [
                ("generation", String(generation)), ("fingerprint", fingerprint), ("boot", identity.boot),
                ("namespace", identity.namespace),
            ])
    }
}
