import Testing

@testable import QoSDriver

/// Kernels of other hosts, as their files show them.
@Suite struct KernelFeaturesTests {
    private static let release = "/proc/sys/kernel/osrelease"
    private static let links: [KernelFeature] = [
        .vlan8021q, .schIngress, .clsBasic, .emMeta, .clsFlower, .clsMatchAll, .actVLAN, .actSKBEdit, .actGact,
    ]

    /// Everything that links need is a module, and some are loaded: Debian.
    private static var debian: OtherKernel {
        OtherKernel([
            release: "6.1.0-56-amd64\n", "/proc/sys/kernel/modules_disabled": "0\n",
            "/proc/modules": """
            act_vlan 20480 2 - Live 0x0000000000000000
            nf_tables 319488 3 nft_chain_nat,nft_compat, Live 0x0000000000000000
            not_8021q 40960 0 - Live 0x0000000000000000

            """,
            "/lib/modules/6.1.0-56-amd64/modules.builtin": "kernel/net/sched/sch_fq_codel.ko\n",
            "/lib/modules/6.1.0-56-amd64/modules.dep": """
            kernel/net/8021q/8021q.ko: kernel/net/802/garp.ko
            kernel/net/sched/sch_ingress.ko:
            kernel/net/sched/cls_basic.ko.xz:
            kernel/net/sched/em_meta.ko.zst:
            cls_flower.ko:
            kernel/net/sched/cls_matchall.ko:
            kernel/net/sched/act_vlan.ko:
            kernel/net/sched/act_skbedit.ko.gz:
            kernel/net/sched/act_gact.ko:
            kernel/net/netfilter/nf_tables.ko: kernel/lib/libcrc32c.ko

            """,
            "/boot/config-6.1.0-56-amd64": """
            CONFIG_NF_TABLES=m
            CONFIG_NF_TABLES_INET=y
            CONFIG_NF_TABLES_NETDEV=y
            CONFIG_NETFILTER_EGRESS=y
            CONFIG_VLAN_8021Q=m

            """,
        ])
    }

    @Test func modulesOfADistribution() {
        let kernel = Self.debian
        let features = KernelFeatures(reading: kernel)
        #expect(features.release == "6.1.0-56-amd64" && !features.loadingIsDisabled)
        for feature in Self.links where feature != .actVLAN { #expect(features[feature] == .loadable, "\(feature)") }
        for feature in [.actVLAN, .nfTables, .nfTablesInet, .nfTablesNetdev] as [KernelFeature] {
            #expect(features[feature] == .loaded, "\(feature)")
        }
        #expect(features[.netfilterEgress] == .builtIn)
        #expect(features.missing(of: KernelFeature.allCases) == [])
        #expect(kernel.symbolReads.count == 0)
    }

    /// Where nothing more can be loaded, only what is there is there.
    @Test func loadingIsSwitchedOff() {
        var kernel = Self.debian
        kernel.files["/proc/sys/kernel/modules_disabled"] = "1\n"
        kernel.kallsyms = "0 T __dev_queue_xmit\n0 t em_meta_match\t[em_meta]\n"
        let features = KernelFeatures(reading: kernel)
        #expect(features.loadingIsDisabled)
        #expect(features[.actVLAN] == .loaded && features[.vlan8021q] == .missing && features[.actGact] == .missing)
        #expect(features.missing(of: [.vlan8021q, .actVLAN, .clsBasic]) == [.vlan8021q, .clsBasic])
    }

    /// A kernel of one piece, without lists and configuration: only its symbols tell.
    @Test func noLoadableModules() {
        let kernel = OtherKernel(
            [Self.release: "6.18.44\n"],
            kallsyms: """
                ffffffff81e634f0 T __dev_queue_xmit
                0000000000000000 t clsact_init
                0000000000000000 t __pfx_basic_classify
                0000000000000000 t fl_classify.cold
                0000000000000000 t nf_tables_newtable
                0000000000000000 t nft_do_chain_netdev
                0000000000000000 t nft_do_chain_inet
                0000000000000000 t nf_hook_direct_egress
                """)
        let features = KernelFeatures(reading: kernel)
        let there: [KernelFeature] = [.schIngress, .nfTables, .nfTablesInet, .nfTablesNetdev, .netfilterEgress]
        for feature in KernelFeature.allCases {
            #expect(features[feature] == (there.contains(feature) ? .builtIn : .missing), "\(feature)")
        }
        #expect(kernel.symbolReads.count == 1)
    }

    @Test func builtInByItsList() {
        let features = KernelFeatures(
            reading: OtherKernel([
                Self.release: "6.6.1", "/proc/modules": "",
                "/usr/lib/modules/6.6.1/modules.builtin":
                    "kernel/net/8021q/8021q.ko\nkernel/net/sched/act_vlan.ko\nkernel/net/netfilter/nf_tables.ko\n",
                "/usr/lib/modules/6.6.1/modules.dep": "",
            ]))
        #expect(features[.vlan8021q] == .builtIn && features[.actVLAN] == .builtIn)
        // Both lists are there, and neither has it.
        #expect(features[.actSKBEdit] == .missing)
        // Options without a module are in no list.
        #expect(features[.nfTables] == .builtIn && features[.nfTablesNetdev] == .unknown)
        #expect(features[.netfilterEgress] == .unknown)
    }

    /// A container sees the host's modules that are loaded, and not those that could be.
    @Test func container() {
        let kernel = OtherKernel(
            [
                Self.release: "5.15.0-1-generic",
                "/proc/modules": "8021q 32768 0 - Live 0x0\ncls_basic_other 1 0 - Live 0x0\n",
            ],
            kallsyms: "0 T __dev_queue_xmit\n0 t tcf_gact_act\n0 t vlan_dev_hard_start_xmit\t[8021q]\n")
        let features = KernelFeatures(reading: kernel)
        #expect(features[.vlan8021q] == .loaded && features[.actGact] == .builtIn)
        for feature in [.clsBasic, .actVLAN, .nfTables, .nfTablesInet] as [KernelFeature] {
            #expect(features[feature] == .unknown, "\(feature)")
        }
        #expect(features.missing(of: KernelFeature.allCases) == [])
    }

    /// The modules of another kernel than the one that runs are as good as none.
    @Test func modulesOfAnotherRelease() {
        let features = KernelFeatures(
            reading: OtherKernel([
                Self.release: "6.1.1", "/proc/modules": "",
                "/lib/modules/6.1.2/modules.builtin": "kernel/net/8021q/8021q.ko\n",
                "/lib/modules/6.1.2/modules.dep": "kernel/net/sched/act_vlan.ko:\n",
            ]))
        for feature in KernelFeature.allCases { #expect(features[feature] == .unknown, "\(feature)") }
    }

    @Test(
        "what is masked or not mounted tells nothing",
        arguments: [
            OtherKernel([:]), OtherKernel([release: "6.1.1"]), OtherKernel([release: "6.1.1"], kallsyms: ""),
            OtherKernel([release: "6.1.1"], kallsyms: "0 t something\n0 T other"),
            OtherKernel([release: "6.1.1", "/proc/modules": ""], kallsyms: "0 T __dev_queue_xmit\n"),
            OtherKernel([release: "6.1.1", "/lib/modules/6.1.1/modules.dep": "", "/proc/modules": ""]),
            OtherKernel([release: "../../etc", "/proc/modules": "", "/lib/modules/../../etc/modules.dep": "x"]),
        ])
    func nothingKnown(_ kernel: OtherKernel) {
        let features = KernelFeatures(reading: kernel)
        for feature in KernelFeature.allCases { #expect(features[feature] == .unknown, "\(feature)") }
    }

    @Test func theConfigurationSaysNo() {
        let features = KernelFeatures(
            reading: OtherKernel([
                Self.release: "6.1.1", "/proc/modules": "nf_tables 1 0 - Live 0x0\n",
                "/boot/config-6.1.1": """
                # CONFIG_VLAN_8021Q is not set
                CONFIG_NET_ACT_VLAN=y
                CONFIG_NET_ACT_SKBEDIT=m
                # CONFIG_NETFILTER_EGRESS is not set
                CONFIG_NF_TABLES_INET=y
                """,
            ]))
        #expect(features[.vlan8021q] == .missing && features[.actVLAN] == .builtIn)
        // A module, but whether it is installed cannot be seen.
        #expect(features[.actSKBEdit] == .unknown)
        #expect(features[.netfilterEgress] == .missing && features[.nfTablesInet] == .loaded)
    }

    @Test("lines of kallsyms that two blocks share", arguments: [1, 2, 7, 19, 64])
    func symbolsInBlocks(_ size: Int) {
        let text = Array("0 T __dev_queue_xmit\n0 t tcf_vlan_act\t[act_vlan]\n0 t xtcf_gact_act\n0 t fl_classify".utf8)
        var search = SymbolSearch(["tcf_vlan_act", "tcf_gact_act", "fl_classify", "mall_classify"])
        for start in stride(from: 0, to: text.count, by: size) { search.read(Array(text[start...].prefix(size))) }
        #expect(search.result == ["__dev_queue_xmit", "tcf_vlan_act", "fl_classify"])
    }

    @Test(
        "words between other bytes",
        arguments: [
            ("a/x.ko:", true), ("x.ko", true), ("xx.ko", false), ("a x.ko\n", true), ("x.kox x.ko", true),
            ("x.kox", false), ("", false), ("x.k", false),
        ])
    func words(_ text: String, _ expected: Bool) {
        #expect(ByteSearch.has(Array(text.utf8), "x.ko", after: "/ \n", before: ": \n.") == expected)
    }

    @Test func namesForPeople() {
        #expect(KernelFeature.actVLAN.option == "CONFIG_NET_ACT_VLAN" && KernelFeature.actVLAN.module == "act_vlan")
        #expect(Set(KernelFeature.allCases.map(\.option)).count == KernelFeature.allCases.count)
        #expect(Set(KernelFeature.allCases.map(\.symbol)).count == KernelFeature.allCases.count)
        #expect(Set(KernelFeature.allCases.map(\.name)).count == KernelFeature.allCases.count)
    }
}

/// Another host's files.
struct OtherKernel: KernelFiles, Sendable, CustomTestStringConvertible {
    final class Count: @unchecked Sendable {
        var count = 0
    }

    var files: [String: String]
    var kallsyms: String?
    /// How often the symbols were read.
    let symbolReads = Count()

    init(_ files: [String: String], kallsyms: String? = nil) {
        self.files = files
        self.kallsyms = kallsyms
    }

    var testDescription: String { "\(files.keys.sorted()) \(kallsyms ?? "")" }

    func contents(_ path: String) -> [UInt8]? { files[path].map { Array($0.utf8) } }

    func symbols(among names: [String]) -> Set<String>? {
        symbolReads.count += 1
        guard let kallsyms else { return nil }
        var search = SymbolSearch(names)
        search.read(Array(kallsyms.utf8))
        return search.result
    }
}
