import Documents
import IAM
import Resources

/// Who has which policies in one input and one scenario.
struct AccessGraph {
    private let index: AccessIndex
    private let scenario: Scenario

    static let principals = ["AWS::IAM::Role", "AWS::IAM::User", "AWS::IAM::Group"]

    init(_ index: AccessIndex, in scenario: Scenario) {
        self.index = index
        self.scenario = scenario
    }

    var graph: ResourceGraph { index.graph }

    func documents(of resource: Int) -> PolicyDocuments { index.documents(of: resource, in: scenario) }

    /// A document as a policy of its kind, or why IAM would refuse it.
    func policy(_ document: PolicyDocument) -> Result<Policy, PolicyRejection> { reading(of: document).result }

    /// A document as a policy, with a number that no other policy of the input has.
    func reading(of document: PolicyDocument) -> AccessIndex.ReadPolicy { index.policy(document, in: scenario) }

    /// Whether a policy or group is judged together with a principal of the input that has it.
    func isJudgedElsewhere(_ resource: Int) -> Bool {
        let isHeld = index.attachments(naming: resource).contains { attachment in
            switch attachment.link.meaning {
            case .hasPolicies, .isMember: names(attachment, resource)
            case .addsTo: names(attachment, resource) && !named(attachment.resource, .users).isEmpty
            case .attaches:
                names(attachment, resource) && graph.resources[attachment.resource].exists(in: scenario) == true
                    && namesPrincipals(attachment.resource, .attachesTo)
            case .isPolicy, .attachesTo, .adds: false
            }
        }
        return isHeld || namesPrincipals(resource, .isPolicy)
    }

    /// Whether one of the properties of a resource that mean this names a principal of the input.
    private func namesPrincipals(_ resource: Int, _ meaning: AttachmentLink.Meaning) -> Bool {
        AttachmentLink.properties(meaning, ofType: graph.resources[resource].type).contains { property in
            named(resource, property).contains { graph.resources[$0].type == property.type }
        }
    }

    /// Everything that a principal of the input is allowed by.
    func holdings(of principal: Int) -> Holdings {
        var holdings = Holdings()
        collect(principal, into: &holdings)
        for group in groups(of: principal) { collect(group, into: &holdings) }
        for case .outside(let name) in read(principal, .groups) { holdings.missing.append(name) }
        switch read(principal, .boundary).first {
        case .resource(let policy)?: holdings.boundary = documents(of: policy).documents.first
        case .outside(let name)?: holdings.missingBoundary = name
        case nil: break
        }
        return holdings
    }

    private func collect(_ holder: Int, into holdings: inout Holdings) {
        add(holder, to: &holdings)
        var seen: Set<Int> = []
        for policy in read(holder, .managedPolicies) + policies(attachedTo: holder) {
            switch policy {
            case .resource(let index): if seen.insert(index).inserted { add(index, to: &holdings) }
            case .outside(let name): holdings.missing.append(name)
            }
        }
    }

    /// The policies that name a principal, and those that are attached to it by something else.
    private func policies(attachedTo holder: Int) -> [AccessIndex.Named] {
        let type = graph.resources[holder].type
        return index.attachments(naming: holder).flatMap { attachment -> [AccessIndex.Named] in
            guard attachment.link.property.type == type else { return [] }
            switch attachment.link.meaning {
            case .isPolicy: return names(attachment, holder) ? [.resource(attachment.resource)] : []
            case .attachesTo: return names(attachment, holder) ? policies(attachedBy: attachment.resource) : []
            case .hasPolicies, .attaches, .isMember, .adds, .addsTo: return []
            }
        }
    }

    /// What an attachment attaches; nothing if it does not exist.
    private func policies(attachedBy attachment: Int) -> [AccessIndex.Named] {
        switch graph.resources[attachment].exists(in: scenario) {
        case true?: return AttachmentLink.attached.flatMap { read(attachment, $0) }
        case false?: return []
        // It may attach a policy or not, so that nothing is proved by the others.
        case nil: return [.outside(graph.resources[attachment].name)]
        }
    }

    private func add(_ index: Int, to holdings: inout Holdings) {
        let resource = graph.resources[index]
        guard let exists = resource.exists(in: scenario) else {
            let place = Place(range: resource.anchor, path: "")
            holdings.closed.append(
                ClosedDocument(reason: "whether `\(resource.name)` exists is not known", place: place))
            return
        }
        guard exists else { return }
        let found = documents(of: index)
        holdings.documents += found.documents.filter { $0.kind == .identity || $0.kind == .managed }
        holdings.closed += found.closed
    }

    /// The groups of the input to which a principal belongs.
    private func groups(of principal: Int) -> [Int] {
        guard graph.resources[principal].type == "AWS::IAM::User" else { return [] }
        let others = index.attachments(naming: principal).filter { $0.link.meaning == .adds && names($0, principal) }
        return named(principal, .groups)
            + others.flatMap { addition in
                let type = graph.resources[addition.resource].type
                return AttachmentLink.properties(.addsTo, ofType: type).flatMap { named(addition.resource, $0) }
            }
    }

    private func read(_ resource: Int, _ property: AttachmentLink.Property) -> [AccessIndex.Named] {
        index.read(property, of: resource, in: scenario)
    }

    private func named(_ resource: Int, _ property: AttachmentLink.Property) -> [Int] {
        read(resource, property).compactMap(\.resource)
    }

    private func names(_ attachment: AccessIndex.Attachment, _ resource: Int) -> Bool {
        read(attachment.resource, attachment.link.property).contains { $0.resource == resource }
    }
}

/// The policies of one principal, as far as the input gives them.
struct Holdings {
    var documents: [PolicyDocument] = []
    var boundary: PolicyDocument?
    /// Documents that are there but cannot be read yet.
    var closed: [ClosedDocument] = []
    /// Names and ARNs of policies and groups that the input does not hold.
    var missing: [String] = []
    var missingBoundary: String?
}
