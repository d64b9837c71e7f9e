package import ArgumentParser
package import Engine

/// Which findings may stay.
package struct AcceptanceOptions: ParsableArguments {
    package init() {}

    @Option(
        name: .customLong("exceptions"), help: ArgumentHelp("A file of exceptions. May be repeated.", valueName: "file")
    )
    package var exceptions: [String] = []

    @Option(help: ArgumentHelp("The file of known findings, which do not make the run fail.", valueName: "file"))
    package var baseline: String?

    package func apply(to job: inout CheckJob) {
        job.exceptions = exceptions
        job.baseline = baseline
    }
}
