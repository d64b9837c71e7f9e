import Documents
import Synchronization

/// The rules of embedded packs, each compiled when it is first asked for, for all threads.
final class EmbeddedRules: Sendable {
    /// Which rule of which pack, and what the run changes in it.
    struct Place: Hashable, Sendable {
        var pack: Int
        var rule: Int
        /// The severity in place of the pack's.
        var severity: Severity?
        var needsFix: Bool
    }

    private struct State {
        var frames: [Int: PolicyPack] = [:]
        /// Nil for a rule that could not be compiled.
        var rules: [Place: CompiledRule?] = [:]
        var issues: [Diagnostic] = []
    }

    private let packs: [EmbeddedPack]
    private let state = Mutex(State())

    init(_ packs: [EmbeddedPack]) { self.packs = packs }

    var issues: [Diagnostic] { state.withLock(\.issues) }

    /// - Parameter symbols: the root table of the run.
    func rule(_ place: Place, symbols: SymbolTable) -> CompiledRule? {
        state.withLock { state in
            if let known = state.rules[place] { return known }
            let (rule, issues) = compile(place, symbols: symbols, &state)
            state.rules[place] = .some(rule)
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
