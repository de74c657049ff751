import CNftnl

// libnftnl's attribute numbers, typed once. C enums reach Swift as Int or as structs with a UInt32 raw value.

enum NftnlChain {
    static let name = UInt16(NFTNL_CHAIN_NAME.rawValue)
    static let table = UInt16(NFTNL_CHAIN_TABLE.rawValue)
    static let hook = UInt16(NFTNL_CHAIN_HOOKNUM.rawValue)
    static let priority = UInt16(NFTNL_CHAIN_PRIO.rawValue)
    static let policy = UInt16(NFTNL_CHAIN_POLICY.rawValue)
    static let type = UInt16(NFTNL_CHAIN_TYPE.rawValue)
}

enum NftnlSet {
    static let table = UInt16(NFTNL_SET_TABLE.rawValue)
    static let name = UInt16(NFTNL_SET_NAME.rawValue)
    static let flags = UInt16(NFTNL_SET_FLAGS.rawValue)
    static let keyType = UInt16(NFTNL_SET_KEY_TYPE.rawValue)
    static let keyLength = UInt16(NFTNL_SET_KEY_LEN.rawValue)
    static let dataType = UInt16(NFTNL_SET_DATA_TYPE.rawValue)
    static let dataLength = UInt16(NFTNL_SET_DATA_LEN.rawValue)
    static let id = UInt16(NFTNL_SET_ID.rawValue)
    static let size = UInt16(NFTNL_SET_DESC_SIZE.rawValue)
    static let userData = UInt16(NFTNL_SET_USERDATA.rawValue)
}

enum NftnlElement {
    static let flags = UInt16(NFTNL_SET_ELEM_FLAGS)
    static let key = UInt16(NFTNL_SET_ELEM_KEY)
    static let verdict = UInt16(NFTNL_SET_ELEM_VERDICT)
    static let chain = UInt16(NFTNL_SET_ELEM_CHAIN)
    static let userData = UInt16(NFTNL_SET_ELEM_USERDATA)
}

enum NftnlObject {
    static let table = UInt16(NFTNL_OBJ_TABLE)
    static let name = UInt16(NFTNL_OBJ_NAME)
    static let type = UInt16(NFTNL_OBJ_TYPE)
    static let packets = UInt16(NFTNL_OBJ_CTR_PKTS)
    static let bytes = UInt16(NFTNL_OBJ_CTR_BYTES)
}

enum NftnlRule {
    static let table = UInt16(NFTNL_RULE_TABLE.rawValue)
    static let chain = UInt16(NFTNL_RULE_CHAIN.rawValue)
    static let handle = UInt16(NFTNL_RULE_HANDLE.rawValue)
    static let userData = UInt16(NFTNL_RULE_USERDATA.rawValue)
}

enum NftnlMeta {
    static let key = UInt16(NFTNL_EXPR_META_KEY)
    static let destination = UInt16(NFTNL_EXPR_META_DREG)
    static let source = UInt16(NFTNL_EXPR_META_SREG)
}

enum NftnlPayload {
    static let destination = UInt16(NFTNL_EXPR_PAYLOAD_DREG)
    static let source = UInt16(NFTNL_EXPR_PAYLOAD_SREG)
    static let base = UInt16(NFTNL_EXPR_PAYLOAD_BASE)
    static let offset = UInt16(NFTNL_EXPR_PAYLOAD_OFFSET)
    static let length = UInt16(NFTNL_EXPR_PAYLOAD_LEN)
    static let checksumType = UInt16(NFTNL_EXPR_PAYLOAD_CSUM_TYPE)
    static let checksumOffset = UInt16(NFTNL_EXPR_PAYLOAD_CSUM_OFFSET)
    static let checksumFlags = UInt16(NFTNL_EXPR_PAYLOAD_FLAGS)
}

enum NftnlExtensionHeader {
    static let destination = UInt16(NFTNL_EXPR_EXTHDR_DREG)
    static let type = UInt16(NFTNL_EXPR_EXTHDR_TYPE)
    static let offset = UInt16(NFTNL_EXPR_EXTHDR_OFFSET)
    static let length = UInt16(NFTNL_EXPR_EXTHDR_LEN)
    static let operation = UInt16(NFTNL_EXPR_EXTHDR_OP)
    static let flags = UInt16(NFTNL_EXPR_EXTHDR_FLAGS)
}

enum NftnlBitwise {
    static let source = UInt16(NFTNL_EXPR_BITWISE_SREG)
    static let destination = UInt16(NFTNL_EXPR_BITWISE_DREG)
    static let operation = UInt16(NFTNL_EXPR_BITWISE_OP)
    static let length = UInt16(NFTNL_EXPR_BITWISE_LEN)
    static let mask = UInt16(NFTNL_EXPR_BITWISE_MASK)
    static let xor = UInt16(NFTNL_EXPR_BITWISE_XOR)
}

enum NftnlByteOrder {
    static let source = UInt16(NFTNL_EXPR_BYTEORDER_SREG)
    static let destination = UInt16(NFTNL_EXPR_BYTEORDER_DREG)
    static let operation = UInt16(NFTNL_EXPR_BYTEORDER_OP)
    static let length = UInt16(NFTNL_EXPR_BYTEORDER_LEN)
    static let size = UInt16(NFTNL_EXPR_BYTEORDER_SIZE)
}

enum NftnlCompare {
    static let source = UInt16(NFTNL_EXPR_CMP_SREG)
    static let operation = UInt16(NFTNL_EXPR_CMP_OP)
    static let data = UInt16(NFTNL_EXPR_CMP_DATA)
}

enum NftnlRange {
    static let source = UInt16(NFTNL_EXPR_RANGE_SREG)
    static let operation = UInt16(NFTNL_EXPR_RANGE_OP)
    static let from = UInt16(NFTNL_EXPR_RANGE_FROM_DATA)
    static let to = UInt16(NFTNL_EXPR_RANGE_TO_DATA)
}

enum NftnlLookup {
    static let source = UInt16(NFTNL_EXPR_LOOKUP_SREG)
    static let destination = UInt16(NFTNL_EXPR_LOOKUP_DREG)
    static let set = UInt16(NFTNL_EXPR_LOOKUP_SET)
    static let setID = UInt16(NFTNL_EXPR_LOOKUP_SET_ID)
    static let flags = UInt16(NFTNL_EXPR_LOOKUP_FLAGS)
}

enum NftnlImmediate {
    static let destination = UInt16(NFTNL_EXPR_IMM_DREG)
    static let data = UInt16(NFTNL_EXPR_IMM_DATA)
    static let verdict = UInt16(NFTNL_EXPR_IMM_VERDICT)
    static let chain = UInt16(NFTNL_EXPR_IMM_CHAIN)
}

enum NftnlObjectReference {
    static let type = UInt16(NFTNL_EXPR_OBJREF_IMM_TYPE)
    static let name = UInt16(NFTNL_EXPR_OBJREF_IMM_NAME)
}
