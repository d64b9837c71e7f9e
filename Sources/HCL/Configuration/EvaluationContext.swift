internal import Documents

/// What all modules of a configuration share while it is evaluated.
final class EvaluationContext {
    let symbols: SymbolTable
    let names: ModuleNames
    let budget = EvaluationBudget()

    init(_ symbols: SymbolTable) {
        self.symbols = symbols
        names = ModuleNames(symbols)
    }
}
