import Documents
import HCL

/// Policy documents, which Terraform takes as texts in JSON, are written as the mappings that they are: so a part that is
/// not known leaves the rest known, and each part has its place.
extension SourceAttributes {
    /// What policies, state machines and pipelines have.
    private static let partsOfDocuments = ["Statement", "States", "Steps"]

    /// Writes the argument of `jsonencode` where that is a document with such parts.
    /// - Returns: whether it is one.
    mutating func writeEncodedDocument(
        _ attribute: BodyContent.Attribute, _ place: Place
    ) throws(EvaluationFailure) -> Bool {
        guard let encoded = SourceParts.encoded(in: attribute.expression) else { return false }
        let value = try attribute.value(of: encoded)
        guard let members = value.members, Self.partsOfDocuments.contains(where: { members[$0] != nil })
        else { return false }
        write(value, attribute.syntax.tree === tree ? encoded : nil, place)
        return true
    }

    /// Writes the policy that a text of JSON spells, whose parts are not all known, or that a data source puts together.
    /// - Returns: whether it is one.
    mutating func writePolicy(from source: Unknown.Source?, _ place: Place, isSecret: Bool) -> Bool {
        switch source {
        case .encoded(let value)?:
            guard value.members?["Statement"] != nil else { return false }
            write(value, nil, place, isSecret: isSecret)
            return true
        case .data(let data, let attribute)?:
            guard data.type == "aws_iam_policy_document", attribute == "json" || attribute == "minified_json" else {
                return false
            }
            // Its parts do not say that they are secret.
            return !isSecret && writePolicy(of: data, place)
        case .untyped?, nil: return false
        }
    }

    // The data source `aws_iam_policy_document`.

    /// - Returns: whether the document can be told from the block.
    private mutating func writePolicy(of data: ResourceInstance, _ place: Place) -> Bool {
        guard data.repetition == nil, let content = data.contents.first, data.contents.count == 1,
            let statements = statements(of: data)
        else { return false }
        let map = container(.map, place)
        let attributes = arguments(of: content)
        if let version = attributes["version"] {
            write(version, as: "Version", place.range)
        } else {
            scalar(.string, "2012-10-17", Place(place.range, key: tree.symbols.intern("Version")), [])
        }
        if let id = attributes["policy_id"] { write(id, as: "Id", place.range) }
        let list = container(.list, Place(place.range, key: tree.symbols.intern("Statement")))
        for statement in statements {
            switch statement {
            case .block(let block): write(block, place.range)
            case .value(let value): write(value, nil, Place(range: place.range))
            }
        }
        close(list, place.range)
        close(map, place.range)
        return true
    }

    /// The statements of a document; nil if they cannot be told.
    private func statements(of data: ResourceInstance) -> [MergedStatements.Statement]? {
        do throws(EvaluationFailure) {
            return try MergedStatements(of: data)?.all
        } catch {
            report(error)
            return nil
        }
    }

    private func arguments(of content: BodyContent) -> [String: BodyContent.Attribute] {
        Dictionary(content.attributes.map { ($0.name, $0) }) { first, _ in first }
    }

    /// Arguments of a statement under the names that policies have for them.
    private static let members = [
        ("sid", "Sid"), ("actions", "Action"), ("not_actions", "NotAction"), ("resources", "Resource"),
        ("not_resources", "NotResource"),
    ]

    private mutating func write(_ statement: BodyContent.Block, _ outer: Range<Int>) {
        let place = Place(range: statement.syntax.tree === tree ? statement.typeRange : outer)
        guard case .body(let content) = statement.content else {
            return unknown(Unknown("a statement is not known"), mayBeAbsent: true, isSecret: false, place)
        }
        let map = container(.map, place)
        let attributes = arguments(of: content)
        if let effect = attributes["effect"] {
            write(effect, as: "Effect", place.range)
        } else {
            scalar(.string, "Allow", Place(place.range, key: tree.symbols.intern("Effect")), [])
        }
        for (argument, name) in Self.members {
            if let attribute = attributes[argument] { write(attribute, as: name, place.range) }
        }
        let blocks = content.blocks()
        write(principals: blocks.filter { $0.type == "principals" }, as: "Principal", place.range)
        write(principals: blocks.filter { $0.type == "not_principals" }, as: "NotPrincipal", place.range)
        write(conditions: blocks.filter { $0.type == "condition" }, place.range)
        close(map, place.range)
    }

    /// Writes an argument under another name; a list without elements says nothing.
    private mutating func write(_ attribute: BodyContent.Attribute, as name: String, _ outer: Range<Int>) {
        var place = place(of: attribute.syntax, outer)
        place.key = tree.symbols.intern(name)
        do throws(EvaluationFailure) {
            let value = try attribute.value().withPolicyVariables
            if value.isNull || value.elements?.isEmpty ?? false { return }
            write(value, attribute.syntax.tree === tree ? attribute.expression : nil, place)
        } catch {
            report(error)
            unknown(Unknown("it cannot be computed: \(error.message)"), mayBeAbsent: true, isSecret: false, place)
        }
    }

    private mutating func write(principals blocks: [BodyContent.Block], as name: String, _ outer: Range<Int>) {
        let place = Place(outer, key: tree.symbols.intern(name))
        guard let first = blocks.first else { return }
        let groups = groups(of: blocks, by: ["type"], outer)
        guard groups.allSatisfy({ $0 != nil }) else {
            return unknown(Unknown("a principal is not known"), mayBeAbsent: false, isSecret: false, place)
        }
        let range = first.syntax.tree === tree ? first.typeRange : outer
        if groups.count == 1, let only = groups[0], only.names == ["*"] {
            // Everybody, whatever else stands in the list.
            return scalar(.string, "*", Place(range, key: place.key), [])
        }
        let map = container(.map, Place(range, key: place.key))
        for group in groups.compactMap(\.self) { write(group, of: "identifiers", range) }
        close(map, range)
    }

    private mutating func write(conditions blocks: [BodyContent.Block], _ outer: Range<Int>) {
        let key = tree.symbols.intern("Condition")
        guard let first = blocks.first else { return }
        let groups = groups(of: blocks, by: ["test", "variable"], outer)
        let range = first.syntax.tree === tree ? first.typeRange : outer
        guard groups.allSatisfy({ $0 != nil }) else {
            return unknown(
                Unknown("a condition is not known"), mayBeAbsent: false, isSecret: false, Place(range, key: key))
        }
        let all = groups.compactMap(\.self)
        let byTest = Dictionary(grouping: all) { $0.names[0] }
        let map = container(.map, Place(range, key: key))
        var written: Set<String> = []
        for group in all where written.insert(group.names[0]).inserted {
            let same = byTest[group.names[0]] ?? []
            let test = container(.map, group.places[0])
            for inner in same { write(inner.inside, of: "values", range) }
            close(test, range)
        }
        close(map, range)
    }

    /// Blocks that give values for one name, or for one name inside another.
    private struct Group {
        var names: [String]
        /// Where the names stand.
        var places: [Place]
        var contents: [BodyContent]

        /// The group inside the first name.
        var inside: Group {
            Group(names: Array(names.dropFirst()), places: Array(places.dropFirst()), contents: contents)
        }
    }

    /// - Returns: for each group its names; nil in the place of one whose names are not known.
    private func groups(
        of blocks: [BodyContent.Block], by arguments: [String], _ outer: Range<Int>
    ) -> [Group?] {
        var groups: [Group?] = []
        var places: [[String]: Int] = [:]
        for block in blocks {
            guard case .body(let content) = block.content else { return [nil] }
            let given = self.arguments(of: content)
            var group = Group(names: [], places: [], contents: [content])
            for argument in arguments {
                guard let attribute = given[argument], let value = try? attribute.value(),
                    case .string(let text) = value.form
                else { return [nil] }
                group.names.append(text)
                group.places.append(name(text, attribute, outer))
            }
            if let known = places[group.names] {
                groups[known]?.contents.append(content)
            } else {
                places[group.names] = groups.count
                groups.append(group)
            }
        }
        return groups
    }

    /// The place of a name that an expression gives.
    private func name(_ text: String, _ attribute: BodyContent.Attribute, _ outer: Range<Int>) -> Place {
        var place = place(of: attribute.syntax, outer)
        place.key = tree.symbols.intern(text)
        place.keyStart = place.range.lowerBound
        place.isQuotedKey = attribute.expression?.kind == .string && attribute.syntax.tree === tree
        return place
    }

    /// Writes the values of a group under its name.
    private mutating func write(_ group: Group, of argument: String, _ outer: Range<Int>) {
        let attributes = group.contents.compactMap { arguments(of: $0)[argument] }
        var place = group.places[0]
        guard let only = attributes.first, attributes.count == 1 else {
            let list = container(.list, place)
            for attribute in attributes {
                do throws(EvaluationFailure) {
                    let value = try attribute.value().withPolicyVariables
                    for element in value.elements ?? [value] { write(element, nil, Place(range: place.range)) }
                } catch {
                    report(error)
                    unknown(
                        Unknown("it cannot be computed: \(error.message)"), mayBeAbsent: true, isSecret: false,
                        Place(range: place.range))
                }
            }
            return close(list, place.range)
        }
        do throws(EvaluationFailure) {
            let value = try only.value().withPolicyVariables
            if only.syntax.tree === tree, let expression = only.expression { place.range = expression.range }
            write(value, only.syntax.tree === tree ? only.expression : nil, place)
        } catch {
            report(error)
            unknown(Unknown("it cannot be computed: \(error.message)"), mayBeAbsent: true, isSecret: false, place)
        }
    }

    private mutating func close(_ container: NodeID, _ range: Range<Int>) {
        builder.close(container, end: UInt32(truncatingIfNeeded: range.upperBound))
    }
}

extension SourceAttributes.Place {
    /// A member that is written nowhere.
    fileprivate init(_ range: Range<Int>, key: Symbol) {
        self.init(range: range, key: key, keyStart: range.lowerBound)
    }
}

extension Value {
    /// The value with `&{...}`, by which the data source spares the variables of policies from Terraform, as `${...}`.
    fileprivate var withPolicyVariables: Value {
        switch form {
        case .string(let text): Value(.string(text.replacing("&{", with: "${")), isSensitive: isSensitive)
        case .tuple(let values): Value(.tuple(values.map(\.withPolicyVariables)), isSensitive: isSensitive)
        case .list(let values): Value(.list(values.map(\.withPolicyVariables)), isSensitive: isSensitive)
        case .set(let values): Value(.set(values.map(\.withPolicyVariables)), isSensitive: isSensitive)
        case .unknown(let unknown) where !unknown.parts.isEmpty:
            Value(.unknown(unknown.withPolicyVariables), isSensitive: isSensitive)
        default: self
        }
    }
}

extension Unknown {
    fileprivate var withPolicyVariables: Unknown {
        let parts: [Part] = parts.map { part in
            if case .text(let text) = part { .text(text.replacing("&{", with: "${")) } else { part }
        }
        return Unknown(reason, reference: reference, parts: parts, choices: choices, source: source)
    }
}
