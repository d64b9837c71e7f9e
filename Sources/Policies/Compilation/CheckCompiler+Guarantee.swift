import Documents
import IAM

extension CheckCompiler {
    /// Puts the parameters in. Packs of users are held against what AWS documents; the built-in ones were when they
    /// were tested, and looking facts up costs time at every start.
    mutating func guarantee(_ check: GuaranteeCheck) -> CompiledCheck? {
        if !pack.isBuiltin { checkFacts(of: check) }
        guard check.operands.allSatisfy({ checkTexts($0) }) else { return nil }
        let each = check.each.map { texts($0) }
        return .guarantee(
            (each ?? [""]).map { text in
                GuaranteeDemand(
                    actions: texts(check.actions), requestTagging: check.requestTagging,
                    onlyWhen: check.onlyWhen.map { line($0, text) }, unless: check.unless?.map { line($0, text) },
                    resources: check.resources.map { texts($0) })
            })
    }

    private func line(_ condition: GuaranteeCondition, _ each: String) -> GuaranteeDemand.Line {
        func filled(_ text: String) -> String { text.replacing(GuaranteeCheck.placeholder, with: each) }
        return GuaranteeDemand.Line(
            operatorText: condition.operatorText, key: filled(condition.key),
            values: texts(condition.values).map { filled($0) })
    }

    private func texts(_ operand: Operand) -> [String] {
        guard case .parameter(let name, _) = operand else { return operand.literalTexts }
        return pack.parameter(named: name)?.value.scalarTexts ?? []
    }

    private mutating func checkTexts(_ operand: Operand) -> Bool {
        guard checkParameter(operand, for: nil) else { return false }
        guard case .parameter(let name, let node) = operand, let type = pack.parameter(named: name)?.type else {
            return true
        }
        switch type {
        case .string, .integer, .number, .boolean, .list(.string), .list(.integer), .list(.number): return true
        case .list, .map:
            report(node, "texts are needed here; `\(name)` has the type \(type.name)")
            return false
        }
    }

    private mutating func checkFacts(of check: GuaranteeCheck) {
        for text in check.actions.textNodes {
            if let message = Guarantee.problem(withAction: text.text ?? "") {
                report(text, message.message, help: message.help)
            }
        }
        for text in check.resources?.textNodes ?? [] {
            if let message = Guarantee.problem(withResource: text.text ?? "") { report(text, message.message) }
        }
        for condition in check.onlyWhen + (check.unless ?? []) {
            guard let message = Guarantee.problem(withKey: condition.key) else { continue }
            let range = condition.node.keyRange ?? condition.node.range
            report(at: range, message.message, help: message.help)
        }
    }
}

extension Operand {
    fileprivate var textNodes: [NodeView] {
        guard case .literal(let node) = self else { return [] }
        return node.kind == .list ? Array(node.children) : [node]
    }
}
