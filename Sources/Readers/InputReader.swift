public import Documents
public import Resources

/// Turns one file into resources, whatever of the supported forms it has.
///
///     let reader = InputReader()
///     let input = try reader.read(SourceText(name: "infra/nb.yaml", text: text), symbols: SymbolTable())
///     for resource in input.resources { print(resource.type, resource.name) }
///
/// A reader holds nothing that changes: any number of threads may use it, each with a symbol table of its own.
public struct InputReader: Sendable {
    let limits: DocumentLimits
    let terraform: TerraformOptions
    private var settings: DeploymentSettings

    /// - Parameter settings: what templates are deployed with.
    public init(
        limits: DocumentLimits = DocumentLimits(), terraform: TerraformOptions = TerraformOptions(),
        settings: DeploymentSettings = DeploymentSettings()
    ) {
        self.limits = limits
        self.terraform = terraform
        self.settings = settings
    }

    /// Takes over what CDK says of the stack that the next text is the template of.
    public mutating func complete(by stack: CloudAssembly.Stack) { settings = settings.completed(by: stack) }

    /// Reads a text.
    /// - Parameters:
    ///   - form: the form that the text must have; nil to tell it by the content.
    ///   - symbols: the table of the calling thread; the keys of the text are added to it.
    ///   - nearby: where the templates of nested stacks are found; nil not to look for any.
    /// - Returns: what the text holds. A text that is no input has the kind `notOurs`; parts of an input that cannot be
    ///   read are errors among its diagnostics.
    /// - Throws: an error if the text cannot be parsed, or does not have the form that is asked for.
    public func read(
        _ source: SourceText, as form: InputForm? = nil, symbols: SymbolTable, nearby: NearbyFiles? = nil
    ) throws(Diagnostic) -> Input {
        let document = try SourceParser(limits: limits).parse(source, symbols: symbols)
        let roots = document.roots.map { NodeView(document: document, id: $0) }
        var sections = InputSections(
            document, settings, limits: limits, terraform: terraform, nearby: nearby)
        for root in roots {
            if let form {
                try sections.add(root, as: form)
            } else {
                sections.add(InputRecognizer.recognize(root), of: root)
            }
        }
        return sections.input()
    }

    /// Reads a text that holds an input on each line.
    /// - Throws: an error that points at the first line that cannot be parsed.
    package func read(lines source: SourceText, symbols: SymbolTable) throws(Diagnostic) -> Input {
        var options = JSONParser.Options()
        options.limits = limits
        let document = try JSONParser.parseLines(source, symbols: symbols, options: options)
        var sections = InputSections(document, settings, limits: limits, terraform: terraform)
        for id in document.roots {
            let root = NodeView(document: document, id: id)
            sections.add(InputRecognizer.recognize(root), of: root)
        }
        return sections.input()
    }

    /// Reads an input of a known form that a document of another kind holds, such as the template of a policy's test.
    /// - Throws: the first thing that is wrong with it.
    public func input(in node: NodeView, as form: InputForm) throws(Diagnostic) -> Input {
        var sections = InputSections(node.document, settings, limits: limits)
        try sections.add(node, as: form)
        let input = sections.input()
        if let error = input.diagnostics.first(where: { $0.severity == .error }) { throw error }
        return input
    }

    /// Reads one resource that a document of another kind holds, such as the `given` of a policy's test.
    /// - Throws: the first thing that is wrong with it.
    public func resource(in node: NodeView) throws(Diagnostic) -> Resource {
        var reader = ResourceFileReader(diagnostics: DiagnosticList(node.document.source))
        let marked = NodeView(document: UnknownValues.mark(node.document), id: node.id)
        let resource = reader.resource(in: marked, index: 0)
        if let error = reader.diagnostics.all.first(where: { $0.severity == .error }) { throw error }
        guard let resource else {
            throw Diagnostic(in: node.document.source, at: node.range, "a resource is a mapping with `type`")
        }
        return resource
    }

    /// Whether a text that cannot be parsed looks like an input, so that it must not be passed over as none of ours.
    public static func bearsMarker(_ bytes: UnsafeRawBufferPointer) -> Bool { InputMarker.occurs(in: bytes) }
}
