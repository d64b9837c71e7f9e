import Documents
import Policies
import Readers

extension ConfiguredJob {
    /// Judges what a change starts from and what it leads to, both by the policies and decisions of the start.
    func run(since base: RepositoryState) -> (outcome: CheckOutcome?, issues: [Diagnostic]) {
        do throws(Diagnostic) {
            let known = try readBaseline(from: base.contents)
            let (list, listIssues) = ExceptionList.load(exceptions, contents: base.contents, paths: repository)
            let (set, setIssues) = PolicySet.load(selection, symbols: symbols)
            guard let list, let set else { return (nil, listIssues + setIssues + [base.noteOnErrors]) }
            var before = request
            before.contents = base.inputs(request.filter)
            before.needsLineHashes = false
            before.includesPasses = false
            var old = CheckRun.run(before, policies: set)
            var after = request
            // Whoever adds a template that nests another one, or a call of a module, does not say how that was deployed.
            after.judgedAlone = old.alone
            var result = CheckRun.run(after, policies: set)
            result.takeBackSuppressions(notIn: old, of: base.name)
            // What holds for a place does not hold for the place to which a file was moved.
            let names = old.findings.map(\.file)
            for index in names.indices { old.findings[index].file = base.earlierName(of: names[index], repository) }
            list.apply(to: &old, today: today, paths: repository, rules: set.ruleIDs, reportsUnused: false)
            let harmless = harmlessFindings(of: old, base)
            for index in names.indices { old.findings[index].file = names[index] }
            list.apply(to: &result, today: today, paths: repository, rules: set.ruleIDs, reportsUnused: false)
            if let known { _ = known.apply(to: &result, gate: gate, paths: repository) }
            result.compare(with: old)
            result.warnings += edits(since: base, judged: old.files + result.files)
            let gate = tightenedGate(for: &result, contents: base.configurations)
            result.renew { gate.isDecisive($0) && harmless.contains($0.judgedAs) }
            gate.settle(&result.findings)
            // A change of nothing that is an input is nothing to report.
            let outcome = CheckOutcome(result: result, status: gate.status(of: result, isHook: true))
            return (outcome, listIssues + setIssues)
        } catch {
            return (nil, [error])
        }
    }

    /// What did not make the start of the change fail, by the configurations above the places where its files lay.
    private func harmlessFindings(of old: RunResult, _ base: RepositoryState) -> Set<String> {
        var old = old
        old.files = old.files.map { base.earlierName(of: $0, repository) }
        let gate = tightenedGate(for: &old, contents: base.contents)
        let harmless = old.findings.filter { !gate.isDecisive($0) }.map(\.judgedAs)
        return Set(harmless).subtracting(old.findings.filter(gate.isDecisive).map(\.judgedAs))
    }

    /// What the change does to the files that decide about changes: it is judged as if it did not.
    private func edits(since base: RepositoryState, judged: [String]) -> [Diagnostic] {
        let files = decidingFiles(judged: judged, in: [base.contents, request.contents])
        var seen: Set<String> = []
        return files.filter { seen.insert(repository.stableName(of: $0)).inserted }.sorted().compactMap { file in
            // A file outside of the repository is the same in every state of it.
            guard case .inside = repository.place(of: file) else { return nil }
            let (old, new) = (content(of: file, in: base.contents), content(of: file, in: request.contents))
            guard old != new else { return nil }
            let verb = old == nil ? "added" : new == nil ? "removed" : "edited"
            return Diagnostic(
                .warning, file: file,
                message: "this file decides about findings and was \(verb) since `\(Diagnostic.shown(base.name))`",
                help: growth(of: file, old, new) ?? "what was there before has judged; this counts once it is merged")
        }
    }

    private func decidingFiles(judged: [String], in states: [FileContents]) -> [String] {
        let loader = ConfigurationLoader(contents: request.contents, paths: repository)
        var files = (configuration?.files ?? []) + [loader.file(choice)].compactMap(\.self)
        if choice != .none {
            files += NestedConfiguration.places(above: judged, main: files, paths: repository).map(\.file)
        }
        var options = FileWalker.Options()
        options.suffixes = [".yaml", ".yml"]
        let bundles = configuration?.bundles.map(\.value) ?? []
        for path in selection.paths + bundles {
            for state in states { files += state.walk(path, options: options).files }
        }
        files += bundles.isEmpty ? [] : [configuration?.lockFile].compactMap(\.self)
        return files + exceptions + [baseline].compactMap(\.self) + accessFiles.paths
    }

    /// What is said of a baseline that has more entries than before.
    private func growth(of file: String, _ old: [UInt8]?, _ new: [UInt8]?) -> String? {
        guard file == baseline, let new else { return nil }
        let parsed = [old ?? Array(Baseline([]).text.utf8), new].map { bytes in
            try? Baseline(parsing: SourceText(name: file, copying: bytes))
        }
        guard let before = parsed[0], let after = parsed[1] else { return nil }
        let added = after.additions(to: before).count
        guard added > 0 else { return nil }
        return "\(added) \(added == 1 ? "finding was" : "findings were") added: a baseline only shrinks"
    }

    private func content(of file: String, in contents: FileContents) -> [UInt8]? {
        guard contents.isFile(file), let text = try? contents.read(file, unpacks: false) else { return nil }
        return Array(text.bytes)
    }
}

extension RunResult {
    /// Lets suppressions that the start of the change does not have count for nothing, and lists them.
    mutating func takeBackSuppressions(notIn old: RunResult, of name: String) {
        struct Key: Hashable {
            var file: String
            var identity: String
        }
        var left: [Key: Int] = [:]
        for suppression in old.suppressions where suppression.isInForce {
            left[Key(file: suppression.file, identity: suppression.identity), default: 0] += 1
        }
        let silenced = Set(old.findings.filter { $0.suppression?.origin == .inSource }.map(\.fingerprint))
        var merged = silenced
        var fresh: [InlineSuppression] = []
        for suppression in suppressions where suppression.isInForce {
            let key = Key(file: suppression.file, identity: suppression.identity)
            if let count = left[key], count > 0 {
                left[key] = count - 1
                merged.formUnion(suppression.fingerprints)
            } else if !suppression.fingerprints.allSatisfy(silenced.contains) || suppression.fingerprints.isEmpty {
                fresh.append(suppression)
            }
        }
        guard !fresh.isEmpty else { return }
        let hidden = Suppressions.hidden(in: findings)
        let named = Set(fresh.flatMap(\.fingerprints)).subtracting(merged)
        for index in findings.indices
        where findings[index].suppression?.origin == .inSource && named.contains(findings[index].fingerprint) {
            findings[index].restore()
        }
        recount(hiddenBefore: hidden)
        warnings += fresh.map { suppression in
            Diagnostic(
                .warning, file: suppression.file, region: suppression.region,
                message: "this suppression is new since `\(Diagnostic.shown(name))`: it counts once it is merged")
        }
    }

    /// Tells what is new from what was there, and what was there from what is gone.
    mutating func compare(with old: RunResult) {
        let before = Set(old.findings.map(\.judgedAs))
        let inside = Set(old.findings.compactMap(\.judgedInside))
        for index in findings.indices
        where findings[index].status == .new
            && (before.contains(findings[index].judgedAs) || inside.contains(findings[index].judgedAlone))
        {
            findings[index].status = .known
            unchanged.insert(findings[index].fingerprint)
        }
        let after = Set(findings.map(\.fingerprint))
        let unread = Set(errors.map(\.file))
        fixed = old.findings.filter { finding in
            finding.verdict == .fail && !after.contains(finding.fingerprint) && !unread.contains(finding.judgedFile)
        }
    }
}

extension RunResult {
    /// Makes those known findings new that are so for another reason.
    fileprivate mutating func renew(_ isNew: (Finding) -> Bool) {
        for index in findings.indices where unchanged.contains(findings[index].fingerprint) {
            var finding = findings[index]
            finding.status = .new
            guard isNew(finding) else { continue }
            findings[index] = finding
            unchanged.remove(finding.fingerprint)
        }
    }
}

extension Finding {
    /// The same for the same verdict on the same matter.
    fileprivate var judgedAs: String { verdict.rawValue + fingerprint }

    /// The same for the same property of a resource of the same file and name, whatever stack or module holds it.
    private func judged(name: Substring) -> String {
        [verdict.rawValue, rule, file, path, String(name)].joined(separator: "\n")
    }

    fileprivate var judgedAlone: String { judged(name: resource.id[...]) }

    /// What `judgedAlone` is where the resource is judged by itself; nil unless a nested stack or a module holds it. A use
    /// that is switched off makes nothing new.
    fileprivate var judgedInside: String? {
        if let address = TerraformAddress(resource.id[...]) {
            return address.module.isEmpty ? nil : judged(name: address.base + address.index)
        }
        let steps = resource.id.split(separator: "/")
        return steps.count > 1 ? steps.last.map { judged(name: $0) } : nil
    }
}
