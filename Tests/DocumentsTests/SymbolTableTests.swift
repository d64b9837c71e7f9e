import Documents
import Testing

@Suite("Interned keys")
struct SymbolTableTests {
    @Test("a key has one symbol, and the symbol gives the key back")
    func roundTrip() {
        let table = SymbolTable()
        let keys = (0..<2_000).map { "key\($0)" }
        let symbols = keys.map { table.intern($0) }
        #expect(Set(symbols).count == keys.count)
        #expect(zip(keys, symbols).allSatisfy { table.intern($0) == $1 && table.text(of: $1) == $0 })
    }

    @Test("a table that extends another knows its keys under the same symbols")
    func extending() {
        let root = SymbolTable()
        let type = root.intern("Type")
        let child = SymbolTable(extending: root)
        #expect(child.intern("Type") == type)
        let own = child.intern("MyKey")
        #expect(own.rawValue >= root.end)
        #expect(child.text(of: type) == "Type" && child.text(of: own) == "MyKey")
    }

    @Test("a sealed table takes no new keys")
    func sealed() {
        let root = SymbolTable()
        _ = SymbolTable(extending: root)
        #expect(root.intern("late") == .none)
    }
}
