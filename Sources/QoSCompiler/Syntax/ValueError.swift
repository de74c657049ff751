/// Why a value cannot be read; the caller adds the place.
struct ValueError: Error, Hashable {
    var code: DiagnosticCode
    var message: String
    var hint: String?

    init(_ code: DiagnosticCode, _ message: String, hint: String? = nil) {
        self.code = code
        self.message = message
        self.hint = hint
    }
}
