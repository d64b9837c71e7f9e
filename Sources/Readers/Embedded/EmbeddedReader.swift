import Documents
import Resources

/// Finds the jobs that resources hold as a part of themselves: in the definitions of state machines and pipelines, in the
/// targets of schedules, in what validates a model package.
struct EmbeddedReader {
    private(set) var resources: [Resource] = []
    private(set) var documents: [Document] = []
    /// Definitions that the input names but does not show.
    private(set) var unread = 0
    private(set) var diagnostics: DiagnosticList
    private let source: SourceText
    /// Bytes of definitions that may still be read: one text can be used many times.
    private var budget: Int
    /// Whether a state machine of the file may create something: worked out when it first matters.
    private lazy var namesOperations = source.bytes.contains("sagemaker:create")

    init(_ source: SourceText, limits: DocumentLimits, diagnostics: DiagnosticList) {
        self.source = source
        budget = limits.embeddedSize
        self.diagnostics = diagnostics
    }

    /// Reads what a resource holds.
    mutating func read(_ resource: Resource) {
        switch resource.type {
        case "AWS::StepFunctions::StateMachine", "AWS::Serverless::StateMachine": readStateMachine(resource)
        case "AWS::SageMaker::Pipeline": readPipeline(resource)
        case "AWS::Scheduler::Schedule": readSchedule(resource)
        case "AWS::SageMaker::ModelPackage", "AWS::SageMaker::Algorithm": readValidation(resource)
        default: return
        }
    }

    // MARK: State machines

    private mutating func readStateMachine(_ machine: Resource) {
        guard let properties = machine.properties else { return }
        let substitutions =
            properties["DefinitionSubstitutions"].map { TextComposer.Substitutions.given($0) } ?? .none
        if let text = properties["DefinitionString"] {
            // A text may come from another file, or be known only after apply, and then nobody can tell what it names.
            let namesOperations =
                namesOperations || text.kind == .unknown
                || text.kind == .string && text.document.text(of: text.node).contains("sagemaker:create")
            if namesOperations { read(text, of: machine, substitutions, dialect: .jsonPath) }
        } else if let object = properties["Definition"] {
            if namesOperations { read(object, of: machine, substitutions, dialect: .jsonPath) }
        } else if let place = properties["DefinitionS3Location"] ?? properties["DefinitionUri"] {
            addUnread(place, of: machine, "lies in a file of its own")
        }
    }

    /// Reads a state machine that is a file of its own.
    mutating func readStateMachine(_ root: NodeView, named name: String, number: Int) {
        guard namesOperations,
            let definition = DefinitionWriter.write(root, dialect: .jsonPath, substitutions: .missing)
        else { return }
        addStates(of: definition, holder(ofFile: name, number: number), outer: nil)
    }

    // MARK: Pipelines

    private mutating func readPipeline(_ pipeline: Resource) {
        guard let definition = pipeline.properties?["PipelineDefinition"] else { return }
        if definition.node.flags.contains(.deferred) {
            read(definition, of: pipeline, .none, dialect: .pipeline)
        } else if let body = definition["PipelineDefinitionBody"] {
            read(body, of: pipeline, .none, dialect: .pipeline)
        } else if let place = definition["PipelineDefinitionS3Location"] {
            addUnread(place, of: pipeline, "lies in S3")
        } else if definition.kind == .string {
            read(definition, of: pipeline, .none, dialect: .pipeline)
        }
    }

    /// Reads a pipeline definition that is a file of its own. Which tags the pipeline passes on is not known then.
    mutating func readPipeline(_ root: NodeView, named name: String, number: Int) {
        guard let definition = DefinitionWriter.write(root, dialect: .pipeline) else { return }
        var holder = holder(ofFile: name, number: number)
        holder.passed = .unknown
        addSteps(of: definition, holder, outer: nil)
    }

    // MARK: Definitions

    private mutating func read(
        _ node: NodeView, of resource: Resource, _ substitutions: TextComposer.Substitutions,
        dialect: EmbeddedDialect
    ) {
        guard let definition = definition(in: node, of: resource, substitutions, dialect: dialect) else { return }
        var holder = JobWriter.Holder(resource)
        if case .pipeline = dialect {
            holder.passed = .ofResource(resource)
            addSteps(of: definition, holder, outer: resource.resolver)
        } else {
            addStates(of: definition, holder, outer: resource.resolver)
        }
    }

    /// Reads a definition, whether it is spelled out as a mapping or a text spells it. What keeps it from being read is
    /// among the diagnostics.
    mutating func definition(
        in node: NodeView, of resource: Resource, _ substitutions: TextComposer.Substitutions,
        dialect: EmbeddedDialect
    ) -> EmbeddedDefinition? {
        var node = node
        if let call = Intrinsic(node), call.name == "Fn::ToJsonString" { node = call.argument }
        guard node.kind == .map, Intrinsic(node) == nil else {
            return definition(spelledBy: node, of: resource, substitutions, dialect: dialect)
        }
        guard spend(node.node.stride * MemoryLayout<Node>.stride, on: resource, at: node) else { return nil }
        return DefinitionWriter.write(node, dialect: dialect, substitutions: substitutions)
    }

    private mutating func definition(
        spelledBy node: NodeView, of resource: Resource, _ substitutions: TextComposer.Substitutions,
        dialect: EmbeddedDialect
    ) -> EmbeddedDefinition? {
        let text: ComposedText
        do throws(Undetermined) {
            text = try TextComposer.compose(node, resolver: resource.resolver, substitutions: substitutions)
        } catch {
            addUnread(node, of: resource, "is not read: \(error.reason)")
            return nil
        }
        guard spend(text.bytes.count, on: resource, at: node) else { return nil }
        do throws(Diagnostic) {
            return try DefinitionWriter.write(text, dialect: dialect, for: node)
        } catch {
            let offset = error.region?.start.offset ?? 0
            unread += 1
            diagnostics.add(
                text.hasBareMarks ? .warning : .error, at: text.sourceRange(of: offset..<offset + 1),
                "the definition of `\(resource.name)` cannot be read: "
                    + (text.isSecret || node.node.flags.contains(.secret) ? "it is no JSON" : error.message),
                help: text.hasBareMarks ? "values are inserted outside of its quotes" : error.help)
            return nil
        }
    }

    private mutating func addStates(
        of definition: EmbeddedDefinition, _ holder: JobWriter.Holder, outer: (any ValueResolver)?
    ) {
        let found = StateMachineJobs(
            in: definition.root, resolver: EmbeddedResolver(definition.values, outer: outer))
        for (operation, place) in found.unread { addUnknown(operation, at: place) }
        add(found.jobs, of: definition, JobWriter(holder, values: definition.values, outer: outer))
    }

    private mutating func addSteps(
        of definition: EmbeddedDefinition, _ holder: JobWriter.Holder, outer: (any ValueResolver)?
    ) {
        let parameters = PipelineJobs.parameters(of: definition.root)
        add(
            PipelineJobs(in: definition.root).jobs, of: definition,
            JobWriter(holder, values: definition.values, outer: outer, parameters: parameters))
    }

    mutating func addUnknown(_ operation: String, at place: Range<Int>) {
        unread += 1
        diagnostics.add(.note, at: place, "`\(operation)` creates something of a type that is not known")
    }

    mutating func add(_ jobs: [EmbeddedJob], of definition: EmbeddedDefinition, _ writer: JobWriter) {
        guard !jobs.isEmpty else { return }
        let (resources, document) = writer.write(jobs, of: definition.root)
        self.resources += resources
        documents.append(document)
    }

    private func holder(ofFile name: String, number: Int) -> JobWriter.Holder {
        let suffix = number == 1 ? "" : "#\(number)"
        return JobWriter.Holder(name: name + suffix, id: source.name + suffix)
    }

    private mutating func addUnread(_ node: NodeView, of resource: Resource, _ state: String) {
        unread += 1
        diagnostics.add(.note, at: node.keyRange ?? node.place, "the definition of `\(resource.name)` \(state)")
    }

    /// Whether a definition may still be read.
    private mutating func spend(_ bytes: Int, on resource: Resource, at node: NodeView) -> Bool {
        budget -= bytes
        guard budget < 0 else { return true }
        unread += 1
        diagnostics.add(
            .error, at: node.keyRange ?? node.place,
            "the definition of `\(resource.name)` is not read: the definitions of this file are too long together")
        return false
    }
}
