/// The record of the active policy. Its text lies beside it, in a directory of its own for each revision.
struct KeptPolicy: Hashable, Sendable {
    var revision: Int
    /// The top file, relative to the revision's directory.
    var mainFile: String
    /// The compiled result.
    var fingerprint: String
    /// The path that the policy was applied from, for people.
    var source: String
    var identity: NamespaceIdentity
    /// The revision that was applied from the source; lower than `revision` when edits (`reorder` …) came since.
    var baseRevision: Int

    var isEdited: Bool { baseRevision != revision }

    static let schema = "qosctl-state 1"

    init(
        revision: Int, mainFile: String, fingerprint: String, source: String, identity: NamespaceIdentity,
        baseRevision: Int
    ) {
        self.revision = revision
        self.mainFile = mainFile
        self.fingerprint = fingerprint
        self.source = source
        self.identity = identity
        self.baseRevision = baseRevision
    }

    init?(_ bytes: [UInt8]) {
        guard let values = StateFile.parse(bytes, schema: Self.schema),
            let revision = values["revision"].flatMap(Self.revision), let mainFile = values["main"], !mainFile.isEmpty,
            let fingerprint = values["fingerprint"]
        else { return nil }
        self.init(
            revision: revision, mainFile: mainFile, fingerprint: fingerprint, source: values["source"] ?? "",
            identity: NamespaceIdentity(boot: values["boot"] ?? "", namespace: values["namespace"] ?? ""),
            baseRevision: values["base"].flatMap(Self.revision) ?? revision)
    }

    /// A revision as it stands in the record, and as the name of its directory; nil for what is none.
    static func revision(_ text: String) -> Int? {
        guard let number = Int(text), (1..<Int(Int32.max)).contains(number), String(number) == text else { return nil }
        return number
    }

    var bytes: [UInt8] {
        StateFile.bytes(
            schema: Self.schema,
            [
                ("revision", String(revision)), ("main", mainFile), ("fingerprint", fingerprint), ("source", source),
                ("boot", identity.boot), ("namespace", identity.namespace), ("base", String(baseRevision)),
            ])
    }
}
