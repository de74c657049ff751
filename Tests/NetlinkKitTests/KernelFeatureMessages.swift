import NetlinkModel

/// The features of a veth of Linux 6.1, from `struct genlmsghdr` on, without those that are not about tags.
enum KernelFeatureMessage {
    static let veth = """
        0b 01 00 00  # ETHTOOL_MSG_FEATURES_GET_REPLY, version 1
        14 00 01 80  # ETHTOOL_A_FEATURES_HEADER
          08 00 01 00  03 00 00 00  # ETHTOOL_A_HEADER_DEV_INDEX 3
          07 00 02 00  76 30 00 00  # ETHTOOL_A_HEADER_DEV_NAME "v0"
        b8 00 02 80  # ETHTOOL_A_FEATURES_HW
          08 00 02 00  40 00 00 00  # ETHTOOL_A_BITSET_SIZE 64
          ac 00 03 80  # ETHTOOL_A_BITSET_BITS
            28 00 01 80  # ETHTOOL_A_BITSET_BITS_BIT
              08 00 01 00  07 00 00 00  # ETHTOOL_A_BITSET_BIT_INDEX 7
              16 00 02 00  # ETHTOOL_A_BITSET_BIT_NAME "tx-vlan-hw-insert"
                74 78 2d 76 6c 61 6e 2d 68 77 2d 69 6e 73 65 72 74 00 00 00
              04 00 03 00  # ETHTOOL_A_BITSET_BIT_VALUE
            28 00 01 80  # ETHTOOL_A_BITSET_BITS_BIT
              08 00 01 00  08 00 00 00  # ETHTOOL_A_BITSET_BIT_INDEX 8
              15 00 02 00  # ETHTOOL_A_BITSET_BIT_NAME "rx-vlan-hw-parse"
                72 78 2d 76 6c 61 6e 2d 68 77 2d 70 61 72 73 65 00 00 00 00
              04 00 03 00  # ETHTOOL_A_BITSET_BIT_VALUE
            2c 00 01 80  # ETHTOOL_A_BITSET_BITS_BIT
              08 00 01 00  2d 00 00 00  # ETHTOOL_A_BITSET_BIT_INDEX 45
              1b 00 02 00  # ETHTOOL_A_BITSET_BIT_NAME "tx-vlan-stag-hw-insert"
                74 78 2d 76 6c 61 6e 2d 73 74 61 67 2d 68 77 2d 69 6e 73 65 72 74 00 00
              04 00 03 00  # ETHTOOL_A_BITSET_BIT_VALUE
            2c 00 01 80  # ETHTOOL_A_BITSET_BITS_BIT
              08 00 01 00  2e 00 00 00  # ETHTOOL_A_BITSET_BIT_INDEX 46
              1a 00 02 00  # ETHTOOL_A_BITSET_BIT_NAME "rx-vlan-stag-hw-parse"
                72 78 2d 76 6c 61 6e 2d 73 74 61 67 2d 68 77 2d 70 61 72 73 65 00 00 00
              04 00 03 00  # ETHTOOL_A_BITSET_BIT_VALUE
        ac 00 03 80  # ETHTOOL_A_FEATURES_WANTED
          04 00 01 00  # ETHTOOL_A_BITSET_NOMASK
          08 00 02 00  40 00 00 00  # ETHTOOL_A_BITSET_SIZE 64
          9c 00 03 80  # ETHTOOL_A_BITSET_BITS
            24 00 01 80  # ETHTOOL_A_BITSET_BITS_BIT
              08 00 01 00  07 00 00 00  # ETHTOOL_A_BITSET_BIT_INDEX 7
              16 00 02 00  # ETHTOOL_A_BITSET_BIT_NAME "tx-vlan-hw-insert"
                74 78 2d 76 6c 61 6e 2d 68 77 2d 69 6e 73 65 72 74 00 00 00
            24 00 01 80  # ETHTOOL_A_BITSET_BITS_BIT
              08 00 01 00  08 00 00 00  # ETHTOOL_A_BITSET_BIT_INDEX 8
              15 00 02 00  # ETHTOOL_A_BITSET_BIT_NAME "rx-vlan-hw-parse"
                72 78 2d 76 6c 61 6e 2d 68 77 2d 70 61 72 73 65 00 00 00 00
            28 00 01 80  # ETHTOOL_A_BITSET_BITS_BIT
              08 00 01 00  2d 00 00 00  # ETHTOOL_A_BITSET_BIT_INDEX 45
              1b 00 02 00  # ETHTOOL_A_BITSET_BIT_NAME "tx-vlan-stag-hw-insert"
                74 78 2d 76 6c 61 6e 2d 73 74 61 67 2d 68 77 2d 69 6e 73 65 72 74 00 00
            28 00 01 80  # ETHTOOL_A_BITSET_BITS_BIT
              08 00 01 00  2e 00 00 00  # ETHTOOL_A_BITSET_BIT_INDEX 46
              1a 00 02 00  # ETHTOOL_A_BITSET_BIT_NAME "rx-vlan-stag-hw-parse"
                72 78 2d 76 6c 61 6e 2d 73 74 61 67 2d 68 77 2d 70 61 72 73 65 00 00 00
        ac 00 04 80  # ETHTOOL_A_FEATURES_ACTIVE
          04 00 01 00  # ETHTOOL_A_BITSET_NOMASK
          08 00 02 00  40 00 00 00  # ETHTOOL_A_BITSET_SIZE 64
          9c 00 03 80  # ETHTOOL_A_BITSET_BITS
            24 00 01 80  # ETHTOOL_A_BITSET_BITS_BIT
              08 00 01 00  07 00 00 00  # ETHTOOL_A_BITSET_BIT_INDEX 7
              16 00 02 00  # ETHTOOL_A_BITSET_BIT_NAME "tx-vlan-hw-insert"
                74 78 2d 76 6c 61 6e 2d 68 77 2d 69 6e 73 65 72 74 00 00 00
            24 00 01 80  # ETHTOOL_A_BITSET_BITS_BIT
              08 00 01 00  08 00 00 00  # ETHTOOL_A_BITSET_BIT_INDEX 8
              15 00 02 00  # ETHTOOL_A_BITSET_BIT_NAME "rx-vlan-hw-parse"
                72 78 2d 76 6c 61 6e 2d 68 77 2d 70 61 72 73 65 00 00 00 00
            28 00 01 80  # ETHTOOL_A_BITSET_BITS_BIT
              08 00 01 00  2d 00 00 00  # ETHTOOL_A_BITSET_BIT_INDEX 45
              1b 00 02 00  # ETHTOOL_A_BITSET_BIT_NAME "tx-vlan-stag-hw-insert"
                74 78 2d 76 6c 61 6e 2d 73 74 61 67 2d 68 77 2d 69 6e 73 65 72 74 00 00
            28 00 01 80  # ETHTOOL_A_BITSET_BITS_BIT
              08 00 01 00  2e 00 00 00  # ETHTOOL_A_BITSET_BIT_INDEX 46
              1a 00 02 00  # ETHTOOL_A_BITSET_BIT_NAME "rx-vlan-stag-hw-parse"
                72 78 2d 76 6c 61 6e 2d 73 74 61 67 2d 68 77 2d 70 61 72 73 65 00 00 00
        14 00 05 80  # ETHTOOL_A_FEATURES_NOCHANGE
          04 00 01 00  # ETHTOOL_A_BITSET_NOMASK
          08 00 02 00  40 00 00 00  # ETHTOOL_A_BITSET_SIZE 64
          04 00 03 80  # ETHTOOL_A_BITSET_BITS
        """
}
