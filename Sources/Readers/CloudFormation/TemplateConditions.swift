import Documents
import Resources

/// Decides the conditions of a template, by Kleene's logic.
struct TemplateConditions {
    let evaluation: Evaluation

    /// Whether a condition holds.
    func holds(_ name: String) throws(Undetermined) -> Bool {
        guard let node = evaluation.outline.conditions?[name] else {
            throw Undetermined("the template declares no condition `\(name)`")
        }
        try evaluation.step()
        return try evaluation.trace.truth(of: name, in: evaluation) { () throws(Undetermined) in
            try decide(name, as: node)
        }
    }

    private func decide(_ name: String, as node: NodeView) throws(Undetermined) -> Bool {
        let scenario = evaluation.scenario
        let before = scenario.questionCount
        do throws(Undetermined) {
            return try TemplateConditions(evaluation: evaluation.deeper).truth(of: node)
        } catch {
            // As long as a parameter is open it decides; what no parameter decides is a choice of its own.
            guard scenario.questionCount == before else { throw error }
            let id = Choice.ID(scope: evaluation.parameters.scope, kind: .condition, name: name)
            guard let outcome = scenario.outcome(of: id, from: evaluation.resolver) else { throw error }
            return outcome == 0
        }
    }

    /// The truth of an expression of a condition or a rule.
    func truth(of node: NodeView) throws(Undetermined) -> Bool {
        guard let call = Intrinsic(node) ?? Intrinsic(condition: node) else {
            switch node.comparableText.lowercased() {
            case "true": return true
            case "false": return false
            default: throw Undetermined("neither true nor false")
            }
        }
        switch call.name {
        case "Condition": return try holds(call.argument.text ?? "")
        case "Fn::Equals":
            let sides = call.elements
            guard sides.count == 2 else { throw Undetermined("needs two values") }
            return try Operand.areEqual(Operand(sides[0], evaluation), Operand(sides[1], evaluation))
        case "Fn::Not": return try !conjunction(call.elements, decidedBy: false)
        case "Fn::And": return try conjunction(call.elements, decidedBy: false)
        case "Fn::Or": return try conjunction(call.elements, decidedBy: true)
        case "Fn::Contains", "Fn::EachMemberIn":
            let arguments = call.elements
            guard arguments.count == 2 else { throw Undetermined("needs two values") }
            return call.name == "Fn::Contains"
                ? try contains(arguments[0], Operand(arguments[1], evaluation))
                : try isAll(arguments[0]) { (element) throws(Undetermined) in try contains(arguments[1], element) }
        case "Fn::EachMemberEquals":
            let arguments = call.elements
            guard arguments.count == 2 else { throw Undetermined("needs two values") }
            let wanted = try Operand(arguments[1], evaluation)
            return try isAll(arguments[0]) { (element) throws(Undetermined) in try Operand.areEqual(element, wanted) }
        default: throw Undetermined("`\(call.name)` decides nothing here")
        }
    }

    /// One operand decides; what is unknown beside it does not matter.
    private func conjunction(_ operands: [NodeView], decidedBy decisive: Bool) throws(Undetermined) -> Bool {
        var open: Undetermined?
        for operand in operands {
            do throws(Undetermined) {
                if try truth(of: operand) == decisive { return decisive }
            } catch {
                open = open ?? error
            }
        }
        if let open { throw open }
        return !decisive
    }

    private func contains(_ list: NodeView, _ wanted: Operand) throws(Undetermined) -> Bool {
        var open: Undetermined?
        for element in try evaluation.list(try evaluation.value(of: list)) {
            do throws(Undetermined) {
                if try Operand.areEqual(Operand(element, evaluation), wanted) { return true }
            } catch {
                open = open ?? error
            }
        }
        if let open { throw open }
        return false
    }

    private func isAll(
        _ list: NodeView, _ isMet: (Operand) throws(Undetermined) -> Bool
    ) throws(Undetermined) -> Bool {
        for element in try evaluation.list(try evaluation.value(of: list)) {
            if try !isMet(Operand(element, evaluation)) { return false }
        }
        return true
    }
}

/// A side of a comparison.
enum Operand {
    case text(String)
    /// Any value of a parameter but those that the template names.
    case other(ParameterDomain)

    init(_ node: NodeView, _ evaluation: Evaluation) throws(Undetermined) {
        let call = Intrinsic(node)
        do throws(Undetermined) {
            self = .text(try evaluation.text(of: node))
        } catch {
            // Only of the bare parameter is it known that it differs from all that is named.
            guard let other = error.other, call?.name == "Ref" else { throw error }
            self = .other(other)
        }
    }

    static func areEqual(_ left: Operand, _ right: Operand) throws(Undetermined) -> Bool {
        switch (left, right) {
        case (.text(let left), .text(let right)): return left == right
        case (.text(let text), .other(let domain)), (.other(let domain), .text(let text)):
            guard domain.tellsApart(text) else { throw Undetermined("another value of `\(domain.choice.id.name)`") }
            return false
        case (.other(let left), .other(let right)):
            guard left.choice.id == right.choice.id else { throw Undetermined("two values that are not known") }
            return true
        }
    }
}
