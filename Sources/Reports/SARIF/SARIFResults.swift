import Documents
import Engine

/// The results of a SARIF run.
///
/// GitHub knows an alert by rule, file and line: it would silently make one of two findings of a rule on one line, as
/// they abound in JSON written on a single line. They are therefore one result here, which names the others and links
/// to the place of each.
struct SARIFResults {
    /// How many results GitHub takes of one run.
    static let standardLimit = 25_000
    /// How many further findings a result names; GitHub takes 1,000 places.
    private static let relatedLimit = 100

    /// The findings of a rule on one line.
    struct Result {
        /// The one that gives the result its place: not suppressed if there is such a one.
        let primary: Finding
        let others: [Finding]

        init?(_ findings: [Finding]) {
            guard let first = findings.indices.first else { return nil }
            let place = findings.firstIndex { $0.verdict != .suppressed } ?? first
            primary = findings[place]
            others = findings.enumerated().filter { $0.offset != place }.map(\.element)
        }

        var isSuppressed: Bool { primary.verdict == .suppressed }
    }

    private struct Identity: Hashable {
        var rule: String
        var file: String
        var line: Int
    }

    let kept: [Result]
    /// How many results beyond the limit are left out.
    let omittedCount: Int
    let limit: Int
    /// Whether a baseline was at hand: then every result says whether it is new.
    private let knowsBaseline: Bool
    private let options: ReportOptions

    init(of run: RunResult, options: ReportOptions, limit: Int = standardLimit) {
        self.options = options
        self.limit = limit
        knowsBaseline = run.findings.contains { $0.status == .known }
        let shown = run.findings.filter { finding in
            switch finding.verdict {
            case .fail, .suppressed: true
            case .unknown: finding.isUndetermined
            case .pass, .error: false
            }
        }
        let results = shown.grouped {
            Identity(rule: $0.rule, file: $0.file, line: $0.region.start.line)
        }.compactMap { Result($0.elements) }
        kept = Self.gravest(limit, of: results)
        omittedCount = results.count - kept.count
    }

    /// Whether a file outside the repository is named.
    var leavesRepository: Bool {
        kept.contains { if case .outside = options.paths.place(of: $0.primary.file) { true } else { false } }
    }

    func write(rules: SARIFRules, to json: JSONWriter) {
        let someAreSuppressed = kept.contains(where: \.isSuppressed)
        for result in kept {
            json.object {
                write(result, rules: rules, to: json)
                // Absent where others have it would mean that nobody knows.
                if someAreSuppressed { writeSuppressions(of: result, to: json) }
            }
        }
    }

    /// The results that are kept, in their order.
    private static func gravest(_ limit: Int, of results: [Result]) -> [Result] {
        guard results.count > limit else { return results }
        let ranked = results.indices.sorted {
            let (left, right) = (results[$0], results[$1])
            if left.isSuppressed != right.isSuppressed { return right.isSuppressed }
            return (right.primary.severity, $0) < (left.primary.severity, $1)
        }
        return ranked.prefix(limit).sorted().map { results[$0] }
    }

    private func write(_ result: Result, rules: SARIFRules, to json: JSONWriter) {
        let finding = result.primary
        json.member("ruleId", finding.rule)
        if let index = rules.index(of: finding.rule) { json.member("ruleIndex", index) }
        let isNote = finding.verdict == .unknown || finding.isReportedOnly
        json.member("level", isNote ? "note" : finding.severity.sarifLevel)
        json.sarifText("message", message(of: result))
        json.array("locations") { json.object { writePlace(of: finding, to: json) } }
        writeRelated(of: result, to: json)
        json.object("partialFingerprints") {
            json.member("primaryLocationLineHash", ifPresent: finding.lineHash)
            json.member("provisoFingerprint/v1", finding.fingerprint)
        }
        if knowsBaseline { json.member("baselineState", finding.status == .known ? "unchanged" : "new") }
        let fixes = ([finding] + result.others).compactMap { fix(of: $0) }
        if !fixes.isEmpty { json.array("fixes") { for fix in fixes { write(fix, to: json) } } }
        json.object("properties") {
            json.member("resource", finding.resource.name)
            json.member("resourceType", finding.resource.type)
            json.member("path", finding.path)
            if !result.others.isEmpty { json.member("otherFingerprints", result.others.map(\.fingerprint)) }
        }
    }

    private func writeRelated(of result: Result, to json: JSONWriter) {
        let others = result.others.prefix(Self.relatedLimit)
        let places = result.primary.related.compactMap { place in
            options.paths.address(of: place.file).map { (address: $0, place: place) }
        }
        guard !others.isEmpty || !places.isEmpty else { return }
        json.array("relatedLocations") {
            for (index, other) in others.enumerated() {
                json.object {
                    json.member("id", index + 1)
                    writePlace(of: other, to: json)
                    json.sarifText("message", plain(other.message))
                }
            }
            for (index, (address, place)) in places.prefix(Self.relatedLimit).enumerated() {
                json.object {
                    json.member("id", others.count + index + 1)
                    json.sarifPlace(address: address, region: place.region)
                    json.sarifText("message", place.role.words)
                }
            }
        }
    }

    private typealias Fix = (address: String, replacements: [ProposedFix.Replacement])

    private func fix(of finding: Finding) -> Fix? {
        guard finding.verdict == .fail, let fix = finding.fix, !fix.replacements.isEmpty,
            let address = options.paths.address(of: finding.file)
        else { return nil }
        return (address, fix.replacements)
    }

    private func write(_ fix: Fix, to json: JSONWriter) {
        json.object {
            json.sarifText("description", "What `proviso check --fix` changes.")
            json.array("artifactChanges") {
                json.object {
                    json.object("artifactLocation", layout: .inline) { json.member("uri", fix.address) }
                    json.array("replacements") {
                        for replacement in fix.replacements {
                            json.object {
                                json.region("deletedRegion", replacement.region)
                                json.object("insertedContent", layout: .inline) {
                                    json.member("text", replacement.edit.text)
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    private func writePlace(of finding: Finding, to json: JSONWriter) {
        json.sarifPlace(address: options.paths.address(of: finding.file) ?? "", region: finding.tightRegion)
    }

    private func writeSuppressions(of result: Result, to json: JSONWriter) {
        json.array("suppressions") {
            guard result.isSuppressed else { return }
            for finding in [result.primary] + result.others {
                json.object(layout: .inline) {
                    json.member("kind", finding.suppression?.origin == .inSource ? "inSource" : "external")
                    json.member("status", "accepted")
                    if let suppression = finding.suppression { json.member("justification", suppression.sentence) }
                }
            }
        }
    }

    /// The first sentence is the title of the alert.
    private func message(of result: Result) -> String {
        let finding = result.primary
        let isOpen = finding.verdict == .unknown
        var sentences = [isOpen ? "undecided: \(finding.reason ?? finding.message)" : finding.message]
        if let expected = finding.expected { sentences.append("Expected: \(expected)") }
        if !finding.scenarios.isEmpty { sentences.append("When \(finding.scenarioText)") }
        if let remedy = finding.remedy { sentences.append(remedy) }
        var text = sentences.map { plain($0).asSentence }.joined(separator: " ")
        if !result.others.isEmpty {
            let links = result.others.prefix(Self.relatedLimit).enumerated().map { index, other in
                "[\(linkText(other.resource.name))](\(index + 1))"
                    + (other.verdict == .suppressed && !result.isSuppressed ? " (suppressed)" : "")
            }
            let rest = result.others.count - links.count
            text +=
                " The rule also finds on this line: " + links.joined(separator: ", ")
                + (rest > 0 ? " and \(rest) more." : ".")
        }
        return text
    }

    /// Text of others must not become a link.
    private func plain(_ text: String) -> String {
        text.utf8.contains(UInt8(ascii: "]")) ? text.replacing("](", with: "] (") : text
    }

    private func linkText(_ text: String) -> String {
        guard !text.isEmpty else { return "resource" }
        return text.replacing("\\", with: "\\\\").replacing("[", with: "\\[").replacing("]", with: "\\]")
    }
}

extension Finding.Suppression {
    /// The reason and how long it counts.
    var sentence: String { reason + (until.map { " (until \($0))" } ?? "") }
}

extension RelatedPlace.Role {
    fileprivate var words: String {
        switch self {
        case .call: "the module is called here"
        case .plan: "the plan says it here"
        }
    }
}

extension String {
    /// The text with a full stop, unless it ends a sentence already.
    var asSentence: String {
        guard let last, !".!?".contains(last) else { return self }
        return self + "."
    }
}
