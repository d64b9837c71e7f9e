import Policies

/// What a rule advises, in words for its page: defaults in place of parameters, and each branch of a choice.
struct RemedyWords {
    let pack: PolicyPack

    func text(of remedy: MessageTemplate) -> String {
        let text = remedy.parts.map { part in
            switch part {
            case .text(let text): text
            case .expression(let source): words(for: source.text.onOneLine)
            }
        }.joined().onOneLine
        return text.prefix(1).uppercased() + text.dropFirst()
    }

    /// An expression that stands for text: a choice, a sum of texts, a literal, a parameter, or something that only an input
    /// can tell.
    private func words(for expression: String) -> String {
        let expression = ExpressionText(expression).withoutParentheses
        if let choice = expression.choice {
            let rest = words(for: choice.otherwise)
            let isChain = ExpressionText(choice.otherwise).withoutParentheses.choice != nil
            return "where `\(choice.condition)`: \(words(for: choice.then)); \(isChain ? rest : "otherwise: \(rest)")"
        }
        let terms = expression.split(at: " + ")
        if terms.count > 1 { return terms.map(words).joined() }
        if let literal = expression.literal { return literal }
        if let argument = expression.argument(of: "string") { return words(for: argument) }
        return parameter(expression.text) ?? "`\(expression.text)`"
    }

    /// The default of the parameter that an expression prints, whole, joined or its first element.
    private func parameter(_ expression: String) -> String? {
        guard expression.hasPrefix("params.") else { return nil }
        let rest = expression.dropFirst("params.".count)
        let name = rest.prefix { $0.isLetter || $0.isNumber }
        guard let parameter = pack.parameter(named: String(name)) else { return nil }
        let elements = parameter.value.children.map { RuleWords.text(of: $0) }
        switch rest.dropFirst(name.count) {
        case "": return RuleWords.text(of: parameter.value)
        case "[0]": return elements.first
        case let call where call.hasPrefix(".join("): return elements.joined(separator: ", ")
        default: return nil
        }
    }
}

/// The text of an expression, as far as it must be taken apart to be read aloud.
private struct ExpressionText {
    let text: String

    init(_ text: String) { self.text = text }

    /// The condition and the two sides of `c ? a : b`.
    var choice: (condition: String, then: String, otherwise: String)? {
        let parts = split(at: " ? ", once: true)
        guard parts.count == 2 else { return nil }
        let sides = ExpressionText(parts[1]).split(at: " : ", once: true)
        return sides.count == 2 ? (parts[0], sides[0], sides[1]) : nil
    }

    /// What a quoted text says.
    var literal: String? {
        guard let quote = text.first, quote == "\"" || quote == "'", text.count > 1, text.last == quote else {
            return nil
        }
        let inner = text.dropFirst().dropLast()
        return inner.contains(quote) ? nil : String(inner)
    }

    func argument(of function: String) -> String? {
        text.hasPrefix(function + "(") && text.hasSuffix(")")
            ? String(text.dropFirst(function.count + 1).dropLast()) : nil
    }

    var withoutParentheses: ExpressionText {
        guard text.hasPrefix("("), text.hasSuffix(")") else { return self }
        let inner = ExpressionText(String(text.dropFirst().dropLast()))
        return inner.isBalanced ? inner : self
    }

    private var isBalanced: Bool {
        var depth = 0
        for character in text where "()".contains(character) {
            depth += character == "(" ? 1 : -1
            if depth < 0 { return false }
        }
        return depth == 0
    }

    /// The parts between separators that stand in no quotes and no brackets.
    func split(at separator: String, once: Bool = false) -> [String] {
        var parts: [String] = []
        var current = ""
        var depth = 0
        var quote: Character?
        var rest = text[...]
        while let character = rest.first {
            if quote == nil, depth == 0, !(once && parts.count == 1), rest.hasPrefix(separator) {
                parts.append(current)
                current = ""
                rest = rest.dropFirst(separator.count)
                continue
            }
            if let open = quote {
                if character == open { quote = nil }
            } else if character == "\"" || character == "'" {
                quote = character
            } else if "([{".contains(character) {
                depth += 1
            } else if ")]}".contains(character) {
                depth -= 1
            }
            current.append(character)
            rest = rest.dropFirst()
        }
        return parts + [current]
    }
}
