public import Documents

/// Where a resource or one of its arguments is written.
public struct ConfigurationPlace: Sendable {
    public var source: SourceText
    public var range: Range<Int>
}

/// Finds the places of what a plan names by address, in the configuration that the plan was made from.
public struct ConfigurationPlaces {
    private let byAddress: [String: ResourceInstance]
    /// By the address without indexes: how often a block is repeated may depend on what only the plan knows.
    private let byBlock: [String: ResourceInstance]

    public init(_ configuration: Configuration) {
        let resources = configuration.resources()
        byAddress = Dictionary(resources.map { ($0.address, $0) }) { first, _ in first }
        byBlock = Dictionary(resources.map { (Self.withoutIndexes($0.address), $0) }) { first, _ in first }
    }

    /// The place of a resource's head, or of the value that is written for one of its attributes.
    /// - Parameters:
    ///   - address: such as `module.a["k"].aws_x.y[0]`.
    ///   - path: the names and indexes that lead to the attribute, as a plan has them; empty for the resource.
    /// - Returns: The innermost place on the way that is written, so that a part of a computed value has that of the whole;
    ///   nil for a resource that is not declared.
    public func place(of address: String, attribute path: [String] = []) -> ConfigurationPlace? {
        guard let resource = byAddress[address] ?? byBlock[Self.withoutIndexes(address)] else { return nil }
        guard let first = path.first else { return place(resource.block, resource.block.header) }
        for body in resource.contents.map(\.body) {
            if let found = find(first, path.dropFirst(), in: body) { return found }
        }
        return nil
    }

    /// The heads of the module calls that lead to a resource, outermost first.
    public func calls(of address: String) -> [ConfigurationPlace] {
        guard let resource = byAddress[address] ?? byBlock[Self.withoutIndexes(address)] else { return [] }
        return resource.calls.map { place($0, $0.header) }
    }

    private func place(_ view: SyntaxView, _ range: Range<Int>) -> ConfigurationPlace {
        ConfigurationPlace(source: view.tree.source, range: range)
    }

    private func find(_ name: String, _ rest: ArraySlice<String>, in body: SyntaxView) -> ConfigurationPlace? {
        if let expression = body.attribute(named: name)?.expression {
            let inner = part(rest, of: expression)
            return place(inner, inner.range)
        }
        let blocks = body.blocks(named: name)
        guard !blocks.isEmpty else { return dynamicBlock(name, rest, in: body) }
        let index = rest.first.flatMap { Int($0) }
        guard let block = index.map({ blocks.indices.contains($0) ? blocks[$0] : nil }) ?? blocks.first else {
            return nil
        }
        let inner = index == nil ? rest : rest.dropFirst()
        if let next = inner.first, let body = block.body, let found = find(next, inner.dropFirst(), in: body) {
            return found
        }
        return place(block, block.header)
    }

    private func dynamicBlock(_ name: String, _ rest: ArraySlice<String>, in body: SyntaxView) -> ConfigurationPlace? {
        guard let block = body.blocks(named: "dynamic").first(where: { $0.labels.first?.name == name }) else {
            return nil
        }
        let inner = rest.first.map { Int($0) == nil } ?? true ? rest : rest.dropFirst()
        if let next = inner.first, let content = block.body?.blocks(named: "content").first?.body,
            let found = find(next, inner.dropFirst(), in: content)
        {
            return found
        }
        return place(block, block.header)
    }

    /// The expression of a part of a value, as far as it is spelled out.
    private func part(_ path: ArraySlice<String>, of expression: SyntaxView) -> SyntaxView {
        guard let step = path.first else { return expression }
        switch expression.kind {
        case .parentheses: return expression.child.map { part(path, of: $0) } ?? expression
        case .tuple:
            let elements = Array(expression.children)
            guard let index = Int(step), elements.indices.contains(index) else { return expression }
            return part(path.dropFirst(), of: elements[index])
        case .object:
            for item in expression.children {
                guard let key = item.child, let value = key.next else { continue }
                if (key.literal ?? (key.kind == .name ? key.name : nil)) == step {
                    return part(path.dropFirst(), of: value)
                }
            }
            return expression
        default: return expression
        }
    }

    /// `module.a["k"].aws_x.y[0]` as `module.a.aws_x.y`.
    public static func withoutIndexes(_ address: String) -> String {
        var result: [UInt8] = []
        var isQuoted = false
        var isInside = false
        var isEscaped = false
        for byte in address.utf8 {
            if isEscaped {
                isEscaped = false
            } else if isQuoted {
                isEscaped = byte == UInt8(ascii: "\\")
                if byte == UInt8(ascii: "\"") { isQuoted = false }
            } else if byte == UInt8(ascii: "["), !isInside {
                isInside = true
            } else if isInside {
                isQuoted = byte == UInt8(ascii: "\"")
                if byte == UInt8(ascii: "]") { isInside = false }
            } else {
                result.append(byte)
            }
        }
        return String(decoding: result, as: UTF8.self)
    }
}
