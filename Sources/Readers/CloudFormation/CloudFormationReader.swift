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
    /// Where the templates of nested stacks are found; nil where none is looked for.
    private(set) var nested: NestedTemplates?
    /// The documents in which the resources of nested stacks lie.
    private(set) var nestedDocuments: [Document] = []

    /// - Parameter nested: where the templates of nested stacks are found; nil not to look for any.
    init(
        symbols: SymbolTable, settings: DeploymentSettings, diagnostics: DiagnosticList, nested: NestedTemplates? = nil
    ) {
        keys = Keys(symbols)
        self.settings = settings
        self.diagnostics = diagnostics
        self.nested = nested
    }

    /// Reads templates of one document.
    /// - Parameter templates: the mappings that hold `Resources`.
    /// - Returns: the document in which the properties of the resources lie.
    mutating func read(_ templates: [NodeView], of source: Document) -> Document {
        let (document, outlines) = outline(templates, of: source, passed: [:])
        for (number, template) in outlines.enumerated() {
            let scope = number == 0 ? source.source.name : "\(source.source.name)#\(number + 1)"
            let tree = isNesting(template) ? StackTree() : nil
            let parameters = ParameterValues(template.outline, settings: settings, scope: scope)
            add(prepare(template, parameters, Place(tree: tree, scope: scope, files: [source.source.name])))
        }
        return document
    }

    /// A template whose functions are marked, and what it holds.
    private struct Outlined {
        let outline: TemplateOutline
        let entries: [Entry]
    }

    private mutating func outline(
        _ written: [NodeView], of source: Document, passed: [String: NodeView?]
    ) -> (document: Document, templates: [Outlined]) {
        var (document, templates) = (source, written)
        if let first = templates.first(where: TemplateExpansion.isNeeded) {
            if let expanded = TemplateExpansion.expand(
                document, templates: templates, settings: settings, passed: passed)
            {
                (document, templates) = expanded
            } else {
                diagnostics.add(
                    .error, at: first["Transform"]?.place ?? first.opening,
                    "what the loops of the template write out is too long: its loops are not read",
                    help: TemplateExpansion.limits)
            }
        }
        for template in written { noteMacros(of: template) }
        let entries = templates.map { self.entries(of: $0) }
        let properties = entries.flatMap { $0.compactMap(\.properties) }
        let (marked, functions) = IntrinsicMarker.mark(document, below: properties)
        var rest = functions[...]
        var outlined: [Outlined] = []
        for (number, template) in templates.enumerated() {
            let outline = TemplateOutline(root: NodeView(document: marked, id: template.id))
            let end = template.id.rawValue + UInt32(truncatingIfNeeded: template.node.stride)
            let own = rest.prefix { $0.rawValue < end }
            rest = rest.dropFirst(own.count)
            let checker = IntrinsicChecker(outline: outline)
            for function in own { checker.check(NodeView(document: marked, id: function), &diagnostics) }
            checker.checkConditions(of: entries[number].map { NodeView(document: marked, id: $0.node) }, &diagnostics)
            outlined.append(Outlined(outline: outline, entries: entries[number]))
        }
        return (marked, outlined)
    }

    private mutating func add(_ stack: Stack) {
        let document = stack.template.outline.root.document
        let resolver = stack.resolver
        let call = resolver.place?.call
        for refused in stack.template.outline.refusedDefaults { diagnostics.add(refused) }
        if call == nil {
            for value in resolver.parameters.refused {
                diagnostics.add(value.diagnostic(template: document.source.name))
            }
        }
        let open = Scenario()
        var facts: [String: ResourceFacts] = [:]
        for entry in stack.template.entries {
            let known = facts[entry.type] ?? ResourceFacts(entry.type)
            facts[entry.type] = known
            let node = NodeView(document: document, id: entry.node)
            let properties = entry.properties.map { NodeView(document: document, id: $0) }
            let id = resolver.prefix + node.key
            let metadata = node["Metadata"]
            var tags = resolver.withStackTags(known.tags(in: properties, resolver, open), in: open)
            // What a stack gives depends on what is chosen, so it is asked for each time.
            if call?.givesTags ?? false, case .known(let given, let anchor, _) = tags {
                tags = .known(given, anchor: anchor, isOpen: true)
            }
            resources.append(
                Resource(
                    type: entry.type, name: metadata?["aws:cdk:path"]?.string ?? id, id: id, properties: properties,
                    anchor: node.keyRange ?? node.range, source: document.source, tags: tags,
                    account: settings.account, region: settings.region,
                    aliases: known.physicalName(in: properties).map { [$0] } ?? [], resolver: resolver,
                    scope: stack.scope, metadata: metadata,
                    condition: node["Condition"]?.string ?? stack.condition))
        }
        for inner in stack.nested { add(inner) }
    }
}

// MARK: - Nested stacks

extension CloudFormationReader {
    /// A template in its place among those that are deployed with it.
    private struct Stack {
        let template: Outlined
        let resolver: CloudFormationResolver
        let scope: String
        /// What decides whether the stack exists, for resources that no condition of their own decides about.
        let condition: String?
        var nested: [Stack] = []
    }

    /// Where a template is reached.
    private struct Place {
        let tree: StackTree?
        let scope: String
        /// The files of the templates around it and its own, the outermost first.
        let files: [String]
        var call: NestedStackCall?
        var condition: String?
    }

    private func isNesting(_ template: Outlined) -> Bool {
        nested != nil && template.entries.contains { NestedLocation.property(ofType: $0.type) != nil }
    }

    /// Reads the templates that a template uses, before anything is asked about its values: they may depend on theirs.
    private mutating func prepare(_ template: Outlined, _ parameters: ParameterValues, _ place: Place) -> Stack {
        guard let tree = place.tree else {
            let resolver = CloudFormationResolver(outline: template.outline, parameters: parameters)
            return Stack(template: template, resolver: resolver, scope: place.scope, condition: nil)
        }
        let index = tree.add(
            StackTree.Stack(
                outline: template.outline, parameters: parameters, call: place.call, file: place.files.last ?? ""))
        let resolver = CloudFormationResolver(StackPlace(tree: tree, index: index))
        var stack = Stack(
            template: template, resolver: resolver, scope: place.scope, condition: place.condition)
        for entry in template.entries {
            guard let property = NestedLocation.property(ofType: entry.type),
                let call = call(entry, of: stack, index: index)
            else { continue }
            guard let location = location(property, of: entry, in: stack) else {
                let node = NodeView(document: template.outline.root.document, id: entry.node)
                noteUnread(
                    call, at: node.keyRange ?? node.place, of: stack, "where it lies is known only to the deployment")
                continue
            }
            guard let inner = nest(location, call, beside: place, of: stack) else { continue }
            stack.nested.append(inner)
        }
        return stack
    }

    private func call(_ entry: Entry, of stack: Stack, index: Int) -> NestedStackCall? {
        let document = stack.template.outline.root.document
        let node = NodeView(document: document, id: entry.node)
        let properties = entry.properties.map { NodeView(document: document, id: $0) }
        let isTagged = properties?["Tags"] != nil || stack.resolver.place?.call?.givesTags ?? false
        return NestedStackCall(
            parent: index, path: stack.resolver.prefix + node.key + "/", type: entry.type, properties: properties,
            condition: node["Condition"]?.string, givesTags: isTagged)
    }

    /// What a stack says of where its template lies, and where it says so.
    private func location(
        _ property: String, of entry: Entry, in stack: Stack
    ) -> (text: String, place: Range<Int>)? {
        let document = stack.template.outline.root.document
        let node = NodeView(document: document, id: entry.node)
        let value = entry.properties.flatMap { NodeView(document: document, id: $0)[property] }
        if let asset = NestedLocation.asset(in: node["Metadata"], for: property) {
            return (asset, value?.place ?? node.keyRange ?? node.place)
        }
        guard let value else { return nil }
        if let text = value.string, !value.node.flags.contains(.deferred) { return (text, value.place) }
        // Parameters must not be looked at yet, so only what needs none is followed: `!Sub ./network.yaml`.
        let alone = CloudFormationResolver(outline: stack.template.outline, scope: stack.scope)
        guard case .value(let resolved) = alone.resolve(value), let text = resolved.string else { return nil }
        return (text, value.place)
    }

    /// Marks the functions of a nested template: once more each time that it is used, since they come to something else.
    private mutating func outline(_ found: NestedTemplates.Template, passed: [String: NodeView?]) -> Outlined? {
        var own = DiagnosticList(found.document.source, startingWith: found.document.warnings)
        swap(&diagnostics, &own)
        let (document, outlines) = outline([found.root], of: found.document, passed: passed)
        swap(&diagnostics, &own)
        if found.isFirstUse { for diagnostic in own.all { diagnostics.add(diagnostic) } }
        nestedDocuments.append(document)
        return outlines.first
    }

    /// Says that nothing is known of what a nested stack holds.
    private mutating func noteUnread(
        _ call: NestedStackCall, at place: Range<Int>, of stack: Stack, _ reason: String
    ) {
        unread += 1
        diagnostics.add(
            Diagnostic(
                .note, in: stack.template.outline.root.document.source, at: place,
                "the template of `\(call.path.dropLast())` is not read: \(reason)"))
    }

    private mutating func nest(
        _ location: (text: String, place: Range<Int>), _ call: NestedStackCall, beside place: Place, of stack: Stack
    ) -> Stack? {
        guard let tree = place.tree, let outcome = nested?.find(location.text, chain: place.files) else { return nil }
        switch outcome {
        case .elsewhere:
            noteUnread(call, at: location.place, of: stack, "it does not lie in a file here")
            return nil
        case .broken:
            unread += 1
            return nil
        case .refused(let reason):
            unread += 1
            diagnostics.add(
                Diagnostic(
                    .warning, in: stack.template.outline.root.document.source, at: location.place,
                    "the template of `\(call.path.dropLast())` is not read: \(reason)"))
            return nil
        case .template(let found, let path):
            guard let template = outline(found, passed: call.passed) else { return nil }
            var inner = Place(tree: tree, scope: place.scope, files: place.files + [path])
            inner.call = call
            inner.condition = call.condition.map { "\(call.path)\($0)" } ?? place.condition
            let parameters = ParameterValues(
                template.outline, settings: settings, scope: "\(place.scope): \(call.path.dropLast())")
            return prepare(template, parameters, inner)
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
        var positions: [Int: Int] = [:]
        for member in section.children {
            guard let entry = entry(member) else { continue }
            if let position = positions.updateValue(entries.count, forKey: Int(member.node.key.rawValue)) {
                entries[position] = entry
                positions[Int(member.node.key.rawValue)] = position
            } else {
                entries.append(entry)
            }
        }
        return entries
    }

    /// How the types of modules end.
    /// - SeeAlso: CloudFormation User Guide, "Using modules": `MyCompany::Network::VPC::MODULE`.
    private static var moduleEnding: String { "::MODULE" }

    /// One member of `Resources`; nil when it is broken or when something else makes the resource.
    private mutating func entry(_ member: NodeView) -> Entry? {
        let name = member.key
        if Intrinsic.isFunction(key: name), name != "Ref" {
            return unread(member.keyRange ?? member.place, "`\(name)` makes resources that are not read")
        }
        guard member.kind == .map else { return broken(member.place, "resource `\(name)` is not a mapping") }
        var type: NodeView?
        var properties: NodeView?
        var isMadeByMacro = false
        for part in member.children {
            if part.key == "Fn::Transform" { isMadeByMacro = true }
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
        if text.utf8.count > Self.moduleEnding.count, text.hasSuffix(Self.moduleEnding) {
            return unread(type.place, "the module `\(text)` makes resources in place of `\(name)`, which are not read")
        }
        if let properties, properties.kind != .map, Intrinsic(properties) == nil {
            return broken(properties.place, "`Properties` of `\(name)` is not a mapping")
        }
        // A macro beside the properties may change them, so that they are what it makes of the whole resource.
        return Entry(node: member.id, type: text, properties: isMadeByMacro ? member.id : properties?.id)
    }

    /// Says that a macro may change the whole template; those of AWS are followed, or add to it.
    private mutating func noteMacros(of template: NodeView) {
        guard let transform = template["Transform"] else { return }
        for name in transform.kind == .list ? Array(transform.children) : [transform] {
            guard let text = name.string ?? name["Name"]?.string, !text.hasPrefix("AWS::") else { continue }
            diagnostics.add(
                .note, at: name.place,
                "the macro `\(Diagnostic.shown(text))` may change the template, which is judged as it is written")
        }
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
