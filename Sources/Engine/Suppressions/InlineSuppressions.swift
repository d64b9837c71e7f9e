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
        /// What it reaches, in a form that lines before it do not change.
        var place: String
        /// The resource that a person would say it belongs to; empty outside of one.
        var owner: String
        /// The identities of the findings that each of its rules silences.
        var uses: [[String]]
    }

    private var entries: [Entry] = []
    /// The entries by what they reach.
    private var byLine: [Int: [Int]] = [:]
    private var byResource: [String: [Int]] = [:]
    private var byRange: [(range: Range<Int>, entry: Int)] = []
    private let source: SourceText
    private let lines: LineTable
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
        lines = LineTable(source, showsMembersOnly: InputReader.holdsSecrets(source))
        let resources = input.files.isEmpty ? input.resources : input.resources.filter { $0.source === source }
        if source.bytes.contains("proviso:ignore") {
            addComments(Self.comments(of: input, in: source), ResourceLines(resources, lines))
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

    private mutating func addComments(_ comments: [Range<Int>], _ keys: ResourceLines) {
        var targets = CommentTargets(source, lines)
        for range in comments {
            guard let directive = IgnoreDirective(comment: source.bytes[range], at: range.lowerBound) else { continue }
            let target = targets.target(of: range)
            let owner = keys.resource(around: target.line)
            if let resource = keys.resource(atKey: target.line) {
                add(directive, .resource(resource), owner: owner)
            } else {
                add(directive, .line(target.line), content: target.content, owner: owner)
            }
        }
    }

    /// What members called `//` of resources in Terraform's JSON say, of the resource or of a part of it.
    private mutating func addMembers(of resources: [Resource]) {
        // A block that is repeated makes several resources.
        let owners = Dictionary(grouping: resources, by: \.anchor).mapValues { $0.map(\.suppressionIdentity) }
        for member in TerraformComments.members(in: source) {
            guard let directive = IgnoreDirective(text: member.text, at: member.range, in: source),
                let all = owners[member.anchor], let owner = all.first
            else { continue }
            if let object = member.object {
                var hasher = Hasher()
                hasher.combine(bytes: UnsafeRawBufferPointer(rebasing: source.bytes[object]))
                add(directive, .range(object), content: hasher.finalize(), owner: owner)
            } else {
                let index = entries.count
                add(directive, .resource(owner), owner: owner)
                for other in Set(all).subtracting([owner]) { byResource[other, default: []].append(index) }
            }
        }
    }

    /// - Parameter content: a hash of what is reached, unless that is a resource, which has a name.
    private mutating func add(_ directive: IgnoreDirective, _ reach: Reach, content: Int? = nil, owner: String) {
        let place =
            switch reach {
            case .line: "line \(content ?? 0)"
            case .range: "part \(content ?? 0)"
            case .resource(let identity): "resource \(identity)"
            }
        let index = entries.count
        switch reach {
        case .line(let line): byLine[line, default: []].append(index)
        case .resource(let identity): byResource[identity, default: []].append(index)
        case .range(let range): byRange.append((range, index))
        }
        let uses = [[String]](repeating: [], count: directive.rules.count)
        entries.append(Entry(directive: directive, place: place, owner: owner, uses: uses))
    }

    private static func comments(of input: Input, in source: SourceText) -> [Range<Int>] {
        if TerraformComments.areWritten(in: source) { return TerraformComments.comments(in: source) }
        return input.documents.first { $0.source === source }.map { YAMLComments.comments(in: $0).map(\.range) } ?? []
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
                file: source.name, range: entry.directive.range, region: lines.region(of: entry.directive.range),
                identity: identity(of: entry), isInForce: isInForce(entry.directive),
                fingerprints: entry.uses.flatMap(\.self))
        }
    }

    private mutating func apply(to finding: inout Finding) {
        guard finding.verdict == .fail || finding.verdict == .unknown, finding.file == source.name else { return }
        for index in reaching(finding) {
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

    /// The entries that reach a finding, in their order.
    private func reaching(_ finding: Finding) -> [Int] {
        let start = finding.region.start
        let found =
            byLine[start.line, default: []] + byResource[finding.resource.suppressionIdentity, default: []]
            + byRange.filter { $0.range.contains(start.offset) }.map(\.entry)
        return found.sorted()
    }

    private func isInForce(_ directive: IgnoreDirective) -> Bool {
        guard directive.mistakes.isEmpty, directive.hasReason else { return false }
        guard let until = directive.until else { return true }
        // Whoever writes a date wants an end: one that cannot be read counts as over.
        return CalendarDate(until.text).map { $0 >= today } ?? false
    }

    private func isSuppressible(_ id: String) -> Bool { policies.rule(id)?.rule.isSuppressible ?? true }

    private func identity(of entry: Entry) -> String {
        let directive = entry.directive
        let parts =
            [entry.owner, entry.place, directive.reason ?? "", directive.until?.text ?? ""]
            + directive.rules.map(\.text)
        return parts.joined(separator: "\u{0}")
    }
}

extension InlineSuppressions {
    private func warnings(about entry: Entry) -> [Diagnostic] {
        let directive = entry.directive
        func warning(_ range: Range<Int>, _ message: String, _ help: String?) -> Diagnostic {
            let region = lines.region(of: range)
            return Diagnostic(
                .warning, file: source.name, region: region, message: message, help: help,
                excerpt: Excerpt(region: region, lines: lines))
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

extension Resource {
    /// What suppressions call it.
    var suppressionIdentity: String { "\(type)\u{0}\(id)" }
}

extension ResourceIdentity {
    fileprivate var suppressionIdentity: String { "\(type)\u{0}\(id)" }
}

extension PolicySet {
    fileprivate func rule(_ id: String) -> CompiledRule? { entries.first { $0.id == id }.flatMap { rule($0) } }

    fileprivate func knows(_ id: String) -> Bool { ruleIDs.contains(id) }
}
