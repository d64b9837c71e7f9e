extension Violation {
    /// The violation with a mark in the place of texts that nobody may read.
    func hiding(_ secrets: Set<String>) -> Violation {
        guard !secrets.isEmpty else { return self }
        // A secret may be part of another one.
        let secrets = secrets.sorted { ($0.utf8.count, $0) > ($1.utf8.count, $1) }
        func hide(_ text: String) -> String { secrets.reduce(text) { $0.replacing($1, with: Evidence.hidden) } }
        var violation = self
        violation.value = value.map(hide)
        violation.message = message.map(hide)
        violation.remedy = remedy.map(hide)
        violation.hint = hint.map(hide)
        violation.evidence = evidence.map { Evidence(path: $0.path, value: hide($0.value)) }
        return violation
    }
}
