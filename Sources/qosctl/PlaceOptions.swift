import ArgumentParser
import QoSCompiler

/// Where a rule goes: at most one of these.
struct PlaceOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Put it before this rule.", valueName: "RULE"), completion: .rule)
    var before: String?

    @Option(help: ArgumentHelp("Put it after this rule.", valueName: "RULE"), completion: .rule)
    var after: String?

    @Option(help: ArgumentHelp("Put it at this position, from 1.", valueName: "N"))
    var to: Int?

    @Flag(help: "Put it before all others.")
    var first = false

    @Flag(help: "Put it after all others.")
    var last = false

    private var places: [RulePlace] {
        [
            before.map(RulePlace.before), after.map(RulePlace.after), to.map(RulePlace.position), first ? .first : nil,
            last ? .last : nil,
        ].compactMap(\.self)
    }

    /// Nil when none is given.
    var place: RulePlace? { places.first }

    func validate() throws {
        guard places.count <= 1 else {
            throw ValidationError("Give one of --before, --after, --to, --first and --last.")
        }
    }
}
