import Resources

/// Resources as AWS Config records them: under the names of CloudFormation, the tags beside the configuration.
struct ConfigItemRendering {
    let value: PlainValue
    let judged: String

    private static let account = "111122223333"
    private static let region = "eu-central-1"

    init(_ resources: [ParityResource]) throws(ParityForm.Inexpressible) {
        var items: [PlainValue] = []
        var ids: [String] = []
        for (index, resource) in resources.enumerated() {
            let (item, id) = try Self.item(resource, number: index)
            items.append(item)
            ids.append(id)
        }
        value = .map(["configurationItems": .list(items)])
        judged = ids.first ?? ""
    }

    private static func item(
        _ resource: ParityResource, number: Int
    ) throws(ParityForm.Inexpressible) -> (PlainValue, id: String) {
        guard let type = Catalogue.type(named: resource.type), type.depth != .api else {
            throw ParityForm.Inexpressible("AWS Config records no `\(resource.type)`")
        }
        if resource.properties.holdsUnknown || resource.tags.contains(where: { $0.value == .unknown }) {
            throw ParityForm.Inexpressible("AWS Config knows every value")
        }
        for member in resource.properties.members where type.object?.property(named: member.key)?.isAPIOnly ?? false {
            throw ParityForm.Inexpressible("`\(member.key)` is a field of the API alone")
        }
        var name = "r\(number)"
        if let property = type.nameProperty, case .text(let given)? = resource.properties[property] { name = given }
        let (account, region) = (resource.account ?? account, resource.region ?? region)
        var item = PlainValue.map([
            "configurationItemStatus": .text("OK"), "resourceType": .text(resource.type), "resourceId": .text(name),
            "resourceName": .text(name), "awsAccountId": .text(account), "awsRegion": .text(region),
            "configuration": resource.properties,
        ])
        let arn = ARN.sample(ofType: resource.type, name: name, region: region, account: account)
        if let arn { item.set(.text(arn), at: [.key("arn")]) }
        if resource.hasOpenTags {
            guard resource.tags.isEmpty else {
                throw ParityForm.Inexpressible("some tags are given and others are left open")
            }
        } else if type.isTaggable {
            let tags = resource.tags.map { PlainValue.Member(key: $0.key, value: $0.value) }
            item.set(.map(tags), at: [.key("tags")])
        }
        return (item, arn ?? name)
    }
}
