import Documents

/// The rules of embedded packs, each compiled when it is first asked for, for all threads.
final class EmbeddedRules: Sendable {
    /// Which rule of which pack, and what the run changes in it.
    struct Place: Sendable {
        /// Among the rules of the run.
        var ordinal: Int
        var pack: Int
        var rule: Int
        /// The severity in place of the pack's.
        var severity: Severity?
        var needsFix: Bool
    }

    private struct State {
        /// By pack.
        var frames: [PolicyPack?]
        /// By ordinal; the inner nil stands for a rule that could not be compiled.
        var rules: [CompiledRule??] = []
        var issues: [Diagnostic] = []
    }

    private let packs: [EmbeddedPack]
    private let state: Guarded<State>

    init(_ packs: [EmbeddedPack]) {
        self.packs = packs
        state = Guarded(State(frames: Array(repeating: nil, count: packs.count)))
    }

    var issues: [Diagnostic] { state.withLock(\.issues) }

    /// - Parameter symbols: the root table of the run.
    func rule(_ place: Place, symbols: SymbolTable) -> CompiledRule? {
        state.withLock { state in
            let missing = place.ordinal + 1 - state.rules.count
            if missing > 0 { state.rules += Array(repeating: nil, count: missing) }
            if let known = state.rules[place.ordinal] { return known }
            let (rule, issues) = compile(place, symbols: symbols, &state)
            state.rules[place.ordinal] = .some(rule)
            state.issues += issues
            return rule
        }
    }

    /// The text of a rule has keys that no document needs, for which the sealed root has no place. Those that its expressions
    /// name are in the root: see `EmbeddedPack.internKeys`.
    private func compile(
        _ place: Place, symbols: SymbolTable, _ state: inout State
    ) -> (rule: CompiledRule?, issues: [Diagnostic]) {
        let pack = packs[place.pack]
        do throws(Diagnostic) {
            let table = SymbolTable(extending: symbols)
            var frame: PolicyPack
            if let known = state.frames[place.pack] { frame = known } else { frame = try pack.frame(symbols: table) }
            state.frames[place.pack] = frame
            var rule = try pack.rule(at: place.rule, of: frame, symbols: table)
            if let severity = place.severity { rule.severity = severity }
            frame.rules = [rule]
            let (rules, issues) = RuleCompiler.compile(frame, symbols: symbols, withFixes: place.needsFix)
            return (rules.first, issues)
        } catch {
            return (nil, [error])
        }
    }
}
