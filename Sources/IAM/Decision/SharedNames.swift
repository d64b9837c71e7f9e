/// Names that several resources of one call share, such as that of the database in which a table is.
///
/// The decision procedure takes each resource by itself. A proof may do so; a counterexample must be a call that can be.
struct SharedNames {
    /// For each name the values that the resources of a call give it, where they give several.
    private let differing: [String: [String]]

    init(_ witness: Witness, _ targets: [ResourceTarget]) {
        var values: [String: [String]] = [:]
        if targets.count > 1 {
            for (request, target) in zip(witness.requests, targets) {
                let last = request.resource.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false).last
                guard let form = target.form, let last else { continue }
                let found = FormPart.names(in: String(last), of: form.usual ?? form.rest) ?? [:]
                for (name, value) in found where !(values[name]?.contains(value) ?? false) {
                    values[name, default: []].append(value)
                }
            }
        }
        differing = values.filter { $0.value.count > 1 }
    }

    var agree: Bool { differing.isEmpty }

    /// Ways to make them one, the first resource's first.
    var choices: [[String: String]] {
        guard let most = differing.values.map(\.count).max() else { return [] }
        return (0..<most).map { place in differing.mapValues { $0[min(place, $0.count - 1)] } }
    }
}
