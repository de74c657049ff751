import ArgumentParser
import QoSCompiler
import QoSDriver

struct Counters: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Shows packets and bytes of each rule and class of the active policy.",
        discussion: """
            A reset prints what was counted up to it; no packet is lost in between. Exit: 0, 2 nothing is active, or a \
            rule or class that has no counter of its own (then nothing is reset).
            """)

    @Option(
        defaultAsFlag: "",
        help: ArgumentHelp(
            "Set the counter of one rule (or of default) to zero; of everything, without a name.", valueName: "RULE"),
        completion: .countedRule)
    var reset: String?

    @Option(
        help: ArgumentHelp("Set what was counted for a class to zero, by whatever rule.", valueName: "CLASS"),
        completion: .className)
    var resetClass: String?

    @Flag(help: "Print the text format of Prometheus, for its node exporter's textfile collector.")
    var prometheus = false

    @OptionGroup var output: OutputOptions
    @OptionGroup var state: StateOptions

    func validate() throws {
        if reset != nil, resetClass != nil { throw ValidationError("Give one of --reset and --reset-class.") }
        if prometheus, output.json { throw ValidationError("Give one of --json and --prometheus.") }
        if resetClass == "" { throw ValidationError("--reset-class needs a class.") }
    }

    private var selection: CounterSelection? {
        if let resetClass { return .class(resetClass) }
        return reset.map { $0.isEmpty ? .all : .rule($0) }
    }

    func run() throws {
        let listing: PolicyListing?
        var names: [String]?
        do throws(DriverError) {
            if let selection {
                let reset = try state.driver.resetCounters(selection)
                listing = reset?.before
                names = reset?.names
            } else {
                listing = try state.driver.counters()
            }
        } catch {
            throw error.report(json: output.json, refusal: 2)
        }
        guard let listing else { throw Findings.failure(state.driver.reasonForNothing, json: output.json, code: 2) }
        if prometheus {
            Console.printBytes(Array(PrometheusText.text(listing).utf8))
        } else if output.json {
            printJSON(listing, names)
        } else {
            printText(listing, names)
        }
    }

    private func printJSON(_ listing: PolicyListing, _ names: [String]?) {
        var members = [JSONMember(key: "schema", value: .number(1))] + ListingJSON.members(listing)
        if let names { members.append(JSONMember(key: "reset", value: .array(names.map(JSONValue.string)))) }
        Console.print(.object(members))
    }

    private func printText(_ listing: PolicyListing, _ names: [String]?) {
        let what = names.map { "  up to the reset of \(selection == .all ? "all" : $0.joined(separator: ", "))" } ?? ""
        Console.print("\(ListingText.title(listing))  counted by \(listing.counted.rawValue)\(what)", style: .heading)
        if listing.counted == .rule { Console.print(rules(listing)) }
        guard !listing.classes.isEmpty else { return }
        if listing.counted == .rule { Console.print("") }
        Console.print(classes(listing))
    }

    private func rules(_ listing: PolicyListing) -> Table {
        var table = Table([.number("#"), .text("RULE"), .number("PACKETS"), .number("BYTES"), .flexible("DOES")])
        for listed in listing.rules {
            table.add(
                [String(listed.position), listed.rule.name] + ListingText.counts(listed.counter)
                    + [listed.rule.isEnabled ? listed.rule.action.text : "(disabled) \(listed.rule.action.text)"],
                style: ListingText.style(listed.rule))
        }
        table.add(["", "default"] + ListingText.counts(listing.defaultCounter) + [listing.policy.defaultAction.text])
        return table
    }

    private func classes(_ listing: PolicyListing) -> Table {
        var table = Table([.text("CLASS"), .number("PACKETS"), .number("BYTES"), .flexible("MARKS")])
        for listed in listing.classes {
            table.add(
                [listed.policyClass.name] + ListingText.counts(listed.counter) + [
                    MarkingJSON.text(listed.policyClass.marking)
                ])
        }
        return table
    }
}
