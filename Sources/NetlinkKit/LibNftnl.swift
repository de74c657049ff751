internal import CMnl
internal import CNftnl
internal import Glibc

// The one place where libnftnl objects are made, filled and freed. libnftnl ignores some wrong values silently and
// copies data without a bound, so the callers have checked lengths (see NFTCommandChecks) and every result that
// there is gets checked here.

/// A kind of libnftnl object: its C functions under one set of names.
protocol LibNftnlKind {
    static func allocate(_ name: String) -> OpaquePointer?
    static func free(_ object: OpaquePointer)
    /// Copies the bytes. False when libnftnl did not take them.
    static func set(_ object: OpaquePointer, _ attribute: UInt16, _ data: UnsafeRawPointer, _ count: UInt32) -> Bool
    /// Adds the object's attributes to a message.
    static func build(_ header: UnsafeMutablePointer<nlmsghdr>, _ object: OpaquePointer)
}

/// An object of libnftnl, freed at the end of its life.
@safe
struct LibNftnl<Kind: LibNftnlKind>: ~Copyable {
    private let object: OpaquePointer

    /// `name` is the expression's name; the other kinds ignore it.
    init(_ name: String = "") throws(RefusedValue) {
        guard let object = unsafe Kind.allocate(name) else {
            throw RefusedValue(
                "libnftnl cannot make \(name.isEmpty ? "an object" : "expression \(name)")", code: ENOMEM)
        }
        unsafe self.object = unsafe object
    }

    deinit {
        unsafe Kind.free(object)
    }

    func set(_ attribute: UInt16, _ bytes: [UInt8]) throws(RefusedValue) {
        let taken = unsafe bytes.withUnsafeBytes { data in
            guard let base = data.baseAddress else { return false }
            return unsafe Kind.set(object, attribute, base, UInt32(truncatingIfNeeded: data.count))
        }
        guard taken else { throw RefusedValue("libnftnl did not take attribute \(attribute)", code: ENOMEM) }
    }

    /// A number in host order; libnftnl converts.
    func set(_ attribute: UInt16, _ number: some FixedWidthInteger & BitwiseCopyable) throws(RefusedValue) {
        let taken = unsafe withUnsafeBytes(of: number) { data in
            guard let base = data.baseAddress else { return false }
            return unsafe Kind.set(object, attribute, base, UInt32(truncatingIfNeeded: data.count))
        }
        guard taken else { throw RefusedValue("libnftnl did not take attribute \(attribute)", code: ENOMEM) }
    }

    func set(_ attribute: UInt16, _ text: String) throws(RefusedValue) {
        try set(attribute, Array(text.utf8) + [0])
    }

    func build(into header: UnsafeMutablePointer<nlmsghdr>) {
        unsafe Kind.build(header, object)
    }

    /// Hands the object over to one that frees it from then on.
    consuming func release() -> OpaquePointer {
        let object = unsafe object
        discard self
        return unsafe object
    }
}

extension LibNftnl where Kind == LibNftnlRule {
    /// Appends the expression; the rule owns it from then on.
    func append(_ expression: consuming LibNftnl<LibNftnlExpression>) {
        unsafe nftnl_rule_add_expr(object, expression.release())
    }
}

enum LibNftnlTable: LibNftnlKind {
    static func allocate(_ name: String) -> OpaquePointer? { unsafe nftnl_table_alloc() }
    static func free(_ object: OpaquePointer) { unsafe nftnl_table_free(object) }
    static func set(_ object: OpaquePointer, _ attribute: UInt16, _ data: UnsafeRawPointer, _ count: UInt32) -> Bool {
        unsafe nftnl_table_set_data(object, attribute, data, count) == 0
    }
    static func build(_ header: UnsafeMutablePointer<nlmsghdr>, _ object: OpaquePointer) {
        unsafe nftnl_table_nlmsg_build_payload(header, object)
    }
}

enum LibNftnlChain: LibNftnlKind {
    static func allocate(_ name: String) -> OpaquePointer? { unsafe nftnl_chain_alloc() }
    static func free(_ object: OpaquePointer) { unsafe nftnl_chain_free(object) }
    static func set(_ object: OpaquePointer, _ attribute: UInt16, _ data: UnsafeRawPointer, _ count: UInt32) -> Bool {
        unsafe nftnl_chain_set_data(object, attribute, data, count) == 0
    }
    static func build(_ header: UnsafeMutablePointer<nlmsghdr>, _ object: OpaquePointer) {
        unsafe nftnl_chain_nlmsg_build_payload(header, object)
    }
}

enum LibNftnlSet: LibNftnlKind {
    static func allocate(_ name: String) -> OpaquePointer? { unsafe nftnl_set_alloc() }
    static func free(_ object: OpaquePointer) { unsafe nftnl_set_free(object) }
    static func set(_ object: OpaquePointer, _ attribute: UInt16, _ data: UnsafeRawPointer, _ count: UInt32) -> Bool {
        unsafe nftnl_set_set_data(object, attribute, data, count) == 0
    }
    static func build(_ header: UnsafeMutablePointer<nlmsghdr>, _ object: OpaquePointer) {
        unsafe nftnl_set_nlmsg_build_payload(header, object)
    }
}

enum LibNftnlObject: LibNftnlKind {
    static func allocate(_ name: String) -> OpaquePointer? { unsafe nftnl_obj_alloc() }
    static func free(_ object: OpaquePointer) { unsafe nftnl_obj_free(object) }
    static func set(_ object: OpaquePointer, _ attribute: UInt16, _ data: UnsafeRawPointer, _ count: UInt32) -> Bool {
        // This setter returns nothing.
        unsafe nftnl_obj_set_data(object, attribute, data, count)
        return unsafe nftnl_obj_is_set(object, attribute)
    }
    static func build(_ header: UnsafeMutablePointer<nlmsghdr>, _ object: OpaquePointer) {
        unsafe nftnl_obj_nlmsg_build_payload(header, object)
    }
}

enum LibNftnlRule: LibNftnlKind {
    static func allocate(_ name: String) -> OpaquePointer? { unsafe nftnl_rule_alloc() }
    static func free(_ object: OpaquePointer) { unsafe nftnl_rule_free(object) }
    static func set(_ object: OpaquePointer, _ attribute: UInt16, _ data: UnsafeRawPointer, _ count: UInt32) -> Bool {
        unsafe nftnl_rule_set_data(object, attribute, data, count) == 0
    }
    static func build(_ header: UnsafeMutablePointer<nlmsghdr>, _ object: OpaquePointer) {
        unsafe nftnl_rule_nlmsg_build_payload(header, object)
    }
}

enum LibNftnlExpression: LibNftnlKind {
    static func allocate(_ name: String) -> OpaquePointer? { unsafe nftnl_expr_alloc(name) }
    static func free(_ object: OpaquePointer) { unsafe nftnl_expr_free(object) }
    static func set(_ object: OpaquePointer, _ attribute: UInt16, _ data: UnsafeRawPointer, _ count: UInt32) -> Bool {
        unsafe nftnl_expr_set(object, attribute, data, count) == 0
    }
    static func build(_ header: UnsafeMutablePointer<nlmsghdr>, _ object: OpaquePointer) {
        unsafe nftnl_expr_build_payload(header, object)
    }
}
