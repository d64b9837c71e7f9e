import Documents
import HCL
import Resources

/// Turns a folder of Terraform files, with the modules that it calls, into resources whose properties have the names of
/// CloudFormation.
struct TerraformSourceReader {
    private let configuration: Configuration
    private let folder: String
    private let symbols: SymbolTable
    private var kinds: [String: TerraformKind] = [:]
    private let files: any ConfigurationFiles
    private let options: Configuration.Options

    init(folder: String, files: any ConfigurationFiles, symbols: SymbolTable, options: Configuration.Options) {
        configuration = Configuration(folder: folder, files: files, symbols: symbols, options: options)
        self.folder = folder
        self.symbols = symbols
        self.files = files
        self.options = options
    }

    /// A resource whose attributes lie in a document that is not finished yet.
    private struct Draft {
        let instance: ResourceInstance
        let kind: TerraformKind
        let attributes: NodeID
        let tags: SourceAttributes.EffectiveTags
        /// The attributes of resources that are a part of it.
        var parts: [(attributes: NodeID, shape: AttributeShape)] = []
    }

    /// The drafts of the resources that one file declares.
    private struct Page {
        let attributes: Document
        let drafts: [Draft]
        let resolver: SourceResolver
    }

    mutating func read() -> Input {
        var pages = write(choosing: true)
        let names = pages.reduce(into: Set<String>()) { $0.formUnion($1.resolver.choosing) }
        if let (variables, values) = SourceChoices.variables(names, of: configuration, scope: folder) {
            let choices = SourceChoices(variables, values.map { combination(of: variables, $0) })
            for page in pages { page.resolver.choices = choices }
        } else if !names.isEmpty {
            // Nothing else is read that lists could be taken from.
            pages = write(choosing: false)
        }
        return input(of: pages)
    }

    /// What the configuration is for a value of each variable.
    private func combination(of variables: [SourceChoices.Variable], _ values: [String]) -> SourceChoices.Combination {
        var options = options
        options.arguments += zip(variables, values).map { .value(name: $0.choice.id.name, text: $1) }
        var reader = TerraformSourceReader(folder: folder, files: files, symbols: symbols, options: options)
        let pages = reader.write(choosing: false)
        return SourceChoices.Combination(reader.input(of: pages).resources, pages.map(\.resolver))
    }

    /// - Parameter choosing: whether a list that variables with a closed set of values decide is left to their values.
    private mutating func write(choosing: Bool) -> [Page] {
        let instances = configuration.resources()
        let owners = SourceOwners(instances, instances.map { kind($0.type) })
        var byTree: [ObjectIdentifier: [ResourceInstance]] = [:]
        var trees: [SyntaxTree] = []
        for instance in instances {
            let tree = instance.block.tree
            if byTree[ObjectIdentifier(tree)] == nil { trees.append(tree) }
            byTree[ObjectIdentifier(tree), default: []].append(instance)
        }
        return trees.map { write(byTree[ObjectIdentifier($0)] ?? [], in: $0, owners, choosing: choosing) }
    }

    private func input(of pages: [Page]) -> Input {
        var input = Input(kind: .terraform)
        for page in pages {
            let (resources, document) = resources(of: page)
            input.resources += resources
            input.documents.append(document)
            readEmbedded(in: resources, into: &input)
        }
        input.files = configuration.trees.map(\.source.name)
        input.diagnostics = configuration.problems + input.diagnostics
        input.unreadResources += configuration.unreadModules
        if pages.isEmpty, configuration.problems.isEmpty {
            input.kind = .notOurs(reason: "Terraform files without resources")
        }
        return input
    }

    /// Reads the jobs in the definitions of state machines and pipelines.
    private func readEmbedded(in resources: [Resource], into input: inout Input) {
        let holders = resources.filter { $0.properties.map(Self.holdsDefinition) ?? false }
        guard let source = holders.first?.source else { return }
        var reader = EmbeddedReader(source, limits: options.limits, diagnostics: DiagnosticList(source))
        for holder in holders { reader.read(holder) }
        input.resources += reader.resources
        input.documents += reader.documents
        input.unreadResources += reader.unread
        input.diagnostics += reader.diagnostics.all
    }

    private static func holdsDefinition(_ properties: NodeView) -> Bool {
        properties["DefinitionString"] != nil || properties["PipelineDefinition"] != nil
    }

    private mutating func write(
        _ instances: [ResourceInstance], in tree: SyntaxTree, _ owners: SourceOwners, choosing: Bool
    ) -> Page {
        let configuration = configuration
        var attributes = SourceAttributes(tree, choosing: choosing) { configuration.report($0) }
        var drafts: [Draft] = []
        for instance in instances {
            let kind = kind(instance.type)
            let root = attributes.write(instance)
            let hasTags = kind.tagsAttribute != nil && kind.tagsAreMapping
            drafts.append(
                Draft(
                    instance: instance, kind: kind, attributes: root,
                    tags: hasTags ? attributes.writeTags(of: instance) : .init()))
            for part in owners.parts[instance.address] ?? [] {
                guard let shape = self.kind(part.type).partShape else { continue }
                let root: NodeID
                if let unknown = part.repetition ?? part.moduleRepetition(inside: instance) {
                    let reason = "whether there is `\(part.address)` is not known: \(unknown.reason)"
                    root = attributes.writeUnknown(
                        Unknown(reason, choices: unknown.choices), mayBeAbsent: true, inPlaceOf: instance)
                } else if part.block.tree !== tree {
                    // A place in another file cannot be that of a property here.
                    root = attributes.writeUnknown(
                        Unknown("`\(part.address)` gives it in another file"), mayBeAbsent: false, inPlaceOf: instance)
                } else {
                    root = attributes.write(part)
                }
                drafts[drafts.count - 1].parts.append((root, shape))
            }
            for (part, unknown) in owners.possible[instance.address] ?? [] {
                guard let shape = self.kind(part.type).partShape else { continue }
                let reason = "whether `\(part.address)` belongs to it is not known: \(unknown.reason)"
                let root = attributes.writeUnknown(
                    Unknown(reason, choices: unknown.choices), mayBeAbsent: true, inPlaceOf: instance)
                drafts[drafts.count - 1].parts.append((root, shape))
            }
        }
        let (document, open) = attributes.finish()
        let resolver = SourceResolver(document, open)
        for draft in drafts {
            let unknowns = [draft.instance.repetition, draft.instance.moduleRepetition()].compactMap(\.self)
            guard let first = unknowns.first else { continue }
            resolver.repetitions[draft.instance.address] = SourceResolver.Repetition(
                choices: unknowns.reduce(into: []) { $0.formUnion($1.choices) }, reason: first.reason)
        }
        return Page(attributes: document, drafts: drafts, resolver: resolver)
    }

    /// The resources that drafts come to, with the document of their properties.
    private func resources(of page: Page) -> ([Resource], Document) {
        let resolver = page.resolver
        let drafts = page.drafts.flatMap { draft in
            resolver.addresses(insteadOf: draft.instance.address).map { (draft: draft, address: $0) }
        }
        var copy = AttributeCopy(page.attributes)
        var holdSecrets: [Bool] = []
        let properties = drafts.map { draft, _ in
            copy.wroteSecret = false
            defer { holdSecrets.append(copy.wroteSecret) }
            return write(draft, page.attributes, into: &copy)
        }
        let derived = copy.finish()
        resolver.properties = derived
        for ((draft, address), properties) in zip(drafts, properties) {
            guard let properties else { continue }
            let tags =
                draft.kind.takesTagList
                ? draft.kind.tagKey.map { PropertyWay.Tags(property: $0, key: draft.kind.tagNames.key) } : nil
            resolver.resources.append(SourceResolver.Place(properties: properties, address: address, tags: tags))
        }
        let resources = zip(zip(drafts, properties), holdSecrets).map { written, holdsSecrets in
            let (draft, address) = written.0
            let properties = written.1.map { NodeView(document: derived, id: $0) }
            var resource = resource(draft, at: address, properties, derived.source, resolver)
            resource.holdsSecrets = holdsSecrets || resolver.choices?.holdSecrets(address) ?? false
            return resource
        }
        return (resources, derived)
    }

    private mutating func kind(_ type: String) -> TerraformKind {
        if let known = kinds[type] { return known }
        let kind = TerraformKind(type, symbols: symbols)
        kinds[type] = kind
        return kind
    }

    private func write(_ draft: Draft, _ document: Document, into copy: inout AttributeCopy) -> NodeID? {
        guard let shape = draft.kind.shape else { return nil }
        let origin = document[draft.attributes]
        let root = copy.builder.append(Node(kind: .map, flags: .copied, start: origin.start, end: origin.end))
        for part in draft.parts {
            let source = AttributeCopy.Source(value: Int(part.attributes.rawValue))
            copy.members(of: source, part.shape, besides: copy.keys(ofOpen: root))
        }
        copy.members(
            of: AttributeCopy.Source(value: Int(draft.attributes.rawValue)), shape,
            besides: draft.parts.isEmpty ? [] : copy.keys(ofOpen: root))
        if let key = draft.kind.tagKey, draft.tags.map != nil || draft.tags.open != nil {
            let source = AttributeCopy.Source(
                value: draft.tags.map.map { Int($0.rawValue) }, unknown: draft.tags.open.map { Int($0.rawValue) })
            let isOpen = draft.tags.open != nil
            if draft.kind.takesTagList {
                copy.writeTagList(source, key: key, names: draft.kind.tagNames, isOpen: isOpen)
            } else {
                copy.writeTagMap(source, key: key, isOpen: isOpen)
            }
        }
        copy.builder.close(root, end: origin.end)
        copy.builder.addRoot(root)
        return root
    }

    private func resource(
        _ draft: Draft, at address: String, _ properties: NodeView?, _ source: SourceText, _ resolver: SourceResolver
    ) -> Resource {
        let provider = ProviderPlace(draft.instance.provider)
        var resource = Resource(
            type: draft.kind.type, name: address, id: address, properties: properties,
            anchor: draft.instance.block.header, source: source, tags: tags(of: draft, properties, resolver),
            account: provider.account,
            region: provider.region, aliases: [draft.kind.facts.physicalName(in: properties)].compactMap(\.self),
            resolver: resolver, scope: folder,
            condition: resolver.repetition(of: address) == nil ? nil : address)
        resource.calls = draft.instance.calls.map { ResourcePlace(source: $0.tree.source, range: $0.header) }
        return resource
    }

    private func tags(of draft: Draft, _ properties: NodeView?, _ resolver: SourceResolver) -> TagSet {
        guard draft.kind.shape != nil else { return .unknown }
        guard draft.kind.tagsAttribute != nil else { return .notTaggable }
        let tags = draft.kind.facts.tags(in: properties, resolver)
        guard !draft.tags.isOwn, case .known(let found, _, let isOpen) = tags else { return tags }
        // Tags of the provider stand elsewhere: what is missing is missing from the block.
        return .known(found, anchor: nil, isOpen: isOpen)
    }
}

/// Where a provider puts resources, as far as its block says.
private struct ProviderPlace {
    private(set) var account: String?
    private(set) var region: String?

    init(_ provider: [BodyContent]) {
        var seen: Set<String> = []
        for attribute in provider.flatMap(\.attributes) where seen.insert(attribute.name).inserted {
            guard attribute.name == "region" || attribute.name == "allowed_account_ids",
                let value = try? attribute.value(), value.unknown == nil, !value.isSensitiveInside
            else { continue }
            if attribute.name == "region", case .string(let text) = value.form { region = text }
            if attribute.name == "allowed_account_ids", let only = value.elements, only.count == 1,
                case .string(let text) = only[0].form
            {
                account = text
            }
        }
    }
}
