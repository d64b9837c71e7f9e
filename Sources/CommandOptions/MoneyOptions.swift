package import ArgumentParser
package import Engine

/// What resources cost.
package struct MoneyOptions: ParsableArguments {
    package init() {}

    @Option(
        name: .customLong("usage"),
        help: ArgumentHelp(
            "What the bill says of the resources, as `proviso usage --format json` gives it.", valueName: "file"))
    package var usageFile: String?

    @Option(
        name: .customLong("prices"),
        help: ArgumentHelp(
            "Prices of instances by the hour, YAML or CSV, for resources of which no bill speaks.", valueName: "file"))
    package var priceFile: String?

    package func apply(to request: inout CheckRequest) {
        request.usageFile = usageFile
        request.priceFile = priceFile
    }
}
