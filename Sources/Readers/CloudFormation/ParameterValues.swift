import Documents
import Resources

/// The values of one template's parameters: what its deployments give, and what may be chosen where they give nothing.
final class ParameterValues: Sendable {
    /// What a parameter is in a scenario.
    enum Value {
        case known(NodeView)
        /// A value that is none of those that the template names.
        case other(ParameterDomain)
        case unknown(String)
        /// What the parent stack passes, as it writes it.
        case passed(NodeView, TemplateParameter)
    }

    let settings: DeploymentSettings
    let scope: String
    private let declarations: NodeView?
    private let outline: TemplateOutline
    private let domains = Guarded<[String: ParameterDomain]>([:])
    private let literals = Guarded<[String: [NodeView]]?>(nil)

    init(_ outline: TemplateOutline, settings: DeploymentSettings, scope: String) {
        self.outline = outline
        self.settings = settings
        self.scope = scope
        declarations = outline.root["Parameters"]
    }

    /// The value of a declared parameter.
    func value(of name: String, in scenario: Scenario, from resolver: CloudFormationResolver) -> Value {
        guard let node = declarations?[name], node.kind == .map else {
            return .unknown("parameter `\(name)` is not declared")
        }
        let parameter = TemplateParameter(node)
        if let call = resolver.place?.call { return passed(parameter, by: call) }
        switch deployment(in: scenario, from: resolver) {
        case .open: return .unknown("parameter `\(name)` depends on the deployment")
        case .given(let deployment): return given(parameter, by: deployment, in: scenario)
        case .none: return chosen(parameter, in: scenario, from: resolver)
        }
    }

    /// The values that deployments give and the template does not allow: CloudFormation would refuse them.
    var refused: [RefusedValue] {
        guard !settings.deployments.isEmpty, let declarations else { return [] }
        let declared = declarations.children.filter { $0.kind == .map }.map(TemplateParameter.init)
        return settings.deployments.flatMap { deployment in
            declared.compactMap { parameter in
                guard let given = deployment.parameters[parameter.name], let node = given.node,
                    !parameter.isStored, let expectation = parameter.demands.expectation(violatedBy: node)
                else { return nil }
                return RefusedValue(
                    parameter: parameter, place: given.place, deployment: deployment, expectation: expectation)
            }
        }
    }

    /// A parameter that nobody passes has its default, whatever else the template allows.
    private func passed(_ parameter: TemplateParameter, by call: NestedStackCall) -> Value {
        let name = parameter.name
        if parameter.isStored { return .unknown("parameter `\(name)` is read from Parameter Store") }
        if let argument = call.argument(name) { return .passed(argument, parameter) }
        if call.isOpen { return .unknown("what the parent stack passes to parameter `\(name)` is not known") }
        guard let standard = parameter.standard else {
            return .unknown("the parent stack gives no value to parameter `\(name)`")
        }
        return .known(parameter.value(of: standard))
    }

    /// The values that a declared parameter may have; empty when the template names none.
    func allowedValues(of name: String) -> [NodeView] {
        guard let node = declarations?[name], node.kind == .map else { return [] }
        return TemplateParameter(node).allowed
    }

    enum Which {
        case none, open
        case given(Deployment)
    }

    /// The deployment that a scenario is about.
    func deployment(in scenario: Scenario, from resolver: CloudFormationResolver) -> Which {
        guard !settings.deployments.isEmpty else { return .none }
        return scenario.outcome(of: Self.deploymentID, from: resolver).map { .given(settings.deployments[$0]) } ?? .open
    }

    /// Deployments are those of the run, whatever template they are of.
    static let deploymentID = Choice.ID(scope: "", kind: .deployment, name: "deployment")

    private func given(
        _ parameter: TemplateParameter, by deployment: Deployment, in scenario: Scenario
    ) -> Value {
        let name = parameter.name
        let given = deployment.parameters[name]
        if let given, given.node == nil {
            return .unknown("parameter `\(name)` keeps its value in `\(deployment.name)`")
        }
        guard let node = given?.node ?? parameter.standard else {
            return .unknown("`\(deployment.name)` gives no value to parameter `\(name)`")
        }
        if parameter.isStored { return .unknown("parameter `\(name)` is read from Parameter Store") }
        if !parameter.admits(node) {
            let reason = "`\(deployment.name)` gives parameter `\(name)` a value that is not allowed"
            scenario.refuse(reason)
            return .unknown(reason)
        }
        return .known(parameter.value(of: node))
    }

    private func chosen(
        _ parameter: TemplateParameter, in scenario: Scenario, from resolver: CloudFormationResolver
    ) -> Value {
        let name = parameter.name
        if parameter.isStored { return .unknown("parameter `\(name)` is read from Parameter Store") }
        let domain = domain(of: name, resolver) { ParameterDomain(parameter, literals: $0, scope: scope) }
        return pick(from: domain, named: "parameter `\(name)`", in: scenario, from: resolver)
    }

    /// The value of a parameter of CloudFormation itself, where nothing fixes it.
    func pseudo(_ name: String, in scenario: Scenario, from resolver: CloudFormationResolver) -> Value {
        if name == "AWS::Partition" { return partition(in: scenario, from: resolver) }
        let domain = domain(of: name, resolver) { ParameterDomain(pseudo: name, values: $0 + [nil], scope: scope) }
        return pick(pseudo: name, from: domain, in: scenario, from: resolver)
    }

    /// The partition of the region where the template asks for that, else one of those that there are.
    private func partition(in scenario: Scenario, from resolver: CloudFormationResolver) -> Value {
        let name = "AWS::Partition"
        if case .known(let region) = pseudo("AWS::Region", in: scenario, from: resolver) {
            let partition = RegionGroup(ofRegion: region.text ?? "").partition
            return .known(DerivedDocument.text(partition, for: outline.root))
        }
        // The region is chosen first: it may decide.
        guard scenario.questions.allSatisfy({ $0.id.name != "AWS::Region" || $0.id.scope != scope }) else {
            return .unknown("`\(name)` depends on the region")
        }
        let domain = domain(of: name, resolver) { _ in
            let all = RegionGroup.partitions.map { DerivedDocument.text($0, for: outline.root) }
            return ParameterDomain(pseudo: name, values: all, scope: scope)
        }
        return pick(pseudo: name, from: domain, in: scenario, from: resolver)
    }

    private func pick(
        pseudo name: String, from domain: ParameterDomain, in scenario: Scenario, from resolver: CloudFormationResolver
    ) -> Value {
        let depends = "`\(name)` depends on \(PseudoParameter.known[name] ?? "the stack")"
        guard !domain.values.isEmpty, let index = scenario.outcome(of: domain.choice.id, from: resolver) else {
            return .unknown(depends)
        }
        return domain.values[index].map(Value.known) ?? .other(domain)
    }

    private func pick(
        from domain: ParameterDomain, named name: String, in scenario: Scenario, from resolver: CloudFormationResolver
    ) -> Value {
        switch domain.values.count {
        case 0: return .unknown("\(name) has no default")
        case 1: return domain.values[0].map(Value.known) ?? .unknown("\(name) is given at deployment")
        default:
            guard let index = scenario.outcome(of: domain.choice.id, from: resolver) else {
                return .unknown("\(name) is given at deployment")
            }
            return domain.values[index].map(Value.known) ?? .other(domain)
        }
    }

    private func domain(
        of name: String, _ resolver: CloudFormationResolver, _ make: ([NodeView]) -> ParameterDomain
    ) -> ParameterDomain {
        if let known = domains.withLock({ $0[name] }) { return known }
        let below = resolver.place.map { $0.tree.literals(beside: name, below: $0.index) } ?? []
        let domain = make(ownLiterals(beside: name) + below)
        domains.withLock { $0[name] = domain }
        return domain
    }

    /// What the template itself compares a name with.
    func ownLiterals(beside name: String) -> [NodeView] {
        literals.withLock { known in
            if known == nil { known = LiteralSearch(outline).literals }
            return known?[name] ?? []
        }
    }

    /// The outcomes of a choice that was asked for.
    func choice(_ id: Choice.ID) -> Choice {
        switch id.kind {
        case .deployment:
            Choice(id: id, options: settings.deployments.map { Choice.Option(label: $0.name, standing: .stated) })
        case .condition:
            Choice(id: id, options: ["true", "false"].map { Choice.Option(label: $0, standing: .stated) })
        case .parameter: domains.withLock { $0[id.name]?.choice } ?? Choice(id: id, options: [])
        }
    }
}

/// A value of a deployment that is none of those which the template allows.
struct RefusedValue {
    let parameter: TemplateParameter
    let place: Range<Int>
    let deployment: Deployment
    /// What would be allowed, in words.
    let expectation: String

    /// - Parameter template: the file that declares the parameter.
    func diagnostic(template: String) -> Diagnostic {
        let name = Diagnostic.shown(parameter.name)
        // A line of the file would show what the parameter hides.
        if parameter.isSecret {
            return Diagnostic(
                file: deployment.source.name,
                message: "parameter `\(name)` of \(template) has a value that the template does not allow")
        }
        return Diagnostic(
            in: deployment.source, at: place,
            "parameter `\(name)` of \(template) has a value that the template does not allow: expected \(expectation)")
    }
}

// MARK: - What a deployment says

extension ParameterValues {
    enum Fact {
        case text(String)
        /// It depends on which of the deployments it is.
        case open
        /// Nobody says.
        case none
    }

    /// What is known of a parameter of CloudFormation itself.
    func deploymentFact(_ name: String, in scenario: Scenario, from resolver: CloudFormationResolver) -> Fact {
        switch name {
        case "AWS::Region": fact(\.region, settings.region, in: scenario, from: resolver)
        case "AWS::AccountId": fact(\.account, settings.account, in: scenario, from: resolver)
        case "AWS::StackName": fact(\.stackName, settings.stackName, in: scenario, from: resolver)
        case "AWS::Partition": ofRegion(in: scenario, from: resolver) { $0.partition }
        case "AWS::URLSuffix": ofRegion(in: scenario, from: resolver) { $0.suffix }
        default: .none
        }
    }

    private func fact(
        _ key: KeyPath<Deployment, String?>, _ fixed: String?, in scenario: Scenario,
        from resolver: CloudFormationResolver
    ) -> Fact {
        // A nested stack has a name of its own.
        guard key != \.stackName || resolver.place?.call == nil else { return .none }
        if let fixed { return .text(fixed) }
        guard settings.deployments.contains(where: { $0[keyPath: key] != nil }) else { return .none }
        switch deployment(in: scenario, from: resolver) {
        case .given(let deployment): return deployment[keyPath: key].map(Fact.text) ?? .none
        case .open: return .open
        case .none: return .none
        }
    }

    private func ofRegion(
        in scenario: Scenario, from resolver: CloudFormationResolver, _ fact: (RegionGroup) -> String
    ) -> Fact {
        switch deploymentFact("AWS::Region", in: scenario, from: resolver) {
        case .text(let region): return .text(fact(RegionGroup(ofRegion: region)))
        case .open: return .open
        case .none: return .none
        }
    }

    /// The tags that deployments give to a stack.
    func deploymentTags(
        in scenario: Scenario, from resolver: CloudFormationResolver
    ) -> (tags: [Tag], isOpen: Bool) {
        guard !settings.deployments.allSatisfy(\.tags.isEmpty) else { return (settings.tags, false) }
        switch deployment(in: scenario, from: resolver) {
        case .given(let deployment): return (deployment.tags + settings.tags, false)
        case .open: return (settings.tags, true)
        case .none: return (settings.tags, false)
        }
    }
}

/// What the regions of a partition have in common.
/// - SeeAlso: AWS General Reference, "AWS partitions"; botocore's `partitions.json`.
private struct RegionGroup {
    let partition: String
    let suffix: String

    private static let table: [(prefix: String, group: RegionGroup)] = [
        ("cn-", RegionGroup(partition: "aws-cn", suffix: "amazonaws.com.cn")),
        ("us-gov-", RegionGroup(partition: "aws-us-gov", suffix: "amazonaws.com")),
        ("us-isob-", RegionGroup(partition: "aws-iso-b", suffix: "sc2s.sgov.gov")),
        ("us-isof-", RegionGroup(partition: "aws-iso-f", suffix: "csp.hci.ic.gov")),
        ("us-iso-", RegionGroup(partition: "aws-iso", suffix: "c2s.ic.gov")),
        ("eu-isoe-", RegionGroup(partition: "aws-iso-e", suffix: "cloud.adc-e.uk")),
        ("eusc-", RegionGroup(partition: "aws-eusc", suffix: "amazonaws.eu")),
        ("", RegionGroup(partition: "aws", suffix: "amazonaws.com")),
    ]

    static var partitions: [String] { ["aws"] + table.dropLast().map(\.group.partition) }

    init(partition: String, suffix: String) {
        self.partition = partition
        self.suffix = suffix
    }

    init(ofRegion region: String) {
        self =
            Self.table.first { region.hasPrefix($0.prefix) }?.group
            ?? RegionGroup(partition: "aws", suffix: "amazonaws.com")
    }
}
