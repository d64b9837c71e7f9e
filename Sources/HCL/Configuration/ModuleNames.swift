internal import Documents

/// The names at which references begin.
struct ModuleNames {
    let variable: Symbol
    let local: Symbol
    let module: Symbol
    let data: Symbol
    let path: Symbol
    let ephemeral: Symbol
    let workspace: Symbol
    let terraform: Symbol
    let each: Symbol
    let count: Symbol
    let own: Symbol
    let key: Symbol
    let value: Symbol
    let index: Symbol

    init(_ symbols: SymbolTable) {
        variable = symbols.intern("var")
        local = symbols.intern("local")
        module = symbols.intern("module")
        data = symbols.intern("data")
        ephemeral = symbols.intern("ephemeral")
        workspace = symbols.intern("workspace")
        path = symbols.intern("path")
        terraform = symbols.intern("terraform")
        each = symbols.intern("each")
        count = symbols.intern("count")
        own = symbols.intern("self")
        key = symbols.intern("key")
        value = symbols.intern("value")
        index = symbols.intern("index")
    }
}
