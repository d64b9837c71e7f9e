extension PolicySet {
    /// Decides whether a guarantee holds for every request that the policies can allow.
    ///
    /// - Complexity: usually far below a millisecond for each action; bounded by `options.budget`, beyond which the
    ///   answer is unknown.
    /// - Parameter scope: that of the guarantee, for those who ask many policy sets; nil to find it out.
    public func decide(
        _ guarantee: Guarantee, scope: ActionScope? = nil, options: DecisionOptions = DecisionOptions()
    ) -> Answer {
        var scope = scope ?? ActionScope(guarantee)
        if resource.isEmpty { scope.leaveOutUnsigned(guarantee) }
        let prover = Prover(self, claim: .guarantee(guarantee), options: options)
        let gaps = scope.gaps + (Partitions.gap(of: guarantee, for: principal).map { [$0] } ?? [])
        return Inquiry(prover: prover, actions: scope.actions, gaps: gaps, left: scope.free).answer()
    }

    /// Decides whether the policies allow a request that an earlier set did not.
    public func decideNothingNew(since earlier: PolicySet, options: DecisionOptions = DecisionOptions()) -> Answer {
        let earlier = Authorization(earlier)
        let prover = Prover(self, claim: .allowedBefore(earlier), options: options)
        let authorization = prover.authorization
        return Inquiry(
            prover: prover, actions: authorization.grantedActions,
            gaps: UnknownActions(authorization, since: earlier).gap.map { [$0] } ?? []
        ).answer()
    }
}

/// The actions that a guarantee speaks of, as the service data know them.
public struct ActionScope: Sendable {
    var actions: [ServiceAction] = []
    /// Why the service data do not cover the guarantee.
    var gaps: [String] = []
    /// Names of actions that a pattern covers and that need no permission.
    var free: [String] = []

    public init(_ guarantee: Guarantee) {
        var seen: Set<String> = []
        for pattern in guarantee.actions {
            let found = ServiceData.actions(matching: pattern.text)
            if found.isEmpty {
                gaps.append("no action of the service data of \(ServiceData.date) matches `\(pattern.text)`")
            }
            let isOneAction = Glob(pattern: pattern.text).isLiteral
            for action in found where seen.insert(action.qualifiedName).inserted {
                guard RequestFacts.isFree(action.qualifiedName) else {
                    actions.append(action)
                    continue
                }
                if isOneAction {
                    gaps.append(Self.gap(ofFree: action.qualifiedName))
                } else {
                    free.append(action.qualifiedName)
                }
            }
        }
        if actions.isEmpty, gaps.isEmpty, let first = free.first { gaps.append(Self.gap(ofFree: first)) }
        guard guarantee.requestTagging else { return }
        let hadActions = !actions.isEmpty
        actions = actions.filter(\.supportsRequestTags)
        if actions.isEmpty, hadActions { gaps.append("none of the actions can carry tags in its request") }
    }

    /// Leaves out what only the policy of a resource decides about, which is not given.
    mutating func leaveOutUnsigned(_ guarantee: Guarantee) {
        let unsigned = actions.map(\.qualifiedName).filter { RequestFacts.isUnsigned($0) }
        guard let first = unsigned.first else { return }
        actions.removeAll { unsigned.contains($0.qualifiedName) }
        let isAsked = guarantee.actions.contains { pattern in
            unsigned.contains { $0.asciiLowercased == pattern.text.asciiLowercased }
        }
        if isAsked || actions.isEmpty {
            gaps.append(
                "nobody signs calls of `\(first)`: the trust policy of the role decides alone, which is not given")
        } else {
            free += unsigned
        }
    }

    private static func gap(ofFree action: String) -> String {
        "AWS asks no permission for `\(action)`, so that no policy decides about it"
    }
}

extension Authorization {
    /// The documented actions that some statement may allow.
    var grantedActions: [ServiceAction] {
        var seen: Set<String> = []
        var result: [ServiceAction] = []
        for entry in entries where entry.grants {
            let clause = entry.statement.actions
            let isBroad = clause.isNegated || clause.values.contains { $0.template.isUnknown }
            for pattern in isBroad ? ["*"] : clause.values.map(\.text) {
                result += ServiceData.actions(matching: pattern).filter { seen.insert($0.qualifiedName).inserted }
            }
        }
        return result.filter { !relevant(to: $0).isEmpty && !RequestFacts.isFree($0.qualifiedName) }
    }
}

/// A claim put for a number of actions.
struct Inquiry {
    let prover: Prover
    let actions: [ServiceAction]
    let gaps: [String]
    /// Actions that are left out because they need no permission.
    var left: [String] = []

    func answer() -> Answer {
        let findings = actions.map { prover.examine($0) }
        let counterexamples = findings.compactMap(\.answer.counterexample)
        var answer = Answer(
            verdict: .proved, counterexample: counterexamples.min { $0.size < $1.size }, reason: nil,
            actions: findings.map(\.answer), carriers: [], isVacuous: false, assumptions: assumptions(findings))
        var unknown = gaps.first ?? findings.first { $0.answer.verdict == .unknown }?.answer.reason
        if answer.counterexample == nil {
            let reach = GuaranteeReach(prover.claim, actions, prover: prover)
            unknown = unknown ?? reach.gap
            answer.assumptions += reach.assumptions
        }
        if answer.counterexample != nil {
            answer.verdict = .counterexample
        } else if let unknown {
            answer.verdict = .unknown
            answer.reason = unknown
        } else if prover.options.explainsProofs {
            explain(&answer, findings)
        }
        return answer
    }

    /// Names the statements without which the proof fails.
    private func explain(_ answer: inout Answer, _ findings: [Prover.Finding]) {
        let questions = findings.flatMap(\.questions)
        func allowsNothing(_ question: ActionQuestion) -> Bool {
            isProved(question, ActionQuestion.Variant(reading: .open, ignoresClaim: true))
        }
        answer.isVacuous =
            questions.allSatisfy(allowsNothing)
            && findings.compactMap(\.unasked).allSatisfy { prover.questions(about: $0).allSatisfy(allowsNothing) }
        let denials = prover.authorization.entries.filter { $0.statement.effect == .deny }
        let numbers = Set(denials.map(\.number))
        // Questions that hold without any denial need no carrier.
        let open = questions.filter {
            $0.hasDenials && !isProved($0, ActionQuestion.Variant(reading: .open, excluded: numbers))
        }
        guard !open.isEmpty else { return }
        let concerned = Set(open.flatMap { $0.concerned.map(\.entry.number) }).intersection(numbers)
        let result = ProofCarriers(denials: denials.map(\.number).filter(concerned.contains)) { kept in
            open.allSatisfy {
                isProved($0, ActionQuestion.Variant(reading: .open, excluded: numbers.subtracting(kept)))
            }
        }.find()
        answer.carriers = denials.filter { result.numbers.contains($0.number) }.map(\.reference)
        answer.carriersAreFewest = result.isSmallest
    }

    private func isProved(_ question: ActionQuestion, _ variant: ActionQuestion.Variant) -> Bool {
        let formula = question.formula(variant)
        if case .unsatisfiable = Solver(question.model.vocabulary, budget: prover.options.budget).solve(formula) {
            return true
        }
        return false
    }

    private func assumptions(_ findings: [Prover.Finding]) -> [String] {
        let set = prover.authorization.set
        var assumptions = [
            "actions, resource types and condition keys are those that AWS documented on \(ServiceData.date)",
            "requests are signed by an IAM principal in the partition \(prover.partitions.map { "`\($0)`" }.joined(separator: " or "))",
            "other principals, such as the execution role of a job, are not looked at",
        ]
        if set.hasUnknownIdentity { assumptions.append("the principal's identity policies may allow anything") }
        if !set.serviceControl.isEmpty {
            assumptions.append(
                "service control policies apply: the account is not the management account and the principal is no service-linked role"
            )
        } else {
            assumptions.append("no service control policy is given: one could forbid more")
        }
        if !set.resourceControl.isEmpty {
            assumptions.append(
                "resource control policies apply: the resources are not in the management account, no service-linked role asks, and KMS keys are not those that AWS manages"
            )
        }
        if set.resource.isEmpty {
            assumptions.append("no resource policy grants access, and the resources are in the principal's account")
        } else {
            let names = set.resource.map { "`\($0.name)`" }.joined(separator: " and ")
            assumptions.append("the resource that is asked about has the policy \(names); of others nothing is said")
        }
        for kind in GoverningPolicy.all
        where actions.contains(where: { $0.prefix == kind.actions }) && !kind.isGiven(in: set) {
            assumptions.append(
                "the \(kind.name) of each resource, which is not given, leaves the decision to these policies")
        }
        if set.principal?.hasUnknownPath == true {
            assumptions.append("the role of the session may have any path, which the ARN of a session does not tell")
        }
        if prover.spellings["aws:requestedregion"] != nil {
            assumptions.append("a call names resources of the region to which it is sent")
        }
        if actions.contains(where: { $0.prefix == "kms" }) { assumptions.append("no grant of a KMS key gives access") }
        if findings.contains(where: { $0.questions.contains(where: \.reliesOnTagging) }) {
            assumptions.append("a call that carries tags needs `sagemaker:AddTags` for what it tags")
        }
        if !left.isEmpty {
            let names = left.map { "`\($0)`" }.joined(separator: " and ")
            assumptions.append("no policy of a caller decides about \(names): left out")
        }
        if case .allowedBefore = prover.claim {
            assumptions.append("values that both versions compute in the same manner are the same")
        }
        if set.boundary == nil { assumptions.append("the principal has no permissions boundary but what is given") }
        return assumptions
    }
}
