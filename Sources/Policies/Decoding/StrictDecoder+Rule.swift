import Documents

extension StrictDecoder {
    mutating func rule(_ node: NodeView) -> Rule? {
        guard var fields = mapping(node, noun: "a rule") else { return nil }
        let idNode = fields.take("id")
        let name = idNode.flatMap { kebabName($0, noun: "a rule id") }
        if node["id"] == nil { report(node.range.lowerBound..<node.range.lowerBound + 1, "a rule needs the key `id`") }
        let title = required(&fields, "title") { decoder, node in decoder.string(node) }
        let severity: Severity? = required(&fields, "severity") { decoder, node in
            decoder.choice(node, noun: "severity")
        }
        let targets = required(&fields, "targets") { decoder, node in decoder.targets(node) }
        let check = required(&fields, "check") { decoder, node in decoder.check(node) }
        var rule: Rule?
        if let idNode, let name, let title, let severity, let targets, let check {
            rule = Rule(
                name: name, title: title, severity: severity, targets: targets, check: check, isSuppressible: true,
                isReportOnly: false, idNode: idNode)
        }
        let description = fields.take("description").flatMap { string($0) }
        let when = fields.take("when").flatMap { expression($0) }
        let variables = fields.take("variables").map { self.variables($0) } ?? []
        let message = fields.take("message").flatMap { template($0) }
        let remedy = fields.take("remedy").flatMap { template($0) }
        let references = fields.take("references").map { strings($0, of: "addresses") } ?? []
        let labels = fields.take("labels").map { strings($0, of: "labels") } ?? []
        let profiles = fields.take("profiles").map { self.profiles($0) } ?? []
        let sources = fields.take("sources").map { strings($0, of: "sources") } ?? []
        let suppressible = fields.take("suppressible").flatMap { boolean($0) } ?? true
        let enforcement: Enforcement = fields.take("enforce").flatMap { choice($0, noun: "enforcement") } ?? .gate
        let effective = fields.take("effective").flatMap { date($0) }?.description
        let avoidable = fields.take("avoidable").flatMap { share($0) }
        let fix = fields.take("fix").flatMap { self.fix($0) }
        finish(fields)
        rule?.fix = fix
        rule?.description = description
        rule?.avoidable = avoidable
        rule?.when = when
        rule?.variables = variables
        rule?.message = message
        rule?.remedy = remedy
        rule?.references = references
        rule?.labels = labels
        rule?.profiles = profiles
        rule?.sources = sources
        rule?.isSuppressible = suppressible
        rule?.isReportOnly = enforcement == .report
        rule?.effective = effective
        return rule
    }

    private mutating func profiles(_ node: NodeView) -> [String] {
        (list(node, of: "profiles") ?? []).compactMap { element -> String? in
            guard let name = kebabName(element, noun: "a profile") else { return nil }
            if name != Profile.all { return name }
            report(element.range, "`\(name)` holds every rule already", help: "leave `profiles` out")
            return nil
        }
    }

    private mutating func share(_ node: NodeView) -> Double? {
        if let number = node.number, 0...1 ~= number { return number }
        report(node.range, "expected a part of the cost, from 0 to 1")
        return nil
    }

    private enum Enforcement: String, CaseIterable { case gate, report }

    private mutating func targets(_ node: NodeView) -> [Rule.Target]? {
        guard let elements = list(node, of: "resource types") else { return nil }
        if elements.isEmpty { report(node.range, "a rule needs at least one target") }
        return elements.compactMap { element in
            string(element).map { Rule.Target(pattern: $0, node: element) }
        }
    }

    private mutating func variables(_ node: NodeView) -> [Rule.Variable] {
        guard node.kind == .map else {
            report(node.range, "expected a mapping of names to expressions")
            return []
        }
        return node.children.compactMap { member in
            guard isIdentifier(member.key) else {
                report(member.keyRange ?? member.range, "`\(member.key)` is not a name that an expression can use")
                return nil
            }
            return expression(member).map { Rule.Variable(name: member.key, expression: $0) }
        }
    }

    private func isIdentifier(_ text: String) -> Bool {
        guard let first = text.utf8.first, !(0x30...0x39).contains(first) else { return false }
        return text.utf8.allSatisfy {
            $0 == UInt8(ascii: "_") || (0x61...0x7A).contains($0) || (0x41...0x5A).contains($0)
                || (0x30...0x39).contains($0)
        }
    }

    /// A CEL expression. YAML reads some of them as something else; the mend is always to quote.
    mutating func expression(_ node: NodeView) -> ExpressionSource? {
        let quoteIt = "quote the expression, or write it as a block with `>-`"
        if let tag = node.tag {
            report(
                tagRange(tag, of: node), "YAML takes `\(tag)` for a tag, not for a part of the expression",
                help: quoteIt)
            return nil
        }
        guard !node.node.isContainer, node.kind != .null, let text = node.text else {
            report(node.range, "expected a CEL expression; YAML reads this as a \(node.kind.noun)", help: quoteIt)
            return nil
        }
        return ExpressionSource(text: text, node: node, offset: 0)
    }

    /// Where the tag of a scalar stands: between its key and its text.
    private func tagRange(_ tag: String, of node: NodeView) -> Range<Int> {
        let bytes = source.bytes
        let start = min(node.keyRange?.upperBound ?? node.range.lowerBound, bytes.count)
        let tag = Array(tag.utf8)
        let end = min(node.range.lowerBound + tag.count, bytes.count)
        let places = start..<max(start, end - tag.count + 1)
        return places.first { bytes[$0..<$0 + tag.count].elementsEqual(tag) }.map { $0..<$0 + tag.count } ?? node.range
    }

    /// A text with CEL expressions in double braces.
    mutating func template(_ node: NodeView) -> MessageTemplate? {
        guard let text = string(node) else { return nil }
        let bytes = Array(text.utf8)
        var parts = [MessageTemplate.Part]()
        var start = 0
        while let open = bytes.firstRange(of: "{{", from: start) {
            guard let close = bytes.firstRange(of: "}}", from: open + 2) else {
                report(
                    node.sourceRange(ofTextRange: open..<open + 2), "`{{` without `}}`",
                    help: "close the expression with `}}`")
                return nil
            }
            if open > start { parts.append(.text(String(decoding: bytes[start..<open], as: UTF8.self))) }
            let inside = String(decoding: bytes[open + 2..<close], as: UTF8.self)
            parts.append(.expression(ExpressionSource(text: inside, node: node, offset: open + 2)))
            start = close + 2
        }
        if start < bytes.count { parts.append(.text(String(decoding: bytes[start...], as: UTF8.self))) }
        return MessageTemplate(parts: parts)
    }
}

extension [UInt8] {
    fileprivate func firstRange(of pair: String, from start: Int) -> Int? {
        let pair = Array(pair.utf8)
        guard start + 1 < count else { return nil }
        return (start..<count - 1).first { self[$0] == pair[0] && self[$0 + 1] == pair[1] }
    }
}

extension Node.Kind {
    /// How messages name a value of this kind.
    var noun: String {
        switch self {
        case .null: "null"
        case .false, .true: "boolean"
        case .integer, .double: "number"
        case .string: "text"
        case .list: "list"
        case .map: "mapping"
        case .unknown: "value that is not known yet"
        }
    }
}
