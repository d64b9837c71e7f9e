import Documents
import Resources
import YAML

/// Collects the packs of a selection, sets their parameters and compiles their rules.
struct PolicyLoader {
    let symbols: SymbolTable
    private(set) var issues: [Diagnostic] = []

    init(symbols: SymbolTable) { self.symbols = symbols }

    mutating func load(_ selection: PolicySelection) -> PolicySet? {
        let sources = (selection.includesBuiltin ? BuiltinPacks.sources : []) + self.sources(selection.paths)
        var packs = sources.compactMap { pack($0) }
        checkIdentity(packs)
        for override in selection.overrides { apply(override, to: &packs) }
        let chosen = packs.map { pack in
            var pack = pack
            pack.rules.removeAll { !selection.selects("\(pack.id)/\($0.name)") }
            return pack
        }
        checkSelection(selection, packs)
        let rules = chosen.flatMap { pack in
            let (rules, found) = RuleCompiler.compile(pack, symbols: symbols)
            issues += found
            return rules
        }
        return PolicySet(packs: packs, rules: rules.sorted { $0.id < $1.id }, symbols: symbols)
    }

    private mutating func sources(_ paths: [String]) -> [SourceText] {
        var walker = FileWalker()
        walker.options.suffixes = [".yaml", ".yml"]
        return paths.flatMap { path -> [SourceText] in
            let found = walker.walk(path)
            issues += found.problems
            let files = found.files.filter { !$0.hasSuffix(PolicyFile.testSuffix) }
            if files.isEmpty, found.problems.isEmpty {
                issues.append(Diagnostic(file: path, message: "there is no policy file in this directory"))
            }
            return files.compactMap { read($0) }
        }
    }

    private mutating func read(_ file: String) -> SourceText? {
        do throws(Diagnostic) {
            return try FileReader().read(file)
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

    private mutating func checkIdentity(_ packs: [PolicyPack]) {
        var seen: [String: String] = [:]
        for pack in packs {
            if let other = seen[pack.id] {
                issues.append(
                    Diagnostic(
                        in: pack.source, at: pack.idRange, "a second pack has the id `\(pack.id)`",
                        help: "the first one is `\(other)`; with `--no-builtin` the built-in packs stay out"))
            }
            seen[pack.id] = pack.source.name
        }
    }

    private mutating func apply(_ override: ParameterOverride, to packs: inout [PolicyPack]) {
        let name = "\(override.pack).\(override.parameter)"
        guard let pack = packs.firstIndex(where: { $0.id == override.pack }),
            let parameter = packs[pack].parameters.firstIndex(where: { $0.name == override.parameter })
        else {
            let names = packs.flatMap { pack in pack.parameters.map { "\(pack.id).\($0.name)" } }
            let near = Suggestion.nearest(to: name, among: names).first
            return issues.append(
                Diagnostic(
                    file: "--param", message: "no pack has the parameter `\(name)`",
                    help: near.map { "did you mean `\($0)`?" } ?? "parameters are \(names.joined(separator: ", "))"))
        }
        let type = packs[pack].parameters[parameter].type
        do throws(Diagnostic) {
            let source = SourceText(name: "--param \(name)", text: override.value)
            let document = try PolicyFile.parse(source, symbols: symbols)
            guard document.roots.count == 1, let value = document.root else {
                return issues.append(
                    Diagnostic(
                        file: "--param", message: "`\(name)` has no value", help: "quote it: `\(name)='\"...\"'`"))
            }
            if let wrong = type.mismatch(in: value) {
                issues.append(Diagnostic(in: source, at: wrong.range, "`\(name)` expects the type \(type.name)"))
            }
            packs[pack].parameters[parameter].value = value
        } catch {
            issues.append(error)
        }
    }

    /// A pattern that selects nothing is a slip of the pen, and a gate that checks nothing is open.
    private mutating func checkSelection(_ selection: PolicySelection, _ packs: [PolicyPack]) {
        let ids = packs.flatMap { pack in pack.rules.map { "\(pack.id)/\($0.name)" } }
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
        let hasErrors = issues.contains { $0.severity == .error }
        if !hasErrors, !ids.contains(where: selection.selects) {
            issues.append(
                Diagnostic(file: "policies", message: "no rule is selected", help: "add packs with `--policy PATH`"))
        }
    }
}

extension PolicySelection {
    fileprivate func selects(_ id: String) -> Bool {
        (only.isEmpty || only.contains { Glob($0).matches(id) }) && !except.contains { Glob($0).matches(id) }
    }
}

/// The packs inside the program.
enum BuiltinPacks {
    static var sources: [SourceText] {
        EmbeddedPacks.all.map { pack in
            SourceText(
                name: "builtin:\(pack.file)",
                copying: UnsafeBufferPointer(start: pack.text.utf8Start, count: pack.text.utf8CodeUnitCount))
        }
    }
}
