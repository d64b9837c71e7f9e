public import Documents

/// The variables of evaluations and the memory that they use: one for each thread, used for many evaluations.
///
/// Values that evaluations give are valid until `reset`, which a round of evaluations ends with.
// INVARIANT: `frame` points at one initialised Frame, alive as long as this object; the documents in the frame's table
// are those in `documents`.
public final class Activation {
    public let frame: FramePointer
    private let environment: Environment?
    private var documents: [Document] = []
    /// By the address of the document: an integer is a key that costs the runtime no search for how to hash it.
    private var slots: [Int: UInt32] = [:]
    /// The slot that was asked for last: one evaluation after another is about the same document.
    private var lastSlot = 0
    private var documentCapacity = 1
    private var bindings = Arena()

    /// An activation for programs of an environment.
    public convenience init(_ environment: Environment, stepBudget: Int = Frame.defaultSteps) {
        self.init(environment, slotCount: environment.declarations.variables.count, stepBudget: stepBudget)
    }

    /// An activation for programs of several environments whose variables have the same slots.
    public convenience init(slotCount: Int, stepBudget: Int = Frame.defaultSteps) {
        self.init(nil, slotCount: slotCount, stepBudget: stepBudget)
    }

    private init(_ environment: Environment?, slotCount: Int, stepBudget: Int) {
        self.environment = environment
        frame = .allocate(capacity: 1)
        frame.initialize(to: Frame(stepBudget: stepBudget))
        frame.makeRoom(slots: slotCount)
    }

    deinit {
        frame.deinitialize(count: 1)
        frame.deallocate()
    }

    /// Makes a document known.
    /// - Returns: the slot by which values refer to it.
    public func add(_ document: Document) -> UInt32 {
        if lastSlot < documents.count, documents[lastSlot] === document { return UInt32(truncatingIfNeeded: lastSlot) }
        if let known = slots[Int(bitPattern: ObjectIdentifier(document))] {
            lastSlot = Int(known)
            return known
        }
        if documents.count == documentCapacity { growDocuments() }
        (frame.pointee.documents + documents.count).initialize(
            to: DocumentReference(
                source: document.source.bytes.baseAddress ?? UnsafeRawPointer(frame),
                texts: document.texts.baseAddress ?? UnsafeRawPointer(frame),
                nodes: document.nodes.baseAddress ?? Activation.noNodes,
                document: .passUnretained(document)))
        documents.append(document)
        let slot = UInt32(truncatingIfNeeded: documents.count - 1)
        slots[Int(bitPattern: ObjectIdentifier(document))] = slot
        lastSlot = Int(slot)
        return slot
    }

    /// Forgets all documents and everything that is bound.
    public func removeAll() {
        frame.pointee.keptValues.removeAll()
        reset()
        for slot in 0..<frame.pointee.slotCount { frame.bind(slot, .absent) }
        documents.removeAll()
        slots.removeAll()
        bindings.reset()
    }

    public var documentCount: Int { documents.count }

    /// Forgets the documents that were made known after the first `count`, between two rounds. No value of theirs may be
    /// bound.
    public func removeDocuments(from count: Int) {
        guard count < documents.count else { return }
        for document in documents[count...] { slots[Int(bitPattern: ObjectIdentifier(document))] = nil }
        documents.removeSubrange(count...)
    }

    /// The value of a node, for binding it to a variable.
    public func value(of view: NodeView) -> Val {
        let slot = add(view.document)
        guard let base = view.document.nodes.baseAddress else { return .absent }
        return frame.value(of: base + Int(view.id.rawValue), in: slot)
    }

    /// A mapping as a host object, whose virtual fields the environment computes.
    public func object(_ view: NodeView, detail: UInt8 = 0) -> Val {
        var value = value(of: view)
        guard value.kind == .nodeMap else { return value }
        value.kind = .object
        value.detail = detail
        return value
    }

    /// Binds a variable of the environment by name; false if there is none.
    @discardableResult
    public func bind(_ variable: String, _ value: Value) -> Bool {
        guard let slot = environment?.slot(of: variable) else { return false }
        bind(slot, value)
        return true
    }

    /// Binds a variable of the environment by name to a value in a document; false if there is none.
    ///
    /// A document whose symbol table does not extend the environment's is copied.
    @discardableResult
    public func bind(_ variable: String, _ view: NodeView) -> Bool {
        guard let environment, let slot = environment.slot(of: variable) else { return false }
        if view.document.symbols.extends(environment.symbols) {
            frame.bind(slot, value(of: view))
        } else {
            bind(slot, Value(view))
        }
        return true
    }

    /// Binds a variable by name to an expression that is evaluated when it is first read in a round.
    @discardableResult
    public func bind(_ variable: String, lazily program: Program) -> Bool {
        guard let slot = environment?.slot(of: variable) else { return false }
        frame.bind(slot, lazily: program)
        return true
    }

    /// Binds a variable to a copy of a value, which lives until `removeAll`.
    public func bind(_ slot: Int, _ value: Value) {
        frame.bind(slot, value.stored(in: &bindings))
    }

    /// A copy of a value that lives until `removeAll`, for hosts that give the same value again and again.
    public func keep(_ value: Value) -> Val { value.stored(in: &bindings) }

    /// Makes the value that a lazy variable has come to in this round count for all rounds, until the variable is bound
    /// again: for variables whose expressions name nothing that differs between rounds.
    /// - Returns: false if it has come to none, or to one that each round has to come to by itself: an error, or a value
    ///   that is not known.
    public func keepValue(of slot: Int) -> Bool {
        guard slot < frame.pointee.slotCount, slot < frame.pointee.lazyVariables.count,
            frame.pointee.lazyVariables[slot] != nil, let value = frame.pointee.slots[slot].copy(in: &bindings)
        else { return false }
        frame.pointee.keptValues.append((slot, value))
        return true
    }

    public func reset() { frame.reset() }

    private func growDocuments() {
        let larger = UnsafeMutablePointer<DocumentReference>.allocate(capacity: documentCapacity * 2)
        larger.update(from: frame.pointee.documents, count: documents.count)
        frame.pointee.documents.deallocate()
        frame.pointee.documents = larger
        documentCapacity *= 2
    }

    // INVARIANT: never read, since a document without nodes has no values.
    private nonisolated(unsafe) static let noNodes = UnsafePointer<Node>(
        UnsafeMutablePointer<Node>.allocate(capacity: 1))
}
