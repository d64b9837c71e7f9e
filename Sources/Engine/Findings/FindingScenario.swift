/// A deployment, or a kind of deployments, in which a finding arises.
public struct FindingScenario: Hashable, Sendable {
    /// What a parameter has when its value is none of those that the input names.
    public static let anyOther = "(any other value)"

    /// The parameters, conditions and deployments that matter, by name, and what they are.
    public var values: [String: String]
    /// Whether the input is deployed so when nobody says anything.
    public var isDefault: Bool

    public init(values: [String: String], isDefault: Bool) {
        self.values = values
        self.isDefault = isDefault
    }
}

extension [FindingScenario] {
    /// All of them in words: "`Env` = `dev` (the default) or `prod`", "`Env` = `prod`, `Region` = `eu-west-1`".
    public var words: String {
        guard count > 1, let name = first?.values.keys.first,
            allSatisfy({ $0.values.count == 1 && $0.values[name] != nil })
        else { return Self.joined(map(\.words)) }
        return "`\(name)` = " + Self.joined(map { $0.valueWords(of: name) })
    }

    /// How many are told in words.
    private static let shownCount = 5

    private static func joined(_ parts: [String]) -> String {
        let shown = parts.prefix(shownCount)
        if parts.count > shownCount {
            return shown.joined(separator: ", ") + " and in \(parts.count - shownCount) more cases"
        }
        guard let last = shown.last, shown.count > 1 else { return shown.first ?? "" }
        return shown.dropLast().joined(separator: ", ") + " or " + last
    }
}

extension FindingScenario {
    fileprivate var words: String {
        let pairs = values.sorted { $0.key < $1.key }.map { "`\($0.key)` = `\($0.value)`" }.joined(separator: ", ")
        return isDefault ? pairs + " (the default)" : pairs
    }

    fileprivate func valueWords(of name: String) -> String {
        "`\(values[name] ?? "")`" + (isDefault ? " (the default)" : "")
    }
}
