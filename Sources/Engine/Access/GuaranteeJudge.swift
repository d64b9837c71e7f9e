import IAM
import Policies
import Resources

/// Judges what the policies of a principal can allow by guarantees.
final class GuaranteeJudge {
    private let limits: AccessLimits
    /// Made when there is something to judge: conditions look up what AWS documents about their keys.
    private lazy var guarantees = demands.map { Guarantee($0) }
    private lazy var scopes = guarantees.map { ActionScope($0) }
    let demands: [GuaranteeDemand]
    /// The input whose policies were judged last, and what was decided about them.
    private var index: AccessIndex?
    private var answers: [Question: Outcome] = [:]
    private let counter: WorkCounter

    /// A guarantee and the policies that are to keep it, by their numbers.
    private struct Question: Hashable {
        var guarantee: Int
        var identity: [Int]
        var serviceControl: [Int]?
        var boundary: Int?
    }

    init(_ demands: [GuaranteeDemand], limits: AccessLimits, counter: WorkCounter) {
        self.demands = demands
        self.limits = limits
        self.counter = counter
    }

    /// Starts on the policies of an input.
    func enter(_ index: AccessIndex) {
        guard self.index !== index else { return }
        self.index = index
        answers.removeAll()
    }

    func judge(_ index: Int, in access: AccessGraph) -> Judgement {
        let resource = access.graph.resources[index]
        if resource.type == "AWS::Organizations::Policy" { return control(index, in: access) }
        if AccessGraph.principals.contains(resource.type) {
            // A group is judged with each of its users.
            if access.isJudgedElsewhere(index) { return .notApplicable }
            return judge(access.holdings(of: index), of: index, in: access)
        }
        guard !access.isJudgedElsewhere(index) else { return .notApplicable }
        let found = access.documents(of: index)
        let own = found.documents.filter { $0.kind == .identity || $0.kind == .managed }
        var holdings = Holdings()
        holdings.documents = own
        holdings.closed = found.closed
        return judge(holdings, of: index, in: access)
    }

    // MARK: Identity policies

    private func judge(_ holdings: Holdings, of index: Int, in access: AccessGraph) -> Judgement {
        if holdings.documents.isEmpty, holdings.closed.isEmpty, holdings.missing.isEmpty { return .notApplicable }
        let reading = Reading(holdings.documents, in: access)
        if let refused = reading.refusal(in: access, judged: index) { return refused }
        var set = IAM.PolicySet(
            identity: reading.policies, serviceControl: limits.serviceControl, boundary: limits.boundary,
            session: limits.session)
        var question = Question(guarantee: 0, identity: reading.numbers)
        if let boundary = holdings.boundary.map({ access.reading(of: $0) }), case .success(let policy) = boundary.result
        {
            set.boundary = policy
            question.boundary = boundary.number
        }
        let anchor = Place(range: access.graph.resources[index].anchor, path: "")
        let managed = holdings.missing.map { (name: $0, policy: ManagedPolicy(arn: $0)) }
        return .all(
            guarantees.indices.map { guarantee in
                question.guarantee = guarantee
                switch answer(question, by: set) {
                case .holds:
                    if let closed = holdings.closed.first {
                        return .unknown(reason: closed.reason, place: closed.place)
                    }
                    guard let open = managed.first(where: { $0.policy?.mayAllow(scopes[guarantee]) ?? true }) else {
                        return .pass
                    }
                    let reason = "it depends on `\(open.name)`, which is attached and not in the input"
                    return .unknown(reason: reason, place: anchor)
                case .open(let reason):
                    return .unknown(reason: reading.holdsSecrets ? Self.secret : reason, place: anchor)
                case .broken(let example):
                    let finding = BrokenGuarantee(example, reading.documents, judged: index, in: access)
                    if let other = whatCouldForbid(holdings, set) {
                        let action = reading.holdsSecrets ? "what is secret" : "`\(example.request.action)`"
                        let reason = "\(action) is allowed unless \(other) forbids it"
                        return .unknown(reason: reason, place: finding.place)
                    }
                    var violation = finding.violation
                    // What cannot be read may break it, too.
                    violation.isBesideUnknown = !holdings.closed.isEmpty || !holdings.missing.isEmpty
                    return .fail([violation])
                }
            })
    }

    private static let secret = "parts of the policies are secret, so that it is not said why"

    /// What is not given and could forbid what the given policies allow.
    private func whatCouldForbid(_ holdings: Holdings, _ set: IAM.PolicySet) -> String? {
        if set.boundary == nil, let name = holdings.missingBoundary ?? holdings.boundary?.name {
            return "the permissions boundary `\(name)`, which is not given,"
        }
        return limits.mayBeIncomplete ? "a service control policy, none of which is given," : nil
    }

    private enum Outcome {
        case holds
        case broken(Counterexample)
        case open(String)
    }

    private func answer(_ question: Question, by set: IAM.PolicySet) -> Outcome {
        if let known = answers[question] { return known }
        counter.count.decisions += 1
        let answer = answer(guarantees[question.guarantee], scopes[question.guarantee], by: set)
        answers[question] = answer
        return answer
    }

    private func answer(_ guarantee: Guarantee, _ scope: ActionScope, by set: IAM.PolicySet) -> Outcome {
        var options = DecisionOptions()
        options.explainsProofs = false
        let answer = set.decide(guarantee, scope: scope, options: options)
        if let example = answer.counterexample { return .broken(example) }
        if answer.verdict == .proved { return .holds }
        // What one deployment of a template allows, the template allows.
        var deployed = set
        deployed.identity = set.identity.map(\.exemplified)
        deployed.boundary = set.boundary?.exemplified
        if let example = deployed.decide(guarantee, scope: scope, options: options).counterexample {
            return .broken(example)
        }
        return .open(answer.reason ?? "it could not be decided")
    }

    // MARK: Service control policies

    /// A service control policy is judged as if everything else allowed everything, and only if it tries to forbid what
    /// the guarantee is about. Policies of the same input stand beside it.
    private func control(_ index: Int, in access: AccessGraph) -> Judgement {
        let graph = access.graph
        let own = access.documents(of: index)
        if let closed = own.closed.first { return .unknown(reason: closed.reason, place: closed.place) }
        let controls = graph.resources(ofType: "AWS::Organizations::Policy")
            .flatMap { access.documents(of: $0).documents }.filter { $0.kind == .serviceControl }
        guard own.documents.contains(where: { $0.kind == .serviceControl }) else { return .notApplicable }
        let reading = Reading(controls, in: access)
        if let refused = reading.refusal(in: access, judged: index) { return refused }
        let everything = Policy.allowingEverything
        let set = IAM.PolicySet(
            identity: [everything],
            serviceControl: limits.serviceControl + [[everything] + reading.policies])
        let policies = zip(reading.documents, reading.policies).filter { $0.0.resource == index }
        return .all(
            guarantees.indices.map { guarantee in
                let aims = policies.lazy.compactMap { [guarantees] document, policy in
                    policy.statement(aimingAt: guarantees[guarantee]).map { (document, $0) }
                }
                guard let (document, statement) = aims.first else { return .notApplicable }
                let place = Place(
                    range: document.range(inFile: statement.conditions.first?.range ?? statement.actions.range),
                    path: "\(document.path).Statement[\(statement.index)]")
                let question = Question(guarantee: guarantee, identity: [], serviceControl: reading.numbers)
                switch answer(question, by: set) {
                case .holds: return .pass
                case .open(let reason):
                    return .unknown(reason: reading.holdsSecrets ? Self.secret : reason, place: place)
                case .broken(let example):
                    let request = RequestWords(example.request, isSecret: reading.holdsSecrets)
                    return .fail([
                        Violation(
                            place: place, hint: "\(request.words) gets past it", facts: request.evidence)
                    ])
                }
            })
    }
}

/// Documents as policies, as far as IAM would accept them.
private struct Reading {
    var documents: [PolicyDocument] = []
    var policies: [Policy] = []
    /// Those of `policies`.
    var numbers: [Int] = []
    private var refusals: [(document: PolicyDocument, rejection: PolicyRejection)] = []

    init(_ documents: [PolicyDocument], in access: AccessGraph) {
        for document in documents {
            let reading = access.reading(of: document)
            switch reading.result {
            case .success(let policy):
                self.documents.append(document)
                policies.append(policy)
                numbers.append(reading.number)
            case .failure(let rejection): refusals.append((document, rejection))
            }
        }
    }

    /// Whether a part of one must not be shown.
    var holdsSecrets: Bool { documents.contains(where: \.holdsSecrets) }

    /// What cannot be read may allow anything.
    func refusal(in access: AccessGraph, judged index: Int) -> Judgement? {
        guard let (document, rejection) = refusals.first else { return nil }
        return .unknown(
            reason: "the policy of `\(document.name)`: \(document.reason(of: rejection))",
            place: access.place(of: rejection.range, in: document, judged: index, path: document.path))
    }
}

/// A counterexample as a finding tells it.
private struct BrokenGuarantee {
    let place: Place
    let words: String
    private let facts: [Evidence]

    init(_ example: Counterexample, _ documents: [PolicyDocument], judged index: Int, in access: AccessGraph) {
        let areSecret = documents.contains(where: \.holdsSecrets)
        let request = RequestWords(example.request, isSecret: areSecret)
        let reference = example.statement
        guard let reference, let document = documents.first(where: { $0.key == reference.policy }),
            case .success(let policy) = access.policy(document),
            let statement = policy.statements.first(where: { $0.index == reference.index })
        else {
            place = Place(range: access.graph.resources[index].anchor, path: "")
            words = "\(request.words) is allowed"
            facts = request.evidence
            return
        }
        place = access.place(
            of: statement.range(covering: example.request.action), in: document, judged: index,
            path: "\(document.path).Statement[\(statement.index)]")
        let shownName = areSecret ? "statement \(statement.index + 1)" : statement.shownName
        let name = "\(shownName) of `\(document.name)`"
        words = "\(request.words) is allowed by \(name)"
        let plainName = name.filter { $0 != "`" }
        facts = request.evidence + [Evidence(path: "statement", value: plainName)]
    }

    var violation: Violation { Violation(place: place, hint: words, facts: facts) }
}

extension AccessGraph {
    /// A place in a document; where that lies in another file, the judged resource as a whole.
    func place(of range: Range<Int>, in document: PolicyDocument, judged index: Int, path: String) -> Place {
        guard graph.resources[document.resource].source.name == graph.resources[index].source.name else {
            return Place(range: graph.resources[index].anchor, path: "")
        }
        return Place(range: document.range(inFile: range), path: document.resource == index ? path : "")
    }
}

extension Guarantee {
    fileprivate init(_ demand: GuaranteeDemand) {
        func lines(_ lines: [GuaranteeDemand.Line]) -> [(operator: String, key: String, values: [String])] {
            lines.map { ($0.operatorText, $0.key, $0.values) }
        }
        self.init(
            actions: demand.actions, requestTagging: demand.requestTagging, onlyWhen: lines(demand.onlyWhen),
            unless: demand.unless.map { lines($0) }, resources: demand.resources)
    }
}
