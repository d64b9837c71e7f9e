public import ArgumentParser
package import Engine
public import Policies

/// What makes a run fail.
package struct GateOptions: ParsableArguments {
    package init() {}

    @Option(
        help: "The lowest severity that counts: info, low, medium, high or critical. (default: \(Gate().failOn))")
    package var failOn: Severity?

    @Option(help: "Whether undetermined verdicts count: ignore or fail. (default: ignore)")
    package var onUnknown: OnUnknown?

    @Option(
        help: ArgumentHelp(
            "What resources with failures may cost together in a month; from this on the run fails.",
            valueName: "amount"))
    package var failOnCost: Double?

    @Flag(help: "End with 0 also when there are findings, for those who gate elsewhere.")
    package var exitZero = false

    package enum OnUnknown: String, ExpressibleByArgument, CaseIterable {
        case ignore, fail
    }

    package func validate() throws {
        guard let failOnCost else { return }
        guard failOnCost.isFinite, failOnCost >= 0 else {
            throw ValidationError("--fail-on-cost takes an amount of money from 0 on.")
        }
    }

    package func apply(to job: inout CheckJob) {
        job.failOnCost = failOnCost
        job.failOn = failOn
        job.failsOnUnknown = onUnknown.map { $0 == .fail }
    }
}

extension Severity: ExpressibleByArgument {}
