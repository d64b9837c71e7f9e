import Documents
import HCL
import Resources

/// The variables of a configuration that have no value but a closed set of them, and what the configuration is for each.
///
/// Every combination is read in full beforehand, so that answering changes nothing and any number of threads may ask.
final class SourceChoices: Sendable {
    /// Combinations that are read; configurations with more keep their variables unknown.
    private static let most = 16

    struct Variable: Sendable {
        var choice: Choice
        var values: [String]
    }

    /// What the configuration is for one value of each variable.
    struct Combination: Sendable {
        private let byAddress: [String: Resource]
        private let byBlock: [String: [Resource]]
        /// Those of the properties.
        fileprivate let resolvers: [SourceResolver]

        init(_ resources: [Resource], _ resolvers: [SourceResolver]) {
            self.resolvers = resolvers
            byAddress = Dictionary(resources.map { ($0.id, $0) }) { first, _ in first }
            byBlock = Dictionary(grouping: resources) { ConfigurationPlaces.withoutIndexes($0.id) }
        }

        /// The resources that stand in the place of one of which it is not known how many there are, or where.
        subscript(address: String) -> [Resource] {
            if let only = byAddress[address] { return [only] }
            return (byBlock[ConfigurationPlaces.withoutIndexes(address)] ?? []).filter {
                Self.isElement($0.id, of: address)
            }
        }

        /// Whether an address is another one with more indexes.
        private static func isElement(_ address: String, of block: String) -> Bool {
            var rest = address.utf8[...]
            for byte in block.utf8 {
                if rest.first != byte, rest.first == UInt8(ascii: "[") { rest = skippingIndex(rest) }
                guard rest.popFirst() == byte else { return false }
            }
            return rest.isEmpty || rest.first == UInt8(ascii: "[") && skippingIndex(rest).isEmpty
        }

        private static func skippingIndex(_ text: Substring.UTF8View) -> Substring.UTF8View {
            var isQuoted = false
            var isEscaped = false
            var rest = text
            while let byte = rest.popFirst() {
                if isEscaped {
                    isEscaped = false
                } else if byte == UInt8(ascii: "\"") {
                    isQuoted.toggle()
                } else if isQuoted {
                    isEscaped = byte == UInt8(ascii: "\\")
                } else if byte == UInt8(ascii: "]") {
                    break
                }
            }
            return rest
        }
    }

    let variables: [Variable]
    /// The outcome of the last variable changes fastest.
    private let combinations: [Combination]

    /// Those of all combinations, by the documents of their properties.
    private let resolvers: [ObjectIdentifier: SourceResolver]

    init(_ variables: [Variable], _ combinations: [Combination]) {
        self.variables = variables
        self.combinations = combinations
        let resolvers = combinations.flatMap(\.resolvers)
        self.resolvers = Dictionary(
            resolvers.compactMap { resolver in resolver.properties.map { (ObjectIdentifier($0), resolver) } }
        ) { first, _ in first }
    }

    /// Elements of one block that are judged one by one; of more, only what they share is known.
    private static let mostElements = 100

    /// The addresses of the resources that stand, for some values, in the place of one of which it is not known how many
    /// there are; nil if something else decides it too, if there are none, or too many.
    func addresses(of address: String) -> [String]? {
        var addresses: [String] = []
        var seen: Set<String> = []
        for resource in combinations.lazy.flatMap({ $0[address] }) {
            guard resource.condition == nil else { return nil }
            guard seen.insert(resource.id).inserted else { continue }
            guard addresses.count < Self.mostElements else { return nil }
            addresses.append(resource.id)
        }
        return addresses.isEmpty ? nil : addresses
    }

    /// Whether a value of what stands in the place of a resource must not be shown, for some values of the variables.
    func holdSecrets(_ address: String) -> Bool {
        combinations.contains { $0[address].contains { $0.holdsSecrets } }
    }

    /// The resolver of a document that belongs to a combination.
    func resolver(of document: Document) -> SourceResolver? { resolvers[ObjectIdentifier(document)] }

    /// The variables that decide something, and the combinations of their values; nil if there are none or too many.
    static func variables(
        _ names: Set<String>, of configuration: Configuration, scope: String
    ) -> (variables: [Variable], combinations: [[String]])? {
        guard !names.isEmpty else { return nil }
        var variables: [Variable] = []
        var combinations: [[String]] = [[]]
        for name in names.sorted() {
            let values = configuration.allowedValues(of: name)
            guard !values.isEmpty, combinations.count * values.count <= most else { return nil }
            let options = values.map { Choice.Option(label: $0, standing: .stated) }
            variables.append(
                Variable(
                    choice: Choice(id: Choice.ID(scope: scope, kind: .parameter, name: name), options: options),
                    values: values))
            combinations = combinations.flatMap { combination in values.map { combination + [$0] } }
        }
        return (variables, combinations)
    }

    /// What the configuration is in a scenario that decides some of the variables; nil while one of those is open.
    /// - Parameter names: the variables that matter.
    func combination(
        in scenario: Scenario, deciding names: Set<String>, from source: any ChoiceSource
    ) -> Combination? {
        var index = 0
        var isOpen = false
        for variable in variables {
            index *= variable.values.count
            guard names.contains(variable.choice.id.name) else { continue }
            if let outcome = scenario.outcome(of: variable.choice.id, from: source) {
                index += min(outcome, variable.values.count - 1)
            } else {
                isOpen = true
            }
        }
        return isOpen || !combinations.indices.contains(index) ? nil : combinations[index]
    }

    var names: Set<String> { Set(variables.map(\.choice.id.name)) }
}
