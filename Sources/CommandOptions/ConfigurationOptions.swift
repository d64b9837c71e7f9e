package import ArgumentParser
package import Engine

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Which configuration file counts.
package struct ConfigurationOptions: ParsableArguments {
    package init() {}

    @Option(
        name: .customLong("config"),
        help: "The configuration file; otherwise proviso.yaml between here and the root of the repository.")
    package var file: String?

    @Flag(name: .customLong("no-config"), help: "Read no configuration file.")
    package var isOff = false

    package func validate() throws {
        if file != nil, isOff { throw ValidationError("Give --config or --no-config, not both.") }
    }

    package var choice: ConfigurationChoice {
        ConfigurationChoice(option: file, isOff: isOff, variable: Self.variable)
    }

    /// The file that the environment names.
    package static var variable: String? { getenv("PROVISO_CONFIG").map { String(cString: $0) } }
}
