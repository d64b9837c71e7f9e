public import Documents

/// Why an evaluation had its outcome.
public struct Explanation: Sendable {
    /// The outcome: the same as that of an evaluation.
    public var value: Value
    /// Every sub-expression that was evaluated, in the order in which evaluations began.
    public var steps: [Step]
    /// What decided the outcome: of a false conjunction the false parts, of a failed `all` the element that failed.
    public var leaves: [Leaf]
    /// The elements of lists and maps that decided `all` and `exists`, outermost first.
    public var elements: [DecidingElement]

    /// An expression within the program, or within that of a lazy variable.
    public struct Place: Sendable, Hashable {
        /// Byte range in the source.
        public var range: Range<Int>
        public var text: String
        /// The lazy variable whose expression this is; nil for the program explained.
        public var variable: String?
    }

    public struct Step: Sendable {
        public var place: Place
        public var value: Value
        /// Steps inside which this one happened.
        public var depth: Int
    }

    /// A value that decided.
    public struct Leaf: Sendable {
        public var place: Place
        /// Nil if there is no value: then `missing` says of what.
        public var value: Value?
        /// The value in its document; for a missing value the closest mapping that exists. Nil for computed values.
        public var node: NodeView?
        /// The field that `node` lacks.
        public var missing: String?
    }

    public struct DecidingElement: Sendable {
        /// The comprehension.
        public var place: Place
        /// The position of the element in the list or mapping, from 0.
        public var index: Int
        public var node: NodeView?
    }
}

extension Program {
    /// Evaluates the expression once more and says what decided the outcome.
    ///
    /// Lazy variables are computed again; values that evaluations of this round gave stay valid. Far slower than an
    /// evaluation: meant for what is reported to people. It has a step budget of its own.
    public func explain(in activation: Activation) -> Explanation { explain(activation.frame) }

    /// Evaluates the expression once more and says what decided the outcome; see `explain(in:)`.
    public func explain(_ frame: FramePointer) -> Explanation {
        let left = frame.pointee.steps
        defer { frame.pointee.steps = left }
        frame.forgetLazyValues()
        return explain(resuming: frame)
    }

    /// Evaluates the expression and says what decided the outcome, in a round that has begun: what is bound stays valid,
    /// a lazy variable that was read before counts as a value, and the steps are counted together.
    public func explain(resuming frame: FramePointer) -> Explanation {
        let recorder = Recorder()
        let known = frame.pointee.computedSlots.count
        frame.pointee.recorder = recorder
        let result = evaluateRecording(frame)
        frame.pointee.recorder = nil
        let value = Value(result, frame, self)
        // Copying what decided for people has its own budget.
        let left = frame.pointee.steps
        frame.pointee.steps = frame.pointee.stepBudget
        var reader = RecordReader(recorder, frame)
        reader.decide(0)
        // The constants in what recording computed go with the recorder.
        defer {
            frame.forgetLazyValues(from: known)
            frame.pointee.steps = left
        }
        return Explanation(
            value: value, steps: reader.steps(), leaves: reader.leaves, elements: reader.elements)
    }
}
