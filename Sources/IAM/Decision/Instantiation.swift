/// Values to put in place of policy variables when a concrete call is looked for.
struct Instantiation {
    /// Each attempt gives every variable a value or none. Without variables there is one empty attempt.
    let attempts: [[String: Template.Substitute]]

    init(_ question: ActionQuestion, model: Solver.Model) {
        let keys = question.policyVariables
        guard !keys.isEmpty else {
            attempts = [[:]]
            return
        }
        let scope = RequestModel.Scope(question.model.action)
        var fromModel: [String: String] = [:]
        var plain: [String: String] = [:]
        for key in keys {
            let carrier =
                question.model.account(key, target: 0) ?? question.model.variable(key, target: 0, scope: scope)
            guard let variable = carrier else { continue }
            let facts = question.model.vocabulary.variables[variable]
            // A key with several values cannot stand as a variable.
            guard !facts.isMultivalued, facts.presence != .undocumented else { continue }
            if case .one(let value)? = model.values[variable] { fromModel[key] = value }
            plain[key] = facts.candidates.first { !$0.isEmpty } ?? "example"
        }
        func attempt(_ value: (String) -> String?) -> [String: Template.Substitute] {
            Dictionary(
                uniqueKeysWithValues: keys.map {
                    ($0, plain[$0] == nil ? .missing : value($0).map { .text($0) } ?? .missing)
                })
        }
        let words = Set(model.values.values.flatMap(\.all)).filter { !$0.isEmpty && $0.utf8.count <= 64 }.sorted()
            .prefix(8)
        var seen: Set<[String: Template.Substitute]> = []
        attempts =
            ([attempt { fromModel[$0] ?? plain[$0] }, attempt { plain[$0] }, attempt { fromModel[$0] }]
            + words.map { word in attempt { fromModel[$0] ?? word } } + [attempt { _ in nil }]).filter {
                seen.insert($0).inserted
            }
    }
}
