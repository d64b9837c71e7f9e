import Documents
import Resources

/// Puts the text of a definition together from what its holder writes: a literal text, `Fn::Sub`, `Fn::Join`, one inside
/// the other.
///
/// Only the literal parts become text. All else stays a value that the holder's resolver is asked for when a rule needs it,
/// so that it may differ from one deployment to the next.
struct TextComposer {
    /// What `${name}` in a literal text stands for.
    enum Substitutions {
        /// Itself.
        case none
        /// The values of a mapping.
        case given(NodeView)
        /// Something that is not in the input.
        case missing
    }

    /// Joins inside substitutions inside joins.
    private static let depthLimit = 32
    /// Bytes. Step Functions and Pipelines take definitions of one megabyte.
    static let sizeLimit = 4 << 20

    private let resolver: (any ValueResolver)?
    private let substitutions: Substitutions
    private(set) var text = ComposedText()

    private init(_ resolver: (any ValueResolver)?, _ substitutions: Substitutions) {
        self.resolver = resolver
        self.substitutions = substitutions
    }

    /// - Throws: why the text is not known, if nothing of it is.
    static func compose(
        _ node: NodeView, resolver: (any ValueResolver)?, substitutions: Substitutions = .none
    ) throws(Undetermined) -> ComposedText {
        var composer = TextComposer(resolver, substitutions)
        try composer.addWhole(node)
        guard composer.text.bytes.count <= sizeLimit else {
            throw Undetermined("the text is longer than \(sizeLimit >> 20) MB")
        }
        return composer.text
    }

    private mutating func addWhole(_ node: NodeView) throws(Undetermined) {
        guard !isComposed(node) else { return add(node, depth: 0) }
        guard node.node.flags.contains(.deferred) else {
            guard node.kind == .string else {
                throw Undetermined(node.kind == .unknown ? "it is known after deployment" : "it is not a text")
            }
            return add(node, depth: 0)
        }
        guard let resolver else { throw Undetermined("it is not literal") }
        switch resolver.resolve(node) {
        case .value(let value) where value.kind == .string:
            text.isSecret = value.node.flags.contains(.secret)
            // A text that the resolver made is not written where its node says.
            let isWritten = !value.node.flags.contains(.copied)
            add(literal: value, places: isWritten ? TextPlaces(value) : TextPlaces(standIn: node.range))
        case .value: throw Undetermined("it is not a text")
        case .absent: throw Undetermined("there is none")
        case .reference(let reference): throw Undetermined("`\(reference.target)` is known after deployment")
        case .unknown(let reason, _): throw Undetermined(reason)
        }
    }

    private func isComposed(_ node: NodeView) -> Bool {
        guard let call = Intrinsic(node) else { return false }
        return call.name == "Fn::Sub" || call.name == "Fn::Join"
    }

    private mutating func add(_ node: NodeView, depth: Int) {
        guard text.bytes.count <= Self.sizeLimit else { return }
        if depth < Self.depthLimit, let call = Intrinsic(node) {
            if call.name == "Fn::Sub", let arguments = SubArguments(call) { return add(arguments) }
            if call.name == "Fn::Join", addElements(of: call, depth: depth) { return }
        }
        if node.node.flags.contains(.deferred) || node.kind != .string {
            text.add(.outer(node), inPlaceOf: node.range)
        } else {
            add(literal: node, places: Self.places(of: node))
        }
    }

    /// A text inside a text that was read already is not written where its node says.
    private static func places(of node: NodeView) -> TextPlaces {
        let flags = node.node.flags
        return flags.isSuperset(of: [.copied, .decoded]) && !flags.contains(.quoted)
            ? TextPlaces(standIn: node.range) : TextPlaces(node)
    }

    private mutating func addElements(of call: Intrinsic, depth: Int) -> Bool {
        let arguments = call.elements
        guard arguments.count == 2, let delimiter = arguments[0].string, arguments[1].kind == .list else {
            return false
        }
        for (index, element) in arguments[1].children.enumerated() {
            if index > 0 { text.add(delimiter.utf8, at: 0, of: TextPlaces(standIn: arguments[0].range)) }
            add(element, depth: depth + 1)
        }
        return true
    }

    private mutating func add(_ arguments: SubArguments) {
        let template = arguments.template
        let bytes = template.document.text(of: template.node)
        let places = TextPlaces(template)
        var at = 0
        for place in Substitution.all(in: bytes) {
            text.add(bytes[at..<place.range.lowerBound], at: at, of: places)
            at = place.range.upperBound
            let range = places.sourceRange(ofTextRange: place.range)
            if place.name.utf8.first == UInt8(ascii: "!") {
                addLiteral(name: String(place.name.dropFirst()), at: range)
            } else {
                let value = arguments.own(place.name) ?? DerivedDocument.reference(to: place.name, for: template)
                text.add(.outer(value), inPlaceOf: range)
            }
        }
        text.add(bytes[at...], at: at, of: places)
    }

    /// Adds what `${!name}` gives, which a substitution may take up.
    private mutating func addLiteral(name: String, at range: Range<Int>) {
        if let value = substitution(of: name) {
            text.add(value, inPlaceOf: range)
        } else {
            text.add("${\(name)}".utf8, at: 0, of: TextPlaces(standIn: range))
        }
    }

    private mutating func add(literal node: NodeView, places: TextPlaces) {
        let bytes = node.document.text(of: node.node)
        var at = 0
        for place in Substitution.all(in: bytes) {
            guard let value = substitution(of: place.name) else { continue }
            text.add(bytes[at..<place.range.lowerBound], at: at, of: places)
            text.add(value, inPlaceOf: places.sourceRange(ofTextRange: place.range))
            at = place.range.upperBound
        }
        text.add(bytes[at...], at: at, of: places)
    }

    private func substitution(of name: String) -> EmbeddedValue? { substitutions.value(of: name) }
}

extension TextComposer.Substitutions {
    /// What a name stands for; nil if it stands for itself.
    func value(of name: String) -> EmbeddedValue? {
        switch self {
        case .none: nil
        case .given(let values): values[name].map { .outer($0) }
        case .missing: .unknown(reason: "`${\(name)}` is replaced at deployment")
        }
    }
}
