import Documents
import Policies
import Readers
import Resources
import YAML

/// The suppressions that an input holds, ready to be applied to its findings.
struct InlineSuppressions {
    /// What a directive silences.
    private enum Reach {
        case line(Int)
        /// What begins inside of a range.
        case range(Range<Int>)
        /// By identity, with the type.
        case resource(String)
    }

    private struct Entry {
        var directive: IgnoreDirective
        var reach: Reach
        /// The resource that a person would say it belongs to; empty outside of one.
        var owner: String
        /// The identities of the findings that each of its rules silences.
        var uses: [[String]]
    }

    private var entries: [Entry] = []
    private let source: SourceText
    private let policies: PolicySet
    private let today: CalendarDate
    /// Whether a directive that silences nothing is worth a word: it is not where only a part of what the text declares
    /// was judged.
    private let warnsOfUnused: Bool

    /// - Returns: nil for an input without any, which costs one search of its bytes.
    init?(
        _ input: Input, of source: SourceText, policies: PolicySet, today: CalendarDate, warnsOfUnused: Bool = true
    ) {
        guard source.bytes.contains("proviso") else { return nil }
        self.source = source
        self.policies = policies
        self.today = today
        self.warnsOfUnused = warnsOfUnused
        let lines = LineTable(source)
        let resources = input.files.isEmpty ? input.resources : input.resources.filter { $0.source === source }
        let keys = ResourceLines(resources, lines)
        if source.bytes.contains("proviso:ignore") {
            for range in Self.comments(of: input, in: source) {
                guard let directive = IgnoreDirective(comment: source.bytes[range], at: range.lowerBound) else {
                    continue
                }
                let line = Self.target(of: range, in: source, lines)
                let reach = keys.resource(atKey: line).map { Reach.resource($0) } ?? .line(line)
                add(directive, reach, owner: keys.resource(around: line))
            }
        }
        if TerraformComments.areMembers(in: source) { addMembers(of: resources) }
        for resource in resources where resource.metadata != nil {
            let identity = resource.suppressionIdentity
            for directive in IgnoreDirective.directives(in: resource) {
                add(directive, .resource(identity), owner: identity)
            }
        }
        if entries.isEmpty { return nil }
    }

    /// What members called `//` of resources in Terraform's JSON say, of the resource or of a part of it.
    private mutating func addMembers(of resources: [Resource]) {
        for member in TerraformComments.members(in: source) {
            guard let directive = IgnoreDirective(text: member.text, at: member.range, in: source),
                let owner = resources.first(where: { $0.anchor == member.anchor })?.suppressionIdentity
            else { continue }
            add(directive, member.object.map { .range($0) } ?? .resource(owner), owner: owner)
        }
    }

    private mutating func add(_ directive: IgnoreDirective, _ reach: Reach, owner: String) {
        let uses = [[String]](repeating: [], count: directive.rules.count)
        entries.append(Entry(directive: directive, reach: reach, owner: owner, uses: uses))
    }

    private static func comments(of input: Input, in source: SourceText) -> [Range<Int>] {
        if TerraformComments.areWritten(in: source) { return TerraformComments.comments(in: source) }
        return input.documents.first { $0.source === source }.map { YAMLComments.comments(in: $0).map(\.range) } ?? []
    }

    /// The line that a comment is about: its own, or the next one that holds more than a comment if nothing else stands
    /// beside it.
    private static func target(of comment: Range<Int>, in source: SourceText, _ lines: LineTable) -> Int {
        var line = lines.position(of: comment.lowerBound).line
        var text = lines.text(ofLine: line)
        let hasSlashes = TerraformComments.areWritten(in: source)
        func isBare(_ text: String) -> Bool {
            let first = text.utf8.first { $0 != 0x20 && $0 != 0x09 && $0 != 0x0D }
            return first == nil || first == UInt8(ascii: "#") || hasSlashes && first == UInt8(ascii: "/")
        }
        guard isBare(text) else { return line }
        while line < lines.lineCount, isBare(text) {
            line += 1
            text = lines.text(ofLine: line)
        }
        return line
    }

    /// Silences findings, and moves their verdicts.
    mutating func apply(to result: inout FileResult) {
        let before = Suppressions.hidden(in: result.findings)
        for index in result.findings.indices { apply(to: &result.findings[index]) }
        for (verdict, count) in Suppressions.hidden(in: result.findings) {
            let added = count - before[verdict, default: 0]
            result.verdicts[verdict, default: 0] -= added
            result.verdicts[.suppressed, default: 0] += added
        }
        result.verdicts = result.verdicts.filter { $0.value != 0 }
        result.warnings += entries.flatMap { warnings(about: $0) }
        result.suppressions += entries.map { entry in
            InlineSuppression(
                file: source.name, range: entry.directive.range, region: region(of: entry.directive.range),
                identity: identity(of: entry), fingerprints: entry.uses.flatMap(\.self))
        }
    }

    private mutating func apply(to finding: inout Finding) {
        guard finding.verdict == .fail || finding.verdict == .unknown, finding.file == source.name else { return }
        for index in entries.indices where reaches(entries[index], finding) {
            let directive = entries[index].directive
            for (position, name) in directive.rules.enumerated() where name.text == finding.rule {
                entries[index].uses[position].append(finding.fingerprint)
                guard finding.verdict != .suppressed, isInForce(directive), isSuppressible(name.text) else { continue }
                finding.suppress(
                    Finding.Suppression(
                        origin: .inSource, reason: directive.reason ?? "", until: directive.until?.text))
            }
        }
    }

    private func reaches(_ entry: Entry, _ finding: Finding) -> Bool {
        switch entry.reach {
        case .line(let line): finding.region.start.line == line
        case .range(let range): range.contains(finding.region.start.offset)
        case .resource(let identity): finding.resource.suppressionIdentity == identity
        }
    }

    private func isInForce(_ directive: IgnoreDirective) -> Bool {
        guard directive.mistakes.isEmpty, directive.hasReason else { return false }
        guard let until = directive.until else { return true }
        // Whoever writes a date wants an end: one that cannot be read counts as over.
        return CalendarDate(until.text).map { $0 >= today } ?? false
    }

    private func isSuppressible(_ id: String) -> Bool { policies.rule(id)?.rule.isSuppressible ?? true }

    private func region(of range: Range<Int>) -> SourceRegion { LineTable(source).region(of: range) }

    private func identity(of entry: Entry) -> String {
        let directive = entry.directive
        let parts = [entry.owner, directive.reason ?? "", directive.until?.text ?? ""] + directive.rules.map(\.text)
        return parts.joined(separator: "\u{0}")
    }
}

extension InlineSuppressions {
    private func warnings(about entry: Entry) -> [Diagnostic] {
        let directive = entry.directive
        func warning(_ range: Range<Int>, _ message: String, _ help: String?) -> Diagnostic {
            Diagnostic(.warning, in: source, at: range, message, help: help)
        }
        if !directive.mistakes.isEmpty {
            return directive.mistakes.map { warning($0.range, $0.message + ": nothing is suppressed", $0.help) }
        }
        guard !directive.rules.isEmpty else {
            return [warning(directive.range, "the suppression names no rule", "name it: `proviso:ignore pack/rule`")]
        }
        var found: [Diagnostic] = []
        if !directive.hasReason {
            found.append(
                warning(
                    directive.range, "a suppression without a reason does not count", "add `reason=\"...\"`"))
        }
        for (name, uses) in zip(directive.rules, entry.uses) {
            if let message = message(about: name, uses: uses.count) {
                found.append(warning(name.range, message.text, message.help))
            }
        }
        if let until = directive.until { found += message(about: until).map { [warning(until.range, $0, nil)] } ?? [] }
        return found
    }

    private func message(about name: IgnoreDirective.Name, uses: Int) -> (text: String, help: String?)? {
        let shown = Diagnostic.shown(name.text)
        guard policies.knows(name.text) else {
            let near = Suggestion.nearest(to: name.text, among: policies.ruleIDs).first
            return ("no rule is called `\(shown)`", near.map { "did you mean `\($0)`?" })
        }
        // A rule that does not run now may have something to find another time.
        guard policies.rule(name.text) != nil else { return nil }
        if uses == 0 {
            return warnsOfUnused ? ("`\(shown)` finds nothing here", "remove it from the suppression") : nil
        }
        if !isSuppressible(name.text) {
            return ("`\(shown)` cannot be silenced here", "an entry in the file of exceptions can")
        }
        return nil
    }

    private func message(about until: IgnoreDirective.Name) -> String? {
        guard let date = CalendarDate(until.text) else {
            return "`\(Diagnostic.shown(until.text))` is not a date as YYYY-MM-DD: the suppression counts as expired"
        }
        return Suppressions.message(about: date, today: today, noun: "the suppression")
    }
}

extension IgnoreDirective {
    fileprivate var hasReason: Bool { reason?.contains { !$0.isWhitespace } ?? false }
}

/// Where the keys of resources stand.
private struct ResourceLines {
    private let starts: [(line: Int, identity: String)]

    init(_ resources: [Resource], _ lines: LineTable) {
        starts = resources.map { (lines.position(of: $0.anchor.lowerBound).line, $0.suppressionIdentity) }
            .sorted { $0.0 < $1.0 }
    }

    /// The one resource whose key stands on a line.
    func resource(atKey line: Int) -> String? {
        let found = starts.filter { $0.line == line }
        return found.count == 1 ? found[0].identity : nil
    }

    func resource(around line: Int) -> String { starts.last { $0.line <= line }?.identity ?? "" }
}

extension Resource {
    fileprivate var suppressionIdentity: String { "\(type)\u{0}\(id)" }
}

extension ResourceIdentity {
    fileprivate var suppressionIdentity: String { "\(type)\u{0}\(id)" }
}

extension PolicySet {
    fileprivate func rule(_ id: String) -> CompiledRule? { entries.first { $0.id == id }.flatMap { rule($0) } }

    fileprivate func knows(_ id: String) -> Bool { ruleIDs.contains(id) }
}
