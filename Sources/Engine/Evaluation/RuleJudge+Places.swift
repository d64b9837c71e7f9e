import CEL
import Policies
import Resources

extension RuleJudge {
    /// The account or region of the resource: what the input says of it, else what its deployment does.
    func place(_ part: DeploymentPlace, known: String?) -> Val {
        if let known { return activation.frame.string(known) }
        let resolution = context.resource.resolver?.place(part, in: context.scenario)
        switch resolution {
        case .value(let value): return value.text.map { activation.frame.string($0) } ?? .null
        case .unknown(let reason, _): return context.unknown(reason)
        case .absent, .reference, nil: return context.unknown("the \(part.rawValue) is not known")
        }
    }

    /// What a check looks at, if that is one place; else the resource.
    func subject(of check: CompiledCheck, in resource: Val) -> Place {
        let places = places(of: check, in: resource)
        guard let first = places.first, places.allSatisfy({ $0.range == first.range }) else { return anchor }
        return first
    }

    private func places(of check: CompiledCheck, in resource: Val) -> [Place] {
        switch check {
        case .requiredTags:
            guard case .known(_, let range?, _) = context.tagSet else { return [anchor] }
            return [Place(range: range, path: tagPath)]
        case .tagValues(let demands):
            return demands.map { demand in
                guard case .present(let tag) = context.tagSet.lookUp(demand.key) else { return anchor }
                return context.place(of: tag, path: "\(tagPath).\(demand.key)")
            }
        case .property(let demand): return demand.paths.flatMap { places($0.selector, in: resource) }
        case .assertion(_, let paths): return paths.isEmpty ? [anchor] : paths.flatMap { places($0, in: resource) }
        case .guarantee, .policyLint: return [anchor]
        case .all(let checks), .any(let checks): return checks.flatMap { places(of: $0, in: resource) }
        case .not(let inner): return places(of: inner, in: resource)
        }
    }

    private func places(_ path: PropertySelector, in resource: Val) -> [Place] {
        PropertyWalk.select(path, in: resource, at: anchor.range, context: context, known: known).map(\.place)
    }
}
