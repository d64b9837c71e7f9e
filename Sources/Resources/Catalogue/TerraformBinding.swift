/// Which canonical type and properties a Terraform resource stands for.
public struct TerraformBinding: Sendable {
    /// The Terraform type, such as `aws_sagemaker_model`.
    public var terraformType: String
    /// The canonical type, such as `AWS::SageMaker::Model`.
    public var type: String
    /// The attribute that holds the effective tags (`tags_all`, which includes the provider's default tags); nil when
    /// the resource takes none.
    public var tagsAttribute: String?
    /// The attributes that are spelled otherwise, as paths without indexes.
    public var renames: [PathRename]

    /// The canonical path of an attribute or a nested block; nil when the canonical type has no such property.
    ///
    /// What `renames` does not say is found by spelling: `volume_size_in_gb` is `VolumeSizeInGB`.
    public func canonicalPath(of attribute: [String]) -> [String]? {
        let moved = PathRename.apply(renames, to: attribute) ?? (replaced: [], rest: attribute[...])
        var path: [String] = []
        var position = PropertyType.object(type)
        for name in moved.replaced {
            path.append(name)
            position = Self.member(named: name, of: position) ?? .any
        }
        for name in moved.rest {
            switch position.leaf {
            case .object(let objectName):
                guard let object = Catalogue.object(named: objectName),
                    let found = Self.property(spelledLike: name, in: object)
                else { return nil }
                path.append(found)
                position = object.type(of: found) ?? .any
            default:
                // The inside of a map or of a value that the catalogue does not know keeps its names.
                path.append(name)
            }
        }
        return path
    }

    private static func member(named name: String, of type: PropertyType) -> PropertyType? {
        guard case .object(let objectName) = type.leaf else { return nil }
        return Catalogue.object(named: objectName)?.type(of: name)
    }

    /// Blocks are often in the singular where the property is in the plural.
    private static func property(spelledLike attribute: String, in object: ObjectType) -> String? {
        let folded = NameFolding.fold(attribute)
        let names = object.propertyNames
        return names.first { NameFolding.fold($0) == folded } ?? names.first { NameFolding.fold($0) == folded + "s" }
    }
}

extension Catalogue {
    static let terraform = FactTable(TerraformTable.text)

    /// The canonical type of a Terraform resource type of the `aws` or the `awscc` provider.
    public static func terraformBinding(ofType terraformType: String) -> TerraformBinding? {
        if let row = terraform.row(terraformType) {
            return TerraformBinding(
                terraformType: terraformType, type: row[1].string, tagsAttribute: row[2].optional,
                renames: row[3].split(by: ",").compactMap(PathRename.init))
        }
        guard terraformType.hasPrefix("awscc_") else { return nil }
        // The names of this provider are those of CloudFormation in another spelling.
        let folded = NameFolding.fold(terraformType).replacingPrefix("awscc", with: "aws")
        guard let row = types.rows.first(where: { NameFolding.fold($0.key.string) == folded }) else { return nil }
        let type = ResourceType(row: row)
        return TerraformBinding(
            terraformType: terraformType, type: type.name, tagsAttribute: type.isTaggable ? "tags" : nil, renames: [])
    }

    /// The Terraform types of the `aws` provider that stand for a canonical type.
    public static func terraformTypes(of type: String) -> [String] {
        terraform.rows.filter { $0[1] == type }.map(\.key.string)
    }
}

extension String {
    fileprivate func replacingPrefix(_ prefix: String, with other: String) -> String {
        hasPrefix(prefix) ? other + dropFirst(prefix.count) : self
    }
}
