/// What `--fix` writes into an input so that the check passes.
public struct Fix: Sendable {
    public struct Property: Sendable {
        public var path: PropertySelector
        public var value: Operand
    }

    public struct Tag: Sendable {
        public var key: String
        public var value: Operand
    }

    public var set: [Property] = []
    public var tags: [Tag] = []
}
