import ArgumentParser
import Engine
import PolicyAuthoring
import Reports

/// `proviso schema`: JSON Schemas of the files that people write and of the report, for editors and programs.
struct SchemaCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema", abstract: "Print the JSON Schema of a kind of file, for editors.")

    enum Kind: String, ExpressibleByArgument, CaseIterable {
        case config, policy, test, report

        var text: String {
            switch self {
            case .config: Configuration.schema
            case .policy: PolicySchemas.pack
            case .test: PolicySchemas.test
            case .report: JSONReport.schema
            }
        }
    }

    @Argument(help: "The kind of file: \(Kind.allCases.map(\.rawValue).joined(separator: ", ")).")
    var kind: Kind

    func run() throws { try Console(color: .never).write(kind.text.hasSuffix("\n") ? kind.text : kind.text + "\n") }
}
