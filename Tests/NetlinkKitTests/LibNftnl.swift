import CMnl
import CNftnl
import Glibc

@testable import NetlinkKit

// Objects of libnftnl: an oracle for what NetlinkKit encodes by hand.

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
struct LibNftnl<Kind: LibNftnlKind>: ~Copyable {
    private let object: OpaquePointer

    /// `name` is the expression's name; the other kinds ignore it.
    init(_ name: String = "") throws {
        guard let object = Kind.allocate(name) else {
            throw RefusedValue(
                "libnftnl cannot make \(name.isEmpty ? "an object" : "expression \(name)")", code: ENOMEM)
        }
        self.object = object
    }

    deinit {
        Kind.free(object)
    }

    func set(_ attribute: UInt16, _ bytes: [UInt8]) throws {
        let taken = bytes.withUnsafeBytes { data in
            guard let base = data.baseAddress else { return false }
            return Kind.set(object, attribute, base, UInt32(truncatingIfNeeded: data.count))
        }
        guard taken else { throw RefusedValue("libnftnl did not take attribute \(attribute)", code: ENOMEM) }
    }

    /// A number in host order; libnftnl converts.
    func set(_ attribute: UInt16, _ number: some FixedWidthInteger & BitwiseCopyable) throws {
        let taken = withUnsafeBytes(of: number) { data in
            guard let base = data.baseAddress else { return false }
            return Kind.set(object, attribute, base, UInt32(truncatingIfNeeded: data.count))
        }
        guard taken else { throw RefusedValue("libnftnl did not take attribute \(attribute)", code: ENOMEM) }
    }

    func set(_ attribute: UInt16, _ text: String) throws {
        try set(attribute, Array(text.utf8) + [0])
    }

    func build(into header: UnsafeMutablePointer<nlmsghdr>) {
        Kind.build(header, object)
    }

    /// Hands the object over to one that frees it from then on.
    consuming func release() -> OpaquePointer {
        let object = object
        discard self
        return object
    }
}

extension LibNftnl where Kind == LibNftnlRule {
    /// Appends the expression; the rule owns it from then on.
    func append(_ expression: consuming LibNftnl<LibNftnlExpression>) {
        nftnl_rule_add_expr(object, expression.release())
    }
}

enum LibNftnlChain: LibNftnlKind {
    static func allocate(_ name: String) -> OpaquePointer? { nftnl_chain_alloc() }
    static func free(_ object: OpaquePointer) { nftnl_chain_free(object) }
    static func set(_ object: OpaquePointer, _ attribute: UInt16, _ data: UnsafeRawPointer, _ count: UInt32) -> Bool {
        nftnl_chain_set_data(object, attribute, data, count) == 0
    }
    static func build(_ header: UnsafeMutablePointer<nlmsghdr>, _ object: OpaquePointer) {
        nftnl_chain_nlmsg_build_payload(header, object)
    }
}

enum LibNftnlSet: LibNftnlKind {
    static func allocate(_ name: String) -> OpaquePointer? { nftnl_set_alloc() }
    static func free(_ object: OpaquePointer) { nftnl_set_free(object) }
    static func set(_ object: OpaquePointer, _ attribute: UInt16, _ data: UnsafeRawPointer, _ count: UInt32) -> Bool {
        nftnl_set_set_data(object, attribute, data, count) == 0
    }
    static func build(_ header: UnsafeMutablePointer<nlmsghdr>, _ object: OpaquePointer) {
        nftnl_set_nlmsg_build_payload(header, object)
    }
}

extension LibNftnl where Kind == LibNftnlSet {
    /// Appends the element; the set owns it from then on.
    func append(_ element: consuming LibNftnl<LibNftnlElement>) {
        nftnl_set_elem_add(object, element.release())
    }

    func buildElements(into header: UnsafeMutablePointer<nlmsghdr>) {
        nftnl_set_elems_nlmsg_build_payload(header, object)
    }
}

enum LibNftnlElement: LibNftnlKind {
    static func allocate(_ name: String) -> OpaquePointer? { nftnl_set_elem_alloc() }
    static func free(_ object: OpaquePointer) { nftnl_set_elem_free(object) }
    static func set(_ object: OpaquePointer, _ attribute: UInt16, _ data: UnsafeRawPointer, _ count: UInt32) -> Bool {
        nftnl_set_elem_set(object, attribute, data, count) == 0
    }
    static func build(_ header: UnsafeMutablePointer<nlmsghdr>, _ object: OpaquePointer) {
        nftnl_set_elem_nlmsg_build_payload(header, object)
    }
}

enum LibNftnlObject: LibNftnlKind {
    static func allocate(_ name: String) -> OpaquePointer? { nftnl_obj_alloc() }
    static func free(_ object: OpaquePointer) { nftnl_obj_free(object) }
    static func set(_ object: OpaquePointer, _ attribute: UInt16, _ data: UnsafeRawPointer, _ count: UInt32) -> Bool {
        // This setter returns nothing.
        nftnl_obj_set_data(object, attribute, data, count)
        return nftnl_obj_is_set(object, attribute)
    }
    static func build(_ header: UnsafeMutablePointer<nlmsghdr>, _ object: OpaquePointer) {
        nftnl_obj_nlmsg_build_payload(header, object)
    }
}

enum LibNftnlRule: LibNftnlKind {
    static func allocate(_ name: String) -> OpaquePointer? { nftnl_rule_alloc() }
    static func free(_ object: OpaquePointer) { nftnl_rule_free(object) }
    static func set(_ object: OpaquePointer, _ attribute: UInt16, _ data: UnsafeRawPointer, _ count: UInt32) -> Bool {
        nftnl_rule_set_data(object, attribute, data, count) == 0
    }
    static func build(_ header: UnsafeMutablePointer<nlmsghdr>, _ object: OpaquePointer) {
        nftnl_rule_nlmsg_build_payload(header, object)
    }
}

enum LibNftnlExpression: LibNftnlKind {
    static func allocate(_ name: String) -> OpaquePointer? { nftnl_expr_alloc(name) }
    static func free(_ object: OpaquePointer) { nftnl_expr_free(object) }
    static func set(_ object: OpaquePointer, _ attribute: UInt16, _ data: UnsafeRawPointer, _ count: UInt32) -> Bool {
        nftnl_expr_set(object, attribute, data, count) == 0
    }
    static func build(_ header: UnsafeMutablePointer<nlmsghdr>, _ object: OpaquePointer) {
        nftnl_expr_build_payload(header, object)
    }
}
