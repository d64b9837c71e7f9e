import Documents
import IAM
import Resources

/// Who has which policies in one input, found when a rule first asks. For one thread.
final class AccessGraph {
    let graph: ResourceGraph
    /// What is imagined of the deployment.
    let scenario: Scenario
    private var documents: [Int: PolicyDocuments] = [:]
    private var policies: [String: Result<Policy, PolicyRejection>] = [:]
    private let settled: AccessGraph?
    private var settledByProperty: [PropertyKey: [Attachment]?] = [:]
    private lazy var attached = attachedPolicies()
    private lazy var memberships = groupMemberships()
    private lazy var heldByOthers = Set(attached.values.joined().compactMap(\.resource)).union(
        memberships.values.joined())

    static let principals = ["AWS::IAM::Role", "AWS::IAM::User", "AWS::IAM::Group"]
    /// Types of policies, and the properties that name their principals.
    private static let policyTypes: [(type: String, properties: [(name: String, principal: String)])] = [
        ("AWS::IAM::Policy", lists), ("AWS::IAM::ManagedPolicy", lists),
        ("AWS::IAM::RolePolicy", [("RoleName", "AWS::IAM::Role")]),
        ("AWS::IAM::UserPolicy", [("UserName", "AWS::IAM::User")]),
        ("AWS::IAM::GroupPolicy", [("GroupName", "AWS::IAM::Group")]),
    ]
    /// What the names mean that stand in a property.
    private static let meanings = [
        "ManagedPolicyArns": "AWS::IAM::ManagedPolicy", "PolicyArn": "AWS::IAM::ManagedPolicy",
        "PermissionsBoundary": "AWS::IAM::ManagedPolicy",
        "Roles": "AWS::IAM::Role", "RoleName": "AWS::IAM::Role", "Users": "AWS::IAM::User",
        "UserName": "AWS::IAM::User", "Groups": "AWS::IAM::Group", "GroupName": "AWS::IAM::Group",
    ]
    private static let lists = [
        (name: "Roles", principal: "AWS::IAM::Role"), (name: "Users", principal: "AWS::IAM::User"),
        (name: "Groups", principal: "AWS::IAM::Group"),
    ]

    /// - Parameter settled: the same graph without a scenario, which knows what no choice changes.
    init(_ graph: ResourceGraph, _ scenario: Scenario = Scenario(), settled: AccessGraph? = nil) {
        self.graph = graph
        self.scenario = scenario
        self.settled = settled
    }

    func documents(of index: Int) -> PolicyDocuments {
        if let known = documents[index] { return known }
        let found = PolicyDocuments(of: index, in: graph, scenario)
        documents[index] = found
        return found
    }

    /// A document as a policy of its kind, or why IAM would refuse it.
    func policy(_ document: PolicyDocument) -> Result<Policy, PolicyRejection> {
        let key = document.key
        if let known = policies[key] { return known }
        let read = Result { () throws(PolicyRejection) in
            try Policy(
                reading: document.view, kind: document.kind, name: key,
                computed: .of(graph.resources[document.resource].resolver, in: scenario))
        }
        policies[key] = read
        return read
    }

    /// Whether a policy or group is judged together with a principal of the input that has it.
    func isJudgedElsewhere(_ index: Int) -> Bool { heldByOthers.contains(index) }

    /// Everything that a principal of the input is allowed by.
    func holdings(of principal: Int) -> Holdings {
        var holdings = Holdings()
        collect(principal, into: &holdings)
        for group in memberships[principal] ?? [] { collect(group, into: &holdings) }
        for attachment in attachments(of: principal, "Groups") {
            if case .outside(let name) = attachment { holdings.missing.append(name) }
        }
        switch attachments(of: principal, "PermissionsBoundary").first {
        case .resource(let index)?: holdings.boundary = documents(of: index).documents.first
        case .outside(let name)?: holdings.missingBoundary = name
        case nil: break
        }
        return holdings
    }

    private func collect(_ holder: Int, into holdings: inout Holdings) {
        add(holder, to: &holdings)
        var seen: Set<Int> = []
        for attachment in attached[holder] ?? [] {
            switch attachment {
            case .resource(let index): if seen.insert(index).inserted { add(index, to: &holdings) }
            case .outside(let name): holdings.missing.append(name)
            }
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

    // MARK: Who is meant

    private struct PropertyKey: Hashable { var resource: Int, property: String }

    private enum Attachment {
        case resource(Int)
        /// A name or ARN that the input does not explain.
        case outside(String)

        var resource: Int? {
            if case .resource(let index) = self { index } else { nil }
        }
    }

    /// What a property of a resource names.
    private func attachments(of index: Int, _ property: String) -> [Attachment] {
        settled?.settledAttachments(of: index, property) ?? readAttachments(of: index, property)
    }

    /// What a property names in every deployment; nil when it depends on a choice.
    private func settledAttachments(of index: Int, _ property: String) -> [Attachment]? {
        let key = PropertyKey(resource: index, property: property)
        if let known = settledByProperty[key] { return known }
        let before = scenario.questionCount
        let found = readAttachments(of: index, property)
        let settled = scenario.questionCount == before ? found : nil
        settledByProperty[key] = .some(settled)
        return settled
    }

    private func readAttachments(of index: Int, _ property: String) -> [Attachment] {
        let resource = graph.resources[index]
        guard let node = resource.properties?[property] else { return [] }
        return values(node, of: resource, as: Self.meanings[property] ?? "", depth: 0)
    }

    /// - Parameter type: what a name means.
    private func values(_ node: NodeView, of resource: Resource, as type: String, depth: Int) -> [Attachment] {
        guard depth < 8 else { return [] }
        if node.node.flags.contains(.deferred), let resolver = resource.resolver {
            switch resolver.resolve(node, in: scenario) {
            case .value(let value): return values(value, of: resource, as: type, depth: depth + 1)
            case .absent: return []
            case .reference(let reference):
                let found = graph.resources(id: reference.target, scope: resource.scope)
                return found.isEmpty ? [.outside(reference.target)] : found.map { .resource($0) }
            case .unknown:
                return named(
                    resolver.parts(of: node, in: scenario)?.shown ?? "a value that is not known yet", as: type)
            }
        }
        switch node.kind {
        case .list: return node.children.flatMap { values($0, of: resource, as: type, depth: depth + 1) }
        case .string: return named(node.string ?? "", as: type)
        case .unknown: return [.outside("a value that is not known yet")]
        default: return []
        }
    }

    private func named(_ text: String, as type: String) -> [Attachment] {
        var found = graph.resources(type: type, named: text)
        // AWS's own policies lie in no account: one of the same name is another.
        if found.isEmpty, let arn = ARN(text), arn.account != "aws" {
            found = graph.resources(type: type, named: arn.name)
        }
        return found.isEmpty ? [.outside(text)] : found.map { .resource($0) }
    }

    /// By principal: the policies that it names and those that name it.
    private func attachedPolicies() -> [Int: [Attachment]] {
        var attached: [Int: [Attachment]] = [:]
        for type in Self.principals {
            for principal in graph.resources(ofType: type) {
                let own = attachments(of: principal, "ManagedPolicyArns")
                if !own.isEmpty { attached[principal] = own }
            }
        }
        for (type, properties) in Self.policyTypes {
            for policy in graph.resources(ofType: type) {
                for property in properties {
                    for case .resource(let principal) in attachments(of: policy, property.name)
                    where graph.resources[principal].type == property.principal {
                        attached[principal, default: []].append(.resource(policy))
                    }
                }
            }
        }
        // What exists only to attach: a type of Terraform.
        for attachment in graph.resources(ofType: "AWS::IAM::PolicyAttachment") {
            let policies = policies(attachedBy: attachment)
            for property in Self.lists where !policies.isEmpty {
                for case .resource(let principal) in attachments(of: attachment, property.name)
                where graph.resources[principal].type == property.principal {
                    attached[principal, default: []] += policies
                }
            }
        }
        return attached
    }

    /// What an attachment attaches; nothing if it does not exist.
    private func policies(attachedBy attachment: Int) -> [Attachment] {
        switch graph.resources[attachment].exists(in: scenario) {
        case true?:
            return attachments(of: attachment, "PolicyArn") + attachments(of: attachment, "ManagedPolicyArns")
        case false?: return []
        // It may attach a policy or not, so that nothing is proved by the others.
        case nil: return [.outside(graph.resources[attachment].name)]
        }
    }

    /// By user: the groups of the input that it belongs to.
    private func groupMemberships() -> [Int: [Int]] {
        var groups: [Int: [Int]] = [:]
        for user in graph.resources(ofType: "AWS::IAM::User") {
            for case .resource(let group) in attachments(of: user, "Groups") { groups[user, default: []].append(group) }
        }
        for (type, property) in [
            ("AWS::IAM::UserToGroupAddition", "GroupName"), ("AWS::IAM::GroupMembership", "Groups"),
        ] {
            for addition in graph.resources(ofType: type) {
                for case .resource(let group) in attachments(of: addition, property) {
                    for case .resource(let user) in attachments(of: addition, "Users") {
                        groups[user, default: []].append(group)
                    }
                }
            }
        }
        return groups
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

extension [TextPart] {
    /// The text as far as it is known.
    fileprivate var shown: String {
        map { part in if case .literal(let text) = part { text } else { "..." } }.joined()
    }
}
