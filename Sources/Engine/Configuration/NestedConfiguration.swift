import Documents
import Policies
import Resources

/// A `proviso.yaml` below the outermost one: it may ask for more of the files below it, never for less.
struct NestedConfiguration: Sendable {
    /// From the root of the repository; what is below it is meant.
    var directory: String
    var rules: [Setting<RuleAdjustment>] = []
    var failOn: Setting<Severity>?
    var failsOnUnknown: Setting<Bool>?

    func covers(_ file: String) -> Bool { file.hasPrefix(directory + "/") }

    /// The nested files above some files, outermost first.
    /// - Parameter main: the files of the configuration itself.
    static func find(
        above files: [String], main: [String], contents: FileContents, paths: RepositoryPaths, symbols: SymbolTable
    ) -> (found: [NestedConfiguration], issues: [Diagnostic]) {
        var found: [NestedConfiguration] = []
        var issues: [Diagnostic] = []
        for (directory, file) in places(above: files, main: main, paths: paths) where contents.isFile(file) {
            var reading = ConfigurationReading(contents: contents, paths: paths, symbols: symbols)
            reading.readFound(file)
            issues += reading.issues
            found.append(reading.configuration.nested(in: directory, &issues))
        }
        return (found, issues)
    }

    /// Where nested files above some files would lie, outermost first.
    static func places(
        above files: [String], main: [String], paths: RepositoryPaths
    ) -> [(directory: String, file: String)] {
        let known = Set(main.map { paths.stableName(of: $0) })
        // Without a configuration the root of the repository is what everything is nested in.
        let home = main.last.map { PathLookup.directory(of: paths.stableName(of: $0)) } ?? "."
        // By directory, whether its files were named from the root of the file system.
        var candidates: [String: Bool] = [:]
        for file in files {
            guard case .inside(let path) = paths.place(of: file) else { continue }
            var directory = PathLookup.directory(of: path)
            while directory != ".", directory != home, candidates[directory] == nil {
                candidates[directory] = file.hasPrefix("/")
                directory = PathLookup.directory(of: directory)
            }
        }
        return candidates.sorted { $0.key < $1.key }.compactMap { directory, isAbsolute in
            let name = PathLookup.joined(directory, Configuration.fileName)
            guard home == "." || directory.hasPrefix(home + "/"), !known.contains(name) else { return nil }
            return (
                directory, isAbsolute ? PathLookup.joined(paths.rootPath ?? "/", name) : paths.path(fromRoot: name)
            )
        }
    }

    /// Applies it to a run.
    /// - Returns: what would relax the gate, which is an error.
    func apply(to result: inout RunResult, gate: inout Gate, paths: RepositoryPaths) -> [Diagnostic] {
        var issues: [Diagnostic] = []
        for rule in rules { issues += Self.objections(to: rule, rules: result.rules.all) }
        if let failOn, failOn.value > gate.failOn {
            issues.append(
                failOn.diagnostic(
                    "a nested file may fail on less, not only on more than `\(gate.failOn.rawValue)`",
                    help: "say it in the outermost \(Configuration.fileName)"))
        }
        if let failsOnUnknown, !failsOnUnknown.value, gate.failsOnUnknown {
            issues.append(failsOnUnknown.diagnostic("a nested file may not ignore what fails outside of it"))
        }
        guard issues.isEmpty else { return issues }
        for index in result.findings.indices where covers(paths.stableName(of: result.findings[index].file)) {
            let finding = result.findings[index]
            let severity = rules.last { $0.value.pattern.matches(finding.rule) }?.value.severity
            result.findings[index].severity = max(finding.severity, severity ?? .info)
            var strict = gate.stricter[finding.file] ?? Gate.Strictness(gate)
            strict.failOn = min(strict.failOn, failOn?.value ?? strict.failOn)
            strict.failsOnUnknown = strict.failsOnUnknown || failsOnUnknown?.value ?? false
            gate.stricter[finding.file] = strict
        }
        return []
    }

    private static func objections(to rule: Setting<RuleAdjustment>, rules: [RuleSummary]) -> [Diagnostic] {
        let adjustment = rule.value
        let matching = rules.filter { adjustment.pattern.matches($0.id) }
        let outermost = "say it in the outermost \(Configuration.fileName)"
        if adjustment.isOn == false {
            return [rule.diagnostic("a nested file cannot switch rules off", help: outermost)]
        }
        guard !matching.isEmpty else {
            let near = Suggestion.nearest(to: adjustment.pattern.text, among: rules.map(\.id)).first
            return [
                rule.diagnostic(
                    "no rule that runs matches `\(adjustment.pattern.text)`",
                    help: near.map { "did you mean `\($0)`?" } ?? "rules are switched on in the outermost file")
            ]
        }
        guard let severity = adjustment.severity, let graver = matching.first(where: { $0.severity > severity }) else {
            return []
        }
        return [
            rule.diagnostic(
                "`\(graver.id)` is \(graver.severity.rawValue) outside: a nested file may raise a severity, not lower it",
                help: outermost)
        ]
    }
}

extension Configuration {
    /// Takes over what a nested file asks for beyond it.
    mutating func tighten(by nested: NestedConfiguration) {
        if let stricter = nested.failOn, stricter.value < failOn?.value ?? Gate().failOn { failOn = stricter }
        if let stricter = nested.failsOnUnknown, stricter.value { failsOnUnknown = stricter }
        rules += nested.rules
    }

    /// What a nested file may say; everything else is an error with its place.
    fileprivate func nested(in directory: String, _ issues: inout [Diagnostic]) -> NestedConfiguration {
        let others: [(String, NodeView?)] = [
            ("policies", policies.first?.node), ("bundles", bundles.first?.node), ("builtin", includesBuiltin?.node),
            ("profile", profile?.node),
            ("parameters", parameters.first?.node), ("exceptions", exceptions.first?.node),
            ("baseline", baseline?.node), ("include", include.first?.node), ("exclude", exclude.first?.node),
            ("formats", formats.first?.node), ("tags", tagsFromStack?.node),
            ("environment", environmentSettings.first?.node),
            ("limits", (fileSize ?? depth ?? values ?? walkedFiles ?? heldBytes ?? reportBytes)?.node),
            ("iam", (serviceControl.first?.node ?? boundary?.node ?? session?.node ?? assumesNoServiceControl?.node)),
        ]
        for (key, node) in others {
            guard let node else { continue }
            issues.append(
                Diagnostic(
                    in: node.document.source, at: node.keyRange ?? node.range,
                    "`\(key)` is for the outermost \(Self.fileName) alone",
                    help: "a nested file may say `rules`, `failOn` and `onUnknown`"))
        }
        return NestedConfiguration(
            directory: directory, rules: rules, failOn: failOn, failsOnUnknown: failsOnUnknown)
    }
}
