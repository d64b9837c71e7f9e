import Documents
import Resources

/// A definition that stands inside another document, as a tree of its own whose positions are those of the file.
///
/// What it does not spell out is a node that is not known yet, whose text is the index of its value in `values`.
struct EmbeddedDefinition {
    let root: NodeView
    var values: [EmbeddedValue] = []
}

/// What a language writes for values that are known only when something runs.
enum EmbeddedDialect: Sendable {
    /// Nothing of that kind.
    case literal
    /// State machines: a field `X.$` holds the path that gives X.
    case jsonPath
    /// State machines: a text `{% ... %}` is an expression.
    case jsonata
    /// SageMaker pipelines: mappings such as `{"Get": "Parameters.X"}` and `{"Std:Join": {...}}`.
    case pipeline
    /// Schedules: a text may hold words such as `<aws.scheduler.execution-id>`.
    case schedule
    /// Change sets: a text says what is known after the change.
    case changeSet
}

/// Copies a definition into a tree of its own.
struct DefinitionWriter: ~Copyable {
    /// Where the parts of the definition are written.
    private enum Places {
        /// Where their nodes say.
        case own
        /// In the parts of a text that was put together.
        case composed(ComposedText)
    }

    private var builder: DocumentBuilder
    private var values: [EmbeddedValue]
    private let places: Places
    private let substitutions: TextComposer.Substitutions
    private let tag: UInt16
    /// What each node is flagged with, whatever it is.
    private let common: Node.Flags

    /// Copies a definition that is spelled out as a mapping.
    static func write(
        _ definition: NodeView, dialect: EmbeddedDialect, substitutions: TextComposer.Substitutions = .none
    ) -> EmbeddedDefinition? {
        var writer = DefinitionWriter(
            DocumentBuilder(
                source: definition.document.source, symbols: definition.document.symbols,
                expectedNodes: definition.node.stride),
            values: [], places: .own, substitutions, isSecret: definition.node.flags.contains(.secret))
        writer.copy(definition, key: .none, keyStart: 0, dialect: dialect)
        return writer.finish()
    }

    /// Copies a definition that a text spells.
    /// - Parameter holder: a node of the file in which the text stands.
    static func write(
        _ text: ComposedText, dialect: EmbeddedDialect, for holder: NodeView
    ) throws(Diagnostic) -> EmbeddedDefinition? {
        let source = SourceText(name: holder.document.source.name, copying: text.bytes)
        let document = try JSONParser.parse(source, symbols: holder.document.symbols)
        guard let root = document.root else { return nil }
        var writer = DefinitionWriter(
            DocumentBuilder(
                source: holder.document.source, symbols: holder.document.symbols,
                expectedNodes: document.nodes.count),
            values: text.values, places: .composed(text), .none,
            isSecret: text.isSecret || holder.node.flags.contains(.secret))
        writer.copy(root, key: .none, keyStart: 0, dialect: dialect)
        return writer.finish()
    }

    private init(
        _ builder: consuming DocumentBuilder, values: [EmbeddedValue], places: Places,
        _ substitutions: TextComposer.Substitutions, isSecret: Bool
    ) {
        common = isSecret ? [.copied, .secret] : .copied
        tag = builder.index(ofTag: EmbeddedResolver.tag)
        self.builder = builder
        self.values = values
        self.places = places
        self.substitutions = substitutions
    }

    private consuming func finish() -> EmbeddedDefinition? {
        builder.addRoot(NodeID(rawValue: 0))
        let values = values
        return builder.finish().root.map { EmbeddedDefinition(root: $0, values: values) }
    }

    // MARK: Nodes

    private mutating func copy(_ view: NodeView, key: Symbol, keyStart: UInt32, dialect: EmbeddedDialect) {
        if view.node.flags.contains(.deferred) {
            return add(.outer(view), for: view, key: key, keyStart: keyStart)
        }
        if let value = value(of: view, dialect) { return add(value, for: view, key: key, keyStart: keyStart) }
        switch view.kind {
        case .list: copyList(view, key: key, keyStart: keyStart, dialect: dialect)
        case .map: copyMap(view, key: key, keyStart: keyStart, dialect: Self.dialect(inside: view, of: dialect))
        case .unknown: add(.outer(view), for: view, key: key, keyStart: keyStart)
        default: copyScalar(view, key: key, keyStart: keyStart)
        }
    }

    private mutating func copyList(_ view: NodeView, key: Symbol, keyStart: UInt32, dialect: EmbeddedDialect) {
        let list = builder.append(node(view.kind, for: view, key: key, keyStart: keyStart))
        for child in view.children { copy(child, key: .none, keyStart: 0, dialect: dialect) }
        builder.close(list, end: builder[list].end)
    }

    private mutating func copyMap(_ view: NodeView, key: Symbol, keyStart: UInt32, dialect: EmbeddedDialect) {
        var node = node(view.kind, for: view, key: key, keyStart: keyStart)
        // A field may stand beside its path.
        if case .jsonPath = dialect { node.flags.insert(.repeatsKeys) }
        let map = builder.append(node)
        for child in view.children { copyMember(child, dialect: dialect) }
        builder.close(map, end: builder[map].end)
    }

    private mutating func copyMember(_ member: NodeView, dialect: EmbeddedDialect) {
        let keyStart = member.keyRange.map { range(of: $0).lowerBound } ?? range(of: member.range).lowerBound
        let start = UInt32(truncatingIfNeeded: keyStart)
        let name = member.key
        if case .jsonPath = dialect, name.hasSuffix(".$"), name.utf8.count > 2 {
            let path = member.text.map { "`\($0)` is known" } ?? "it is known"
            add(
                .unknown(reason: "\(path) only when the state machine runs"), for: member,
                key: builder.symbols.intern(String(name.dropLast(2))), keyStart: start)
        } else {
            // The parameters of a pipeline are plain values.
            let isDeclaration = name == "Parameters" && member.kind == .list
            let inner: EmbeddedDialect = if case .pipeline = dialect, isDeclaration { .literal } else { dialect }
            copy(member, key: key(of: member), keyStart: start, dialect: inner)
        }
    }

    private mutating func copyScalar(_ view: NodeView, key: Symbol, keyStart: UInt32) {
        var scalar = node(view.kind, for: view, key: key, keyStart: keyStart)
        if case .own = places, !view.node.flags.contains(.decoded) {
            scalar.flags = scalar.flags.union(view.node.flags.intersection(.quoted))
        } else {
            scalar.flags.insert(.decoded)
            scalar.extent = builder.store(view.document.text(of: view.node))
        }
        builder.append(scalar)
    }

    private mutating func add(_ value: EmbeddedValue, for view: NodeView, key: Symbol, keyStart: UInt32) {
        values.append(value)
        var unknown = node(.unknown, for: view, key: key, keyStart: keyStart)
        unknown.flags.formUnion([.deferred, .decoded])
        unknown.tag = tag
        unknown.extent = builder.store(String(values.count - 1))
        builder.append(unknown)
    }

    private func node(_ kind: Node.Kind, for view: NodeView, key: Symbol, keyStart: UInt32) -> Node {
        let range = range(of: view.range)
        return Node(
            kind: kind, flags: view.node.flags.intersection([.secret, .repeatsKeys]).union(common),
            start: UInt32(truncatingIfNeeded: range.lowerBound), end: UInt32(truncatingIfNeeded: range.upperBound),
            keyStart: keyStart, key: key)
    }

    private func range(of range: Range<Int>) -> Range<Int> {
        switch places {
        case .own: range
        case .composed(let text): text.sourceRange(of: range)
        }
    }

    /// A key in which a value is inserted is shown as it is written.
    private func key(of member: NodeView) -> Symbol {
        guard case .composed = places, EmbeddedMark.occurs(in: member.key) else { return member.node.key }
        let text = EmbeddedMark.pieces(of: member.key).reduce(into: "") { text, piece in
            if case .literal(let literal) = piece { text += literal } else { text += "${...}" }
        }
        return builder.symbols.intern(text)
    }

    // MARK: Values

    /// What a node stands for, if that is not itself.
    private mutating func value(of view: NodeView, _ dialect: EmbeddedDialect) -> EmbeddedValue? {
        switch view.kind {
        case .string: value(ofText: view, dialect)
        case .map: if case .pipeline = dialect { call(view) } else { nil }
        default: nil
        }
    }

    private mutating func value(ofText view: NodeView, _ dialect: EmbeddedDialect) -> EmbeddedValue? {
        let bytes = view.document.text(of: view.node)
        if case .jsonata = dialect, Self.isExpression(bytes) {
            return .unknown(reason: "the expression is evaluated when the state machine runs", mayBeAbsent: true)
        }
        if case .changeSet = dialect, bytes.contains("{{changeSet:KNOWN_AFTER_APPLY}}") {
            return .unknown(reason: "it is known after the change set is applied")
        }
        if case .changeSet = dialect, bytes.elementsEqual("****".utf8) {
            return .unknown(reason: "the change set hides it")
        }
        if case .schedule = dialect, bytes.contains("<aws.scheduler.") {
            return .unknown(reason: "the schedule inserts a part of the text when it runs")
        }
        switch places {
        case .composed:
            guard EmbeddedMark.occurs(in: bytes), let text = view.text else { return nil }
            let pieces = EmbeddedMark.pieces(of: text)
            // What stood without quotes is read as what it spells.
            if pieces.count == 1, case .value(let index) = pieces[0], values.indices.contains(index),
                case .scalar = values[index]
            {
                return values[index]
            }
            return .text(pieces)
        case .own: return substituted(view, bytes)
        }
    }

    private static func isExpression(_ bytes: UnsafeRawBufferPointer) -> Bool {
        bytes.count >= 4 && bytes[0] == UInt8(ascii: "{") && bytes[1] == UInt8(ascii: "%")
            && bytes[bytes.count - 2] == UInt8(ascii: "%") && bytes[bytes.count - 1] == UInt8(ascii: "}")
    }

    private mutating func substituted(_ view: NodeView, _ bytes: UnsafeRawBufferPointer) -> EmbeddedValue? {
        if case .none = substitutions { return nil }
        var pieces: [EmbeddedValue.Piece] = []
        var at = 0
        for place in Substitution.all(in: bytes) {
            guard let value = substitutions.value(of: place.name) else { continue }
            if at < place.range.lowerBound {
                pieces.append(.literal(String(decoding: bytes[at..<place.range.lowerBound], as: UTF8.self)))
            }
            pieces.append(.value(values.count))
            values.append(value)
            at = place.range.upperBound
        }
        guard !pieces.isEmpty else { return nil }
        if at < bytes.count { pieces.append(.literal(String(decoding: bytes[at...], as: UTF8.self))) }
        return .text(pieces)
    }

    /// What a function of pipeline definitions gives.
    private mutating func call(_ view: NodeView) -> EmbeddedValue? {
        var members = view.children.makeIterator()
        guard let member = members.next(), members.next() == nil else { return nil }
        switch member.key {
        case "Get":
            guard let path = member.string else { return nil }
            return Self.value(atPath: path)
        case "Std:Join":
            guard let list = member["Values"], list.kind == .list else { return nil }
            return .text(join(Array(list.children), by: member["On"]?.string ?? ""))
        case let name where name.hasPrefix("Std:"):
            return .unknown(reason: "`\(name)` is evaluated when the pipeline runs", mayBeAbsent: false)
        default: return nil
        }
    }

    private mutating func join(_ elements: [NodeView], by delimiter: String) -> [EmbeddedValue.Piece] {
        var pieces: [EmbeddedValue.Piece] = []
        for (index, element) in elements.enumerated() {
            if index > 0, !delimiter.isEmpty { pieces.append(.literal(delimiter)) }
            let isOuter = element.node.flags.contains(.deferred)
            if let value = isOuter ? .outer(element) : value(of: element, .pipeline) {
                // The values of what stands inside are stored by now.
                pieces.append(.value(values.count))
                values.append(value)
            } else {
                pieces.append(.literal(element.text ?? ""))
            }
        }
        return pieces.isEmpty ? [.literal("")] : pieces
    }

    private static func value(atPath path: String) -> EmbeddedValue {
        let steps = path.split(separator: ".", maxSplits: 1).map(String.init)
        switch (steps.first, steps.count) {
        case ("Parameters"?, 2): return .parameter(steps[1])
        case ("Steps"?, 2):
            let step = steps[1].prefix { $0 != "." && $0 != "[" }
            return .unknown(reason: "`\(path)` is known when step `\(step)` has run", mayBeAbsent: false)
        default: return .unknown(reason: "`\(path)` is known when the pipeline runs", mayBeAbsent: false)
        }
    }

    /// A state may have a query language of its own.
    private static func dialect(inside map: NodeView, of dialect: EmbeddedDialect) -> EmbeddedDialect {
        switch dialect {
        case .literal, .pipeline, .schedule, .changeSet: return dialect
        case .jsonPath, .jsonata:
            switch map["QueryLanguage"]?.string {
            case "JSONata"?: return .jsonata
            case "JSONPath"?: return .jsonPath
            default: return dialect
            }
        }
    }
}
