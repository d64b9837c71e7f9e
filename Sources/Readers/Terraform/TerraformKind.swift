import Documents
import Resources

/// What the reader knows of one Terraform type.
final class TerraformKind {
    let type: String
    let facts: ResourceFacts
    let shape: AttributeShape?
    let tagsAttribute: String?
    let tagKey: Symbol?
    let takesTagList: Bool
    let tagNames: (key: Symbol, value: Symbol)
    let tagsAreMapping: Bool
    /// What it is a part of, if it is no resource of its own.
    let part: TerraformPart?
    /// Where its attributes stand in that.
    let partShape: AttributeShape?

    init(_ terraformType: String, symbols: SymbolTable) {
        part = Catalogue.terraformPart(ofType: terraformType)
        partShape = part.map { AttributeShape($0.binding, symbols: symbols) }
        let binding = part == nil ? Catalogue.terraformBinding(ofType: terraformType) : nil
        type = binding?.type ?? terraformType
        facts = ResourceFacts(type)
        shape = binding.map { AttributeShape($0, symbols: symbols) }
        tagsAttribute = binding?.tagsAttribute
        let known = Catalogue.type(named: type)
        tagKey = known?.tagProperty.map { symbols.intern($0) }
        tagNames = (symbols.intern("Key"), symbols.intern("Value"))
        takesTagList = known?.tagShape != .map
        tagsAreMapping = binding?.tagsAreMapping ?? false
    }

    /// The canonical type; Terraform's own where there is none.
    static func type(of terraformType: String) -> String {
        if Catalogue.terraformPart(ofType: terraformType) != nil { return terraformType }
        return Catalogue.terraformBinding(ofType: terraformType)?.type ?? terraformType
    }

    /// The canonical name of an attribute; nil when it stands for the resource as such.
    static func canonical(_ attribute: [String], ofType terraformType: String, standingFor type: String) -> String? {
        let known = Catalogue.type(named: type)
        if attribute == ["arn"] { return known?.arnProperty ?? "Arn" }
        let path = Catalogue.terraformBinding(ofType: terraformType)?.canonicalPath(of: attribute)
        let property = path?.joined(separator: ".")
        return property == known?.nameProperty && known?.refValue == .name ? nil : property
    }
}
