import Documents
import Resources

/// A form of input in which the resources of a case are written.
public enum ParityForm: String, CaseIterable, Sendable {
    case cloudFormationYAML = "CloudFormation YAML"
    case cloudFormationJSON = "CloudFormation JSON"
    case terraformPlan = "Terraform plan"
    case terraformSource = "Terraform configuration"
    case description = "API output"
    case configItem = "AWS Config"

    /// A text in this form, and which of its resources is the first of those given.
    struct Rendering {
        var text: String
        var file: String
        /// The `id` of the resource that is judged.
        var judged: String
    }

    /// Why a form cannot say what a case says.
    struct Inexpressible: Error {
        var reason: String

        init(_ reason: String) { self.reason = reason }
    }

    func render(_ resources: [ParityResource]) throws(Inexpressible) -> Rendering {
        switch self {
        case .cloudFormationYAML:
            let template = try TemplateRendering(resources)
            return Rendering(text: template.value.yaml, file: "case.yaml", judged: template.judged)
        case .cloudFormationJSON:
            let template = try TemplateRendering(resources)
            return Rendering(text: template.value.json, file: "case.json", judged: template.judged)
        case .terraformPlan:
            let plan = try PlanRendering(resources)
            return Rendering(text: plan.value.json, file: "plan.json", judged: plan.judged)
        case .terraformSource:
            let configuration = try ConfigurationRendering(resources)
            return Rendering(text: configuration.text, file: "main.tf", judged: configuration.judged)
        case .configItem:
            let items = try ConfigItemRendering(resources)
            return Rendering(text: items.value.json, file: "config.json", judged: items.judged)
        case .description:
            let answers = try DescriptionRendering(resources)
            return Rendering(text: answers.value.json, file: "answers.json", judged: answers.judged)
        }
    }
}

/// Resources as a CloudFormation template.
private struct TemplateRendering {
    let value: PlainValue
    let judged = "R0"

    private static let parameter = "NotKnown"

    init(_ resources: [ParityResource]) throws(ParityForm.Inexpressible) {
        var members: [PlainValue.Member] = []
        for (index, resource) in resources.enumerated() {
            members.append(PlainValue.Member(key: "R\(index)", value: try Self.render(resource)))
        }
        let all = PlainValue.map(members)
        let known = all.replacingUnknown(by: .map(["Ref": .text(Self.parameter)]))
        value =
            all.holdsUnknown
            ? .map(["Parameters": .map([Self.parameter: .map(["Type": .text("String")])]), "Resources": known])
            : .map(["Resources": known])
    }

    private static func render(_ resource: ParityResource) throws(ParityForm.Inexpressible) -> PlainValue {
        guard let type = Catalogue.type(named: resource.type), type.depth != .api else {
            throw ParityForm.Inexpressible("CloudFormation has no type `\(resource.type)`")
        }
        if resource.account != nil || resource.region != nil {
            throw ParityForm.Inexpressible("a template does not say to which account and region it goes")
        }
        for member in resource.properties.members {
            guard let property = type.object?.property(named: member.key), property.isAPIOnly || property.isReadOnly
            else { continue }
            throw ParityForm.Inexpressible("`\(member.key)` is a field of the API alone")
        }
        var properties = resource.properties
        if let path = type.tagProperty, let tags = try resource.tagValue(shape: type.tagShape) {
            properties.set(tags, at: path.split(separator: ".").map { .key(String($0)) }[...])
        }
        return .map(["Type": .text(resource.type), "Properties": properties])
    }
}

extension ParityResource {
    /// The tags in the shape of their property; nil when there are none.
    func tagValue(shape: ResourceType.TagShape?) throws(ParityForm.Inexpressible) -> PlainValue? {
        if hasOpenTags {
            guard tags.isEmpty else { throw ParityForm.Inexpressible("some tags are given and others are left open") }
            return .unknown
        }
        guard !tags.isEmpty else { return nil }
        switch shape {
        case .map?: return .map(tags.map { PlainValue.Member(key: $0.key, value: $0.value) })
        case .list?, nil: return .list(tags.map { .map(["Key": .text($0.key), "Value": $0.value]) })
        case .other?:
            return .list(
                tags.map { .map(["Key": .text($0.key), "Value": $0.value, "PropagateAtLaunch": .boolean(true)]) })
        }
    }
}
