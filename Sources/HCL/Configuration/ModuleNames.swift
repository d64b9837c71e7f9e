internal import Documents

/// The names at which references begin, and those of blocks and arguments that are looked for.
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
    // Blocks and arguments, where they are called otherwise.
    let resource: Symbol
    let locals: Symbol
    let variableBlock: Symbol
    let output: Symbol
    let provider: Symbol
    let dynamic: Symbol
    let forEach: Symbol
    let type: Symbol
    let standard: Symbol
    let sensitive: Symbol
    let nullable: Symbol

    init(_ symbols: SymbolTable) {
        variable = symbols.intern("var")
        local = symbols.intern("local")
        module = symbols.intern("module")
        data = symbols.intern("data")
        path = symbols.intern("path")
        ephemeral = symbols.intern("ephemeral")
        workspace = symbols.intern("workspace")
        terraform = symbols.intern("terraform")
        each = symbols.intern("each")
        count = symbols.intern("count")
        own = symbols.intern("self")
        key = symbols.intern("key")
        value = symbols.intern("value")
        index = symbols.intern("index")
        resource = symbols.intern("resource")
        locals = symbols.intern("locals")
        variableBlock = symbols.intern("variable")
        output = symbols.intern("output")
        provider = symbols.intern("provider")
        dynamic = symbols.intern("dynamic")
        forEach = symbols.intern("for_each")
        type = symbols.intern("type")
        standard = symbols.intern("default")
        sensitive = symbols.intern("sensitive")
        nullable = symbols.intern("nullable")
    }
}
