public import CEL
public import Documents

/// An expression of a compiled rule, with the text that it was made from.
public struct RuleExpression: Sendable {
    public enum Part: Hashable, Sendable {
        case when
        case variable(String)
        /// Counted from 0 in the order in which the check is written.
        case check(Int)
    }

    public var part: Part
    public var program: Program
    /// The kind of the condition that the expression was made from; nil for what the rule spells out as an expression.
    public var condition: Condition.Kind?
    private let source: ExpressionSource

    init(part: Part, program: Program, source: ExpressionSource, condition: Condition.Kind? = nil) {
        self.part = part
        self.program = program
        self.source = source
        self.condition = condition
    }

    /// Where a part of the expression stands in the policy file.
    public func range(of text: Range<Int>) -> Range<Int> {
        guard condition == nil else { return source.node.range }
        return source.node.sourceRange(
            ofTextRange: source.offset + text.lowerBound..<source.offset + text.upperBound)
    }

    /// A part of the expression as people know it: a condition by its own words, not by the expression made of it.
    public func text(of text: Range<Int>) -> String {
        guard let condition else { return program.checked.tree.source.slice(text) }
        return "\(condition.rawValue): \(source.node.sourceText)"
    }
}

extension CompiledRule {
    /// The expressions that decide: those of the condition, the variables and the check.
    public var expressions: [RuleExpression] {
        var all: [RuleExpression] = []
        if let when, let source = rule.when { all.append(RuleExpression(part: .when, program: when, source: source)) }
        for (variable, compiled) in zip(rule.variables, variables) {
            all.append(
                RuleExpression(
                    part: .variable(variable.name), program: compiled.program, source: variable.expression))
        }
        for (index, part) in Self.parts(of: rule.check, check).enumerated() {
            all.append(
                RuleExpression(
                    part: .check(index), program: part.program, source: part.source, condition: part.condition))
        }
        return all
    }

    private struct CheckPart {
        var program: Program
        var source: ExpressionSource
        var condition: Condition.Kind?
    }

    private static func parts(of check: Check, _ compiled: CompiledCheck) -> [CheckPart] {
        switch (check, compiled) {
        case (.assert(let source, _), .assertion(let program, _)): [CheckPart(program: program, source: source)]
        case (.property(let check), .property(let demand)): parts(of: check.conditions, demand.conditions)
        case (.tagValues(let checks), .tagValues(let demands)):
            zip(checks, demands).flatMap { parts(of: $0.conditions, $1.conditions) }
        case (.all(let checks), .all(let compiled)), (.any(let checks), .any(let compiled)):
            zip(checks, compiled).flatMap { parts(of: $0, $1) }
        case (.not(let check), .not(let compiled)): parts(of: check, compiled)
        default: []
        }
    }

    private static func parts(of conditions: [Condition], _ compiled: [CompiledCondition]) -> [CheckPart] {
        zip(conditions, compiled).compactMap { condition, compiled in
            guard let program = compiled.predicate else { return nil }
            if case .expression(let source) = condition.operand { return CheckPart(program: program, source: source) }
            let source = ExpressionSource(
                text: program.checked.tree.source, node: condition.operand.node, offset: 0, isGenerated: true)
            return CheckPart(program: program, source: source, condition: condition.kind)
        }
    }
}

extension NodeView {
    /// The value as the file writes it.
    public var sourceText: String { String(decoding: document.source.bytes[range], as: UTF8.self) }
}

extension String {
    /// A part of the text, given in bytes.
    public func slice(_ range: Range<Int>) -> String { String(decoding: Array(utf8)[range], as: UTF8.self) }
}
