/// What to do about a key that a mapping gives twice. The last one wins where it is accepted.
public enum DuplicateKeyRule: Sendable {
    /// The document carries a warning.
    case warn
    /// The document is refused.
    case error
}

/// Finds keys that a mapping gives twice, when the mapping closes.
// INVARIANT: `seen` has `capacity` initialised elements. A mark is the index of a mapping plus one, so marks of
// mappings that closed before never equal those of later ones.
package struct DuplicateKeys: ~Copyable {
    /// Beyond this number the warnings of a document only say that there are more.
    static let maximum = 50

    private let rule: DuplicateKeyRule
    /// For each symbol the mapping in which it was seen last.
    private var seen: UnsafeMutablePointer<UInt32>
    private var capacity: Int
    private var lines: LineTable?
    private var warned = 0
    /// The error to report when `check` has answered false.
    package private(set) var failure: Diagnostic?
    /// Whether there is such an error: to look at the error itself costs too much for each mapping.
    private var hasFailed = false

    package init(_ rule: DuplicateKeyRule) {
        self.rule = rule
        capacity = 256
        seen = .allocate(capacity: capacity)
        seen.initialize(repeating: 0, count: capacity)
    }

    deinit { seen.deallocate() }

    /// Looks through the members of a closed mapping.
    /// - Returns: False if a key is repeated and the rule is `error`; `failure` says it.
    @inline(__always)
    package mutating func check(_ map: NodeID, in builder: inout DocumentBuilder) -> Bool {
        let mark = map.rawValue &+ 1
        let end = Int(map.rawValue) &+ builder[map].stride
        var index = Int(mark)
        // One member cannot repeat another.
        guard index < end, index &+ builder.node(at: index).stride < end else { return true }
        while index < end {
            let node = builder.node(at: index)
            let symbol = Int(node.key.rawValue)
            if symbol >= capacity { grow(to: symbol + 1) }
            if seen[symbol] == mark { report(index, in: map, &builder) }
            seen[symbol] = mark
            index &+= node.stride
        }
        return !hasFailed
    }

    @inline(never)
    private mutating func grow(to count: Int) {
        let larger = UnsafeMutablePointer<UInt32>.allocate(capacity: count * 2)
        larger.moveInitialize(from: seen, count: capacity)
        (larger + capacity).initialize(repeating: 0, count: count * 2 - capacity)
        seen.deallocate()
        seen = larger
        capacity = count * 2
    }

    @inline(never)
    private mutating func report(_ index: Int, in map: NodeID, _ builder: inout DocumentBuilder) {
        builder[map].flags.insert(.repeatsKeys)
        guard warned <= Self.maximum, !hasFailed else { return }
        warned += 1
        let lines = self.lines ?? LineTable(builder.source)
        self.lines = lines
        guard warned <= Self.maximum else {
            return builder.warn(Diagnostic(.warning, file: builder.source.name, message: "more keys are repeated"))
        }
        let node = builder.node(at: index)
        let first = lines.position(of: Int(builder.keyStart(of: node.key, in: map)))
        let key = builder.symbols.text(of: node.key)
        let region = lines.region(
            of: builder.source.range(
                ofKeyAt: Int(node.keyStart), isQuoted: node.flags.contains(.quotedKey), length: key.utf8.count))
        let diagnostic = Diagnostic(
            rule == .error ? .error : .warning, file: builder.source.name, region: region,
            message: "the key `\(Diagnostic.shown(key))` is given twice, first on line \(first.line)",
            help: rule == .error ? "remove one of the two" : "the last one counts; remove the other",
            excerpt: Excerpt(region: region, lines: lines))
        guard rule == .error else { return builder.warn(diagnostic) }
        failure = diagnostic
        hasFailed = true
    }
}

extension DocumentBuilder {
    @inline(__always)
    func node(at index: Int) -> Node { self[NodeID(rawValue: UInt32(truncatingIfNeeded: index))] }

    /// Where the first member of a mapping with this key has its key.
    fileprivate func keyStart(of key: Symbol, in map: NodeID) -> UInt32 {
        var index = Int(map.rawValue) + 1
        while index < count, node(at: index).key != key { index += node(at: index).stride }
        return index < count ? node(at: index).keyStart : 0
    }
}
