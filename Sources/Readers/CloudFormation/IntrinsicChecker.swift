import Documents
import Resources

/// Says where a template misuses its functions: arguments of the wrong shape, names that nothing declares.
struct IntrinsicChecker {
    let outline: TemplateOutline

    private let ref: Symbol?

    init(outline: TemplateOutline) {
        self.outline = outline
        ref = outline.root.document.symbols.symbol(of: "Ref")
    }

    /// Says which resources name a condition that is not declared.
    func checkConditions(of resources: [NodeView], _ diagnostics: inout DiagnosticList) {
        guard !outline.isOpen, outline.root.document.symbols.symbol(of: "Condition") != nil else { return }
        for resource in resources {
            guard let condition = resource["Condition"], let name = condition.string, !outline.declaresCondition(name)
            else { continue }
            diagnostics.add(
                .warning, at: condition.place, "the template declares no condition `\(Diagnostic.shown(name))`",
                help: "the resource is judged as if it held")
        }
    }

    func check(_ node: NodeView, _ diagnostics: inout DiagnosticList) {
        if isPlainReference(node) { return }
        guard let call = Intrinsic(node) else { return }
        guard let function = call.function else {
            diagnostics.add(
                .warning, at: node.range,
                "`\(call.written)` is not a function of CloudFormation: its value is not known",
                help: Suggestion.nearest(to: call.name, among: IntrinsicFunction.table.map(\.name)).first
                    .map { "did you mean `\($0)`?" })
            return
        }
        guard call.argument.kind != .unknown, function.shape.admits(call) else {
            diagnostics.add(.error, at: call.argument.range, "`\(call.written)` takes \(function.usage)")
            return
        }
        guard !outline.isOpen else { return }
        for name in names(in: call) where !isDeclared(name) {
            diagnostics.add(
                .warning, at: call.argument.range, "the template declares no `\(name)`",
                help: outline.nearestName(to: name).map { "did you mean `\($0)`?" })
        }
        if call.name == "Fn::If", let condition = call.elements.first, let name = condition.string,
            !outline.declaresCondition(name)
        {
            diagnostics.add(.warning, at: condition.range, "the template declares no condition `\(name)`")
        }
    }

    /// Whether a node is a `Ref` to something that is declared: the commonest use, without a detour.
    private func isPlainReference(_ node: NodeView) -> Bool {
        let document = node.document
        let value = node.node
        if value.kind == .string { return node.tag == "!Ref" && outline.declares(document.text(of: value)) }
        guard value.kind == .map, value.stride == 2, value.tag == 0 else { return false }
        let argument = document.nodes[Int(node.id.rawValue) + 1]
        guard argument.key == ref, argument.kind == .string, argument.tag == 0 else { return false }
        return outline.declares(document.text(of: argument))
    }

    /// The parameters and resources that a call names.
    private func names(in call: Intrinsic) -> [String] {
        switch call.name {
        case "Ref": return [call.argument.text].compactMap { $0 }
        case "Fn::GetAtt":
            let first = call.argument.kind == .list ? call.elements.first?.string : call.argument.text
            return [first].compactMap { $0 }.map(Self.resource(in:))
        case "Fn::Sub":
            guard let arguments = SubArguments(call) else { return [] }
            return SubText(arguments.text).variables.map(String.init).filter { arguments.own($0) == nil }
                .map(Self.resource(in:))
        default: return []
        }
    }

    private static func resource(in name: String) -> String {
        TemplateReferences.parts(ofAttribute: name).map { String($0.name) } ?? name
    }

    private func isDeclared(_ name: String) -> Bool {
        var name = name
        return name.withUTF8 { outline.declares(UnsafeRawBufferPointer($0)) }
    }
}

extension Intrinsic {
    /// The name as the template writes it.
    var written: String {
        guard isTagged else { return name }
        return "!" + (name.utf8.starts(with: "Fn::".utf8) ? String(name.dropFirst(4)) : name)
    }
}

extension IntrinsicFunction.Shape {
    func admits(_ call: Intrinsic) -> Bool {
        if call.nested != nil { return !isText }
        return switch self {
        case .any: true
        case .text: call.argument.isText
        case .textOrList(let count): call.argument.isText || isList(call, count)
        case .list(let count): isList(call, count)
        case .dottedTextOrList(let count):
            call.argument.text.flatMap { TemplateReferences.parts(ofAttribute: $0) } != nil || isList(call, count)
        }
    }

    private var isText: Bool {
        if case .text = self { true } else { false }
    }

    private func isList(_ call: Intrinsic, _ count: ClosedRange<Int>) -> Bool {
        call.argument.kind == .list && count.contains(call.elements.count)
    }
}

extension NodeView {
    /// A scalar with a text; a number counts, since names may look like one.
    fileprivate var isText: Bool {
        switch kind {
        case .null, .list, .map, .unknown: false
        case .string, .integer, .double, .true, .false: true
        }
    }
}
