import Documents
import Engine
import Policies

/// Renders one finding for people; TextReport and the reports that carry a readable text share it.
struct FindingRenderer {
    /// How many of the values that decided a verdict are listed.
    private static let evidenceLimit = 6

    private let blocks: MessageBlockRenderer
    private let secrets: SecretLines

    init(color: ColorMode, width: Int, secrets: SecretLines) {
        blocks = MessageBlockRenderer(color: color, width: width)
        self.secrets = secrets
    }

    func lines(of finding: Finding) -> [String] {
        blocks.lines(of: block(of: finding, isRepeated: false, isSaid: false))
    }

    /// - Parameter isRepeated: where the rule comes from was said shortly before and is left out.
    /// - Parameter isSaid: so is its remedy.
    func write(_ finding: Finding, isRepeated: Bool, isSaid: Bool, to lines: inout TextLines) {
        blocks.write(block(of: finding, isRepeated: isRepeated, isSaid: isSaid), to: &lines)
    }

    private func block(of finding: Finding, isRepeated: Bool, isSaid: Bool) -> MessageBlock {
        let isError = finding.verdict == .error
        let excerpt = secrets.safe(finding.excerpt, of: finding.file)
        var notes = facts(of: finding, excerpt)
        if !isSaid, let remedy = finding.remedy { notes.append(MessageBlock.Note("help", remedy)) }
        if !isRepeated { notes += finding.references.map { MessageBlock.Note("see", $0) } }
        return MessageBlock(
            label: isError ? "error" : finding.severity.rawValue, style: isError ? .red : Style(finding.severity),
            code: finding.rule, message: finding.message, file: finding.file, position: finding.region.start,
            excerpt: excerpt, notes: notes)
    }

    private func facts(of finding: Finding, _ excerpt: Excerpt?) -> [MessageBlock.Note] {
        var notes = [MessageBlock.Note("resource", finding.resource.description)]
        if finding.verdict != .fail, let reason = finding.reason { notes.append(.init("reason", reason)) }
        addValues(of: finding, excerpt, to: &notes)
        if let expected = finding.expected { notes.append(.init("expected", expected)) }
        if !finding.scenarios.isEmpty { notes.append(.init("when", finding.scenarioText)) }
        if let use = finding.use { notes.append(.init("used", "by `\(finding.path)` in line \(use.start.line)")) }
        for place in finding.related {
            let start = place.region.start
            notes.append(
                .init(place.role == .plan ? "plan" : "called", "\(place.file):\(start.line):\(start.column)"))
        }
        if let cost = finding.cost { notes.append(.init("cost", cost.words)) }
        if finding.isReportedOnly { notes.append(.init("gate", "reported only, does not decide the exit code")) }
        if finding.status == .known { notes.append(.init("status", "known: it was there before")) }
        return notes
    }

    /// The values that the excerpt does not underline already.
    private func addValues(of finding: Finding, _ excerpt: Excerpt?, to notes: inout [MessageBlock.Note]) {
        guard !finding.evidence.isEmpty else { return }
        let underlined = excerpt.map(Self.underlinedText)
        let unseen = finding.evidence.filter { $0.value != underlined }
        for evidence in unseen.prefix(Self.evidenceLimit) {
            let isOwn = evidence.path.isEmpty || evidence.path == finding.path && unseen.count == 1
            notes.append(
                .init("value", isOwn ? "`\(evidence.value)`" : "`\(evidence.path)` is `\(evidence.value)`"))
        }
        if unseen.count > Self.evidenceLimit {
            notes.append(.init("value", "and \(unseen.count - Self.evidenceLimit) more"))
        }
    }

    private static func underlinedText(of excerpt: Excerpt) -> String {
        let text =
            excerpt.text.hasOnly { $0 < 0x80 }
            ? Substring(excerpt.text.utf8.dropFirst(excerpt.caret).prefix(excerpt.length))
            : Substring(excerpt.text.unicodeScalars.dropFirst(excerpt.caret).prefix(excerpt.length))
        for quote in [UInt8(ascii: "\""), UInt8(ascii: "'")]
        where text.utf8.count >= 2 && text.utf8.first == quote && text.utf8.last == quote {
            return String(Substring(text.utf8.dropFirst().dropLast()))
        }
        return String(text)
    }
}

extension Finding {
    /// Whether it fails without consequence, as its rule is not in force.
    var isReportedOnly: Bool { verdict == .fail && !gates }

    /// `Env` = `prod`, `Region` = `eu-west-1`: in a fixed order.
    var scenarioText: String { scenarios.words }
}

extension FindingCost {
    /// `172.80 USD a month by the bill of 2026-09, 120.96 USD of it avoidable`.
    var words: String {
        let saving = avoidable.map { ", \(Money.text($0, currency)) of it avoidable" } ?? ""
        return "\(Money.text(monthly, currency)) a month \(origin)\(saving)"
    }
}

extension ResourceIdentity {
    /// The name with the type behind it, as far as they are known.
    var description: String {
        if type.isEmpty { return name }
        return name.isEmpty ? type : "\(name) (\(type))"
    }
}
