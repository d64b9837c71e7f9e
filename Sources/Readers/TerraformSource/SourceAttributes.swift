import Documents
import HCL
import Resources

/// Writes the attributes of resources, as Terraform names them, into a document over the file that declares them.
///
/// It has the form of the values in a plan, so that one mapping serves both. What is not known is a deferred node, whose
/// `extent` leads to why.
struct SourceAttributes: ~Copyable {
    /// What is known of a value that is not.
    struct Open {
        var unknown: Unknown
        /// Whether there may be no value at all.
        var mayBeAbsent: Bool
    }

    let tree: SyntaxTree
    var builder: DocumentBuilder
    private(set) var open: [Open] = []
    private let tags: Symbol
    private let allTags: Symbol
    /// Reports what cannot be evaluated.
    let report: (EvaluationFailure) -> Void
    private let isChoosing: Bool

    /// - Parameter choosing: whether a list that variables with a closed set of values decide is one value that is not
    ///   known, because the list of each of their values will stand in its place.
    init(_ tree: SyntaxTree, choosing: Bool, report: @escaping (EvaluationFailure) -> Void) {
        self.tree = tree
        isChoosing = choosing
        self.report = report
        builder = DocumentBuilder(source: tree.source, symbols: tree.symbols)
        tags = tree.symbols.intern("tags")
        allTags = tree.symbols.intern("tags_all")
    }

    consuming func finish() -> (Document, [Open]) {
        let open = self.open
        return (builder.finish(), open)
    }

    /// Where a value comes from.
    struct Place {
        var range: Range<Int>
        var key = Symbol.none
        var keyStart = 0
        var isQuotedKey = false
    }

    /// Writes a resource.
    mutating func write(_ resource: ResourceInstance) -> NodeID {
        let block = resource.block
        let root = container(.map, Place(range: block.header))
        var seen: Set<Symbol> = []
        for content in resource.contents {
            members(of: content, isTop: true, block.header, &seen)
        }
        builder.close(root, end: UInt32(truncatingIfNeeded: block.header.upperBound))
        builder.addRoot(root)
        return root
    }

    /// Writes a value that is not known in the place of a resource.
    mutating func writeUnknown(
        _ unknown: Unknown, mayBeAbsent: Bool, inPlaceOf resource: ResourceInstance
    ) -> NodeID {
        let id = NodeID(rawValue: UInt32(truncatingIfNeeded: builder.count))
        self.unknown(unknown, mayBeAbsent: mayBeAbsent, isSecret: false, Place(range: resource.block.header))
        builder.addRoot(id)
        return id
    }

    // Bodies.

    /// - Parameter seen: what an override gave already.
    private mutating func members(
        of content: BodyContent, isTop: Bool, _ outer: Range<Int>, _ seen: inout Set<Symbol>
    ) {
        var given: Set<Symbol> = []
        for attribute in content.attributes {
            let name = attribute.syntax.node.name
            if isTop, ResourceInstance.metaArguments.contains(attribute.name) || seen.contains(name) { continue }
            given.insert(name)
            write(attribute, place(of: attribute.syntax, outer))
        }
        blocks(of: content, isTop: isTop, outer, seen, &given)
        seen.formUnion(given)
    }

    func place(of syntax: SyntaxView, _ outer: Range<Int>) -> Place {
        guard syntax.tree === tree else {
            return Place(range: outer, key: syntax.node.name, keyStart: outer.lowerBound)
        }
        let isQuoted = syntax.node.flags.contains(.quotedName)
        return Place(
            range: syntax.expression?.range ?? syntax.range, key: syntax.node.name,
            keyStart: syntax.nameRange.lowerBound - (isQuoted ? 1 : 0), isQuotedKey: isQuoted)
    }

    private mutating func write(_ attribute: BodyContent.Attribute, _ place: Place) {
        do throws(EvaluationFailure) {
            if try writeEncodedDocument(attribute, place) { return }
            let value = try attribute.value()
            write(value, attribute.syntax.tree === tree ? attribute.expression : nil, place)
        } catch {
            report(error)
            unknown(Unknown("it cannot be computed: \(error.message)"), mayBeAbsent: true, isSecret: false, place)
        }
    }

    /// Writes nested blocks, those of one type as a list.
    private mutating func blocks(
        of content: BodyContent, isTop: Bool, _ outer: Range<Int>, _ seen: Set<Symbol>, _ given: inout Set<Symbol>
    ) {
        let blocks = content.blocks()
        var byType: [String: [BodyContent.Block]] = [:]
        for block in blocks { byType[block.type, default: []].append(block) }
        for first in blocks {
            let name = tree.symbols.intern(first.type)
            if isTop, ResourceInstance.metaBlocks.contains(first.type) || seen.contains(name) { continue }
            guard given.insert(name).inserted else { continue }
            let isHere = first.syntax.tree === tree
            let range = isHere ? first.typeRange : outer
            let place = Place(range: range, key: name, keyStart: range.lowerBound)
            // Where variables decide how many blocks there are, the list is that of their values as a whole.
            if isChoosing, let unknown = byType[first.type]?.lazy.compactMap(\.choosing).first {
                self.unknown(unknown, mayBeAbsent: true, isSecret: false, place)
                continue
            }
            let list = container(.list, place)
            var end = range.upperBound
            for block in byType[first.type] ?? [] {
                let range = isHere ? block.typeRange : outer
                end = max(end, range.upperBound)
                write(block, range)
            }
            builder.close(list, end: UInt32(truncatingIfNeeded: end))
        }
    }

    private mutating func write(_ block: BodyContent.Block, _ range: Range<Int>) {
        switch block.content {
        case .unknown(let unknown): self.unknown(unknown, mayBeAbsent: true, isSecret: false, Place(range: range))
        case .body(let inner):
            let map = container(.map, Place(range: range))
            var seen: Set<Symbol> = []
            members(of: inner, isTop: false, range, &seen)
            builder.close(map, end: UInt32(truncatingIfNeeded: range.upperBound))
        }
    }

    // Values.

    mutating func container(_ kind: Node.Kind, _ place: Place) -> NodeID {
        builder.append(node(kind, place))
    }

    private func node(_ kind: Node.Kind, _ place: Place, _ flags: Node.Flags = []) -> Node {
        Node(
            kind: kind, flags: place.isQuotedKey ? flags.union(.quotedKey) : flags,
            start: UInt32(truncatingIfNeeded: place.range.lowerBound),
            end: UInt32(truncatingIfNeeded: place.range.upperBound),
            keyStart: UInt32(truncatingIfNeeded: place.keyStart), key: place.key)
    }

    mutating func unknown(_ unknown: Unknown, mayBeAbsent: Bool, isSecret: Bool, _ place: Place) {
        var node = node(.unknown, place, isSecret ? [.deferred, .secret] : .deferred)
        node.extent = UInt32(truncatingIfNeeded: open.count)
        // What is secret may be the key in the address of something, or a part of a text.
        let shown = isSecret ? Unknown("it is secret, and not known yet", choices: unknown.choices) : unknown
        open.append(Open(unknown: shown, mayBeAbsent: mayBeAbsent))
        builder.append(node)
    }

    /// Writes a value, with the places of its parts as far as the expression spells them out.
    mutating func write(_ value: Value, _ syntax: SyntaxView?, _ place: Place, isSecret: Bool = false) {
        let value = value.settled
        let isSecret = isSecret || value.isSensitive
        if let unknown = value.unknown {
            if writePolicy(from: unknown.source, place, isSecret: isSecret) { return }
            // A text is never null; what another resource turns out to be is given if the provider always gives it.
            let isGiven = !unknown.parts.isEmpty || unknown.reference.map(GivenAttributes.contain) ?? false
            return self.unknown(unknown, mayBeAbsent: !isGiven, isSecret: isSecret, place)
        }
        // Elements of a set have no place of their own: those of its values may be others, in another order.
        if isChoosing, let unknown = value.openCount, !unknown.choices.isEmpty {
            return self.unknown(unknown, mayBeAbsent: false, isSecret: isSecret, place)
        }
        let flags: Node.Flags = isSecret ? .secret : []
        switch value.form {
        case .null: builder.append(node(.null, place))
        case .bool(let flag): scalar(flag ? .true : .false, flag ? "true" : "false", place, flags)
        case .number(let number):
            guard number.isExact else {
                return unknown(Unknown("a quotient without end"), mayBeAbsent: false, isSecret: isSecret, place)
            }
            scalar(number.integer == nil ? .double : .integer, number.text, place, flags)
        case .string(let text): scalar(.string, text, place, flags)
        case .tuple(let values), .list(let values), .set(let values):
            let elements = SourceParts.elements(of: syntax, count: values.count)
            let list = container(.list, place)
            for (index, element) in values.enumerated() {
                let part = elements?[index]
                write(element, part, Place(range: part?.range ?? place.range), isSecret: isSecret)
            }
            builder.close(list, end: UInt32(truncatingIfNeeded: place.range.upperBound))
        case .object(let members), .map(let members):
            let map = container(.map, place)
            let spelled = SourceParts.Spelled(syntax)
            for member in members.all { write(member, spelled, place.range, isSecret) }
            builder.close(map, end: UInt32(truncatingIfNeeded: place.range.upperBound))
        case .entity, .unknown: break
        }
    }

    private mutating func write(
        _ member: Members.Member, _ spelled: SourceParts.Spelled, _ outer: Range<Int>, _ isSecret: Bool
    ) {
        var place = Place(range: outer, key: tree.symbols.intern(member.key), keyStart: outer.lowerBound)
        let part = spelled.member(member)
        if let part {
            place.range = part.value.range
            place.keyStart = part.key.range.lowerBound
            place.isQuotedKey = part.key.kind == .string && part.key.node.flags.contains(.quoted)
        }
        write(member.value, part?.value, place, isSecret: isSecret)
    }

    mutating func scalar(_ kind: Node.Kind, _ text: String, _ place: Place, _ flags: Node.Flags) {
        var node = node(kind, place, flags.union(.decoded))
        node.extent = builder.store(text)
        builder.append(node)
    }

    // Tags.

    /// Writes the effective tags of a resource, those of its provider and its own, as a root of their own.
    mutating func writeTags(of resource: ResourceInstance) -> EffectiveTags {
        var open: Unknown?
        var defaults = Members()
        var areDefaultsSecret = false
        if let value = defaultTags(of: resource) {
            if let unknown = value.unknown {
                open = unknown
            } else {
                defaults = Members((value.members ?? Members()).all.filter { !$0.value.isNull })
            }
            areDefaultsSecret = value.isSensitive
        }
        var own: (value: Value, syntax: BodyContent.Attribute)?
        // Those of an override file come first, and take the place of others.
        let written = resource.contents.lazy.compactMap { [tags] content in
            content.attributes.first { $0.syntax.node.name == tags }
        }.first
        if let written {
            do throws(EvaluationFailure) {
                own = (try written.value(), written)
            } catch {
                own = (.unknown("it cannot be computed: \(error.message)"), written)
            }
        }
        if let unknown = own?.value.unknown { open = unknown }
        let ignored = IgnoredTags(resource.provider)
        // Any tag may be one that never reaches the resource.
        if let unknown = ignored.unknown {
            let id = NodeID(rawValue: UInt32(truncatingIfNeeded: builder.count))
            self.unknown(unknown, mayBeAbsent: true, isSecret: false, Place(range: resource.block.header, key: allTags))
            return EffectiveTags(open: id)
        }
        // The provider drops what is null.
        let members = Members(
            (own?.value.members ?? Members()).all.filter { !$0.value.isNull && !ignored.contain($0.key) })
        var place = Place(range: resource.block.header, key: allTags, keyStart: resource.block.header.lowerBound)
        var syntax: SyntaxView?
        if let own, own.syntax.syntax.tree === tree {
            place = self.place(of: own.syntax.syntax, place.range)
            place.key = tags
            syntax = own.syntax.expression
        }
        var map: NodeID?
        if own?.value.members != nil || defaults.count > 0 {
            let id = container(.map, place)
            for member in defaults.all where members[member.key] == nil && !ignored.contain(member.key) {
                // Own tags that are not known may have this one, too, and win.
                var given = member
                if let unknown = own?.value.unknown { given.value = Value(.unknown(unknown)) }
                write(given, SourceParts.Spelled(nil), place.range, areDefaultsSecret)
            }
            let spelled = SourceParts.Spelled(syntax)
            for member in members.all { write(member, spelled, place.range, own?.value.isSensitive ?? false) }
            builder.close(id, end: UInt32(truncatingIfNeeded: place.range.upperBound))
            map = id
        }
        let isOwn = syntax != nil
        guard let open else { return EffectiveTags(map: map, isOwn: isOwn) }
        let id = NodeID(rawValue: UInt32(truncatingIfNeeded: builder.count))
        unknown(open, mayBeAbsent: true, isSecret: false, place)
        return EffectiveTags(map: map, open: id, isOwn: isOwn)
    }

    /// The effective tags of a resource.
    struct EffectiveTags {
        var map: NodeID?
        /// Why there may be others.
        var open: NodeID?
        /// Whether the resource itself has an argument for them, in this file.
        var isOwn = false
    }

    private func defaultTags(of resource: ResourceInstance) -> Value? {
        do throws(EvaluationFailure) {
            for content in resource.provider {
                for block in content.blocks() where block.type == "default_tags" {
                    guard case .body(let body) = block.content else {
                        return .unknown("the default tags are not known")
                    }
                    return try body.attributes.first { $0.syntax.node.name == tags }?.value()
                }
            }
        } catch {
            report(error)
            return .unknown("the default tags cannot be computed")
        }
        return nil
    }
}

extension BodyContent.Block {
    /// Why it is not known how many there are, if variables with a closed set of values decide it.
    fileprivate var choosing: Unknown? {
        guard case .unknown(let unknown) = content, !unknown.choices.isEmpty else { return nil }
        return unknown
    }
}
