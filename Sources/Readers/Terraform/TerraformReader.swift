import Documents
import Resources

/// Turns a Terraform plan or state, as `terraform show -json` prints them, into resources whose properties have the
/// names of CloudFormation.
struct TerraformReader {
    private typealias Kind = TerraformKind

    /// A resource whose properties lie in a document that is not finished yet.
    private struct Draft {
        let change: PlannedChange
        let kind: Kind
        let properties: NodeID?
        let holdsSecrets: Bool
        let location: PlanConfiguration.Location
    }

    /// What all resources of a plan are made with.
    private struct Shared {
        let scenario: Scenario
        let tagNames: TagReader.Names
    }

    private let document: Document
    private let options: TerraformOptions
    private let names: PlannedChange.Names
    private(set) var diagnostics: DiagnosticList
    private(set) var resources: [Resource] = []
    /// Resources that stay as they are: others may refer to them, but they are not judged.
    private(set) var neighbours: [Resource] = []
    private var kinds: [String: Kind] = [:]

    init(_ document: Document, options: TerraformOptions, diagnostics: DiagnosticList) {
        self.document = document
        self.options = options
        names = PlannedChange.Names(document.symbols)
        self.diagnostics = diagnostics
    }

    /// Reads plans and states.
    /// - Returns: the document in which the properties lie.
    mutating func read(_ roots: [NodeView]) -> Document {
        var copy = AttributeCopy(document)
        var plans: [(drafts: [Draft], resolver: PlanResolver)] = []
        for root in roots where isReadable(root) { plans.append(read(root, into: &copy)) }
        let derived = copy.finish()
        let shared = Shared(scenario: Scenario(), tagNames: TagReader.Names(derived.symbols))
        resources.reserveCapacity(plans.reduce(0) { $0 + $1.drafts.count })
        for (drafts, resolver) in plans {
            for draft in drafts {
                let resource = resource(draft, in: derived, resolver: resolver, shared)
                if draft.change.effect == .changes || options.includesUnchanged {
                    resources.append(resource)
                } else {
                    neighbours.append(resource)
                }
            }
        }
        if resources.isEmpty, let root = roots.first, !diagnostics.hasErrors {
            diagnostics.add(
                .note, at: root.opening, "no resource is created or changed",
                help: neighbours.isEmpty ? nil : "`--include-unchanged` judges what stays as it is")
        }
        return derived
    }

    private mutating func read(
        _ root: NodeView, into copy: inout AttributeCopy
    ) -> (drafts: [Draft], resolver: PlanResolver) {
        let changes = once(changes(of: root).filter { $0.effect != .goes })
        let kinds = changes.map { kind($0.terraformType) }
        let types = Dictionary(self.kinds.map { ($0.key, $0.value.type) }) { first, _ in first }
        let resolver = PlanResolver(root, changes: changes, types: types)
        let parts = PlanParts(changes, kinds, resolver)
        var places = Locations(PlanConfiguration(root), symbols: document.symbols)
        var drafts: [Draft] = []
        drafts.reserveCapacity(changes.count)
        for (index, change) in changes.enumerated() {
            let kind = kinds[index]
            let location = places.location(of: change)
            copy.wroteSecret = false
            let own = (parts.byOwner[index] ?? []).map { (changes[$0], kinds[$0]) }
            let properties = write(change, kind, location, parts: own, into: &copy)
            drafts.append(
                Draft(
                    change: change, kind: kind, properties: properties, holdsSecrets: copy.wroteSecret,
                    location: location))
        }
        return (drafts, resolver)
    }

    // MARK: The plan as a whole

    /// Whether the format is one that is known; what is doubtful about the whole is said here.
    private mutating func isReadable(_ root: NodeView) -> Bool {
        guard let version = root["format_version"], let text = version.string,
            let major = text.split(separator: ".").first.flatMap({ Int($0) })
        else {
            diagnostics.add(
                .error, at: root["format_version"]?.range ?? root.opening,
                "`format_version` is not a version such as \"1.2\"")
            return false
        }
        guard major <= 1 else {
            diagnostics.add(
                .error, at: version.range, "format version \(text) of Terraform's JSON is not known",
                help: "versions 0.1 to 1.x are read")
            return false
        }
        if let errored = root["errored"], errored.boolean == true {
            diagnostics.add(
                .error, at: errored.keyRange ?? errored.range,
                "the plan is not whole: Terraform stopped at an error",
                help: "mend what `terraform plan` reports, and make the plan again")
        }
        let deferred = root["deferred_changes"].map { $0.children.reduce(0) { count, _ in count + 1 } } ?? 0
        if deferred > 0 {
            diagnostics.add(
                .warning, at: root["deferred_changes"]?.keyRange ?? root.opening,
                "\(deferred) changes are put off to a later plan and not judged")
        }
        return true
    }

    private mutating func changes(of root: NodeView) -> [PlannedChange] {
        if let list = root["resource_changes"] {
            guard list.kind == .list else {
                diagnostics.add(.error, at: list.range, "`resource_changes` is not a list")
                return []
            }
            let names = names
            return decode(list.children) { entry throws(PlannedChange.Problem) in
                try PlannedChange(change: entry, names)
            }
        }
        let planned = root["planned_values"]
        guard let values = planned ?? root["values"], values.kind == .map else { return [] }
        return stateEntries(of: values["root_module"], isPlan: planned != nil, depth: 0)
    }

    /// Leaves out all but the last of the changes that have the same address: Terraform gives each once.
    private mutating func once(_ changes: [PlannedChange]) -> [PlannedChange] {
        var last: [String: Int] = [:]
        last.reserveCapacity(changes.count)
        var repeated: Set<Int> = []
        for (index, change) in changes.enumerated() {
            let address = change.addressText
            guard let former = last.updateValue(index, forKey: address) else { continue }
            repeated.insert(former)
            diagnostics.add(
                .warning, at: change.address.range,
                "the address `\(address)` comes twice in the plan; the last one counts")
        }
        return repeated.isEmpty ? changes : changes.enumerated().filter { !repeated.contains($0.offset) }.map(\.element)
    }

    private mutating func stateEntries(of module: NodeView?, isPlan: Bool, depth: Int) -> [PlannedChange] {
        guard let module, depth < Self.moduleDepth else { return [] }
        var found: [PlannedChange] = []
        if let list = module["resources"] {
            found = decode(list.children) { entry throws(PlannedChange.Problem) in
                try PlannedChange(state: entry, isPlan: isPlan)
            }
        }
        for child in module["child_modules"]?.children.map({ $0 }) ?? [] {
            found += stateEntries(of: child, isPlan: isPlan, depth: depth + 1)
        }
        return found
    }

    /// Modules inside each other.
    private static let moduleDepth = 128

    private mutating func decode(
        _ entries: some Sequence<NodeView>, _ make: (NodeView) throws(PlannedChange.Problem) -> PlannedChange?
    ) -> [PlannedChange] {
        var found: [PlannedChange] = []
        for entry in entries {
            do throws(PlannedChange.Problem) {
                if let change = try make(entry) { found.append(change) }
            } catch {
                diagnostics.add(.error, at: error.node.opening, error.message)
            }
        }
        return found
    }

    // MARK: One resource

    private mutating func kind(_ terraformType: String) -> Kind {
        if let known = kinds[terraformType] { return known }
        let kind = Kind(terraformType, symbols: document.symbols)
        kinds[terraformType] = kind
        return kind
    }

    private func write(
        _ change: PlannedChange, _ kind: Kind, _ location: PlanConfiguration.Location,
        parts: [(change: PlannedChange, kind: Kind)], into copy: inout AttributeCopy
    ) -> NodeID? {
        guard let shape = kind.shape else { return nil }
        let origin = (change.after ?? change.unknown ?? change.entry).node
        let source = change.source
        let root = copy.builder.append(Node(kind: .map, flags: .copied, start: origin.start, end: origin.end))
        if let unknown = change.wholeUnknown {
            writeHidden(in: Int(unknown.id.rawValue), kind, shape, into: &copy)
        } else {
            for part in parts {
                guard let shape = part.kind.partShape else { continue }
                copy.members(of: part.change.source, shape, besides: copy.keys(ofOpen: root))
            }
            copy.members(of: source, shape, besides: parts.isEmpty ? [] : copy.keys(ofOpen: root))
            if change.hidesUnknown, let after = source.value { writeHidden(in: after, kind, shape, into: &copy) }
        }
        writeTags(of: change, kind, location, into: &copy)
        copy.builder.close(root, end: origin.end)
        copy.builder.addRoot(root)
        return root
    }

    /// Adds each property of which nothing is shown, not even that it is not set, as a value that is not known.
    private func writeHidden(in values: Int, _ kind: Kind, _ shape: AttributeShape, into copy: inout AttributeCopy) {
        var shown: Set<Symbol> = []
        copy.forEachChild(of: values) { copy, child in
            switch shape.member(copy.nodes[child].key).role {
            case .member(let key): shown.insert(key)
            case .moved(let steps): if let first = steps.first { shown.insert(first.key) }
            case .opened, .dropped: break
            }
        }
        for property in Catalogue.object(named: kind.type)?.properties ?? []
        where !property.isReadOnly && !property.isAPIOnly {
            let key = document.symbols.intern(property.name)
            guard key != kind.tagKey || !kind.tagsAreMapping, !shown.contains(key) else { continue }
            copy.writeUnknown(at: values, isSecret: false, like: nil, key: key)
        }
    }

    /// Writes the effective tags. Where those are not known as a whole, which providers say of every resource that has no
    /// tags, they are the ones that the resource is given, unless the provider adds some.
    private func writeTags(
        of change: PlannedChange, _ kind: Kind, _ location: PlanConfiguration.Location, into copy: inout AttributeCopy
    ) {
        guard let attribute = kind.tagsAttribute, let key = kind.tagKey, kind.tagsAreMapping else { return }
        if let unknown = change.wholeUnknown {
            return copy.writeUnknown(at: Int(unknown.id.rawValue), isSecret: false, like: nil, key: key)
        }
        let source = change.source
        var found = AttributeCopy.Source()
        var isOpen = false
        var unknownTags: Int?
        for name in [attribute, "tags"] {
            guard let symbol = document.symbols.symbol(of: name) else { continue }
            found.value = source.value.flatMap { copy.find(symbol, in: $0) }
            found.unknown = source.unknown.flatMap { copy.find(symbol, in: $0) }
            found.secret = source.secret.flatMap { copy.find(symbol, in: $0) }
            let isUnknown = found.unknown.map { document.nodes[$0].kind == .true } ?? false
            if isUnknown {
                isOpen = name == "tags" || location.mayAddTags
                unknownTags = isOpen ? found.unknown : nil
            } else if let value = found.value, document.nodes[value].kind == .map {
                break
            }
        }
        let saysNothing = found.value == nil && found.unknown == nil
        if saysNothing, let unknownTags {
            copy.writeUnknown(at: unknownTags, isSecret: false, like: nil, key: key)
        } else if change.hidesUnknown, saysNothing, let values = source.value {
            copy.writeUnknown(at: values, isSecret: false, like: nil, key: key)
        } else if kind.takesTagList {
            copy.writeTagList(
                found, key: key, names: kind.tagNames, isOpen: isOpen)
        } else {
            copy.writeTagMap(found, key: key, isOpen: isOpen)
        }
    }

    private func resource(
        _ draft: Draft, in derived: Document, resolver: PlanResolver, _ shared: Shared
    ) -> Resource {
        let change = draft.change
        let address = change.addressText
        let properties = draft.properties.map { NodeView(document: derived, id: $0) }
        let arn = change.after?[names.arn]?.string.flatMap { text in ARN(text).map { (text: text, parts: $0) } }
        var aliases: [String] = []
        func add(_ alias: String?) {
            if let alias, !alias.isEmpty, !aliases.contains(alias) { aliases.append(alias) }
        }
        add(draft.kind.facts.physicalName(in: properties))
        add(arn?.text)
        add(change.after?[names.id]?.string)
        let account = arn.flatMap { $0.parts.account.isEmpty ? nil : $0.parts.account }
        let region =
            change.after?[names.region]?.string ?? arn.flatMap { $0.parts.region.isEmpty ? nil : $0.parts.region }
        var resource = Resource(
            type: draft.kind.type, name: address, id: address, properties: properties, anchor: change.address.range,
            source: derived.source, tags: tags(of: draft.kind, properties, resolver, shared),
            account: account ?? draft.location.account, region: region ?? draft.location.region, aliases: aliases,
            resolver: resolver)
        resource.holdsSecrets = draft.holdsSecrets
        resource.hasSchemaTypes = true
        return resource
    }

    private func tags(
        of kind: Kind, _ properties: NodeView?, _ resolver: PlanResolver, _ shared: Shared
    ) -> TagSet {
        guard kind.shape != nil else { return .unknown }
        return kind.tagsAttribute == nil
            ? .notTaggable : kind.facts.tags(in: properties, resolver, shared.scenario, names: shared.tagNames)
    }
}

extension PlannedChange {
    /// The attributes with what is said of them.
    fileprivate var source: AttributeCopy.Source {
        AttributeCopy.Source(
            value: after.map { Int($0.id.rawValue) }, unknown: unknown.map { Int($0.id.rawValue) },
            secret: secret.map { Int($0.id.rawValue) })
    }
}

/// Where resources go, by the providers that they name.
private struct Locations {
    private let configuration: PlanConfiguration
    private let byProvider: [String: PlanConfiguration.Location]
    /// The one place of all, where there is only one.
    private let only: PlanConfiguration.Location?
    private var modules: PlanModules

    init(_ configuration: PlanConfiguration, symbols: SymbolTable) {
        self.configuration = configuration
        byProvider = configuration.locations()
        let distinct = Set(byProvider.values)
        only = distinct.count > 1 ? nil : distinct.first ?? configuration.nowhere
        modules = configuration.modules(symbols)
    }

    mutating func location(of change: PlannedChange) -> PlanConfiguration.Location {
        if let only { return only }
        let text = change.addressBytes
        guard let address = AddressRanges(text) else { return configuration.nowhere }
        let module = modules.number(of: text[address.module])
        guard let provider = modules.resource(text[address.base], in: module)?["provider_config_key"]?.string
        else { return configuration.nowhere }
        if let known = byProvider[provider] { return known }
        // A module that is given its provider names it behind its own name before Terraform 1.1, whichever of the root
        // module's it is given.
        return provider.contains(":") ? .open : configuration.nowhere
    }
}
