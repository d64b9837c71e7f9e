import Accounts

/// How what is deployed differs from what is written, for people.
struct DriftText {
    let drift: Drift

    private static let longest = 20

    var summary: String {
        "\(drift.matched) deployed resources are written in \(drift.expected.joined(separator: ", ")), "
            + "\(drift.notInCode.count) are not, of \(drift.doubtful.count) nobody can say"
    }

    var lines: [String] {
        var lines = ["", "code:    \(Plain.line(summary))"]
        for kind in Drift.Kind.allCases {
            let items = drift.items(kind)
            guard !items.isEmpty else { continue }
            lines += ["", "\(kind.title): \(items.count)"] + items.flatMap(lines(of:))
        }
        lines += list("not in code", drift.notInCode)
        lines += list("perhaps in code", drift.doubtful)
        lines += list("written, and not known whether deployed", drift.notSeen)
        return lines
    }

    private func lines(of item: Drift.Item) -> [String] {
        let place = [item.live?.account, item.live?.region].compactMap(\.self).filter { !$0.isEmpty }
        let words = place.isEmpty ? "" : " (\(place.joined(separator: " ")))"
        let name = Plain.line(item.live?.name ?? item.code.name)
        return [
            "  \(item.severity)[\(item.rule)] \(name)\(words)", "    \(Plain.line(item.message))",
            "    \(Plain.line(item.code.words))",
        ]
    }

    private func list(_ title: String, _ places: [Drift.CodePlace]) -> [String] {
        guard !places.isEmpty else { return [] }
        let rest = places.count - Self.longest
        return ["", "\(title): \(places.count)"] + places.prefix(Self.longest).map { "  \(Plain.line($0.words))" }
            + (rest > 0 ? ["  and \(rest) more"] : [])
    }

    /// Those with findings first; a long list is cut, the other forms have it whole.
    private func list(_ title: String, _ resources: [Drift.LiveResource]) -> [String] {
        guard !resources.isEmpty else { return [] }
        let sorted = resources.enumerated().sorted {
            ($1.element.findings, $0.offset) < ($0.element.findings, $1.offset)
        }
        let rows = sorted.prefix(Self.longest).map(\.element).map { resource in
            let findings = resource.findings == 1 ? "1 finding" : "\(resource.findings) findings"
            let doubt = resource.doubt.map { ": \($0)" } ?? ""
            return "  \(resource.type) \(Plain.line(resource.name)) "
                + "(\(resource.account) \(resource.region), \(findings))\(Plain.line(doubt))"
        }
        let rest = resources.count - rows.count
        return ["", "\(title): \(resources.count)"] + rows + (rest > 0 ? ["  and \(rest) more"] : [])
    }
}

extension Drift.Kind {
    /// As a heading has it.
    var title: String {
        switch self {
        case .drifted: "compliant as written, not as deployed"
        case .both: "neither compliant as written nor as deployed"
        case .undecided: "not compliant as deployed, undecided as written"
        case .inapplicable: "not compliant as deployed, and the rule does not apply to it as written"
        case .pending: "not compliant as written, and not wrong as deployed"
        case .notDeployed: "not compliant as written, not deployed"
        }
    }
}

extension Drift.CodePlace {
    var words: String { "\(file):\(line) \(name)" + (basis.map { ", found \($0)" } ?? "") }
}
