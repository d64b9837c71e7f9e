/// Names of instance types and regions that exist, so that a counterexample names real ones.
///
/// A proof never relies on them: AWS adds types and regions every month.
public enum InstanceTypes {
    /// Where the names come from.
    public static var source: String { "\(InstanceTypeTables.source)" }

    /// The instance types that the API takes in requests of a SageMaker action such as `sagemaker:CreateTrainingJob`;
    /// empty for an action that takes none.
    public static func names(for action: String) -> [String] {
        guard action.asciiLowercased.hasPrefix("sagemaker:"),
            let operation = operations.find(action.dropFirst("sagemaker:".count)), operation.fields.count == 2,
            let wanted = Int(operation.fields[1], radix: 16)
        else { return [] }
        return types.filter { $0.mask & wanted != 0 }.map(\.name)
    }

    /// Types of EC2 that training jobs run on, whose names there have a prefix.
    static var ofEC2: [String] {
        names(for: "sagemaker:CreateTrainingJob").map { String($0.dropFirst("ml.".utf8.count)) }
    }

    /// The regions of the partition `aws`.
    public static let regions: [String] = FactLines(InstanceTypeTables.regions).lines.map(\.text)

    private static let operations = FactLines(InstanceTypeTables.operations)

    private static let types: [(name: String, mask: Int)] = FactLines(InstanceTypeTables.types).lines.compactMap {
        let fields = $0.fields
        guard fields.count == 2, let mask = Int(fields[1], radix: 16) else { return nil }
        return (String(fields[0]), mask)
    }
}
