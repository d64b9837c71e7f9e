import Documents
import Resources

/// Reads what the APIs of IAM and Organizations answer about who has which policy: `get-account-authorization-details`
/// and `describe-policy`.
///
/// Documents stay the texts or mappings that the answer gives, in percent encoding as IAM itself answers, so that
/// positions lead to the file.
/// - SeeAlso: IAM API Reference, `GetAccountAuthorizationDetails`; Organizations API Reference, `DescribePolicy`.
struct AccountAnswers {
    /// How an answer describes one kind of principal.
    private struct Principal {
        var list: String
        var shape: RecordShape

        init(_ list: String, _ type: String, name: String, _ renames: (String, String)...) {
            self.list = list
            let common = [
                ("AttachedManagedPolicies.PolicyArn", "ManagedPolicyArns"),
                ("PermissionsBoundary.PermissionsBoundaryArn", "PermissionsBoundary"),
            ]
            shape = RecordShape(type: type, arnField: "Arn", nameField: name, renames: common + renames)
        }
    }

    private static let principals = [
        Principal("RoleDetailList", "AWS::IAM::Role", name: "RoleName", ("RolePolicyList", "Policies")),
        Principal(
            "UserDetailList", "AWS::IAM::User", name: "UserName", ("UserPolicyList", "Policies"),
            ("GroupList", "Groups")),
        Principal("GroupDetailList", "AWS::IAM::Group", name: "GroupName", ("GroupPolicyList", "Policies")),
    ]
    private static let managedPolicy = RecordShape(
        type: "AWS::IAM::ManagedPolicy", arnField: "PolicyArn", nameField: "ManagedPolicyName", renames: [])
    private static let organizationPolicy = RecordShape(
        type: "AWS::Organizations::Policy", arnField: "Arn", nameField: "Name", renames: [])

    private(set) var records: [APIRecord] = []
    /// Policies of AWS: they explain what principals may do, and nobody can change them.
    private(set) var neighbours: [APIRecord] = []
    private(set) var documents: [Document] = []
    private(set) var diagnostics: DiagnosticList

    init(_ roots: [NodeView], diagnostics: DiagnosticList) {
        self.diagnostics = diagnostics
        for root in roots {
            if let policy = Self.described(in: root) { addOrganizationPolicy(policy) }
            for principal in Self.principals { add(principal, of: root) }
            for policy in Self.elements(root["Policies"]) { addManagedPolicy(policy) }
            if root["IsTruncated"]?.boolean == true, let marker = root["IsTruncated"] {
                self.diagnostics.add(
                    .warning, at: marker.keyRange ?? marker.range, "the answer goes on in another page",
                    help: "policies that stand there count as not given: let the command line read all pages")
            }
        }
    }

    /// Reads one element of such an answer, of which the type is known.
    /// - Returns: nil for types that other services describe.
    init?(type: String, answer: NodeView, diagnostics: DiagnosticList) {
        self.diagnostics = diagnostics
        if let principal = Self.principals.first(where: { $0.shape.type == type }) {
            records.append(APIRecord(type: type, shape: principal.shape, fields: answer, isSummary: false))
        } else if type == Self.managedPolicy.type {
            addManagedPolicy(answer)
        } else if type == Self.organizationPolicy.type, let policy = Self.described(in: answer) {
            addOrganizationPolicy(policy)
        } else {
            return nil
        }
    }

    /// Whether a root is such an answer.
    static func isAnswer(_ root: NodeView) -> Bool {
        guard root.kind == .map else { return false }
        if described(in: root) != nil || principals.contains(where: { root[$0.list]?.kind == .list }) { return true }
        return elements(root["Policies"]).first?["PolicyVersionList"]?.kind == .list
    }

    /// The policy in an answer of `describe-policy`.
    private static func described(in root: NodeView) -> NodeView? {
        guard let policy = root["Policy"], policy["PolicySummary"]?.kind == .map, policy["Content"] != nil else {
            return nil
        }
        return policy
    }

    private static func elements(_ list: NodeView?) -> [NodeView] {
        guard let list, list.kind == .list else { return [] }
        return list.children.filter { $0.kind == .map }
    }

    private mutating func add(_ principal: Principal, of root: NodeView) {
        for element in root[principal.list].map({ Array($0.children) }) ?? [] {
            guard let name = principal.shape.nameField, element[name]?.string != nil else {
                diagnostics.add(
                    .error, at: element.opening, "an element of `\(principal.list)` has no name and is not read")
                continue
            }
            records.append(
                APIRecord(
                    type: principal.shape.type, shape: principal.shape, fields: element, isSummary: false))
        }
    }

    private mutating func addManagedPolicy(_ policy: NodeView) {
        let versions = Self.elements(policy["PolicyVersionList"])
        let current = versions.first { $0["IsDefaultVersion"]?.boolean == true } ?? versions.first
        guard let document = current?["Document"] else {
            return diagnostics.add(
                .error, at: policy["PolicyName"]?.range ?? policy.opening,
                "the policy has no version that is in force, and is not read")
        }
        let record = record(
            Self.managedPolicy, policy,
            [
                ("ManagedPolicyName", policy["PolicyName"]), ("PolicyArn", policy["Arn"]),
                ("Path", policy["Path"]), ("PolicyDocument", document),
            ])
        if policy["Arn"]?.string.flatMap(ARN.init)?.account == "aws" {
            neighbours.append(record)
        } else {
            records.append(record)
        }
    }

    private mutating func addOrganizationPolicy(_ policy: NodeView) {
        let summary = policy["PolicySummary"]
        let names = ["Name", "Arn", "Id", "Type", "Description", "AwsManaged"]
        let record = record(
            Self.organizationPolicy, policy, names.map { ($0, summary?[$0]) } + [("Content", policy["Content"])])
        if summary?["AwsManaged"]?.boolean == true {
            neighbours.append(record)
        } else {
            records.append(record)
        }
    }

    /// A record of fields that stand in several places of the answer.
    private mutating func record(
        _ shape: RecordShape, _ place: NodeView, _ fields: [(name: String, value: NodeView?)]
    ) -> APIRecord {
        let document = place.document
        var builder = DocumentBuilder(source: document.source, symbols: document.symbols)
        let root = builder.append(Node(kind: .map, flags: .copied, start: place.node.start, end: place.node.end))
        for case (let name, let value?) in fields { builder.copy(value, key: document.symbols.intern(name)) }
        builder.close(root, end: place.node.end)
        builder.addRoot(root)
        let written = builder.finish()
        documents.append(written)
        return APIRecord(
            type: shape.type, shape: shape, fields: NodeView(document: written, id: root), isSummary: false)
    }
}
