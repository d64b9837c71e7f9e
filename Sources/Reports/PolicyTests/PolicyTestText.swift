import Documents
import Engine
import Policies

/// The outcome of policy tests for people: what is wrong in full, the rest as one line for each pack.
struct PolicyTestText {
    private let problems: DiagnosticRenderer
    private let palette: Palette

    init(color: ColorMode, width: Int) {
        problems = DiagnosticRenderer(color: color, width: width)
        palette = Palette(mode: color)
    }

    func write(_ run: PolicyTestRun, to stream: ReportStream) {
        for pack in run.packs { write(pack, to: stream) }
        for example in run.examples {
            for failure in example.failures { write(failure, to: stream) }
        }
        for pack in run.packs { writeSummary(of: pack, to: stream) }
        if !run.examples.isEmpty {
            let failed = run.examples.count { !$0.failures.isEmpty }
            let expected = run.examples.reduce(0) { $0 + $1.expectedCount }
            line(
                failed == 0,
                "examples: \(run.examples.count - failed) of \(Counting.count(run.examples.count, "file")) as "
                    + "expected, with \(Counting.count(expected, "finding"))", to: stream)
        }
    }

    private func write(_ pack: PolicyTestRun.Pack, to stream: ReportStream) {
        for failure in pack.result.outcomes.compactMap(\.failure) + pack.result.incomplete {
            write(failure, to: stream)
        }
        for rule in pack.result.coverage {
            for branch in rule.branches {
                guard let missing = branch.missing else { continue }
                write(
                    Diagnostic(
                        .note, in: branch.source, at: branch.range,
                        "in the cases of `\(rule.rule)` this is \(missing): `\(Diagnostic.shown(branch.text.onOneLine))`"
                    ),
                    to: stream)
            }
        }
        guard let mutation = pack.mutation else { return }
        for mutant in mutation.survivors { write(mutant.survival(of: "\(pack.id)/\(mutant.rule)"), to: stream) }
        for stale in mutation.stale { write(stale, to: stream) }
    }

    private func write(_ diagnostic: Diagnostic, to stream: ReportStream) {
        stream.write(problems.render(diagnostic) + "\n")
    }

    private func writeSummary(of pack: PolicyTestRun.Pack, to stream: ReportStream) {
        let result = pack.result
        let passed = result.outcomes.count { $0.failure == nil }
        let taken = result.coverage.reduce(0) { $0 + $1.takenCount }
        let branches = result.coverage.reduce(0) { $0 + $1.outcomeCount }
        var words = ["\(pack.id): \(passed) of \(Counting.count(result.outcomes.count, "case")) pass"]
        if branches > 0 { words.append("\(taken) of \(branches) branches taken") }
        if !result.incomplete.isEmpty {
            words.append("\(Counting.count(result.incomplete.count, "rule")) without enough cases")
        }
        if let mutation = pack.mutation { words.append(MutationCount(mutation).sentence) }
        let isClean =
            result.isSuccess && (pack.mutation.map { $0.survivors.isEmpty && $0.stale.isEmpty } ?? true)
        line(isClean, words.joined(separator: ", "), to: stream)
    }

    private func line(_ isClean: Bool, _ text: String, to stream: ReportStream) {
        let mark = isClean ? palette.paint("ok", .green) : palette.paint("failed", .red)
        stream.write("\(mark) \(PrintableText.line(text))\n")
    }
}

/// How many mutants met which fate.
struct MutationCount {
    private(set) var killed = 0
    private(set) var equivalent = 0
    private(set) var survived = 0
    private(set) var invalid = 0

    init(_ result: MutationResult) {
        for entry in result.entries {
            switch entry.fate {
            case .killed: killed += 1
            case .equivalent: equivalent += 1
            case .survived: survived += 1
            case .invalid: invalid += 1
            }
        }
    }

    var sentence: String {
        let all = killed + equivalent + survived
        return "\(killed) of \(all) mutants killed" + (equivalent > 0 ? ", \(equivalent) equivalent" : "")
    }
}
