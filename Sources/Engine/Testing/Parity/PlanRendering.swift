import Resources

/// Resources as a Terraform plan.
struct PlanRendering {
    let value: PlainValue
    let judged: String

    init(_ resources: [ParityResource]) throws(ParityForm.Inexpressible) {
        var changes: [PlainValue] = []
        var addresses: [String] = []
        for (index, resource) in resources.enumerated() {
            let rendered = try RenderedChange(resource)
            let address = "\(rendered.type).r\(index)"
            addresses.append(address)
            changes.append(
                .map([
                    "address": .text(address), "mode": .text("managed"), "type": .text(rendered.type),
                    "name": .text("r\(index)"),
                    "change": .map([
                        "actions": .list([.text("create")]), "before": .null, "after": rendered.after,
                        "after_unknown": rendered.unknown, "after_sensitive": .map([]),
                    ]),
                ]))
        }
        judged = addresses.first ?? ""
        value = .map([
            "format_version": .text("1.2"), "terraform_version": .text("1.9.5"), "resource_changes": .list(changes),
            "configuration": .map(["provider_config": .map(["aws": Self.provider(for: resources)])]),
        ])
    }

    /// Which attributes carry the indexes of a property's lists. Where an attribute stands for more than one step, the
    /// indexes keep their order; the only element of a list at the end is no list in Terraform.
    static func spread(_ groups: [[Int]], over count: Int) -> [[Int]] {
        guard groups.count != count else { return groups }
        var rest = groups.filter { !$0.isEmpty }[...]
        var spread: [[Int]] = []
        for position in 0..<count {
            let next = rest.popFirst() ?? []
            spread.append(position + 1 == count && next == [0] && groups.count > count ? [] : next)
        }
        return spread
    }

    private static func provider(for resources: [ParityResource]) -> PlainValue {
        var provider = PlainValue.map(["name": .text("aws"), "expressions": .map([])])
        if let region = resources.first?.region {
            provider.set(.text(region), at: [.key("expressions"), .key("region"), .key("constant_value")])
        }
        if let account = resources.first?.account {
            provider.set(
                .list([.text(account)]), at: [.key("expressions"), .key("allowed_account_ids"), .key("constant_value")])
        }
        return provider
    }
}

/// What a plan says of one resource.
struct RenderedChange {
    let type: String
    private(set) var after = PlainValue.map([])
    private(set) var unknown = PlainValue.map([])
    private let binding: TerraformBinding

    /// Whether objects inside are blocks, and not the values of arguments.
    var hasBlocks: Bool { binding.tagsAreMapping }

    init(_ resource: ParityResource) throws(ParityForm.Inexpressible) {
        let known = Catalogue.type(named: resource.type)
        let own = Catalogue.terraformTypes(of: resource.type).first
        let other =
            known?.depth == .api ? nil : "awscc_" + TerraformBinding.snakeCase(resource.type.dropFirst("AWS::".count))
        guard let type = own ?? other, let binding = Catalogue.terraformBinding(ofType: type),
            binding.type == resource.type
        else { throw ParityForm.Inexpressible("Terraform has no resource for `\(resource.type)`") }
        self.type = type
        self.binding = binding
        for leaf in resource.leaves { try set(leaf) }
        if binding.tagsAreMapping {
            if binding.tagsAttribute != nil { setTags(of: resource) }
        } else if let tags = try resource.tagValue(shape: known?.tagShape) {
            try set(ParityResource.Leaf(steps: [ParityResource.Leaf.Step(name: "Tags")], value: Self.lowerCase(tags)))
        }
    }

    private mutating func set(_ leaf: ParityResource.Leaf) throws(ParityForm.Inexpressible) {
        let names = names(of: leaf)
        guard let place = binding.place(of: names), place.path == leaf.names else {
            throw ParityForm.Inexpressible("`\(leaf.names.joined(separator: "."))` has no attribute of its own")
        }
        let path = self.path(of: leaf)
        if leaf.value == .unknown {
            unknown.set(.boolean(true), at: path[...])
            if path.count > 1 { after.set(.map([]), at: path.dropLast()) }
        } else if case .map = leaf.value, case .any? = place.types.last, binding.tagsAreMapping {
            // Documents such as policies are texts.
            after.set(.text(leaf.value.json), at: path[...])
        } else {
            after.set(leaf.value, at: path[...])
        }
    }

    private mutating func setTags(of resource: ParityResource) {
        for attribute in ["tags", "tags_all"] {
            guard !resource.hasOpenTags else {
                unknown.set(.boolean(true), at: [.key(attribute)])
                continue
            }
            after.set(.map([]), at: [.key(attribute)])
            for tag in resource.tags {
                if tag.value == .unknown {
                    unknown.set(.boolean(true), at: [.key(attribute), .key(tag.key)])
                } else {
                    after.set(tag.value, at: [.key(attribute), .key(tag.key)])
                }
            }
        }
    }

    // MARK: Names

    /// The attribute that stands for a property, without indexes.
    private func names(of leaf: ParityResource.Leaf) -> [String] {
        let canonical = leaf.names
        let rename = binding.renames.filter { canonical.starts(with: $0.canonical) }
            .max { $0.canonical.count < $1.canonical.count }
        guard let rename else { return canonical.map { TerraformBinding.snakeCase($0[...]) } }
        return rename.source + canonical.dropFirst(rename.canonical.count).map { TerraformBinding.snakeCase($0[...]) }
    }

    /// The path of an attribute: each nested block is a list, whatever the number that is allowed.
    private func path(of leaf: ParityResource.Leaf) -> [PlainValue.Step] {
        let names = names(of: leaf)
        let indices = PlanRendering.spread(leaf.steps.map(\.indices), over: names.count)
        var path: [PlainValue.Step] = []
        for (position, name) in names.enumerated() {
            path.append(.key(name))
            if !indices[position].isEmpty {
                path += indices[position].map { .index($0) }
            } else if position + 1 < names.count, binding.tagsAreMapping {
                path.append(.index(0))
            }
        }
        return path
    }

    private static func lowerCase(_ tags: PlainValue) -> PlainValue {
        switch tags {
        case .list(let elements): .list(elements.map { lowerCase($0) })
        case .map(let members):
            .map(members.map { PlainValue.Member(key: $0.key.lowercased(), value: $0.value) })
        default: tags
        }
    }
}
