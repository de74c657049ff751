import Glibc

/// The files that tell about a kernel: those of this host, or of another one in a test.
protocol KernelFiles {
    /// Nil where it cannot be read.
    func contents(_ path: String) -> [UInt8]?
    /// Which of these names are functions of the kernel or of a loaded module. Nil where the kernel does not say.
    func symbols(among names: [String]) -> Set<String>?
}

/// Files of this host.
struct HostKernelFiles: KernelFiles {
    /// modules.dep of a kernel with everything has about a MiB.
    private static let largestFile = 16 << 20
    private static let blockSize = 1 << 18

    func contents(_ path: String) -> [UInt8]? {
        guard let descriptor = Self.open(path) else { return nil }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        let isWhole = Self.read(descriptor) { block in
            bytes += block
            return bytes.count <= Self.largestFile
        }
        return isWhole ? bytes : nil
    }

    /// Without the addresses, which are for root only, everybody may read /proc/kallsyms (`kallsyms_show_value`).
    func symbols(among names: [String]) -> Set<String>? {
        guard let descriptor = Self.open("/proc/kallsyms") else { return nil }
        defer { close(descriptor) }
        var search = SymbolSearch(names)
        let isWhole = Self.read(descriptor) { block in
            search.read(block)
            return true
        }
        return isWhole ? search.result : nil
    }

    private static func open(_ path: String) -> Int32? {
        let descriptor = unsafe Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        return descriptor >= 0 ? descriptor : nil
    }

    /// False when it cannot be read to its end, or `body` does not want more.
    private static func read(_ descriptor: Int32, _ body: ([UInt8]) -> Bool) -> Bool {
        var buffer = [UInt8](repeating: 0, count: blockSize)
        while true {
            let count = unsafe buffer.withUnsafeMutableBytes { unsafe Glibc.read(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { return false }
            if count == 0 { return true }
            guard body(Array(buffer.prefix(count))) else { return false }
        }
    }
}

/// Looks for names in /proc/kallsyms as it comes: lines `ADDRESS TYPE NAME`, for modules with a tab and `[MODULE]`.
struct SymbolSearch {
    /// Every kernel that has a network has this function.
    private static let always = "__dev_queue_xmit"

    private var wanted: [String]
    private var found: Set<String> = []
    /// The beginning of a line whose end is in the next block.
    private var rest: [UInt8] = []

    init(_ names: [String]) {
        wanted = names + [Self.always]
    }

    mutating func read(_ block: [UInt8]) {
        guard let end = block.lastIndex(of: UInt8(ascii: "\n")) else {
            rest += block
            return
        }
        search(rest + block[...end])
        rest = Array(block[(end + 1)...])
    }

    /// Nil for what is no list of symbols: masked, empty, cut.
    var result: Set<String>? {
        var whole = self
        whole.search(rest)
        return whole.found.contains(Self.always) ? whole.found : nil
    }

    private mutating func search(_ lines: [UInt8]) {
        wanted.removeAll { name in
            let isHere = ByteSearch.has(lines, name, after: " ", before: "\n\t")
            if isHere { found.insert(name) }
            return isHere
        }
    }
}
