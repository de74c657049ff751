/// What files say about the running kernel, and what follows from it.
struct KernelEvidence {
    var release: String
    var loadingIsDisabled: Bool
    /// /proc/modules; nil in a kernel without loadable modules, and where it cannot be read.
    private let loaded: [UInt8]?
    /// modules.builtin and modules.dep of this release (kmod); nil where they are not seen.
    private let builtIn: [UInt8]?
    private let loadable: [UInt8]?
    /// /boot/config-RELEASE
    private let configuration: [UInt8]?

    init(_ files: some KernelFiles) {
        let text = files.contents("/proc/sys/kernel/osrelease").map { String(decoding: $0, as: UTF8.self) } ?? ""
        let release = String(text.prefix { $0 != "\n" })
        self.release = release
        loadingIsDisabled = files.contents("/proc/sys/kernel/modules_disabled")?.first == UInt8(ascii: "1")
        loaded = files.contents("/proc/modules")
        // A release is part of a path below.
        guard !release.isEmpty, !release.contains("/") else {
            (builtIn, loadable, configuration) = (nil, nil, nil)
            return
        }
        func list(_ name: String) -> [UInt8]? {
            for folder in ["/lib/modules", "/usr/lib/modules"] {
                if let bytes = files.contents("\(folder)/\(release)/\(name)") { return bytes }
            }
            return nil
        }
        // Every kernel has something built in: an empty list was put there by somebody else.
        builtIn = list("modules.builtin").flatMap { $0.isEmpty ? nil : $0 }
        loadable = list("modules.dep")
        configuration = files.contents("/boot/config-\(release)")
    }

    /// What lists and configuration tell; nil where only the kernel's symbols can.
    func state(of feature: KernelFeature) -> KernelFeatures.State? {
        if feature.isPartOfModule {
            return setting(of: feature) == .yes ? state(of: .nfTables) : nil
        }
        guard let module = feature.module else { return setting(of: feature) == .yes ? .builtIn : nil }
        if let loaded, ByteSearch.hasLine(loaded, beginningWith: module + " ") { return .loaded }
        if let builtIn, lists(builtIn, module) { return .builtIn }
        if setting(of: feature) == .yes { return .builtIn }
        if let loadable, lists(loadable, module), !loadingIsDisabled { return .loadable }
        return nil
    }

    /// What the symbols tell of a feature that is still open. They are nil where the kernel does not list them. `module`:
    /// the state of nf_tables, of which some features are a part.
    func state(
        of feature: KernelFeature, with symbols: Set<String>?, module: KernelFeatures.State?
    ) -> KernelFeatures.State {
        let isThere = symbols?.contains(feature.symbol)
        if feature.isPartOfModule {
            if setting(of: feature) == .yes { return module ?? .unknown }
            switch module {
            case .missing: return .missing
            case .builtIn, .loaded: return isThere.map { $0 ? module ?? .unknown : .missing } ?? .unknown
            // The functions of a module that is not loaded are not listed.
            default: return setting(of: feature) == .no ? .missing : .unknown
            }
        }
        if isThere == true { return .builtIn }
        if setting(of: feature) == .no { return .missing }
        guard feature.symbolIsCertain else { return .unknown }
        // The lists of this release are complete: they name neither a module nor a part of the kernel.
        if builtIn != nil, loadable != nil { return .missing }
        guard isThere == false else { return .unknown }
        // Not in the kernel, then; and it loads no modules.
        return loaded == nil || loadingIsDisabled ? .missing : .unknown
    }

    // MARK: Reading

    private enum Setting {
        case yes
        case module
        case no
    }

    private func setting(of feature: KernelFeature) -> Setting? {
        guard let configuration else { return nil }
        if ByteSearch.hasLine(configuration, beginningWith: feature.option + "=y") { return .yes }
        if ByteSearch.hasLine(configuration, beginningWith: feature.option + "=m") { return .module }
        let isOff = ByteSearch.hasLine(configuration, beginningWith: "# \(feature.option) is not set")
        return isOff ? .no : nil
    }

    /// Whether a list of module files has `NAME.ko`, compressed or not.
    private func lists(_ list: [UInt8], _ module: String) -> Bool {
        ByteSearch.has(list, module + ".ko", after: "/ \n", before: ": \n.")
    }
}
