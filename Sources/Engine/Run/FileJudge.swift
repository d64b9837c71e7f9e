import Documents
import Policies
import Readers
import Resources

/// Reads and judges files, one after another, on one thread.
final class FileJudge {
    let request: CheckRequest
    let policies: PolicySet
    let reader: InputReader
    let today: CalendarDate
    private let judge: ResourceJudge
    private let assemblies: AssemblyFolders

    init(request: CheckRequest, policies: PolicySet) {
        self.request = request
        self.policies = policies
        reader = InputReader(
            limits: request.limits, terraform: request.terraform, settings: request.deployments)
        assemblies = AssemblyFolders(request.contents, limits: request.limits)
        today = CalendarDate(secondsSince1970: request.now)
        judge = ResourceJudge(
            policies, now: request.now, environments: request.environments, limits: request.access)
    }

    func judge(_ file: InputList.File) -> FileResult { judge(read(file)) }

    /// What reading a file gave: its resources, if it is an input, and what is said of it already.
    struct Reading: Sendable {
        var result = FileResult()
        var input: Input?
        var source: SourceText?
    }

    func read(_ file: InputList.File) -> Reading {
        var reading = Reading()
        reading.result.root = file.path == "-" ? nil : file.path
        guard request.stop?.number == nil else {
            reading.result.names = [file.path == "-" ? request.standardInputName : file.path]
            reading.result.isUnfinished = true
            return reading
        }
        if let folder = file.terraform {
            let input = input(folder)
            let source = input.documents.first?.source ?? SourceText(name: file.path, text: "")
            take(input, of: source, into: &reading)
            reading.result.names = input.files.filter { folder.reports($0) }
            return reading
        }
        let name = file.path == "-" ? request.standardInputName : file.path
        reading.result.names = [name]
        var limit = request.workLimit
        var source: SourceText?
        do throws(Diagnostic) {
            var reader = reader
            switch try assemblies.place(of: file.path) {
            case .none: break
            case .stack(let stack): reader.complete(by: stack)
            case .passedOver(let reason):
                if file.isNamed { break }
                reading.result.skipped = SkippedFile(file: name, reason: reason)
                return reading
            }
            let text =
                file.path == "-"
                ? try FileReader(limit: request.limits.size).readStandardInput(
                    named: name, while: { request.stop?.number == nil })
                : try request.contents.read(file.path, limit: request.limits.size)
            source = text
            let form = file.isNamed ? request.form : nil
            let input = try reader.read(
                text, as: form, symbols: SymbolTable(extending: policies.symbols),
                nearby: NearbyFiles(contents: request.contents, root: file.root))
            // A text in another encoding was converted: positions are those of what was parsed.
            let parsed = input.documents.first?.source ?? text
            if limit.goesOnNow() {
                take(input, of: parsed, into: &reading)
            } else {
                reading.result.end(for: limit.cause, parsed, request)
            }
        } catch {
            guard limit.goesOnNow() || limit.cause != .interrupted else {
                reading.result.isUnfinished = true
                return reading
            }
            // What bears no mark of an input is passed over where nobody named it.
            let isOurs = source.map { InputReader.bearsMarker($0.bytes) } ?? true
            if file.isNamed && !request.isHook || isOurs {
                reading.result.errors.append(error)
            } else {
                reading.result.skipped = SkippedFile(file: name, reason: "not an input, and not readable as one")
            }
        }
        return reading
    }

    /// Reads a text that holds a resource on each line. A line that holds none is an error.
    func read(lines text: SourceText) -> Reading {
        var reading = Reading()
        reading.result.names = [text.name]
        do throws(Diagnostic) {
            let input = try reader.read(lines: text, symbols: SymbolTable(extending: policies.symbols))
            take(input, of: input.documents.first?.source ?? text, into: &reading)
            if let note = input.diagnostics.first(where: { $0.severity == .note }) {
                reading.result.errors.append(note)
            }
            if let skipped = reading.result.skipped {
                reading.result.errors.append(
                    Diagnostic(file: text.name, message: "a line is no resource: \(skipped.reason)"))
            }
        } catch {
            reading.result.errors.append(error)
        }
        return reading
    }

    private func take(_ input: Input, of source: SourceText, into reading: inout Reading) {
        for diagnostic in input.diagnostics {
            switch diagnostic.severity {
            case .error: reading.result.errors.append(diagnostic)
            case .warning, .note: reading.result.warnings.append(diagnostic)
            }
        }
        if case .notOurs(let reason) = input.kind {
            reading.result.skipped = SkippedFile(file: source.name, reason: reason)
            return
        }
        reading.result.resourceCount = input.resources.count
        reading.result.changesNothing = input.kind == .terraform && input.files.isEmpty && input.resources.isEmpty
        reading.result.parameterNames = input.parameterNames
        reading.result.nested = input.deployedNestedFiles
        if input.isBill { reading.result.bill = input.documents.first?.root.flatMap { BillTotals($0) } }
        reading.result.seenPlaces = input.seenPlaces
        var input = input
        if request.tagsComeFromStack, input.kind == .cloudFormation {
            input.resources = input.resources.map(\.withOpenTags)
        }
        if let usage = request.usage { input.join(usage) }
        reading.input = input
        reading.source = source
    }

    /// Judges the resources of a file.
    /// - Parameter place: where they stand in a graph of several files; nil to look at this file alone.
    func judge(_ reading: Reading, at place: (graph: ResourceGraph, range: Range<Int>)? = nil) -> FileResult {
        guard let input = reading.input, let source = reading.source else { return reading.result }
        judge.plansFixes = request.plansFixes && input.isWrittenByPeople
        var result = reading.result
        var recorder = FindingRecorder(
            source: source, today: today, includesPasses: request.includesPasses,
            needsLineHashes: request.needsLineHashes, limit: request.runLimits.findings + 1,
            repository: request.repository)
        recorder.prices = request.prices.map { prices in
            PricedInput(prices, place?.graph ?? ResourceGraph(input.resources + input.neighbours))
        }
        recorder.keepsTags = request.keepsTags
        recorder.settled = request.keepsSettledVerdicts ? SettledVerdicts() : nil
        var limit = request.workLimit
        let goesOn = { limit.goesOn() && !recorder.isFull }
        let record = { recorder.record($0, by: $1, of: $2) } as (Judgement, RuleJudge, Resource) -> Void
        if let place {
            judge.judge(place.range, in: place.graph, while: goesOn, record)
        } else {
            judge.judge(input.resources, beside: input.neighbours, while: goesOn, record)
        }
        result.end(for: limit.cause, source, request)
        if request.keepsResources { result.resources = input.resources + input.neighbours }
        result.findings = recorder.finish()
        result.verdicts = recorder.verdicts
        result.settled = recorder.settled ?? SettledVerdicts()
        result.work = judge.counter.take()
        if let sources = planSources(of: input, source, for: result.findings) {
            moveToSources(&result, of: input, plan: source, sources)
        }
        for source in sources(of: input, source) {
            var suppressions = InlineSuppressions(input, of: source, policies: policies, today: today)
            suppressions?.apply(to: &result)
        }
        return result
    }
}

extension Input {
    /// The templates of nested stacks, without those of which nothing ever exists.
    fileprivate var deployedNestedFiles: [String] {
        guard !nestedFiles.isEmpty else { return [] }
        var exists: [String: Bool] = [:]
        for resource in resources where exists[resource.source.name] != true {
            exists[resource.source.name] = resource.mayExist
        }
        return nestedFiles.filter { exists[$0] ?? true }
    }
}

extension FileJudge {
    /// The texts in which suppressions may stand.
    private func sources(of input: Input, _ source: SourceText) -> [SourceText] {
        guard !input.files.isEmpty else { return [source] }
        var seen: Set<ObjectIdentifier> = []
        return input.documents.map(\.source).filter { seen.insert(ObjectIdentifier($0)).inserted }
    }
}

extension CheckRequest {
    fileprivate var workLimit: WorkLimit {
        WorkLimit(stop: stop, seconds: runLimits.fileSeconds)
    }
}

extension FileResult {
    /// Takes note that the work on the file ended before it was done.
    fileprivate mutating func end(for cause: WorkLimit.Cause?, _ source: SourceText, _ request: CheckRequest) {
        switch cause {
        case nil: return
        case .interrupted: isUnfinished = true
        case .timeout:
            let seconds = request.runLimits.fileSeconds
            errors.append(
                Diagnostic(
                    file: source.name, message: "judging this file takes more than \(seconds) s: it was given up",
                    help: "allow more time with `--timeout`, or judge parts of it"))
        }
    }
}

extension Resource {
    /// The resource with tags that may be more than its template shows.
    fileprivate var withOpenTags: Resource {
        guard case .known(let tags, let anchor, _) = tags else { return self }
        var resource = self
        resource.tags = .known(tags, anchor: anchor, isOpen: true)
        resource.mayHaveMoreTags = true
        return resource
    }
}
