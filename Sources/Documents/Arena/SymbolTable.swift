import Synchronization

/// The identity of an interned mapping key.
///
/// Two keys of documents that share a root table are equal exactly when their symbols are, as long as one of the
/// two symbols belongs to the root table.
public struct Symbol: RawRepresentable, Hashable, Sendable {
    public let rawValue: UInt32

    @inlinable
    public init(rawValue: UInt32) { self.rawValue = rawValue }

    /// The symbol of nothing: a node without a key, or a key that a sealed table does not know.
    @inlinable public static var none: Symbol { Symbol(rawValue: 0) }
}

/// Interned mapping keys.
///
/// A run has one root table, filled with every key that its rules name. Each document (or each worker) has a table of
/// its own that extends the root, so that a key of a rule is the same small integer in every document and workers
/// share nothing that changes.
///
/// Extending a table seals it: from then on `intern` answers `Symbol.none` for keys it does not hold.
// INVARIANT: a sealed table is never written again, so it may be read from several threads; a table that is not
// sealed is used by one thread. Symbols of a child start where those of its sealed parent end. A child's slots also
// remember keys of its ancestors that it was asked for, pointing at their records, which live as long as `parent`.
// Several workers may extend one table at the same time, so that it is sealed is told atomically.
public final class SymbolTable: @unchecked Sendable {
    private let parent: SymbolTable?
    private let first: UInt32
    /// Behind a pointer so that the parsers' inner loops pay for no dynamic exclusivity checks.
    private let store: UnsafeMutablePointer<KeyStore>
    private let sealed = Atomic<Bool>(false)

    /// Makes a root table.
    /// - Parameter seed: the start of the hash function. It is random by default, so that nobody can prepare keys that
    ///   collide; a measurement that counts instructions fixes it.
    public convenience init(seed: UInt64 = .random(in: .min ... .max)) {
        self.init(parent: nil, first: 1, store: KeyStore(slots: 256, secrets: KeyStore.Secrets(seed: seed)))
    }

    /// Makes a root table that is empty and has the hash function of another.
    package convenience init(like other: SymbolTable) {
        self.init(parent: nil, first: 1, store: KeyStore(slots: 64, secrets: other.store.pointee.secrets))
    }

    /// Makes a table that knows everything `parent` knows, and seals `parent`.
    public convenience init(extending parent: SymbolTable) {
        parent.sealed.store(true, ordering: .relaxed)
        self.init(
            parent: parent, first: parent.end, store: KeyStore(slots: 64, secrets: parent.store.pointee.secrets))
    }

    private init(parent: SymbolTable?, first: UInt32, store: KeyStore) {
        self.parent = parent
        self.first = first
        self.store = .allocate(capacity: 1)
        self.store.initialize(to: store)
    }

    deinit {
        store.pointee.deallocate()
        store.deinitialize(count: 1)
        store.deallocate()
    }

    /// One past the highest symbol of this table.
    public var end: UInt32 { first &+ UInt32(truncatingIfNeeded: store.pointee.count) }

    /// Whether this is the table given or extends it, so that symbols of both can be compared.
    public func extends(_ table: SymbolTable) -> Bool {
        self === table || parent?.extends(table) ?? false
    }

    /// The symbol of a key, adding it if the table is not sealed.
    public func intern(_ key: UnsafeRawBufferPointer) -> Symbol {
        SymbolTable.withPointer(to: key) { intern($0, key.count) }
    }

    /// The symbol of a key, adding it if the table is not sealed.
    public func intern(_ key: String) -> Symbol {
        var key = key
        return key.withUTF8 { intern(UnsafeRawBufferPointer($0)) }
    }

    /// The symbol of a key, adding it if the table is not sealed: the form that parsers call for every key.
    @inline(__always)
    func intern(_ key: UnsafePointer<UInt8>, _ length: Int) -> Symbol {
        let hash = store.pointee.hash(key, length)
        if let known = store.pointee.find(key, length, hash: hash) { return Symbol(rawValue: known.symbol) }
        return internUnseen(key, length, hash: hash)
    }

    /// The symbol of a key, or nil if no document of this table uses it.
    public func symbol(of key: UnsafeRawBufferPointer) -> Symbol? {
        SymbolTable.withPointer(to: key) {
            let hash = store.pointee.hash($0, key.count)
            return find($0, key.count, hash: hash).map { Symbol(rawValue: $0.symbol) }
        }
    }

    /// The symbol of a key, or nil if no document of this table uses it.
    public func symbol(of key: String) -> Symbol? {
        var key = key
        return key.withUTF8 { symbol(of: UnsafeRawBufferPointer($0)) }
    }

    /// The key itself; empty for `Symbol.none` and for a symbol of another family of tables.
    public func text(of symbol: Symbol) -> String {
        withBytes(of: symbol) { String(decoding: $0, as: UTF8.self) }
    }

    /// Calls `body` with the UTF-8 bytes of the key.
    public func withBytes<Result>(of symbol: Symbol, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        if symbol.rawValue < first, let parent { return parent.withBytes(of: symbol, body) }
        guard symbol.rawValue >= first, symbol.rawValue < end else {
            return body(UnsafeRawBufferPointer(start: nil, count: 0))
        }
        return body(KeyStore.bytes(of: store.pointee.record(at: Int(symbol.rawValue - first))))
    }

    private func find(_ key: UnsafePointer<UInt8>, _ length: Int, hash: UInt32) -> KeyStore.Slot? {
        store.pointee.find(key, length, hash: hash) ?? parent?.find(key, length, hash: hash)
    }

    @inline(never)
    private func internUnseen(_ key: UnsafePointer<UInt8>, _ length: Int, hash: UInt32) -> Symbol {
        let inherited = parent?.find(key, length, hash: hash)
        if sealed.load(ordering: .relaxed) { return inherited.map { Symbol(rawValue: $0.symbol) } ?? .none }
        let symbol = inherited?.symbol ?? end
        let record = inherited?.record ?? store.pointee.add(key, length)
        store.pointee.place(KeyStore.Slot(hash: hash, symbol: symbol, record: record))
        return Symbol(rawValue: symbol)
    }

    /// An empty buffer may have no address; the key functions never read through it then.
    @inline(__always)
    private static func withPointer<Result>(
        to key: UnsafeRawBufferPointer, _ body: (UnsafePointer<UInt8>) -> Result
    ) -> Result {
        if let base = key.baseAddress { return body(base.assumingMemoryBound(to: UInt8.self)) }
        return withUnsafePointer(to: 0 as UInt8, body)
    }
}
