import Documents
import Resources

/// Gathers what the documents of one text are, and reads each kind in one go.
struct InputSections {
    private let document: Document
    private let limits: DocumentLimits
    private let terraform: TerraformOptions
    private let settings: DeploymentSettings
    private let nearby: NearbyFiles?
    private var templates: [NodeView] = []
    private var policies: [NodeView] = []
    private var accountAnswers: [NodeView] = []
    private var resourceFiles: [NodeView] = []
    private var plans: [NodeView] = []
    private var stateMachines: [NodeView] = []
    private var pipelines: [NodeView] = []
    private var configItems: [NodeView] = []
    private var registryAnswers: [NodeView] = []
    private var changeSets: [NodeView] = []
    private var tagAnswers: [NodeView] = []
    private var snapshotLines: [NodeView] = []
    private var records: [APIRecord] = []
    private var kinds: [InputKind] = []
    private var reasons: [String] = []
    private var diagnostics: DiagnosticList

    init(
        _ document: Document, _ settings: DeploymentSettings, limits: DocumentLimits = DocumentLimits(),
        terraform: TerraformOptions = TerraformOptions(), nearby: NearbyFiles? = nil
    ) {
        self.nearby = nearby
        self.document = document
        self.settings = settings
        self.limits = limits
        self.terraform = terraform
        diagnostics = DiagnosticList(document.source, startingWith: document.warnings)
    }

    /// Takes a root as what it was recognised to be.
    mutating func add(_ recognition: InputRecognizer.Recognition, of root: NodeView) {
        switch recognition {
        case .cloudFormation(let template): add(template, to: \.templates, as: .cloudFormation)
        case .iamPolicy(let policy): add(policy, to: \.policies, as: .iamPolicy)
        case .accountAnswer(let answer): add(answer, to: \.accountAnswers, as: .apiOutput)
        case .resourceFile(let file): add(file, to: \.resourceFiles, as: .resourceFile)
        case .terraform(let plan): add(plan, to: \.plans, as: .terraform)
        case .apiOutput(let found): add(found)
        case .stateMachine(let machine): add(machine, to: \.stateMachines, as: .workflow)
        case .pipeline(let pipeline): add(pipeline, to: \.pipelines, as: .workflow)
        case .configItems(let items): add(items, to: \.configItems, as: .inventory)
        case .registryAnswer(let answer): add(answer, to: \.registryAnswers, as: .inventory)
        case .changeSet(let changes): add(changes, to: \.changeSets, as: .inventory)
        case .tagAnswers(let answers): add(answers, to: \.tagAnswers, as: .tags)
        case .snapshot(let line): add(line, to: \.snapshotLines, as: .apiOutput)
        case .unread(let reason), .foreign(let reason):
            // Nothing stands behind a last `---`.
            if root.kind != .null || document.roots.count == 1 { reasons.append(reason) }
        }
    }

    /// Takes a root as what the caller says it is.
    mutating func add(_ root: NodeView, as form: InputForm) throws(Diagnostic) {
        switch form {
        case .cloudFormation:
            guard root.kind == .map else { throw wrong(root, "a template is a mapping") }
            add(root, to: \.templates, as: .cloudFormation)
        case .iamPolicy:
            guard let policy = IAMPolicyReader.policy(in: root) else {
                throw wrong(root, "an IAM policy is a mapping with `Version` and `Statement`")
            }
            add(policy, to: \.policies, as: .iamPolicy)
        case .resourceFile:
            guard root.kind == .map else { throw wrong(root, "a resource file is a mapping with `resources`") }
            add(root, to: \.resourceFiles, as: .resourceFile)
        case .terraform:
            switch TerraformShape(root) {
            case .plan, .state: add(root, to: \.plans, as: .terraform)
            case .unread(let reason): throw wrong(root, reason)
            case nil: throw wrong(root, "a plan is a mapping with `format_version` and `resource_changes`")
            }
        case .apiOutput(let type):
            let found = APIRecords(in: root, type: type)
            guard !found.records.isEmpty || found.isEmptyAnswer else {
                throw wrong(root, "the output describes no resource")
            }
            add(found)
        }
    }

    private func wrong(_ root: NodeView, _ message: String) -> Diagnostic {
        Diagnostic(in: document.source, at: root.opening, message)
    }

    private mutating func add(
        _ node: NodeView, to section: WritableKeyPath<InputSections, [NodeView]>, as kind: InputKind
    ) {
        self[keyPath: section].append(node)
        kinds.append(kind)
    }

    private mutating func add(_ found: APIRecords) {
        records += found.records
        kinds.append(.apiOutput)
        for element in found.unrecognized {
            diagnostics.add(.warning, at: element.opening, "this element describes no resource of a known type")
        }
    }

    /// Reads everything that was gathered.
    consuming func input() -> Input {
        guard let kind = kinds.first else {
            // What is doubtful about a file of someone else is nothing to speak of.
            return Input(kind: .notOurs(reason: reasons.first ?? "empty"), documents: [document])
        }
        for reason in reasons { diagnostics.add(.note, at: 0..<0, "a document of this file is not read: \(reason)") }
        var input = Input(kind: kind, documents: [document])
        readTemplates(into: &input)
        if !records.isEmpty {
            let (resources, derived) = APIOutputReader(records).read(from: document)
            input.resources += resources
            input.documents.append(derived)
        }
        readAccountAnswers(into: &input)
        readSnapshot(into: &input)
        for (index, policy) in policies.enumerated() {
            input.resources.append(IAMPolicyReader.read(policy, number: index + 1))
        }
        readResourceFiles(into: &input)
        readPlans(into: &input)
        readInventory(into: &input)
        TagAnswers(tagAnswers).apply(to: &input.resources)
        readEmbedded(into: &input)
        input.diagnostics = diagnostics.all
        return input
    }

    private mutating func readSnapshot(into input: inout Input) {
        guard !snapshotLines.isEmpty else { return }
        let reader = SnapshotReader(snapshotLines, diagnostics: diagnostics)
        reader.read(into: &input, document: document)
        diagnostics = reader.diagnostics
    }

    private mutating func readAccountAnswers(into input: inout Input) {
        guard !accountAnswers.isEmpty else { return }
        let answers = AccountAnswers(accountAnswers, diagnostics: diagnostics)
        let (resources, derived) = APIOutputReader(answers.records).read(from: document)
        let (neighbours, beside) = APIOutputReader(answers.neighbours).read(from: document)
        input.resources += resources
        input.neighbours += neighbours
        input.documents += [derived, beside] + answers.documents
        diagnostics = answers.diagnostics
    }

    private mutating func readTemplates(into input: inout Input) {
        guard !templates.isEmpty else { return }
        var reader = CloudFormationReader(
            symbols: document.symbols, settings: settings, diagnostics: diagnostics,
            nested: nearby.map { NestedTemplates($0, limits: limits, symbols: document.symbols) })
        input.documents.append(reader.read(templates, of: document))
        input.resources += reader.resources
        input.unreadResources += reader.unread
        if !settings.deployments.isEmpty {
            for template in templates {
                input.parameterNames.formUnion(template["Parameters"]?.children.map(\.key) ?? [])
            }
        }
        diagnostics = reader.diagnostics
        if let nested = reader.nested, !nested.names.isEmpty {
            input.files = [document.source.name] + nested.names
            input.nestedFiles = nested.names
            input.documents += nested.documents + reader.nestedDocuments
            for diagnostic in nested.diagnostics { diagnostics.add(diagnostic) }
        }
    }

    private mutating func readPlans(into input: inout Input) {
        guard !plans.isEmpty else { return }
        var reader = TerraformReader(document, options: terraform, diagnostics: diagnostics)
        input.documents.append(reader.read(plans))
        // Nearly always there is nothing else, and thousands of resources need not be copied.
        if input.resources.isEmpty {
            input.resources = reader.resources
        } else {
            input.resources += reader.resources
        }
        input.neighbours += reader.neighbours
        diagnostics = reader.diagnostics
    }

    private mutating func readInventory(into input: inout Input) {
        if !configItems.isEmpty {
            let items = ConfigItems(configItems, limits: limits, diagnostics: diagnostics)
            take(items.records, unread: items.unread, items.diagnostics, into: &input)
        }
        if !registryAnswers.isEmpty {
            let answer = RegistryAnswer(registryAnswers, limits: limits, diagnostics: diagnostics)
            take(answer.records, unread: 0, answer.diagnostics, into: &input)
        }
        if !changeSets.isEmpty {
            let changes = ChangeSet(changeSets, limits: limits, diagnostics: diagnostics)
            take(changes.records, unread: changes.unread, changes.diagnostics, into: &input)
        }
    }

    private mutating func take(
        _ records: [TypedRecord], unread: Int, _ diagnostics: DiagnosticList, into input: inout Input
    ) {
        for record in records {
            let (resource, document) = record.resource()
            input.resources.append(resource)
            input.documents.append(document)
        }
        input.unreadResources += unread
        self.diagnostics = diagnostics
    }

    /// Reads what the resources hold inside themselves.
    private mutating func readEmbedded(into input: inout Input) {
        let found = input.resources
        var reader = EmbeddedReader(document.source, limits: limits, diagnostics: diagnostics)
        let nested = Set(input.nestedFiles)
        for resource in found where !nested.contains(resource.source.name) { reader.read(resource) }
        for (index, root) in stateMachines.enumerated() {
            reader.readStateMachine(root, named: document.source.baseName, number: index + 1)
        }
        for (index, root) in pipelines.enumerated() {
            reader.readPipeline(root, named: document.source.baseName, number: index + 1)
        }
        take(reader, into: &input)
        diagnostics = reader.diagnostics
        guard !input.nestedFiles.isEmpty else { return }
        let others = Dictionary(grouping: found.filter { nested.contains($0.source.name) }, by: \.source.name)
        for (_, resources) in others.sorted(by: { $0.key < $1.key }) {
            let source = resources[0].source
            var reader = EmbeddedReader(source, limits: limits, diagnostics: DiagnosticList(source))
            for resource in resources { reader.read(resource) }
            take(reader, into: &input)
            for diagnostic in reader.diagnostics.all { diagnostics.add(diagnostic) }
        }
    }

    private func take(_ reader: EmbeddedReader, into input: inout Input) {
        // Appending nothing would copy the resources, which whoever reads them holds as well.
        if !reader.resources.isEmpty { input.resources += reader.resources }
        input.documents += reader.documents
        input.unreadResources += reader.unread
    }

    private mutating func readResourceFiles(into input: inout Input) {
        guard !resourceFiles.isEmpty else { return }
        var reader = ResourceFileReader(diagnostics: diagnostics)
        let marked = UnknownValues.mark(document)
        for file in resourceFiles { input.resources += reader.read(NodeView(document: marked, id: file.id)) }
        input.documents.append(marked)
        diagnostics = reader.diagnostics
    }
}
