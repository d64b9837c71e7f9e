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

    /// Whether it is a part of a resource of the canonical type, so that only what `renames` says has a place there.
    var isPart = false

    /// Whether the tags are a mapping from keys to values, as everywhere but in the provider that is made from
    /// CloudFormation's schemas.
    public var tagsAreMapping: Bool { !terraformType.hasPrefix(Self.cloudControl) }

    static let cloudControl = "awscc_"

    /// Where a value stands in the canonical type, and what the schema says of each step of the way there.
    public struct Place: Hashable, Sendable {
        public var path: [String] = []
        /// One for each step; `any` where the catalogue does not know.
        public var types: [PropertyType] = []

        mutating func append(_ name: String, _ type: PropertyType) {
            path.append(name)
            types.append(type)
        }
    }

    /// The canonical path of an attribute or a nested block; nil when the canonical type has no such property.
    ///
    /// What `renames` does not say is found by spelling: `volume_size_in_gb` is `VolumeSizeInGB`.
    public func canonicalPath(of attribute: [String]) -> [String]? { place(of: attribute)?.path }

    /// The canonical place of an attribute or a nested block; nil when the canonical type has no such property.
    public func place(of attribute: [String]) -> Place? {
        let renamed = PathRename.apply(renames, to: attribute)
        if isPart, renamed == nil { return nil }
        let moved = renamed ?? (replaced: [], rest: attribute[...])
        var place = Place()
        var position = PropertyType.object(type)
        for name in moved.replaced {
            position = Self.member(named: name, of: position) ?? .any
            place.append(name, position)
        }
        for name in moved.rest {
            switch position.leaf {
            case .object(let objectName):
                guard let object = Catalogue.object(named: objectName),
                    let found = Self.property(spelledLike: name, in: object)
                else { return nil }
                position = object.type(of: found) ?? .any
                place.append(found, position)
            default:
                // The inside of a map or of a value that the catalogue does not know keeps its names.
                place.append(name, .any)
            }
        }
        return place
    }

    /// The argument of the resource itself that stands for a property; nil where there is none.
    public func attribute(for property: String) -> String? {
        let renamed = renames.first { $0.canonical == [property] && $0.source.count == 1 }?.source[0]
        let name = renamed ?? Self.snakeCase(property[...])
        return place(of: [name])?.path == [property] ? name : nil
    }

    /// A name in the spelling of Terraform: `VolumeSizeInGB` is `volume_size_in_gb`.
    public static func snakeCase(_ name: Substring) -> String {
        var words = ""
        let characters = Array(name)
        for (index, character) in characters.enumerated() {
            if character == ":" {
                if words.last != "_" { words.append("_") }
                continue
            }
            let startsWord =
                character.isUppercase && index > 0
                && (characters[index - 1].isLowercase || characters[index - 1].isNumber
                    || index + 1 < characters.count && characters[index + 1].isLowercase
                        && characters[index - 1].isUppercase)
            if startsWord, words.last != "_" { words.append("_") }
            words += character.lowercased()
        }
        return words
    }

    /// Whether something inside an attribute stands in a place of its own.
    public func movesParts(of attribute: [String]) -> Bool {
        renames.contains { $0.source.count > attribute.count && $0.source.starts(with: attribute) }
    }

    private static func member(named name: String, of type: PropertyType) -> PropertyType? {
        guard case .object(let objectName) = type.leaf else { return nil }
        return Catalogue.object(named: objectName)?.type(of: name)
    }

    /// Blocks are often in the singular where the property is in the plural.
    private static func property(spelledLike attribute: String, in object: ObjectType) -> String? {
        object.propertyName { NameFolding.folds($0.bytes, to: attribute) }
            ?? object.propertyName { NameFolding.folds($0.bytes, to: attribute + "s") }
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
        let isCloudControl = terraformType.hasPrefix(TerraformBinding.cloudControl)
        guard isCloudControl || terraformType.hasPrefix("aws_") else { return nil }
        // The names of one provider are those of CloudFormation in another spelling, and many of the other's are, too,
        // some of them without the service (`aws_route_table`).
        let folded = NameFolding.fold(terraformType).replacingPrefix("awscc", with: "aws")
        let names = isCloudControl ? [folded] : [folded, folded.replacingPrefix("aws", with: "awsec2")]
        guard let row = types.rows.first(where: { names.contains(NameFolding.fold($0.key.string)) }) else { return nil }
        let type = ResourceType(row: row)
        return TerraformBinding(
            terraformType: terraformType, type: type.name,
            tagsAttribute: type.isTaggable ? (isCloudControl ? "tags" : "tags_all") : nil, renames: [])
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
