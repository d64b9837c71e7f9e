import CEL
import Documents

/// The parts of an explanation as notes for people.
struct Reasons {
    private(set) var all: [Diagnostic] = []
    private let expression: SourceText
    private let data: ExpressionData?

    init(_ explanation: Explanation, expression: SourceText, data: ExpressionData?) {
        self.expression = expression
        self.data = data
        for element in explanation.elements { add(element) }
        for leaf in explanation.leaves { add(leaf) }
    }

    private mutating func add(_ element: Explanation.DecidingElement) {
        add(
            "element \(element.index), counted from 0, decides \(quoted(element.place))", element.node, element.place)
    }

    private mutating func add(_ leaf: Explanation.Leaf) {
        let text = quoted(leaf.place)
        if let missing = leaf.missing {
            // The mapping says where the field would have stood.
            add("\(text): there is no `\(Diagnostic.shown(missing))` here", leaf.node, leaf.place)
        } else if let value = leaf.value {
            // A variable that is a scalar is a bare value by the time that it is read.
            let node = leaf.node ?? data?.variable(named: leaf.place.text)
            add("\(text) is \(Diagnostic.shown(value.description))", node, leaf.place)
        }
    }

    private func quoted(_ place: Explanation.Place) -> String { "`\(Diagnostic.shown(place.text))`" }

    /// Adds a note at a node of the data, or at a place of the expression for what lies in no data.
    private mutating func add(_ message: String, _ node: NodeView?, _ place: Explanation.Place) {
        let source = node?.document.source ?? expression
        let range = node.map { $0.node.isContainer ? $0.keyRange ?? $0.range : $0.range } ?? place.range
        let note = Diagnostic(.note, in: source, at: range, message)
        if !all.contains(note) { all.append(note) }
    }
}
