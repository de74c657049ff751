import ArgumentParser
import QoSCompiler
import QoSDriver

struct Confirm: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Keeps the policy that apply --confirm has installed.",
        discussion: "Exit: 0 kept, 1 nothing waits or the time is over, 2.")

    @OptionGroup var output: OutputOptions
    @OptionGroup var state: StateOptions

    func run() throws {
        do throws(DriverError) {
            let revision = try state.driver.confirm()
            if output.json {
                Console.print(.object(["schema": .number(1), "revision": .number(Int64(revision))]))
            } else {
                Console.print("confirmed, revision \(revision)")
            }
        } catch {
            throw error.report(json: output.json)
        }
    }
}

/// `--confirm`: N, Ns, Nm or Nh, at most a day.
struct ConfirmTime: ExpressibleByArgument {
    let seconds: Int

    init?(argument: String) {
        let factors: [Character: Int] = ["s": 1, "m": 60, "h": 3600]
        let factor = argument.last.flatMap { factors[$0] }
        guard let number = Int(factor == nil ? argument : String(argument.dropLast())), number > 0,
            number <= 86_400 / (factor ?? 1)
        else { return nil }
        seconds = number * (factor ?? 1)
    }
}
