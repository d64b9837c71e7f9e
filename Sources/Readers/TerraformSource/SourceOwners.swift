import HCL

/// Which resources of a configuration are parts of which others.
struct SourceOwners {
    /// The resources that are a part, by the address of that of which they are one.
    private(set) var parts: [String: [ResourceInstance]] = [:]

    init(_ instances: [ResourceInstance], _ kinds: [TerraformKind]) {
        let addresses = Set(zip(instances, kinds).filter { $1.part == nil }.map(\.0.address))
        for (instance, kind) in zip(instances, kinds) {
            guard let part = kind.part, let value = try? instance.attribute(named: part.owner) else { continue }
            if let reference = value.unknown?.reference {
                if addresses.contains(reference.address) { parts[reference.address, default: []].append(instance) }
            } else if case .string(let name) = value.form {
                let owner = zip(instances, kinds).first { other, kind in
                    kind.type == part.binding.type
                        && ["name", part.owner].contains { other.text(of: $0) == name }
                }
                if let owner { parts[owner.0.address, default: []].append(instance) }
            }
        }
    }
}

extension ResourceInstance {
    /// The text that an attribute is known to be.
    fileprivate func text(of attribute: String) -> String? {
        guard let value = try? self.attribute(named: attribute), case .string(let text) = value.form else { return nil }
        return text
    }
}
