/// What a guarantee speaks of that no request is about, and which calls it cannot bind.
struct GuaranteeReach {
    /// Patterns of resources, of the guarantee, that no request names.
    private let unreached: [String]
    /// True if there is no other pattern.
    private let isEmpty: Bool
    /// Actions that start instances whose type no condition limits, though the guarantee asks for it, and that the policies
    /// may allow.
    private let unlimited: [String]

    init(_ claim: Claim, _ actions: [ServiceAction], prover: Prover) {
        guard case .guarantee(let guarantee) = claim else {
            (unreached, isEmpty, unlimited) = ([], false, [])
            return
        }
        let patterns = (guarantee.resources ?? []).filter { !Glob(pattern: $0.text).matchesEverything }
        unreached = patterns.filter { pattern in
            !actions.contains { action in prover.questions(about: action).contains { $0.reaches(pattern) } }
        }.map(\.text)
        isEmpty = !unreached.isEmpty && unreached.count == guarantee.resources?.count
        let asksForType = guarantee.conditions.contains { $0.normalizedKey == "sagemaker:instancetypes" }
        unlimited =
            asksForType
            ? actions.filter { UnlimitedCompute.actions.contains($0.qualifiedName) && prover.mayAllow($0) }
                .map(\.qualifiedName) : []
    }

    /// Why a proof would be one about nothing.
    var gap: String? { isEmpty ? unnamed : nil }

    /// What a proof does not tell by itself.
    var assumptions: [String] {
        var assumptions: [String] = []
        if !unreached.isEmpty, !isEmpty { assumptions.append(unnamed) }
        if !unlimited.isEmpty {
            let (start, are) = unlimited.count == 1 ? ("starts", "is") : ("start", "are")
            assumptions.append(
                "\(Self.list(unlimited)) \(start) instances without `sagemaker:InstanceTypes`, so that no condition limits their types, and \(are) not denied"
            )
        }
        return assumptions
    }

    private var unnamed: String { "no request for these actions names a resource that \(Self.list(unreached)) matches" }

    private static func list(_ names: [String]) -> String { names.map { "`\($0)`" }.joined(separator: " and ") }
}
