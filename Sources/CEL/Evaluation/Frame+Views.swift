public import Documents

extension FramePointer {
    /// A node, as a resolver of deferred nodes gets it, with its document.
    public func view(of node: UnsafePointer<Node>, in document: UInt32) -> NodeView {
        let reference = pointee.documents[Int(document)]
        return NodeView(document: reference.document.takeUnretainedValue(), id: id(of: node, in: document))
    }
}

extension Program {
    /// What an error that this program gave says.
    public func error(_ value: Val, in activation: Activation) -> EvaluationError {
        EvaluationError(value, activation.frame, self)
    }

    /// Whether the expression names a variable, given by its slot.
    public func reads(_ slot: Int) -> Bool {
        checked.resolutions.contains(.variable(slot))
    }

    /// Whether the expression calls a function of this name.
    public func calls(_ function: String) -> Bool {
        checked.tree.expressions.contains { expression in
            switch expression {
            case .call(let name, _), .memberCall(_, let name, _): name == function
            default: false
            }
        }
    }
}
