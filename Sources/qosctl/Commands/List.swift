import ArgumentParser
import QoSCompiler
import QoSDriver

struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Shows the active rules in order, with what each does, packets and bytes.",
        discussion: "Exit: 0, 1 nothing is active, 2 cannot read.")

    @OptionGroup var output: OutputOptions
    @OptionGroup var state: StateOptions

    func run() throws {
        let listing: PolicyListing?
        do throws(DriverError) {
            listing = try state.driver.list()
        } catch {
            throw error.reportFromReader(json: output.json)
        }
        guard let listing else {
            throw Findings.failure(state.driver.reasonForNothing, json: output.json, code: 1)
        }
        for problem in listing.problems { Console.error("warning: \(problem)") }
        if output.json { Console.print(json(listing)) } else { printText(listing) }
    }

    private func json(_ listing: PolicyListing) -> JSONValue {
        let rules = listing.rules.map { listed -> JSONValue in
            let rule = listed.rule
            return .object(
                [
                    JSONMember(key: "name", value: .string(rule.name)),
                    JSONMember(key: "position", value: .number(Int64(listed.position))),
                    JSONMember(key: "enabled", value: .bool(rule.isEnabled)),
                    JSONMember(key: "match", value: .string(rule.matchText)),
                    JSONMember(key: "action", value: .string(rule.action.text)),
                ] + MarkingJSON.members(rule.action.marking) + ListingJSON.counts(listed.counter)
                    + [JSONMember(key: "counted", value: .string(listing.counted.rawValue))])
        }
        let fallback = JSONValue.object(
            [JSONMember(key: "action", value: .string(listing.policy.defaultAction.text))]
                + MarkingJSON.members(listing.policy.defaultAction.marking) + ListingJSON.counts(listing.defaultCounter)
                + [JSONMember(key: "counted", value: .string(listing.counted.rawValue))])
        return .object([
            "schema": .number(1), "policy": .optional(listing.policy.name),
            "revision": .number(Int64(listing.revision)),
            "scope": .string(listing.policy.scope.rawValue), "rules": .array(rules), "default": fallback,
            "links": .array(listing.links.map(LinkOutput.value)),
        ])
    }

    private func printText(_ listing: PolicyListing) {
        Console.print(
            "\(ListingText.title(listing))  scope \(listing.policy.scope.rawValue)  counted by \(listing.counted.rawValue)",
            style: .heading)
        var table = Table([
            .number("#"), .text("RULE"), .number("PACKETS"), .number("BYTES"), .text("DOES"), .flexible("MATCH"),
        ])
        for listed in listing.rules {
            let rule = listed.rule
            let match = rule.matches.isEmpty ? "every packet" : rule.matchText
            table.add(
                [String(listed.position), rule.name] + ListingText.counts(listed.counter)
                    + [rule.action.text, rule.isEnabled ? match : "(disabled) \(match)"],
                style: ListingText.style(rule))
        }
        table.add(
            ["", "default"] + ListingText.counts(listing.defaultCounter)
                + [listing.policy.defaultAction.text, "no rule matched"])
        Console.print(table)
        for link in listing.links {
            Console.print("link \(LinkOutput.text(link))", style: link.isGood ? nil : .warning)
        }
    }
}
