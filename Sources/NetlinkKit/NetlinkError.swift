internal import Glibc

/// A request that failed: what was asked, and what the kernel (or this library, before sending) said to it.
public struct NetlinkError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What was attempted, in words that follow "cannot": "add chain rules to table inet qosctl".
    public var operation: String
    /// errno, positive (`EPERM`, `ENOENT` …). `EBADMSG`: the kernel's answer cannot be read.
    public var code: Int32
    /// The kernel's own text (`NLMSGERR_ATTR_MSG`), or why this library refused the value; often nil.
    public var message: String?
    /// Where in the request the kernel found the fault (`NLMSGERR_ATTR_OFFS`): bytes from the message header.
    public var attributeOffset: Int?

    public init(operation: String, code: Int32, message: String? = nil, attributeOffset: Int? = nil) {
        self.operation = operation
        self.code = code
        self.message = message
        self.attributeOffset = attributeOffset
    }

    /// Whether what the request is about is not there (`ENOENT`, `ENODEV`).
    public var isAboutNothing: Bool { code == ENOENT || code == ENODEV }

    /// One line in plain words. `EPERM` names the capability that is missing.
    public var description: String {
        var text = "cannot \(operation): \(Self.words(for: code))"
        if let message, !message.isEmpty { text += " (\(message))" }
        if let attributeOffset { text += " [attribute at byte \(attributeOffset)]" }
        return text
    }

    /// What an errno means for nf_tables and netlink requests; strerror(3) for the others.
    static func words(for code: Int32) -> String {
        switch code {
        case EPERM: "not permitted: CAP_NET_ADMIN is needed in this network namespace"
        case ENOENT: "something it refers to does not exist"
        case EEXIST: "it exists already, or overlaps with something that does"
        case EBUSY: "it is still in use"
        case EINVAL: "the value is not valid"
        case ERESTART: "the rule set was changed by someone else in between"
        case EMSGSIZE: "the message is larger than the socket's buffer"
        case ENOBUFS: "the socket's buffer overflowed"
        case ENOMEM: "out of memory"
        case EOPNOTSUPP: "this kernel does not support it"
        case ENFILE: "the set is full"
        case EMLINK: "the chains jump in a circle or nest too deep"
        case EBADMSG: "the kernel's answer cannot be read"
        default: unsafe String(cString: strerror(code))
        }
    }
}

/// Bytes from the kernel that do not follow the format they claim. Turned into a `NetlinkError` (EBADMSG), or for
/// an expression into `.unknown`.
struct MalformedMessage: Error {}

/// A value that must not or cannot be sent, found before anything was.
struct RefusedValue: Error, Hashable {
    var code: Int32 = EINVAL
    var reason: String

    init(_ reason: String, code: Int32 = EINVAL) {
        self.reason = reason
        self.code = code
    }
}
