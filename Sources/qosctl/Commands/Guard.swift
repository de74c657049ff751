import ArgumentParser
import QoSDriver

/// The process behind `apply --confirm`.
struct Guard: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Waits for confirmation, and takes the policy back when it does not come.", shouldDisplay: false)

    @OptionGroup var state: StateOptions

    func run() throws {
        do throws(DriverError) {
            _ = try state.driver.guardPending()
        } catch {
            throw error.report(json: false)
        }
    }
}
