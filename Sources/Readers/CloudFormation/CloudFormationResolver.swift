public import Documents
public import Resources

/// Answers what the functions of one template stand for in a scenario.
///
/// It only reads, so any number of threads may ask it; it adds nothing to the symbol table.
public final class CloudFormationResolver: ValueResolver, ChoiceSource {
    let outline: TemplateOutline
    let parameters: ParameterValues
    /// Where the template stands among others that are deployed with it; nil for a template alone.
    let place: StackPlace?
    /// What the ids of its resources begin with.
    let prefix: String

    init(
        outline: TemplateOutline, settings: DeploymentSettings = DeploymentSettings(), scope: String
    ) {
        self.outline = outline
        parameters = ParameterValues(outline, settings: settings, scope: scope)
        place = nil
        prefix = ""
    }

    init(outline: TemplateOutline, parameters: ParameterValues) {
        self.outline = outline
        self.parameters = parameters
        place = nil
        prefix = ""
    }

    init(_ place: StackPlace) {
        let stack = place.tree.stack(place.index)
        outline = stack.outline
        parameters = stack.parameters
        self.place = place
        prefix = stack.call?.path ?? ""
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
        guard let call = place?.call, let parent = place?.parent?.resolver else {
            return holdsHere(condition, in: scenario)
        }
        // What a nested stack holds exists only where the stack does.
        let isNested = parent.place?.call != nil
        let outer = call.condition == nil && !isNested ? true : parent.holds(call.condition ?? "/", in: scenario)
        if outer == false { return false }
        // A name with a slash is that of a condition of a stack around this one.
        let own = condition.contains("/") ? true : holdsHere(condition, in: scenario)
        return own == true ? outer : own
    }

    private func holdsHere(_ condition: String, in scenario: Scenario) -> Bool? {
        // CloudFormation refuses the template until the name is mended, and a slip of the pen must not hide a failure.
        if !outline.isOpen, !outline.declaresCondition(condition) { return true }
        do throws(Undetermined) {
            return try TemplateConditions(evaluation: evaluation(in: scenario)).holds(condition)
        } catch {
            return nil
        }
    }

    public func refusal(of scenario: Scenario) -> String? {
        if let refusal = place?.parent?.resolver.refusal(of: scenario) { return refusal }
        guard let rules = outline.root["Rules"] else { return nil }
        return TemplateRules(rules: rules).refusal(by: evaluation(in: Scenario(scenario.outcomes)))
    }

    public func place(_ part: DeploymentPlace, in scenario: Scenario) -> Resolution {
        let name =
            switch part {
            case .account: "AWS::AccountId"
            case .region: "AWS::Region"
            case .stackName: "AWS::StackName"
            }
        do throws(Undetermined) {
            return try evaluation(in: scenario).reference(to: name, at: outline.root)
        } catch {
            return .unknown(reason: error.reason, mayBeAbsent: false)
        }
    }

    public func tags(of resource: Resource, in scenario: Scenario) -> TagSet {
        let own = ResourceFacts(resource.type).tags(in: resource.properties, self, scenario)
        return withStackTags(own, in: scenario)
    }

    /// The tags of a resource together with those of its stack.
    func withStackTags(_ own: TagSet, in scenario: Scenario) -> TagSet {
        guard parameters.settings.givesTags || place?.call?.givesTags ?? false,
            case .known(let tags, let anchor, let isOpen) = own
        else { return own }
        let stack = stackTags(in: scenario)
        // The resource's own tag goes before the stack's.
        let keys = Set(tags.map(\.keyText))
        return .known(
            tags + stack.tags.filter { !keys.contains($0.keyText) }, anchor: anchor, isOpen: isOpen || stack.isOpen)
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
