import Documents

extension NodeView {
    /// True if the input says that there is a value but does not give it: not known yet, or left to whoever deploys a
    /// template (`Ref`, `Fn::Sub` and the like).
    var isComputed: Bool {
        if kind == .unknown || node.flags.contains(.deferred) { return true }
        guard kind == .map, let only = children.first(where: { _ in true }), node.stride == 1 + only.node.stride else {
            return false
        }
        return only.key == "Ref" || only.key.hasPrefix("Fn::")
    }

    /// From the key to the end of the value; the value alone where it stands elsewhere, as behind an alias of YAML.
    var memberRange: Range<Int> {
        guard let keyRange, keyRange.lowerBound <= range.lowerBound else { return range }
        return keyRange.lowerBound..<range.upperBound
    }

    /// How messages show a computed value.
    var computedText: String {
        String(decoding: document.source.bytes[range.clamped(to: document.source.bytes.indices)], as: UTF8.self)
    }

    /// Refuses a value that the input says exists but does not give.
    func requireLiteral() throws(PolicyRejection) {
        guard isComputed else { return }
        throw PolicyRejection(.notLiteral, "the value is not known yet", at: range)
    }

    func requireMap(_ what: String) throws(PolicyRejection) {
        try requireLiteral()
        guard kind == .map else { throw PolicyRejection(.syntax, "\(what) must be a JSON object", at: range) }
    }

    /// Refuses keys that the grammar does not know, and keys that are given twice.
    func refuseKeys(except known: [String], in what: String) throws(PolicyRejection) {
        var seen: Set<String> = []
        for child in children {
            let key = child.key
            guard known.contains(key) else {
                let meant =
                    known.first { $0.asciiLowercased == key.asciiLowercased }
                    ?? Suggestion.nearest(to: key, among: known).first
                throw PolicyRejection(
                    .syntax, "`\(key)` is no element of \(what)", help: meant.map { "write `\($0)`" },
                    at: child.keyRange ?? child.range)
            }
            guard seen.insert(key).inserted else {
                throw PolicyRejection(.syntax, "`\(key)` is given twice", at: child.keyRange ?? child.range)
            }
        }
    }
}
