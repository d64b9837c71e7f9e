import Documents
import Resources

/// What the texts of `Fn::Sub` and `Fn::Join` are put together from, when the whole is not known.
enum TextComposition {
    typealias Body = @Sendable (Intrinsic, Evaluation) -> [TextPart]?

    static let table: [String: Body] = ["Fn::Sub": sub, "Fn::Join": join]

    private static func sub(_ call: Intrinsic, _ evaluation: Evaluation) -> [TextPart]? {
        guard let arguments = SubArguments(call) else { return nil }
        return merged(
            SubText(arguments.text).parts.map { part in
                switch part {
                case .literal(let literal): .literal(String(literal))
                case .variable(let name):
                    Self.part(in: evaluation) { () throws(Undetermined) in try arguments.value(of: name, evaluation) }
                }
            })
    }

    private static func join(_ call: Intrinsic, _ evaluation: Evaluation) -> [TextPart]? {
        let arguments = call.elements
        guard arguments.count == 2, arguments[1].kind == .list, let delimiter = arguments[0].text else { return nil }
        var parts: [TextPart] = []
        for (index, element) in arguments[1].children.enumerated() {
            if index > 0 { parts.append(.literal(delimiter)) }
            parts.append(part(in: evaluation) { () throws(Undetermined) in try evaluation.value(of: element) })
        }
        return merged(parts)
    }

    private static func part(
        in evaluation: Evaluation, _ value: () throws(Undetermined) -> Resolution
    ) -> TextPart {
        do throws(Undetermined) {
            let resolution = try value()
            if case .reference(let reference) = resolution { return .reference(reference) }
            return .literal(try evaluation.text(of: resolution))
        } catch {
            return .unknown
        }
    }

    /// The parts with neighbouring literals put together and empty ones left out.
    private static func merged(_ parts: [TextPart]) -> [TextPart] {
        parts.reduce(into: []) { merged, part in
            if case .literal(let text) = part {
                if case .literal(let before)? = merged.last {
                    merged[merged.count - 1] = .literal(before + text)
                } else if !text.isEmpty {
                    merged.append(part)
                }
            } else {
                merged.append(part)
            }
        }
    }
}
