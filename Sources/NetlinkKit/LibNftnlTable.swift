internal import CMnl
internal import CNftnl
internal import Glibc
internal import NetlinkModel

/// A table of libnftnl, freed at the end of its life.
///
/// Tables are rare, and what libnftnl knows about them need not be known twice. Everything else goes by the million and
/// is written by hand. libnftnl ignores some wrong values silently and copies data without a bound, so the callers have
/// checked lengths (NFTCommandChecks) and every result that there is gets checked here.
@safe
struct LibNftnlTable: ~Copyable {
    private let object: OpaquePointer

    /// Name, comment and flags: less than a page.
    static let longestMessage = 4 << 10

    init() throws(RefusedValue) {
        guard let object = unsafe nftnl_table_alloc() else {
            throw RefusedValue("libnftnl cannot make a table", code: ENOMEM)
        }
        unsafe self.object = unsafe object
    }

    deinit {
        unsafe nftnl_table_free(object)
    }

    func set(name: String) throws(RefusedValue) {
        try set(NFTNL_TABLE_NAME, Array(name.utf8) + [0])
    }

    /// In host order; libnftnl converts.
    func set(flags: UInt32) throws(RefusedValue) {
        try set(NFTNL_TABLE_FLAGS, unsafe withUnsafeBytes(of: flags) { unsafe Array($0) })
    }

    func set(userData: [UInt8]) throws(RefusedValue) {
        try set(NFTNL_TABLE_USERDATA, userData)
    }

    func build(into header: UnsafeMutablePointer<nlmsghdr>) {
        unsafe nftnl_table_nlmsg_build_payload(header, object)
    }

    private func set(_ attribute: nftnl_table_attr, _ bytes: [UInt8]) throws(RefusedValue) {
        let taken = unsafe bytes.withUnsafeBytes { data in
            unsafe nftnl_table_set_data(
                object, UInt16(attribute.rawValue), data.baseAddress, UInt32(truncatingIfNeeded: data.count)) == 0
        }
        guard taken else { throw RefusedValue("libnftnl did not take attribute \(attribute.rawValue)", code: ENOMEM) }
    }
}
