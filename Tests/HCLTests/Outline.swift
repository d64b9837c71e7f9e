import Documents
import HCL

/// A tree in short: `(+ a 1)` for `a + 1`, `x{...}` for blocks.
enum Outline {
    static func file(_ text: String) -> String {
        let tree = HCLParser.parse(SourceText(name: "main.tf", text: text), symbols: SymbolTable())
        return body(SyntaxView(tree: tree, id: tree.root))
    }

    static func expression(_ text: String) throws -> String {
        of(try HCLParser.parseExpression(SourceText(name: "main.tf", text: text), symbols: SymbolTable()))
    }

    static func body(_ view: SyntaxView) -> String { view.children.map(item).joined(separator: "; ") }

    private static func item(_ view: SyntaxView) -> String {
        guard view.kind == .block else { return "\(view.name)=\(view.expression.map(of) ?? "?")" }
        let labels = view.labels.map { " " + $0.name }.joined()
        return "\(view.name)\(labels){\(view.body.map(body) ?? "?")}"
    }

    static func of(_ view: SyntaxView) -> String {
        let inner = view.children.map(of)
        func list(_ head: String) -> String { "(" + ([head] + inner).joined(separator: " ") + ")" }
        switch view.kind {
        case .null, .true, .false, .number: return view.written
        case .string: return view.literal.map { "'\($0)'" } ?? "?"
        case .text: return "'\(view.literal ?? "?")'".replacing("\n", with: "~")
        case .variable, .name: return view.name
        case .getAttribute: return "\(inner[0]).\(view.name)"
        case .legacyIndex: return "\(inner[0]).\(view.name)"
        case .index: return "\(inner[0])[\(inner[1])]"
        case .splatItem: return "_"
        case .attributeSplat: return list(".*")
        case .fullSplat: return list("[*]")
        case .call: return list(view.name + (view.node.flags.contains(.expanded) ? "..." : ""))
        case .unary, .binary: return list(view.node.operation.text)
        case .conditional: return list("?")
        case .parentheses: return "(\(inner[0]))"
        case .tuple: return "[" + inner.joined(separator: ",") + "]"
        case .object: return "{" + inner.joined(separator: ",") + "}"
        case .objectItem: return inner.joined(separator: ":")
        case .forTuple, .forObject: return list("for" + (view.node.flags.contains(.expanded) ? "..." : ""))
        case .condition: return list("if")
        case .template: return list("t")
        case .heredoc: return list("h")
        case .interpolation: return "$" + inner[0]
        case .ifDirective: return list("%if")
        case .forDirective: return list("%for")
        case .parts: return "<" + inner.joined(separator: " ") + ">"
        case .body, .attribute, .block, .label: return "?"
        }
    }
}

extension String {
    fileprivate func replacing(_ character: Character, with other: String) -> String {
        reduce(into: "") { $0 += $1 == character ? other : String($1) }
    }
}
