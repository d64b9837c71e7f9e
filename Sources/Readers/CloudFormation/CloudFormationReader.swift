import Documents
import Resources

/// Reads the resources of CloudFormation templates, SAM templates included.
struct CloudFormationReader {
    /// A resource that the template spells out.
    private struct Entry {
        let node: NodeID
        let type: String
        let properties: NodeID?
    }

    /// The keys that every resource is asked for.
    private struct Keys {
        let type: Symbol
        let properties: Symbol

        init(_ symbols: SymbolTable) {
            type = symbols.intern("Type")
            properties = symbols.intern("Properties")
        }
    }

    private let keys: Keys
    private(set) var resources: [Resource] = []
    /// How many resources the templates name but do not spell out.
    private(set) var unread = 0
    private(set) var diagnostics: DiagnosticList

    private let settings: DeploymentSettings

    init(symbols: SymbolTable, settings: DeploymentSettings, diagnostics: DiagnosticList) {
        keys = Keys(symbols)
        self.settings = settings
        self.diagnostics = diagnostics
    }

    /// Reads templates of one document.
    /// - Parameter templates: the mappings that hold `Resources`.
    /// - Returns: the document in which the properties of the resources lie.
    mutating func read(_ written: [NodeView], of source: Document) -> Document {
        var (document, templates) = (source, written)
        if templates.contains(where: TemplateExpansion.isNeeded),
            let expanded = TemplateExpansion.expand(document, templates: templates, settings: settings)
        {
            (document, templates) = expanded
        }
        let entries = templates.map { self.entries(of: $0) }
        let properties = entries.flatMap { $0.compactMap(\.properties) }
        let (marked, functions) = IntrinsicMarker.mark(document, below: properties)
        var rest = functions[...]
        for (number, template) in templates.enumerated() {
            let root = NodeView(document: marked, id: template.id)
            let outline = TemplateOutline(root: root)
            let end = template.id.rawValue + UInt32(truncatingIfNeeded: template.node.stride)
            let own = rest.prefix { $0.rawValue < end }
            rest = rest.dropFirst(own.count)
            let checker = IntrinsicChecker(outline: outline)
            for function in own { checker.check(NodeView(document: marked, id: function), &diagnostics) }
            add(entries[number], of: outline, scope: number == 0 ? nil : "\(document.source.name)#\(number + 1)")
        }
        return marked
    }

    private mutating func add(_ entries: [Entry], of outline: TemplateOutline, scope: String?) {
        let document = outline.root.document
        let resolver = CloudFormationResolver(
            outline: outline, settings: settings, scope: scope ?? document.source.name)
        for value in resolver.parameters.refused { diagnostics.add(value.diagnostic(template: document.source.name)) }
        let open = Scenario()
        var facts: [String: ResourceFacts] = [:]
        for entry in entries {
            let known = facts[entry.type] ?? ResourceFacts(entry.type)
            facts[entry.type] = known
            let node = NodeView(document: document, id: entry.node)
            let properties = entry.properties.map { NodeView(document: document, id: $0) }
            let name = node.key
            resources.append(
                Resource(
                    type: entry.type, name: name, id: name, properties: properties, anchor: node.keyRange ?? node.range,
                    source: document.source,
                    tags: resolver.parameters.withStackTags(
                        known.tags(in: properties, resolver, open), in: open, from: resolver),
                    account: settings.account,
                    region: settings.region,
                    aliases: known.physicalName(in: properties).map { [$0] } ?? [], resolver: resolver, scope: scope,
                    metadata: node["Metadata"], condition: node["Condition"]?.string))
        }
    }
}

extension CloudFormationReader {
    private mutating func entries(of template: NodeView) -> [Entry] {
        guard let section = template["Resources"] else {
            if template["Transform"] == nil, template["Fn::Transform"] == nil {
                diagnostics.add(.error, at: template.opening, "the template has no `Resources`")
            }
            return []
        }
        guard section.kind == .map else {
            diagnostics.add(.error, at: section.place, "`Resources` is not a mapping")
            return []
        }
        var entries: [Entry] = []
        // Of a logical id that is given twice CloudFormation takes the last.
        var positions: [Symbol: Int] = [:]
        for member in section.children {
            guard let entry = entry(member) else { continue }
            if let position = positions.updateValue(entries.count, forKey: member.node.key) {
                entries[position] = entry
                positions[member.node.key] = position
            } else {
                entries.append(entry)
            }
        }
        return entries
    }

    /// One member of `Resources`; nil when it is broken or when something else makes the resource.
    private mutating func entry(_ member: NodeView) -> Entry? {
        let name = member.key
        if Intrinsic.isFunction(key: name), name != "Ref" {
            return unread(member.keyRange ?? member.place, "`\(name)` makes resources that are not read")
        }
        guard member.kind == .map else { return broken(member.place, "resource `\(name)` is not a mapping") }
        var type: NodeView?
        var properties: NodeView?
        for part in member.children {
            if part.node.key == keys.type { type = part }
            if part.node.key == keys.properties { properties = part.kind == .null ? nil : part }
        }
        guard let type else { return broken(member.keyRange ?? member.place, "resource `\(name)` has no `Type`") }
        if let tag = type.tag, Intrinsic.longName(ofTag: tag) != nil {
            return unread(type.place, "`\(tag)` makes `\(name)`, which is not read")
        }
        guard let text = type.string, !text.isEmpty else {
            return broken(type.place, "the `Type` of `\(name)` is not a text")
        }
        if let properties, properties.kind != .map, Intrinsic(properties) == nil {
            return broken(properties.place, "`Properties` of `\(name)` is not a mapping")
        }
        return Entry(node: member.id, type: text, properties: properties?.id)
    }

    private mutating func unread(_ range: Range<Int>, _ message: String) -> Entry? {
        unread += 1
        diagnostics.add(.note, at: range, message)
        return nil
    }

    private mutating func broken(_ range: Range<Int>, _ message: String) -> Entry? {
        diagnostics.add(.error, at: range, message)
        return nil
    }
}

extension NodeView {
    /// Where a message points for this value: the value itself, or its key when the source leaves it out.
    var place: Range<Int> { range.isEmpty ? keyRange ?? range : range }

    /// The first byte of the value: for messages about all of it.
    var opening: Range<Int> { range.lowerBound..<min(range.lowerBound + 1, range.upperBound) }
}
