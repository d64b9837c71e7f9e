import ArgumentParser
import Engine

/// `proviso schema`: JSON Schemas of the files that people write, for editors.
struct SchemaCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema", abstract: "Print the JSON Schema of a kind of file, for editors.")

    enum Kind: String, ExpressibleByArgument, CaseIterable {
        case config

        var text: String {
            switch self {
            case .config: Configuration.schema
            }
        }
    }

    @Argument(help: "The kind of file: \(Kind.allCases.map(\.rawValue).joined(separator: ", ")).")
    var kind: Kind

    func run() throws { try Console(color: .never).write(kind.text) }
}
