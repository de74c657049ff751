/// Which parts the running kernel has, as far as reading files tells. Nothing is loaded and no netlink message is sent.
public struct KernelFeatures: Hashable, Sendable {
    public enum State: String, Hashable, Sendable {
        case builtIn = "built-in"
        /// A module that is loaded.
        case loaded
        /// A module that the kernel loads when it is asked for.
        case loadable
        /// It is neither there nor can it be loaded.
        case missing
        /// What can be read does not tell, as in a container that does not see the modules.
        case unknown
    }

    /// `uname -r`; empty where it cannot be read.
    public let release: String
    /// kernel.modules_disabled: what is not loaded yet cannot be loaded any more.
    public let loadingIsDisabled: Bool
    private var states: [KernelFeature: State]

    /// What is not in `states` is unknown.
    public init(release: String, states: [KernelFeature: State], loadingIsDisabled: Bool = false) {
        self.release = release
        self.states = states
        self.loadingIsDisabled = loadingIsDisabled
    }

    public subscript(_ feature: KernelFeature) -> State { states[feature] ?? .unknown }

    /// Those that are surely missing, in the order given.
    public func missing(of features: [KernelFeature]) -> [KernelFeature] {
        features.filter { self[$0] == .missing }
    }

    /// Reads a few files below /proc, /lib/modules and /boot, and /proc/kallsyms (5-15 MB) where they leave something open:
    /// a fraction of a second. What is not asked for is unknown.
    public static func current(of features: some Sequence<KernelFeature> = KernelFeature.allCases) -> KernelFeatures {
        KernelFeatures(reading: HostKernelFiles(), of: features)
    }

    init(reading files: some KernelFiles, of features: some Sequence<KernelFeature> = KernelFeature.allCases) {
        let evidence = KernelEvidence(files)
        var states: [KernelFeature: State] = [:]
        // Others are parts of this one.
        let asked = Set(features).union([.nfTables])
        for feature in asked {
            if let state = evidence.state(of: feature) { states[feature] = state }
        }
        let open = KernelFeature.allCases.filter { asked.contains($0) && states[$0] == nil }
        if !open.isEmpty {
            let symbols = files.symbols(among: open.map(\.symbol))
            for feature in open {
                states[feature] = evidence.state(of: feature, with: symbols, module: states[.nfTables])
            }
        }
        self.init(release: evidence.release, states: states, loadingIsDisabled: evidence.loadingIsDisabled)
    }
}
