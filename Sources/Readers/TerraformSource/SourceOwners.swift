import HCL

/// Which resources of a configuration are parts of which others.
struct SourceOwners {
    /// The resources that are a part, by the address of that of which they are one.
    private(set) var parts: [String: [ResourceInstance]] = [:]
    /// Those that may be a part, with what is not known, by the address of that of which they may be one.
    private(set) var possible: [String: [(part: ResourceInstance, unknown: Unknown)]] = [:]

    /// What may own parts, all of one type.
    private struct Owners {
        var byName: [String: ResourceInstance] = [:]
        var all: [ResourceInstance] = []
        /// Those whose name is not known.
        var unnamed: [(owner: ResourceInstance, unknown: Unknown)] = []

        /// - Parameter attribute: what names an owner, beside `name`.
        init(_ owners: [ResourceInstance], called attribute: String) {
            all = owners
            for owner in owners {
                for value in ["name", attribute].compactMap({ try? owner.attribute(named: $0) }) {
                    if case .string(let name) = value.settled.form, byName[name] == nil { byName[name] = owner }
                }
                guard owner.attributeIsWritten(attribute),
                    let unknown = (try? owner.attribute(named: attribute))?.settled.unknown
                else { continue }
                unnamed.append((owner, unknown))
            }
        }
    }

    /// Parts that may be those of several owners. One of each kind is enough: an owner has one part of a kind.
    private struct Open {
        /// Whose owner is named, and is none of those whose name is known.
        var named: [String: ResourceInstance] = [:]
        /// Whose owner is not known.
        var ofAny: [String: (part: ResourceInstance, unknown: Unknown)] = [:]

        mutating func add(named part: ResourceInstance) { named[part.type] = named[part.type] ?? part }

        mutating func add(_ part: ResourceInstance, _ unknown: Unknown) {
            ofAny[part.type] = ofAny[part.type] ?? (part, unknown)
        }
    }

    /// - Parameter unknown: why the owner's name is not known; nil for what may be a part of every owner.
    private mutating func add(_ open: Open, to address: String, named unknown: Unknown?) {
        var candidates = open.ofAny.map(\.value)
        if let unknown {
            candidates = open.named.filter { open.ofAny[$0.key] == nil }.map { ($0.value, unknown) }
        }
        // What has a part of a kind has no other one of that kind.
        let types = Set((parts[address] ?? []).map(\.type))
        candidates.removeAll { types.contains($0.part.type) }
        guard !candidates.isEmpty else { return }
        candidates.sort { $0.part.address < $1.part.address }
        possible[address, default: []] += candidates
    }

    init(_ instances: [ResourceInstance], _ kinds: [TerraformKind]) {
        guard kinds.contains(where: { $0.part != nil }) else { return }
        var byType: [String: [ResourceInstance]] = [:]
        var addresses: Set<String> = []
        for (instance, kind) in zip(instances, kinds) where kind.part == nil {
            byType[kind.type, default: []].append(instance)
            addresses.insert(instance.address)
        }
        var owners: [String: Owners] = [:]
        var open: [String: Open] = [:]
        for (instance, kind) in zip(instances, kinds) {
            guard let part = kind.part, let value = try? instance.attribute(named: part.owner).settled
            else { continue }
            let type = part.binding.type
            let known = owners[type] ?? Owners(byType[type] ?? [], called: part.owner)
            owners[type] = known
            if case .string(let name) = value.form {
                if let owner = known.byName[name] {
                    parts[owner.address, default: []].append(instance)
                } else {
                    open[type, default: Open()].add(named: instance)
                }
            } else if let reference = instance.reference(in: part.owner) {
                if addresses.contains(reference.address) { parts[reference.address, default: []].append(instance) }
            } else if let unknown = value.unknown {
                open[type, default: Open()].add(instance, unknown)
            }
        }
        for (type, open) in open {
            guard let owners = owners[type] else { continue }
            for owner in owners.all { add(open, to: owner.address, named: nil) }
            for (owner, unknown) in owners.unnamed { add(open, to: owner.address, named: unknown) }
        }
    }
}

extension ResourceInstance {
    fileprivate func attributeIsWritten(_ name: String) -> Bool {
        contents.contains { $0.attributes.contains { $0.name == name } }
    }

    /// The attribute of another resource that an argument is given.
    ///
    /// As the value of this resource the argument would be an attribute of its own where the other one's is not known.
    fileprivate func reference(in argument: String) -> ResourceAttribute? {
        for content in contents {
            for attribute in content.attributes where attribute.name == argument {
                return (try? attribute.value())?.unknown?.reference
            }
        }
        return nil
    }
}
