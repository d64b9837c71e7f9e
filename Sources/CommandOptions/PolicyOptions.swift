package import ArgumentParser
package import Documents
package import Policies

/// Which rules judge.
package struct PolicyOptions: ParsableArguments {
    package init() {}

    @Option(name: .customLong("policy"), help: "A policy pack, or a directory of packs. May be repeated.")
    package var paths: [String] = []

    @Flag(name: .customLong("no-builtin"), help: "Leave the built-in packs out.")
    package var excludesBuiltin = false

    @Option(
        help:
            "The choice of rules: starter, recommended, strict, finops, security, security-hub, ... (default: recommended)"
    )
    package var profile: String?

    @Option(name: .customLong("rule"), help: "Only rules whose id matches this glob. May be repeated.")
    package var only: [String] = []

    @Option(name: .customLong("skip-rule"), help: "No rules whose id matches this glob. May be repeated.")
    package var except: [String] = []

    @Option(
        name: .customLong("param"),
        help: ArgumentHelp("A parameter of a pack; the value is YAML. May be repeated.", valueName: "pack.name=value"))
    package var parameters: [String] = []

    package func validate() throws {
        do throws(Diagnostic) {
            _ = try overrides()
        } catch {
            throw ValidationError([error.message, error.help].compactMap(\.self).joined(separator: "; "))
        }
    }

    package func selection() throws(Diagnostic) -> PolicySelection {
        var selection = PolicySelection()
        selection.includesBuiltin = !excludesBuiltin
        selection.paths = paths
        selection.profile = profile
        selection.only = only
        selection.except = except
        selection.overrides = try overrides()
        return selection
    }

    private func overrides() throws(Diagnostic) -> [ParameterOverride] {
        try parameters.map { (parameter) throws(Diagnostic) in try ParameterOverride(parsing: parameter) }
    }
}
