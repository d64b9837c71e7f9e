import Documents
import Resources
import YAML

/// Collects the packs of a selection, sets their parameters and compiles their rules.
struct PolicyLoader {
    let symbols: SymbolTable
    private(set) var issues: [Diagnostic] = []

    init(symbols: SymbolTable) { self.symbols = symbols }

    mutating func load(_ selection: PolicySelection) -> PolicySet? {
        let embedded = selection.includesBuiltin ? EmbeddedPack.all : []
        if !embedded.isEmpty { EmbeddedPack.internKeys(in: symbols) }
        var packs = embedded.map { self.source($0, selection) }
        packs += (selection.texts + self.sources(selection)).compactMap { pack($0) }.map { .decoded($0) }
        checkIdentity(packs)
        for override in selection.overrides where override.environment == nil { apply(override, to: &packs) }
        let outlines = packs.flatMap(\.outlines)
        checkAdjustments(selection.adjustments, outlines.map(\.id))
        checkSelection(selection, outlines)
        let rules = EmbeddedRules(embedded)
        let choice = RuleChoice(selection)
        var entries: [RuleEntry] = []
        for (place, pack) in packs.enumerated() {
            addEntries(of: pack, at: place, choice, needsFixes: selection.needsFixes, to: &entries)
        }
        var set = PolicySet(packs, entries: entries, embedded: rules, symbols: symbols)
        set.variants = variants(of: packs, selection)
        return set
    }

    /// A pack of which the run changes a parameter is read at once, the others when they are needed.
    private mutating func source(_ pack: EmbeddedPack, _ selection: PolicySelection) -> PackSource {
        guard selection.overrides.contains(where: { $0.pack == pack.id }) else { return .embedded(pack) }
        let (decoded, found) = pack.decoded(symbols: symbols)
        issues += found
        return decoded.map { .decoded($0) } ?? .embedded(pack)
    }

    /// - Parameter place: of the pack, among the packs; embedded ones come first.
    private mutating func addEntries(
        of source: PackSource, at place: Int, _ choice: RuleChoice, needsFixes: Bool, to entries: inout [RuleEntry]
    ) {
        switch source {
        case .decoded(let pack):
            let needsFixes = needsFixes || !pack.isBuiltin
            let (rules, found) = RuleCompiler.compile(choice.adjusted(pack), symbols: symbols, withFixes: needsFixes)
            issues += found
            entries += rules.map { RuleEntry($0) }
        case .embedded(let pack):
            for (offset, rule) in pack.index.rules.enumerated() {
                let id = "\(pack.id)/\(rule.name)"
                guard choice.selects(RuleOutline(id: id, profiles: rule.profiles)) else { continue }
                let place = EmbeddedRules.Place(
                    ordinal: entries.count, pack: place, rule: offset, severity: choice.severity(of: id),
                    needsFix: needsFixes)
                entries.append(RuleEntry(rule, id: id, at: place))
            }
        }
    }

    /// The rules of packs of which a parameter has another value in some environment, compiled for each.
    private mutating func variants(
        of packs: [PackSource], _ selection: PolicySelection
    ) -> [String: [String: CompiledRule]] {
        var variants: [String: [String: CompiledRule]] = [:]
        let choice = RuleChoice(selection)
        let environments = Set(selection.overrides.compactMap(\.environment))
        for environment in environments.sorted() {
            let overrides = selection.overrides.filter { $0.environment == environment }
            var changed = packs
            for override in overrides { apply(override, to: &changed) }
            for case .decoded(let pack) in changed where overrides.contains(where: { $0.pack == pack.id }) {
                let (rules, found) = RuleCompiler.compile(choice.adjusted(pack), symbols: symbols)
                issues += found.filter { $0.severity == .error && !issues.contains($0) }
                for rule in rules { variants[rule.id, default: [:]][environment] = rule }
            }
        }
        return variants
    }

    private mutating func sources(_ selection: PolicySelection) -> [SourceText] {
        var options = FileWalker.Options()
        options.suffixes = [".yaml", ".yml"]
        return selection.paths.flatMap { path -> [SourceText] in
            let found = selection.contents.walk(path, options: options)
            issues += found.problems
            let files = found.files.filter { !$0.hasSuffix(PolicyFile.testSuffix) }
            if files.isEmpty, found.problems.isEmpty {
                issues.append(Diagnostic(file: path, message: "there is no policy file in this directory"))
            }
            return files.compactMap { read($0, from: selection.contents) }
        }
    }

    private mutating func read(_ file: String, from contents: FileContents) -> SourceText? {
        do throws(Diagnostic) {
            return try contents.read(file)
        } catch {
            issues.append(error)
            return nil
        }
    }

    private mutating func pack(_ source: SourceText) -> PolicyPack? {
        do throws(Diagnostic) {
            let (pack, found) = PolicyPack.decode(try PolicyFile.parse(source, symbols: symbols))
            issues += found
            return pack
        } catch {
            issues.append(error)
            return nil
        }
    }

    private mutating func checkIdentity(_ packs: [PackSource]) {
        var seen: [String: String] = [:]
        for source in packs {
            if let other = seen[source.id], case .decoded(let pack) = source {
                issues.append(
                    Diagnostic(
                        in: pack.source, at: pack.idRange, "a second pack has the id `\(pack.id)`",
                        help: "the first one is `\(other)`; with `--no-builtin` the built-in packs stay out"))
            }
            seen[source.id] = source.name
        }
    }

    private mutating func apply(_ override: ParameterOverride, to packs: inout [PackSource]) {
        let name = "\(override.pack).\(override.parameter)"
        guard let place = packs.firstIndex(where: { $0.id == override.pack }), case .decoded(var pack) = packs[place],
            let parameter = pack.parameters.firstIndex(where: { $0.name == override.parameter })
        else {
            let names = packs.flatMap { $0.parameterNames(symbols: symbols) }
            let near = Suggestion.nearest(to: name, among: names).first
            return report(
                override, "no pack has the parameter `\(name)`",
                help: near.map { "did you mean `\($0)`?" }
                    ?? (names.isEmpty ? nil : "parameters are \(names.joined(separator: ", "))"))
        }
        let type = pack.parameters[parameter].type
        do throws(Diagnostic) {
            guard let value = try node(of: override, named: name) else {
                return report(override, "`\(name)` has no value", help: "quote it: `\(name)='\"...\"'`")
            }
            if let wrong = type.mismatch(in: value) {
                issues.append(
                    Diagnostic(in: value.document.source, at: wrong.range, "`\(name)` expects the type \(type.name)"))
            }
            pack.parameters[parameter].value = value
            packs[place] = .decoded(pack)
        } catch {
            issues.append(error)
        }
    }

    private func node(of override: ParameterOverride, named name: String) throws(Diagnostic) -> NodeView? {
        switch override.value {
        case .node(let node): return node
        case .text(let text):
            let source = SourceText(name: "--param \(name)", text: text)
            let document = try PolicyFile.parse(source, symbols: symbols)
            return document.roots.count == 1 ? document.root : nil
        }
    }

    private mutating func report(_ override: ParameterOverride, _ message: String, help: String?) {
        switch override.value {
        case .text: issues.append(Diagnostic(file: "--param", message: message, help: help))
        case .node(let node):
            let place = node.keyRange ?? node.range
            issues.append(Diagnostic(in: node.document.source, at: place, message, help: help))
        }
    }

    private mutating func checkAdjustments(_ adjustments: [RuleAdjustment], _ ids: [String]) {
        for adjustment in adjustments where !ids.contains(where: adjustment.pattern.matches) {
            let near = Suggestion.nearest(to: adjustment.pattern.text, among: ids).first
            issues.append(
                Diagnostic(
                    in: adjustment.node.document.source, at: adjustment.node.keyRange ?? adjustment.node.range,
                    "no rule matches `\(adjustment.pattern.text)`", help: near.map { "did you mean `\($0)`?" }))
        }
    }

    /// A pattern that selects nothing is a slip of the pen, and a gate that checks nothing is open.
    private mutating func checkSelection(_ selection: PolicySelection, _ rules: [RuleOutline]) {
        let ids = rules.map(\.id)
        for (option, patterns) in [("--rule", selection.only), ("--skip-rule", selection.except)] {
            for pattern in patterns where !ids.contains(where: Glob(pattern).matches) {
                let near = Suggestion.nearest(to: pattern, among: ids).first
                issues.append(
                    Diagnostic(
                        file: option, message: "no rule matches `\(pattern)`",
                        help: near.map { "did you mean `\($0)`?" }
                    ))
            }
        }
        checkProfile(selection, rules)
        let hasErrors = issues.contains { $0.severity == .error }
        if !hasErrors, !rules.contains(where: RuleChoice(selection).selects) {
            issues.append(
                Diagnostic(file: "policies", message: "no rule is selected", help: "add packs with `--policy PATH`"))
        }
    }
}

extension PolicyLoader {
    /// The profiles of the built-in packs may be asked for also where those stay out.
    private mutating func checkProfile(_ selection: PolicySelection, _ rules: [RuleOutline]) {
        let known = Profile.builtin + [Profile.all]
        guard let profile = selection.profile, !known.contains(profile) else { return }
        let names = Set(rules.flatMap(\.profiles))
        guard !names.contains(profile) else { return }
        let all = known + names.subtracting(known).sorted()
        let near = Suggestion.nearest(to: profile, among: all).first
        let message = "there is no profile `\(profile)`"
        let help = near.map { "did you mean `\($0)`?" } ?? "profiles are \(all.joined(separator: ", "))"
        let issue = selection.profileNode.map { Diagnostic(in: $0.document.source, at: $0.range, message, help: help) }
        issues.append(issue ?? Diagnostic(file: "--profile", message: message, help: help))
    }
}

/// Which rules of a selection take part, and how.
private struct RuleChoice {
    private let selection: PolicySelection
    private let only: [Glob]
    private let except: [Glob]

    init(_ selection: PolicySelection) {
        self.selection = selection
        only = selection.only.map { Glob($0) }
        except = selection.except.map { Glob($0) }
    }

    /// A pack with the rules that take part, as the configuration has them.
    func adjusted(_ pack: PolicyPack) -> PolicyPack {
        var pack = pack
        let id = pack.id
        pack.rules.removeAll { !selects(RuleOutline($0, ofPack: id)) }
        for index in pack.rules.indices {
            let id = "\(pack.id)/\(pack.rules[index].name)"
            if let severity = severity(of: id) { pack.rules[index].severity = severity }
        }
        return pack
    }

    /// The severity in place of the pack's.
    func severity(of id: String) -> Severity? {
        selection.adjustments.last { $0.severity != nil && $0.pattern.matches(id) }?.severity
    }

    func selects(_ rule: RuleOutline) -> Bool {
        let id = rule.id
        guard only.isEmpty || only.contains(where: { $0.matches(id) }) else { return false }
        if except.contains(where: { $0.matches(id) }) { return false }
        // Who names a rule on the command line wants it, whatever the configuration and the profile say.
        if !only.isEmpty { return true }
        let adjustment = selection.adjustments.last { $0.isOn != nil && $0.pattern.matches(id) }
        return adjustment?.isOn ?? Profile.holds(rule.profiles, profile: selection.profile ?? Profile.standard)
    }
}

extension PackSource {
    /// With the id of the pack, as they are set.
    fileprivate func parameterNames(symbols: SymbolTable) -> [String] {
        let pack: PolicyPack? =
            switch self {
            case .decoded(let pack): pack
            case .embedded(let pack): try? pack.frame(symbols: symbols)
            }
        return pack.map { pack in pack.parameters.map { "\(pack.id).\($0.name)" } } ?? []
    }
}

extension SourceText {
    static let builtinPrefix = "builtin:"

    /// Whether the text is that of a pack inside the program.
    var isBuiltin: Bool { name.hasPrefix(Self.builtinPrefix) }
}

/// The packs inside the program.
public enum BuiltinPacks {
    /// The ids of the packs.
    public static var ids: [String] { EmbeddedPack.all.map(\.id) }
}
