import Documents
import Policies
import Readers
import Resources

/// Reads and judges files, one after another, on one thread.
final class FileJudge {
    private let request: CheckRequest
    private let policies: PolicySet
    private let reader: InputReader
    private let today: CalendarDate
    private let judge: ResourceJudge

    init(request: CheckRequest, policies: PolicySet) {
        self.request = request
        self.policies = policies
        reader = InputReader(limits: request.limits, terraform: request.terraform)
        today = CalendarDate(secondsSince1970: request.now)
        judge = ResourceJudge(policies, now: request.now)
    }

    func judge(_ file: InputList.File) -> FileResult {
        var result = FileResult()
        let name = file.path == "-" ? request.standardInputName : file.path
        var source: SourceText?
        do throws(Diagnostic) {
            let text =
                file.path == "-"
                ? try FileReader(limit: request.limits.size).readStandardInput(named: name)
                : try request.contents.read(file.path, limit: request.limits.size)
            source = text
            let form = file.isNamed ? request.form : nil
            let input = try reader.read(text, as: form, symbols: SymbolTable(extending: policies.symbols))
            // A text in another encoding was converted: positions are those of what was parsed.
            judge(input, of: input.documents.first?.source ?? text, into: &result)
        } catch {
            // What bears no mark of an input is passed over where nobody named it.
            let isOurs = source.map { InputReader.bearsMarker($0.bytes) } ?? true
            if file.isNamed && !request.isHook || isOurs {
                result.errors.append(error)
            } else {
                result.skipped = SkippedFile(file: name, reason: "not an input, and not readable as one")
            }
        }
        return result
    }

    private func judge(_ input: Input, of source: SourceText, into result: inout FileResult) {
        for diagnostic in input.diagnostics {
            switch diagnostic.severity {
            case .error: result.errors.append(diagnostic)
            case .warning, .note: result.warnings.append(diagnostic)
            }
        }
        if case .notOurs(let reason) = input.kind {
            result.skipped = SkippedFile(file: source.name, reason: reason)
            return
        }
        result.resourceCount = input.resources.count
        var input = input
        if request.tagsComeFromStack, input.kind == .cloudFormation {
            input.resources = input.resources.map(\.withOpenTags)
        }
        record(input, of: source, into: &result)
    }

    private func record(_ input: Input, of source: SourceText, into result: inout FileResult) {
        var recorder = FindingRecorder(
            source: source, today: today, includesPasses: request.includesPasses,
            needsLineHashes: request.needsLineHashes, repository: request.repository)
        judge.judge(input.resources, beside: input.neighbours) { judgement, rule, resource in
            recorder.record(judgement, rule, resource)
        }
        result.findings = recorder.finish()
        result.verdicts = recorder.verdicts
    }
}

extension Resource {
    /// The resource with tags that may be more than its template shows.
    fileprivate var withOpenTags: Resource {
        guard case .known(let tags, let anchor, _) = tags else { return self }
        var resource = self
        resource.tags = .known(tags, anchor: anchor, isOpen: true)
        return resource
    }
}
