import Documents
import Resources

/// A template as it is after the transforms that can be followed: loops of `AWS::LanguageExtensions` written out, `Globals`
/// of SAM merged into the resources they are for.
///
/// What is written out keeps the places of what it was written out from.
struct TemplateExpansion: ~Copyable {
    /// Nodes that expansion may add; loops in loops multiply.
    private static let nodeLimit = 200_000
    private static let loopPrefix = "Fn::ForEach::"

    private var builder: DocumentBuilder
    private let document: Document
    private let settings: DeploymentSettings
    /// The parameters that a stack around this one passes, each with its value where the stack writes that out.
    private let passed: [String: NodeView?]
    /// The templates among the nodes of the document, and where they are in the copy.
    private var templates: [NodeID: NodeID?]
    private var variables: [(name: String, value: String)] = []
    private var globals: NodeView?
    private var parameters: NodeView?

    /// Whether a template asks for something that this type does.
    static func isNeeded(_ template: NodeView) -> Bool {
        guard let transform = template["Transform"] else { return false }
        let names = transform.kind == .list ? transform.children.compactMap(\.text) : [transform.text ?? ""]
        return names.contains("AWS::LanguageExtensions")
            || names.contains { $0.hasPrefix("AWS::Serverless-") } && template["Globals"] != nil
    }

    /// The document with its templates expanded.
    static func expand(
        _ document: Document, templates: [NodeView], settings: DeploymentSettings,
        passed: [String: NodeView?] = [:]
    ) -> (document: Document, templates: [NodeView])? {
        var expansion = TemplateExpansion(document, templates, settings, passed)
        for root in document.roots {
            let copy = expansion.copy(NodeView(document: document, id: root), key: nil)
            expansion.builder.addRoot(copy)
            guard expansion.builder.count <= document.nodes.count + nodeLimit else { return nil }
        }
        let ids = templates.map { expansion.templates[$0.id] ?? nil }
        let expanded = expansion.builder.finish()
        return (expanded, ids.compactMap { $0.map { NodeView(document: expanded, id: $0) } })
    }

    private init(
        _ document: Document, _ templates: [NodeView], _ settings: DeploymentSettings,
        _ passed: [String: NodeView?]
    ) {
        self.document = document
        self.settings = settings
        self.passed = passed
        self.templates = Dictionary(templates.map { ($0.id, nil) }) { first, _ in first }
        builder = DocumentBuilder(
            source: document.source, symbols: document.symbols, expectedNodes: document.nodes.count * 2)
    }

    private var isFull: Bool { builder.count > document.nodes.count + Self.nodeLimit }

    /// Copies a node under another key if one is given.
    @discardableResult
    private mutating func copy(_ view: NodeView, key: Symbol?) -> NodeID {
        let isTemplate = templates[view.id] != nil
        if isTemplate {
            globals = view["Globals"]
            parameters = view["Parameters"]
        }
        if let value = variable(namedBy: view) { return appendText(value, for: view, key: key) }
        guard view.node.isContainer else { return copyScalar(view, key: key) }
        let id = open(view, key: key)
        if isTemplate { templates[view.id] = id }
        if view.kind == .map {
            copyMembers(of: view)
        } else {
            for child in view.children where !isFull { copy(child, key: nil) }
        }
        builder.close(id, end: view.node.end)
        return id
    }

    private mutating func open(_ view: NodeView, key: Symbol?) -> NodeID {
        var node = view.node
        node.key = key ?? node.key
        if node.tag != 0 { node.tag = builder.index(ofTag: document.tags[Int(node.tag)]) }
        return builder.append(node)
    }

    private mutating func copyMembers(of map: NodeView) {
        let merged = globalProperties(of: map)
        for child in map.children where !isFull {
            let key = child.key
            if key.hasPrefix(Self.loopPrefix), unroll(child) { continue }
            if key == "Properties", let merged {
                merge(merged, with: child, key: nil)
            } else {
                copy(child, key: variables.isEmpty ? nil : document.symbols.intern(substituted(key, isKey: true)))
            }
        }
        if let merged, map["Properties"] == nil { copy(merged, key: document.symbols.intern("Properties")) }
    }

    private mutating func copyScalar(_ view: NodeView, key: Symbol?) -> NodeID {
        if !variables.isEmpty, let text = view.string {
            let replaced = substituted(text, isKey: false)
            if replaced != text { return appendText(replaced, for: view, key: key, keepsTag: true) }
        }
        var node = view.node
        node.key = key ?? node.key
        if node.tag != 0 { node.tag = builder.index(ofTag: document.tags[Int(node.tag)]) }
        if node.flags.contains(.decoded) { node.extent = builder.store(document.text(of: node)) }
        return builder.append(node)
    }

    private mutating func appendText(
        _ text: String, for view: NodeView, key: Symbol?, keepsTag: Bool = false
    ) -> NodeID {
        var node = view.node
        if node.isContainer {
            node = Node(kind: .string, start: node.start, end: node.end, keyStart: node.keyStart, key: node.key)
        }
        node.kind = .string
        node.key = key ?? node.key
        node.tag = keepsTag && node.tag != 0 ? builder.index(ofTag: document.tags[Int(node.tag)]) : 0
        node.flags.insert([.decoded, .copied])
        node.extent = builder.store(text)
        return builder.append(node)
    }
}

// MARK: - Loops

extension TemplateExpansion {
    /// Writes a loop out; false if what it goes through is not known.
    /// - SeeAlso: CloudFormation template reference, "Fn::ForEach".
    private mutating func unroll(_ loop: NodeView) -> Bool {
        guard loop.kind == .list else { return false }
        let parts = Array(loop.children)
        guard parts.count == 3, let name = parts[0].string, parts[2].kind == .map, variables.count < 8,
            let values = values(in: parts[1])
        else { return false }
        for value in values where !isFull {
            variables.append((name, value))
            copyMembers(of: parts[2])
            variables.removeLast()
        }
        return true
    }

    private func values(in collection: NodeView) -> [String]? {
        if let call = Intrinsic(collection) {
            guard call.name == "Ref", let name = call.argument.text, let declaration = parameters?[name] else {
                return nil
            }
            let parameter = TemplateParameter(declaration)
            guard parameter.isList else { return nil }
            if let argument = passed[name] {
                return argument.map { parameter.value(of: $0).children.compactMap(\.text) }
            }
            guard settings.deployments.count < 2 else { return nil }
            let given = settings.deployments.first?.parameters[name]
            guard given == nil || given?.node != nil, let node = given?.node ?? parameter.standard else { return nil }
            return parameter.value(of: node).children.compactMap(\.text)
        }
        guard collection.kind == .list else { return nil }
        var values: [String] = []
        for element in collection.children {
            if let value = variable(namedBy: element) {
                values.append(value)
            } else if Intrinsic(element) == nil, !element.node.isContainer, let text = element.text {
                values.append(substituted(text, isKey: false))
            } else {
                return nil
            }
        }
        return values
    }

    /// The value of the loop variable that a node refers to.
    private func variable(namedBy view: NodeView) -> String? {
        guard !variables.isEmpty, let call = Intrinsic(view), call.name == "Ref", let name = call.argument.text else {
            return nil
        }
        return variables.last { $0.name == name }?.value
    }

    /// A text with the loop variables filled in; `&{x}` leaves out what a logical id cannot hold.
    private func substituted(_ text: String, isKey: Bool) -> String {
        guard text.utf8.contains(UInt8(ascii: "{")) else { return text }
        return variables.reduce(text) { text, variable in
            let plain = variable.value.filter { $0.isASCII && ($0.isLetter || $0.isNumber) }
            return text.replacing("${\(variable.name)}", with: variable.value)
                .replacing("&{\(variable.name)}", with: plain)
        }
    }
}

// MARK: - Globals

extension TemplateExpansion {
    /// What `Globals` says for a resource of SAM.
    private func globalProperties(of resource: NodeView) -> NodeView? {
        guard let globals, globals.kind == .map, let type = resource["Type"]?.string,
            type.hasPrefix("AWS::Serverless::")
        else { return nil }
        let section = globals[String(type.dropFirst("AWS::Serverless::".count))]
        return section?.kind == .map ? section : nil
    }

    /// Merges as SAM does: mappings member by member, lists one behind the other, anything else as the resource says.
    /// - SeeAlso: AWS SAM Developer Guide, "Globals section of the AWS SAM template".
    private mutating func merge(_ global: NodeView, with own: NodeView, key: Symbol?) {
        guard global.kind == own.kind, Intrinsic(global) == nil, Intrinsic(own) == nil else {
            copy(own, key: key)
            return
        }
        switch own.kind {
        case .map:
            let id = open(own, key: key)
            for child in global.children where !isFull {
                if let other = own[child.node.key] {
                    merge(child, with: other, key: nil)
                } else {
                    copy(child, key: nil)
                }
            }
            for child in own.children where global[child.node.key] == nil && !isFull { copy(child, key: nil) }
            builder.close(id, end: own.node.end)
        case .list:
            let id = open(own, key: key)
            for child in global.children where !isFull { copy(child, key: nil) }
            for child in own.children where !isFull { copy(child, key: nil) }
            builder.close(id, end: own.node.end)
        default: copy(own, key: key)
        }
    }
}
