import ArgumentParser
import NetlinkModel
import QoSCompiler
import QoSDriver

struct Capabilities: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Tells what this kernel and its links can do about priorities, and what they lack.",
        discussion: """
            For each link: what it is, its queue, how long its frames are with and without a tag, and what each form of \
            'link' would use there. Only reads, and needs no privilege. \
            Exit: 0, 1 the kernel lacks what a form needs on one of these links, 2 cannot read or no such link.
            """)

    @Argument(help: ArgumentHelp("This link only.", valueName: "IFACE"), completion: .interface)
    var interface: String?

    @OptionGroup var output: OutputOptions

    func run() throws {
        var capabilities: HostCapabilities
        do throws(DriverError) {
            capabilities = try HostInspection.capabilities()
        } catch {
            throw error.reportFromReader(json: output.json)
        }
        if let interface {
            let names = capabilities.links.compactMap { $0.link.name?.description }
            capabilities.links.removeAll { $0.link.name?.description != interface }
            guard !capabilities.links.isEmpty else {
                let hint = Suggestion.text(for: interface, among: names).map { "; \($0)" } ?? ""
                throw Findings.failure("there is no link '\(interface)'\(hint)", json: output.json, code: 2, as: .link)
            }
        }
        if output.json {
            Console.print(CapabilitiesJSON.value(capabilities))
        } else {
            CapabilitiesText.print(capabilities)
        }
        throw ExitCode(capabilities.links.contains(where: \.lacksSomething) ? 1 : 0)
    }
}
