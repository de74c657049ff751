import NetlinkModel

/// Qdiscs, as Linux 6.1 lists them: from `struct tcmsg` on.
struct KernelQdiscMessage: Sendable {
    var bytes: String
    var qdisc: TCQdisc

    static let all = [
        KernelQdiscMessage(
            bytes: """
                00 00 00 00 03 00 00 00  # AF_UNSPEC, interface 3
                00 00 00 00 ff ff ff ff 02 00 00 00  # handle 0x0, parent TC_H_ROOT
                0c 00 01 00  6e 6f 71 75 65 75 65 00  # TCA_KIND "noqueue"
                05 00 0c 00  00 00 00 00  # TCA_HW_OFFLOAD 0
                30 00 07 00  # TCA_STATS2
                  14 00 01 00  # TCA_STATS_BASIC
                    00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
                  18 00 03 00  # TCA_STATS_QUEUE
                    00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
                2c 00 03 00  # TCA_STATS
                  00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
                  00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
                """,
            qdisc: TCQdisc(interfaceIndex: 3, kind: "noqueue", handle: .none, parent: .root)),
        KernelQdiscMessage(
            bytes: """
                00 00 00 00 03 00 00 00  # AF_UNSPEC, interface 3
                00 00 ff ff f1 ff ff ff 01 00 00 00  # handle 0xffff0000, parent TC_H_CLSACT
                0b 00 01 00  63 6c 73 61 63 74 00 00  # TCA_KIND "clsact"
                04 00 02 00  # TCA_OPTIONS
                05 00 0c 00  00 00 00 00  # TCA_HW_OFFLOAD 0
                30 00 07 00  # TCA_STATS2
                  14 00 01 00  # TCA_STATS_BASIC
                    fc 00 00 00 00 00 00 00 04 00 00 00 00 00 00 00
                  18 00 03 00  # TCA_STATS_QUEUE
                    00 00 00 00 00 00 00 00 02 00 00 00 00 00 00 00 00 00 00 00
                2c 00 03 00  # TCA_STATS
                  fc 00 00 00 00 00 00 00 04 00 00 00 02 00 00 00 00 00 00 00 00 00 00 00
                  00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
                """,
            qdisc: TCQdisc(interfaceIndex: 3, kind: "clsact", handle: .clsactHandle, parent: .clsact)),
    ]
}
