package import IAM
package import Resources

extension ComputedValues {
    /// What the functions of a template come to in a scenario. Names of resources and the account, region and partition of
    /// a deployment have stand-ins.
    package static func of(_ resolver: (any ValueResolver)?, in scenario: Scenario) -> ComputedValues {
        guard let resolver else { return .none }
        return ComputedValues { node in
            switch resolver.resolve(node, in: scenario) {
            case .value(let value): return .node(value)
            case .absent: return .absent
            case .reference: return .text([.unknown(nil)])
            case .unknown:
                return resolver.parts(of: node, in: scenario).map { .text(PartlyKnownARN.pieces($0)) } ?? .unknown
            }
        }
    }
}

/// Reads what is unknown in a text by where it stands in an ARN.
enum PartlyKnownARN {
    static func pieces(_ parts: [TextPart]) -> [TextPiece] {
        guard case .literal(let first)? = parts.first, first.hasPrefix("arn:") else {
            return parts.map { part in
                if case .literal(let text) = part { .text(text) } else { .unknown(nil) }
            }
        }
        var colons = 0
        return parts.indices.map { index in
            switch parts[index] {
            case .literal(let text):
                colons += text.utf8.count { $0 == UInt8(ascii: ":") }
                return .text(text)
            case .reference, .unknown:
                return .unknown(
                    stand(inPart: colons, isWhole: isWhole(parts, index), isReference: parts[index] != .unknown))
            }
        }
    }

    private static func stand(inPart part: Int, isWhole: Bool, isReference: Bool) -> TextPiece.Stand? {
        switch part {
        case 1 where isWhole: .setting("aws")
        case 3 where isWhole: .setting("eu-west-1")
        case 4 where isWhole: .setting("111122223333")
        case 5...: .name("example")
        default: nil
        }
    }

    /// Whether a part fills the space between two colons.
    private static func isWhole(_ parts: [TextPart], _ index: Int) -> Bool {
        func literal(_ index: Int) -> String? {
            guard parts.indices.contains(index), case .literal(let text) = parts[index] else { return nil }
            return text
        }
        return literal(index - 1)?.hasSuffix(":") ?? false && literal(index + 1)?.hasPrefix(":") ?? false
    }
}
