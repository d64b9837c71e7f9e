public import Documents

/// The state of one evaluation, which compiled expressions and functions work on.
///
/// An `Activation` owns it. Functions of libraries and of the host get a pointer to it; what they may use is declared on
/// `FramePointer`: making values, reading values, reporting errors, charging steps.
public typealias FramePointer = UnsafeMutablePointer<Frame>

/// See `FramePointer`.
// INVARIANT: `slots` and `locals` point at memory of the activation with at least `slotCount` values and the locals of
// every program under evaluation; `documents` at one reference for each document slot in use.
public struct Frame: ~Copyable {
    /// Asks for the value of a deferred node; the last argument is the slot of its document.
    public typealias Resolver = (FramePointer, UnsafePointer<Node>, UInt32) -> Val

    /// What the host of the evaluation wants its functions to find. Not retained.
    public var host: UnsafeRawPointer?
    /// Gives the values of nodes flagged `deferred`; without it they are unknown.
    public var resolver: Resolver?
    /// Steps that the evaluation may still take. Negative: the budget is used up and the result is an error.
    public var steps = Frame.defaultSteps

    var slots: UnsafeMutablePointer<Val>
    var locals: UnsafeMutablePointer<Val>
    var documents: UnsafeMutablePointer<DocumentReference>
    var slotCount = 0
    var freeLocals: UnsafeMutablePointer<Val>
    var endOfLocals: UnsafeMutablePointer<Val>
    var startOfLocals: UnsafeMutablePointer<Val>
    /// Levels of evaluation inside each other: those of values that are computed late, and of values that are walked.
    var depth = 0
    var arena = Arena()
    var messages: [ErrorDetail] = []
    var unknowns: [UnknownReason] = []
    /// The programs of lazy variables by slot.
    var lazyVariables: [Program?] = []
    /// The slots of lazy variables that were computed since the last reset.
    var computedSlots: [Int] = []
    /// The values of lazy variables that every round begins with, as if it had computed them already.
    var keptValues: [(slot: Int, value: Val)] = []
    /// Whether `messages`, `unknowns` or `computedSlots` hold anything.
    var hasLeavings = false
    var recorder: Recorder?
    var stepBudget = Frame.defaultSteps

    /// Enough for an expression over hundreds of thousands of values.
    public static let defaultSteps = 10_000_000
    /// Looking for a member takes no steps where a mapping has not more nodes than this.
    static let freeExtent = 256
    /// What `depth` may be: some times more than an expression or a document is deep, and far from the end of a stack.
    static let depthLimit = 1_000

    init(stepBudget: Int) {
        slots = .allocate(capacity: 1)
        startOfLocals = .allocate(capacity: Frame.usualLocals)
        locals = startOfLocals
        freeLocals = startOfLocals
        endOfLocals = startOfLocals + Frame.usualLocals
        documents = .allocate(capacity: 1)
        self.stepBudget = stepBudget
        steps = stepBudget
    }

    deinit {
        slots.deallocate()
        startOfLocals.deallocate()
        documents.deallocate()
    }

    /// The errors of this round whose messages are kept.
    package var keptMessages: Int { messages.count }

    private static let usualLocals = 64
    /// Errors of one evaluation that keep their message; later ones say what their code says.
    static let messageLimit = 1_000
    /// Unknown values of one evaluation that keep their reason; later ones share that of the last.
    static let reasonLimit = 100_000
}

/// What an error value says beyond its code.
struct ErrorDetail {
    var message: String
    /// The lazy variable in whose expression the error arose, and where.
    var variable: String?
    var range: Range<Int>?
}

/// What evaluation needs of a document.
struct DocumentReference {
    var source: UnsafeRawPointer
    var texts: UnsafeRawPointer
    var nodes: UnsafePointer<Node>
    var document: Unmanaged<Document>
}

/// Why a value is unknown.
public struct UnknownReason: Sendable, Hashable {
    /// The node that is not known, if the value comes from a document.
    public var node: NodeID?
    /// The slot of the node's document.
    public var document: UInt32
    /// A number with which the host finds its own explanation; 0 if it gave none.
    public var code: UInt32

    public init(node: NodeID? = nil, document: UInt32 = 0, code: UInt32 = 0) {
        self.node = node
        self.document = document
        self.code = code
    }
}
