import CEL
import Documents

extension CheckCompiler {
    /// Compiles the values of a fix; nil if one of them is wrong.
    mutating func compile(_ fix: Fix) -> CompiledFix? {
        let set = fix.set.compactMap { property -> CompiledFix.Property? in
            warnOfUnknownPath(property.path, node: property.value.node)
            return fixValue(property.value).map { CompiledFix.Property(path: property.path, value: $0) }
        }
        let tags = fix.tags.compactMap { tag in fixValue(tag.value).map { CompiledFix.Tag(key: tag.key, value: $0) } }
        guard set.count == fix.set.count, tags.count == fix.tags.count else { return nil }
        return CompiledFix(set: set, tags: tags)
    }

    private mutating func fixValue(_ operand: Operand) -> Program? {
        guard case .expression(let source) = operand else { return self.operand(operand, expecting: nil) }
        // There is no offending element to name: a fix is for the resource as a whole.
        return compileFixExpression(source)
    }
}
