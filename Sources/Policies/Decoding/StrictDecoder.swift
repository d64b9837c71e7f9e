package import Documents

/// Decodes YAML with a fixed form. Everything that is wrong is reported, not only the first thing.
package struct StrictDecoder {
    package private(set) var issues: [Diagnostic] = []
    package let source: SourceText

    package init(source: SourceText) { self.source = source }

    package mutating func report(
        _ range: Range<Int>, _ message: String, help: String? = nil, severity: Diagnostic.Severity = .error
    ) {
        issues.append(Diagnostic(severity, in: source, at: range, message, help: help))
    }

    package mutating func mapping(_ node: NodeView, noun: String) -> StrictMapping? {
        guard node.kind == .map else {
            report(node.range, "expected \(noun), which is a mapping")
            return nil
        }
        return StrictMapping(node, noun: noun)
    }

    package mutating func finish(_ fields: StrictMapping) { issues += fields.wrongKeys() }

    package mutating func required<Value>(
        _ fields: inout StrictMapping, _ key: String, _ decode: (inout StrictDecoder, NodeView) -> Value?
    ) -> Value? {
        if let node = fields.take(key) { return decode(&self, node) }
        // A key without a value is reported with the keys that do not belong there.
        guard fields.view[key] == nil else { return nil }
        report(fields.view.keyRange ?? fields.view.range.prefix(1), "\(fields.noun) needs the key `\(key)`")
        return nil
    }

    package mutating func string(_ node: NodeView) -> String? {
        guard let text = node.string else {
            report(node.range, "expected a text", help: node.text.map { "quote it: '\($0)'" })
            return nil
        }
        return text
    }

    package mutating func boolean(_ node: NodeView) -> Bool? {
        guard let value = node.boolean else {
            report(node.range, "expected `true` or `false`")
            return nil
        }
        return value
    }

    package mutating func list(_ node: NodeView, of noun: String) -> [NodeView]? {
        guard node.kind == .list else {
            report(node.range, "expected a list of \(noun)")
            return nil
        }
        return Array(node.children)
    }

    package mutating func strings(_ node: NodeView, of noun: String) -> [String] {
        (list(node, of: noun) ?? []).compactMap { string($0) }
    }

    package mutating func kebabName(_ node: NodeView, noun: String) -> String? {
        guard let text = string(node) else { return nil }
        let words = text.split(separator: "-", omittingEmptySubsequences: false)
        let isKebab = words.allSatisfy { word in
            !word.isEmpty && word.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) }
        }
        if !isKebab {
            report(node.range, "`\(text)` is not \(noun)", help: "use lower-case words joined by hyphens")
            return nil
        }
        return text
    }

    /// A value of a closed set, by its spelling.
    package mutating func choice<Value: RawRepresentable & CaseIterable>(
        _ node: NodeView, noun: String
    ) -> Value? where Value.RawValue == String {
        guard let text = string(node) else { return nil }
        if let value = Value(rawValue: text) { return value }
        let choices = Value.allCases.map(\.rawValue)
        report(
            node.range, "unknown \(noun) `\(text)`",
            help: Suggestion.nearest(to: text, among: choices).first.map { "did you mean `\($0)`?" }
                ?? "expected one of \(choices.joined(separator: ", "))")
        return nil
    }
}

extension Range<Int> {
    fileprivate func prefix(_ count: Int) -> Range<Int> { lowerBound..<Swift.min(upperBound, lowerBound + count) }
}
