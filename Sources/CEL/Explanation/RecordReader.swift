import Documents

/// Finds in the records of an evaluation what decided its outcome.
struct RecordReader {
    private let recorder: Recorder
    private let frame: FramePointer
    private(set) var leaves: [Explanation.Leaf] = []
    private(set) var elements: [Explanation.DecidingElement] = []
    /// The records that were decided: a variable may be read in many places, and each of its own many times.
    private var decided: [Bool]
    /// The records of the values of `cel.bind` variables, in the order of evaluation.
    private var bindings: [Binding: [Int]]?

    /// A value of `cel.bind`, by program and expression.
    private struct Binding: Hashable {
        var program: Int
        var value: ExpressionID
    }

    /// Nobody reads more than this.
    private static let leafLimit = 100
    private static let stepLimit = 2_000
    /// Records inside each other, also through the values of variables.
    private static let depthLimit = 1_000
    private var depth = 0

    init(_ recorder: Recorder, _ frame: FramePointer) {
        self.recorder = recorder
        self.frame = frame
        decided = Array(repeating: false, count: recorder.records.count)
    }

    /// Collects what decided a record.
    mutating func decide(_ index: Int) {
        guard index < recorder.records.count, leaves.count < RecordReader.leafLimit, !decided[index],
            depth < RecordReader.depthLimit
        else { return }
        decided[index] = true
        depth += 1
        defer { depth -= 1 }
        let record = recorder.records[index]
        // A selection chain as a whole may name a variable.
        if case .variable = program(record).checked.resolution(of: record.expression) { return decideName(index) }
        switch expression(record) {
        case .literal: return
        case .and: decideLogic(record, decisive: false)
        case .or: decideLogic(record, decisive: true)
        case .comprehension(let comprehension): decideLoop(record, comprehension)
        case .select(let operand, let field, _): decideSelection(record, operand, field)
        case .has(let operand, let field): decideSelection(record, operand, field)
        case .index: decideIndex(record)
        case .identifier: decideName(index)
        case .bind(_, _, let body):
            // The value speaks where the body reads it.
            for child in record.children where recorder.records[child].expression == body { decide(child) }
        case .call, .memberCall, .conditional, .list, .map, .optionalMap:
            for child in record.children { decide(child) }
        }
    }

    private mutating func decideLogic(_ record: Recorder.Record, decisive: Bool) {
        let children = record.children.filter { child in
            let value = recorder.records[child].value
            return value.kind == record.value.kind && (value.kind != .bool || value.bits == record.value.bits)
        }
        for child in children.isEmpty ? record.children : children { decide(child) }
    }

    private mutating func decideLoop(_ record: Recorder.Record, _ comprehension: Comprehension) {
        guard let range = record.children.first else { return }
        let isQuantifier = comprehension.kind == .all || comprehension.kind == .exists
        let bodies = record.children.filter { recorder.records[$0].expression == comprehension.body }
        let deciding = bodies.firstIndex { sameOutcome(recorder.records[$0].value, record.value) }
        let isDecided =
            record.value.kind != .bool || record.value.boolean == (comprehension.kind == .exists)
        guard isQuantifier, isDecided, let deciding else { return decide(range) }
        elements.append(
            Explanation.DecidingElement(
                place: place(record), index: deciding,
                node: element(deciding, of: recorder.records[range].value).map(view)))
        decide(bodies[deciding])
    }

    private func sameOutcome(_ left: Val, _ right: Val) -> Bool {
        left.kind == right.kind && (left.kind != .bool || left.bits == right.bits)
    }

    /// `a.b`, `has(a.b)`: the member, or the mapping that lacks it.
    private mutating func decideSelection(_ record: Recorder.Record, _ operand: ExpressionID, _ field: String) {
        guard let child = record.children.last, recorder.records[child].expression == operand else {
            return add(record, node: view(record.value))
        }
        let container = recorder.records[child].value
        // What failed further in is what decided.
        if container.isIndefinite { return decide(child) }
        guard let parent = mapping(container) else {
            if recorder.records[child].children.isEmpty { return add(record, node: view(record.value)) }
            return decide(child)
        }
        guard let view = frame.view(of: parent) else { return add(record, node: nil) }
        if let member = view[field] {
            add(record, node: member)
        } else {
            add(record, node: view, missing: field)
        }
    }

    private mutating func decideIndex(_ record: Recorder.Record) {
        guard record.children.count == 2 else {
            for child in record.children { decide(child) }
            return
        }
        let container = recorder.records[record.children[0]].value
        let index = recorder.records[record.children[1]].value
        if container.isIndefinite { return decide(record.children[0]) }
        if let parent = mapping(container), index.kind == .string, let view = frame.view(of: parent) {
            let key = String(decoding: index.text, as: UTF8.self)
            if let member = view[key] { return add(record, node: member) }
            return add(record, node: view, missing: key)
        }
        if let position = index.exactInteger, let found = element(Int(clamping: position), of: container) {
            return add(record, node: view(found))
        }
        for child in record.children { decide(child) }
    }

    /// A variable: what computed it, or where it lies.
    private mutating func decideName(_ index: Int) {
        let record = recorder.records[index]
        guard record.children.isEmpty else {
            for child in record.children { decide(child) }
            return
        }
        if case .local(let slot) = program(record).checked.resolution(of: record.expression) {
            if let origin = origin(ofLocal: slot, before: index) { return add(record, node: view(origin)) }
            if let computed = binding(ofLocal: slot, before: index) { return decide(computed) }
        }
        add(record, node: view(record.value))
    }

    private mutating func add(_ record: Recorder.Record, node: NodeView?, missing: String? = nil) {
        let value: Value? = missing == nil ? Value(record.value, frame) : nil
        leaves.append(Explanation.Leaf(place: place(record), value: value, node: node, missing: missing))
    }
}

/// Where values come from.
extension RecordReader {
    func program(_ record: Recorder.Record) -> Program { recorder.programs[record.program] }

    func expression(_ record: Recorder.Record) -> Expression { program(record).checked.tree[record.expression] }

    func place(_ record: Recorder.Record) -> Explanation.Place {
        let program = program(record)
        return Explanation.Place(
            range: program.checked.tree.range(of: record.expression), text: program.text(of: record.expression),
            variable: record.program == 0 ? nil : variable(of: record.program))
    }

    /// The name under which a lazy variable was read that a program computed.
    private func variable(of program: Int) -> String? {
        recorder.readers[program].map { self.program(recorder.records[$0]).text(of: recorder.records[$0].expression) }
    }

    private func mapping(_ value: Val) -> Val? {
        var value = value
        while value.kind == .optional {
            guard let wrapped = value.wrapped else { return nil }
            value = wrapped
        }
        return value.kind == .nodeMap || value.kind == .object ? value : nil
    }

    private func view(_ value: Val) -> NodeView? { frame.view(of: value) }

    /// The element of a list, or the value of an entry of a map, as the value of its node even if it is a scalar.
    private func element(_ index: Int, of container: Val) -> ElementPlace? {
        guard container.kind == .nodeList || container.kind == .nodeMap || container.kind == .object else { return nil }
        var cursor = ChildCursor(container)
        var node = cursor.node
        for _ in 0..<max(0, index) where cursor.next(frame, &node).kind == .absent { return nil }
        guard index >= 0, cursor.next(frame, &node).kind != .absent else { return nil }
        return ElementPlace(id: frame.id(of: node, in: container.count), document: container.count)
    }

    private func view(_ place: ElementPlace) -> NodeView { frame.view(of: place.id, in: place.document) }

    struct ElementPlace {
        var id: NodeID
        var document: UInt32
    }

    /// The element that the variable of a comprehension stood for when a record was made.
    private func origin(ofLocal slot: Int, before index: Int) -> ElementPlace? {
        let path = ancestors(of: index)
        for (depth, ancestor) in path.enumerated() {
            let record = recorder.records[ancestor]
            guard case .comprehension(let comprehension) = expression(record),
                case .binds(let first) = program(record).checked.resolution(of: record.expression),
                slot == first || slot == first + 1, let range = record.children.first
            else { continue }
            // The child of the comprehension in which the record lies, counted among its like, is the turn.
            let inside = depth == 0 ? index : path[depth - 1]
            let parts = record.children.filter {
                recorder.records[$0].expression == recorder.records[inside].expression
            }
            guard let turn = parts.firstIndex(of: inside) else { return nil }
            let isFiltered = comprehension.filter != nil && recorder.records[inside].expression == comprehension.body
            return isFiltered ? nil : element(turn, of: recorder.records[range].value)
        }
        return nil
    }

    private func ancestors(of index: Int) -> [Int] {
        var path: [Int] = []
        var current = index
        while let parent = recorder.records[current].parent {
            path.append(parent)
            current = parent
        }
        return path
    }

    /// The record of the value of a `cel.bind` variable, computed where it was read before.
    private mutating func binding(ofLocal slot: Int, before index: Int) -> Int? {
        let reader = recorder.records[index]
        let checked = program(reader).checked
        var current = reader.parent
        while let ancestor = current {
            let record = recorder.records[ancestor]
            current = record.parent
            guard record.program == reader.program, case .bind(_, let value, _) = checked.tree[record.expression],
                case .binds(slot) = checked.resolution(of: record.expression)
            else { continue }
            return records(of: Binding(program: reader.program, value: value)).last { $0 < index }
        }
        return nil
    }

    private mutating func records(of binding: Binding) -> [Int] {
        if let bindings { return bindings[binding] ?? [] }
        var found: [Binding: [Int]] = [:]
        for (index, record) in recorder.records.enumerated() {
            guard let parent = record.parent, recorder.records[parent].program == record.program else { continue }
            found[Binding(program: record.program, value: record.expression), default: []].append(index)
        }
        bindings = found
        return found[binding] ?? []
    }

    /// Every step with its depth.
    func steps() -> [Explanation.Step] {
        var depths = [Int](repeating: 0, count: recorder.records.count)
        for (index, record) in recorder.records.enumerated() {
            for child in record.children { depths[child] = depths[index] + 1 }
        }
        return recorder.records.indices.prefix(RecordReader.stepLimit).map { index in
            let record = recorder.records[index]
            return Explanation.Step(
                place: place(record), value: Value(record.value, frame, program(record)), depth: depths[index])
        }
    }
}

extension FramePointer {
    /// A node of a document of the frame.
    func view(of id: NodeID, in document: UInt32) -> NodeView {
        NodeView(document: pointee.documents[Int(document)].document.takeUnretainedValue(), id: id)
    }
}
