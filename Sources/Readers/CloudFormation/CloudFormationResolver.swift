public import Documents
public import Resources

/// Answers what the functions of one template stand for in a scenario.
///
/// It only reads, so any number of threads may ask it; it adds nothing to the symbol table.
public final class CloudFormationResolver: ValueResolver, ChoiceSource {
    let outline: TemplateOutline
    let parameters: ParameterValues

    init(
        outline: TemplateOutline, settings: DeploymentSettings = DeploymentSettings(), scope: String
    ) {
        self.outline = outline
        parameters = ParameterValues(outline, settings: settings, scope: scope)
    }

    public func resolve(_ node: NodeView, in scenario: Scenario) -> Resolution {
        let evaluation = evaluation(in: scenario)
        do throws(Undetermined) {
            let resolution = try evaluation.value(of: node)
            guard evaluation.trace.readsSecret, case .value(let value) = resolution else { return resolution }
            return .value(DerivedDocument.secret(value))
        } catch {
            let name = Intrinsic(node)?.name
            return .unknown(
                reason: name.map { "`\($0)`: \(error.reason)" } ?? error.reason, mayBeAbsent: error.mayBeAbsent)
        }
    }

    public func parts(of node: NodeView, in scenario: Scenario) -> [TextPart]? {
        guard let call = Intrinsic(node), let composition = TextComposition.table[call.name] else { return nil }
        return composition(call, evaluation(in: scenario).deeper)
    }

    public func holds(_ condition: String, in scenario: Scenario) -> Bool? {
        do throws(Undetermined) {
            return try TemplateConditions(evaluation: evaluation(in: scenario)).holds(condition)
        } catch {
            return nil
        }
    }

    public func refusal(of scenario: Scenario) -> String? {
        guard let rules = outline.root["Rules"] else { return nil }
        return TemplateRules(rules: rules).refusal(by: evaluation(in: Scenario(scenario.outcomes)))
    }

    public func tags(of resource: Resource, in scenario: Scenario) -> TagSet {
        let own = ResourceFacts(resource.type).tags(in: resource.properties, self, scenario)
        return parameters.withStackTags(own, in: scenario, from: self)
    }

    public func choice(_ id: Choice.ID) -> Choice { parameters.choice(id) }

    func evaluation(in scenario: Scenario) -> Evaluation { Evaluation(self, scenario) }
}

/// Why a value is not known.
struct Undetermined: Error {
    /// In a few words, without the name of the function.
    let reason: String
    /// It is not even known whether there is a value.
    var mayBeAbsent = false
    /// The value is one that a parameter may have beside those that the template names.
    var other: ParameterDomain?

    init(_ reason: String, mayBeAbsent: Bool = false) {
        self.reason = reason
        self.mayBeAbsent = mayBeAbsent
    }

    init(otherThan domain: ParameterDomain) {
        reason = "`\(domain.choice.id.name)` may have any other value"
        other = domain
    }
}
