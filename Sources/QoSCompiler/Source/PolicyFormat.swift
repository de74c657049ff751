/// The two forms of a policy file.
public enum PolicyFormat: String, Hashable, Sendable, CaseIterable {
    /// The language.
    case qos
    /// Its twin for programs.
    case json

    /// By the name's end; standard input and other names without one by what they hold.
    public init(of file: SourceFile) {
        if file.path.hasSuffix(".json") {
            self = .json
        } else if !file.path.hasSuffix(".qos"), JSONParser.looksLikeJSON(file.bytes) {
            self = .json
        } else {
            self = .qos
        }
    }
}
