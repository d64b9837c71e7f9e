import Documents
import Resources

/// Finds the requests to SageMaker in the states of a state machine.
/// - SeeAlso: the Amazon States Language specification, states-language.net.
struct StateMachineJobs {
    private let resolver: EmbeddedResolver
    private var operations = CreateOperations(service: "states")
    private(set) var jobs: [EmbeddedJob] = []
    /// States that create something of a type that is not known, with the operation.
    private(set) var unread: [(operation: String, place: Range<Int>)] = []

    init(in definition: NodeView, resolver: EmbeddedResolver) {
        self.resolver = resolver
        collect(definition)
    }

    static func isDefinition(_ root: NodeView) -> Bool {
        root.kind == .map && root["StartAt"]?.kind == .string && root["States"]?.kind == .map
    }

    private mutating func collect(_ machine: NodeView) {
        guard let states = machine["States"], states.kind == .map else { return }
        for state in states.children where state.kind == .map {
            switch state["Type"]?.string {
            case "Task"?: add(state)
            case "Map"?: if let inner = state["ItemProcessor"] ?? state["Iterator"] { collect(inner) }
            case "Parallel"?:
                guard let branches = state["Branches"], branches.kind == .list else { continue }
                for branch in branches.children { collect(branch) }
            default: continue
            }
        }
    }

    private mutating func add(_ state: NodeView) {
        guard let resource = state["Resource"], let arn = resolver.knownParts(of: resource) else { return }
        let anchor = state.keyRange ?? state.range
        switch operations.outcome(ofARN: arn) {
        case .creates(let type):
            let request = state["Arguments"] ?? state["Parameters"]
            jobs.append(
                EmbeddedJob(
                    type: type, name: state.key,
                    // A key that is secret makes all of its object secret.
                    isNameSecret: state["Type"]?.node.flags.contains(.secret) ?? false, anchor: anchor,
                    request: request.flatMap { $0.kind == .map ? $0 : nil },
                    unknown: .unknown(
                        reason: request == nil
                            ? "the input of the state is the request" : "an expression gives the request",
                        mayBeAbsent: true)))
        case .unknown(let operation): unread.append((operation, anchor))
        case .other: return
        }
    }
}
