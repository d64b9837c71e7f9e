import Resources

/// Resources as answers of the API, with the tags that `ListTags` gives.
struct DescriptionRendering {
    let value: PlainValue
    let judged: String

    private static let account = "111122223333"
    private static let region = "eu-central-1"

    init(_ resources: [ParityResource]) throws(ParityForm.Inexpressible) {
        var answers: [PlainValue] = []
        var ids: [String] = []
        for (index, resource) in resources.enumerated() {
            let (answer, id) = try Self.answer(resource, number: index)
            answers.append(answer)
            ids.append(id)
        }
        value = answers.count == 1 ? answers[0] : .list(answers)
        judged = ids.first ?? ""
    }

    private static func answer(
        _ resource: ParityResource, number: Int
    ) throws(ParityForm.Inexpressible) -> (PlainValue, id: String) {
        guard let binding = Catalogue.apiBinding(ofType: resource.type), !binding.describeOperations.isEmpty,
            let nameField = binding.nameField, let arnField = binding.arnField, binding.rootProperty == nil
        else { throw ParityForm.Inexpressible("the API has no description of `\(resource.type)`") }
        if resource.properties.holdsUnknown || resource.tags.contains(where: { $0.value == .unknown }) {
            throw ParityForm.Inexpressible("the API knows every value")
        }
        var answer = PlainValue.map([])
        for leaf in resource.leaves { answer.set(leaf.value, at: path(of: leaf, binding)[...]) }
        let name: String
        if case .text(let given)? = answer[nameField] {
            name = given
        } else {
            name = "r\(number)"
            answer.set(.text(name), at: [.key(nameField)])
        }
        guard
            let arn = ARN.sample(
                ofType: resource.type, name: name, region: resource.region ?? region,
                account: resource.account ?? account)
        else { throw ParityForm.Inexpressible("the ARN of `\(resource.type)` is not known") }
        answer.set(.text(arn), at: [.key(arnField)])
        if !resource.hasOpenTags, Catalogue.type(named: resource.type)?.isTaggable ?? false {
            let tags = resource.tags.map { PlainValue.map(["Key": .text($0.key), "Value": $0.value]) }
            answer.set(.list(tags), at: [.key("Tags")])
        } else if !resource.tags.isEmpty {
            throw ParityForm.Inexpressible("some tags are given and others are left open")
        }
        return (answer, arn)
    }

    private static func path(of leaf: ParityResource.Leaf, _ binding: APIBinding) -> [PlainValue.Step] {
        let canonical = leaf.names
        let rename = binding.renames.filter { canonical.starts(with: $0.canonical) }
            .max { $0.canonical.count < $1.canonical.count }
        let names = rename.map { $0.source + canonical.dropFirst($0.canonical.count) } ?? canonical
        let indices = PlanRendering.spread(leaf.steps.map(\.indices), over: names.count)
        return zip(names, indices).flatMap { name, indices in [.key(name)] + indices.map { .index($0) } }
    }
}
