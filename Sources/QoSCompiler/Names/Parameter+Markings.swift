extension Parameter {
    private static let untouched = "left as the application made it"

    /// What a marking is made of.
    static let markingParameters: [Parameter] = [
        Parameter(
            "dscp", "the Differentiated Services code point: what a packet carries (match) or gets (marking)",
            default: untouched, form: "a name, 0-63 or 0x00-0x3f; as match field also ranges, lists and !=",
            columns: ["name", "dscp", "hex", "binary", "tos", "for"], rows: dscpRows,
            notes: [
                "tos is the whole byte of the header with the ECN bits zero; they are never changed",
                "a name and its number are the same, and output has the first name",
            ]),
        Parameter(
            "priority", "the kernel's priority of a packet (skb->priority), which queueing disciplines read",
            default: untouched,
            form: "0-15 in decimal, or MAJOR:MINOR in hexadecimal as tc writes a class id",
            columns: ["priority", "kernel", "band", "for"], rows: priorityRows,
            notes: [
                "band is that of prio and pfifo_fast with their default priomap: 0 is sent first",
                "MAJOR:MINOR names a class of a classful discipline (htb, hfsc, prio) whose handle is MAJOR:",
                "priority 10 is ten, priority 0:10 is sixteen",
                "a marking with pcp N and no priority gives packets priority N",
            ]),
        Parameter(
            "pcp", "the 802.1p user priority of a VLAN or priority tag (IEEE 802.1Q)", default: untouched, form: "0-7",
            columns: ["pcp", "traffic", "name"], rows: pcpRows,
            notes: [
                "in the order of IEEE 802.1Q, the least important first: 1 is below 0",
                "a link statement writes it into frames; without one it only sets the priority",
            ]),
    ]

    private static let purposes: [UInt8: String] = [
        0: "best effort (RFC 2474)", 1: "lower effort (RFC 8622)", 8: "low-priority data, the older background class",
        10: "high-throughput data", 16: "operation and management (RFC 4594)", 18: "low-latency data (RFC 4594)",
        24: "broadcast video (RFC 4594), often call signalling", 26: "multimedia streaming (RFC 4594)",
        32: "real-time interactive (RFC 4594)",
        34: "multimedia conferencing (RFC 4594)", 40: "signalling (RFC 4594)", 44: "voice with admission (RFC 5865)",
        46: "telephony (RFC 3246)", 48: "network control: routing", 56: "reserved for network control",
    ]

    private static var dscpRows: [[Value]] {
        DSCP.names.map { name, dscp in
            let value = dscp.value
            return [
                .text(name), .number(Int(value)), .text(hexadecimal(value)), .text(binary(value)),
                .text(hexadecimal(value << 2)),
                .text(purposes[value] ?? (name.hasPrefix("af") ? "as \(name.dropLast())1, dropped earlier" : "")),
            ]
        }
    }

    private static func hexadecimal(_ value: UInt8) -> String {
        (value < 16 ? "0x0" : "0x") + String(value, radix: 16)
    }

    private static func binary(_ value: UInt8) -> String {
        let digits = String(value, radix: 2)
        return String(repeating: "0", count: max(0, 6 - digits.count)) + digits
    }

    /// `TC_PRIO_*` (linux/pkt_sched.h).
    private static let kernelNames: [Int: (name: String, purpose: String)] = [
        0: ("besteffort", "what nobody has asked anything for"), 1: ("filler", "lowest"), 2: ("bulk", "low"),
        4: ("interactive_bulk", ""), 6: ("interactive", "voice, shells"), 7: ("control", "highest"),
    ]

    /// `sch_default_prio2band` (net/sched/sch_generic.c).
    private static let bands = [1, 2, 2, 2, 1, 2, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1]

    private static var priorityRows: [[Value]] {
        bands.enumerated().map { priority, band in
            let known = kernelNames[priority]
            return [.number(priority), .text(known?.name ?? ""), .number(band), .text(known?.purpose ?? "")]
        }
    }

    /// IEEE 802.1Q-2018 annex I.
    private static let pcpRows: [[Value]] = [
        [.number(1), .text("BK"), .text("background")], [.number(0), .text("BE"), .text("best effort (the default)")],
        [.number(2), .text("EE"), .text("excellent effort")],
        [.number(3), .text("CA"), .text("critical applications")],
        [.number(4), .text("VI"), .text("video, below 100 ms of delay")],
        [.number(5), .text("VO"), .text("voice, below 10 ms of delay")],
        [.number(6), .text("IC"), .text("internetwork control")], [.number(7), .text("NC"), .text("network control")],
    ]
}
