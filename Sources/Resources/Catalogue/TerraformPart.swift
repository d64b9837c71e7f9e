/// A Terraform resource that is a part of another one, where CloudFormation has a property: the lifecycle rules of a bucket.
public struct TerraformPart: Sendable {
    /// Where the attributes stand in the resource of which it is a part.
    public var binding: TerraformBinding
    /// The attribute that names that resource, by its name, id or ARN.
    public var owner: String
}

extension Catalogue {
    private static let terraformParts = FactTable(TerraformPartTable.text)

    /// What a Terraform resource type is a part of; nil for one that is a resource of its own.
    public static func terraformPart(ofType terraformType: String) -> TerraformPart? {
        guard terraformType.hasPrefix("aws_"), let row = terraformParts.row(terraformType) else { return nil }
        var binding = TerraformBinding(
            terraformType: terraformType, type: row[1].string, tagsAttribute: nil,
            renames: row[3].split(by: ",").compactMap(PathRename.init))
        binding.isPart = true
        return TerraformPart(binding: binding, owner: row[2].string)
    }
}
