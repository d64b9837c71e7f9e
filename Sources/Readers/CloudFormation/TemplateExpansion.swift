import Documents
import Resources

/// A template as it is after the transforms that can be followed: loops of `AWS::LanguageExtensions` written out, `Globals`
/// of SAM merged into the resources they are for.
///
/// What is written out keeps the places of what it was written out from.
struct TemplateExpansion: ~Copyable {
    /// Nodes that expansion may add; loops in loops multiply.
    private static let nodeLimit = 200_000
    /// Bytes of the texts that loops write out or look through; a variable inserted many times, or loops in loops around
    /// nothing, grow exponentially otherwise.
    private static let textLimit = 32 << 20
    /// What a round of a loop takes of `textLimit`, whatever it writes.
    private static let roundCost = 64
    private static let loopPrefix = "Fn::ForEach::"

    /// The limits in words.
    static var limits: String {
        "at most \(nodeLimit) values and \(textLimit >> 20) MB of texts are written out: split the template"
    }

    private var builder: DocumentBuilder
    private let document: Document
    private let settings: DeploymentSettings
    /// The parameters that a stack around this one passes, each with its value where the stack writes that out.
    private let passed: [String: NodeView?]
    /// The templates among the nodes of the document, and where they are in the copy.
    private var templates: [NodeID: NodeID?]
    private var variables: [(name: String, value: String)] = []
    /// What is left of `textLimit`.
    private var textLeft = Self.textLimit
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
            guard !expansion.isFull else { return nil }
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

    private var isFull: Bool { textLeft < 0 || builder.count > document.nodes.count + Self.nodeLimit }

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
                merge(merged.section, with: child, key: nil, except: merged.ignored)
            } else {
                copy(child, key: variables.isEmpty ? nil : document.symbols.intern(substituted(key)))
            }
        }
        if let merged, map["Properties"] == nil {
            let id = open(merged.section, key: document.symbols.intern("Properties"))
            for child in merged.section.children where !merged.ignored.contains(child.key) { copy(child, key: nil) }
            builder.close(id, end: merged.section.node.end)
        }
    }

    private mutating func copyScalar(_ view: NodeView, key: Symbol?) -> NodeID {
        if !variables.isEmpty, let text = view.string {
            let replaced = substituted(text)
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
            textLeft -= Self.roundCost + value.utf8.count
            variables.append((name, value))
            copyMembers(of: parts[2])
            variables.removeLast()
        }
        return true
    }

    private mutating func values(in collection: NodeView) -> [String]? {
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
                values.append(substituted(text))
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
    private mutating func substituted(_ text: String) -> String {
        textLeft -= text.utf8.count
        guard text.utf8.contains(UInt8(ascii: "{")) else { return text }
        var written = text
        for variable in variables {
            let places = written.utf8.count { $0 == UInt8(ascii: "{") }
            let longest = written.utf8.count + places * variable.value.utf8.count
            guard longest <= textLeft else {
                textLeft = -1
                return text
            }
            let plain = variable.value.filter { $0.isASCII && ($0.isLetter || $0.isNumber) }
            written = written.replacing("${\(variable.name)}", with: variable.value)
                .replacing("&{\(variable.name)}", with: plain)
            textLeft -= written.utf8.count
        }
        return written
    }
}

// MARK: - Globals

extension TemplateExpansion {
    /// What `Globals` says for a resource of SAM, and which of it the resource does not take.
    /// - SeeAlso: AWS SAM Developer Guide, "IgnoreGlobals".
    private func globalProperties(of resource: NodeView) -> (section: NodeView, ignored: Set<String>)? {
        guard let globals, globals.kind == .map, let type = resource["Type"]?.string,
            type.hasPrefix("AWS::Serverless::")
        else { return nil }
        let section = globals[String(type.dropFirst("AWS::Serverless::".count))]
        guard let section, section.kind == .map else { return nil }
        guard let ignored = resource["IgnoreGlobals"] else { return (section, []) }
        if ignored.string == "*" { return nil }
        return (section, Set(ignored.kind == .list ? ignored.children.compactMap(\.string) : []))
    }

    /// Merges as SAM does: mappings member by member, lists one behind the other, anything else as the resource says.
    /// - SeeAlso: AWS SAM Developer Guide, "Globals section of the AWS SAM template".
    /// - Parameter ignored: members of the global part that do not count.
    private mutating func merge(
        _ global: NodeView, with own: NodeView, key: Symbol?, except ignored: Set<String> = []
    ) {
        guard global.kind == own.kind, Intrinsic(global) == nil, Intrinsic(own) == nil else {
            copy(own, key: key)
            return
        }
        switch own.kind {
        case .map:
            let id = open(own, key: key)
            for child in global.children where !isFull && !ignored.contains(child.key) {
                if let other = own[child.node.key] {
                    merge(child, with: other, key: nil)
                } else {
                    copy(child, key: nil)
                }
            }
            for child in own.children where !isFull && (global[child.node.key] == nil || ignored.contains(child.key)) {
                copy(child, key: nil)
            }
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
