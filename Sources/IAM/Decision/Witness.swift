/// A concrete call made from a model of a formula: one request for each authorisation that AWS makes for it.
struct Witness {
    /// One for each target.
    var requests: [Request]
    /// The check of `sagemaker:AddTags`, if the call carries tags.
    var tagging: Request?

    private static let tagPrefix = "aws:requesttag/"

    init(_ model: Solver.Model, solver: Solver, question: ActionQuestion, spellings: [String: String]) {
        let request = question.model
        func text(_ variable: Int) -> String {
            (model.values[variable] ?? solver.defaultValue(of: variable))?.all.first ?? ""
        }
        let named = question.namedKeys
        let scope = RequestModel.Scope(request.action)
        requests = request.targets.indices.map { target in
            var context = Request.Context()
            let arn = request.targets[target].arn(text)
            let account = Request(action: "", resource: arn).account
            let always = Set(
                named.compactMap {
                    request.account($0, target: target) ?? request.variable($0, target: target, scope: scope)
                }
                .filter { request.vocabulary.variables[$0].presence == .always })
            for variable in request.contextVariables(ofTarget: target) {
                // Where the ARN names no account, the keys about it have a variable of their own.
                if request.isAccount(variable), account == nil { continue }
                // Region and account have a value in every request, mentioned or not, and so has what stands for a text and
                // what has few values, about which a formula need not ask.
                let facts = request.vocabulary.variables[variable]
                let isThere =
                    request.isResourcePart(variable) || always.contains(variable)
                    || facts.presence == .always && facts.domain != nil && !facts.keys.isEmpty
                let value = model.values[variable] ?? (isThere ? solver.defaultValue(of: variable) : nil)
                guard let value else { continue }
                for key in request.vocabulary.variables[variable].keys.sorted() {
                    let isOther =
                        account != nil && !request.isAccount(variable) && request.account(key, target: target) != nil
                    if !isOther { context[spellings[key] ?? GlobalKeys.spelling(of: key)] = value }
                }
            }
            if let time = context["aws:EpochTime"]?.all.first, Number(time) == nil,
                let instant = Instant(policyText: time)
            {
                context["aws:EpochTime"] = .one(ValueSearch.text(instant.seconds))
            }
            return Request(
                action: request.action.qualifiedName, resource: arn, context: context)
        }
        if request.action.supportsRequestTags { completeTags() }
        tagging = question.tagging.flatMap { tagging(as: $0, target: question.taggedTargets.first ?? 0) }
    }

    /// Gives every tag both its key and its value.
    private mutating func completeTags() {
        for index in requests.indices {
            var context = requests[index].context
            let named = context.keys.filter { $0.asciiLowercased.hasPrefix(Self.tagPrefix) }
                .map { String($0.dropFirst(Self.tagPrefix.count)) }
            var keys = context["aws:TagKeys"]?.all ?? []
            for key in keys where !named.contains(where: { $0.asciiLowercased == key.asciiLowercased }) {
                context["aws:RequestTag/" + key] = .one("example")
            }
            for name in named where !keys.contains(where: { $0.asciiLowercased == name.asciiLowercased }) {
                keys.append(name)
            }
            if !keys.isEmpty { context["aws:TagKeys"] = .several(keys) }
            requests[index].context = context
        }
    }

    /// The tags of a request in a request of `sagemaker:AddTags` for the resource that has them.
    private func tagging(as tagging: ActionQuestion.Tagging, target: Int) -> Request? {
        guard requests.indices.contains(target) else { return nil }
        let first = requests[target]
        guard let keys = first.context["aws:TagKeys"], !keys.all.isEmpty else { return nil }
        var context = Request.Context()
        for key in first.context.keys {
            let lower = key.asciiLowercased
            let global = GlobalKeys.key(lower)
            if lower.hasPrefix(Self.tagPrefix) || lower == "aws:tagkeys" || global.map({ !$0.isPerAction }) ?? false {
                context[key] = first.context[key]
            }
        }
        for (key, value) in tagging.scope.fixed {
            context[key == "sagemaker:taggingaction" ? "sagemaker:TaggingAction" : key] = .one(value)
        }
        return Request(action: tagging.scope.action.qualifiedName, resource: first.resource, context: context)
    }
}

extension Witness {
    /// The parts of the call that could be left out: a tag with its key, or another key.
    var optionalParts: [[String]] {
        let keys = Set(requests.flatMap(\.context.keys).map { $0.asciiLowercased })
        return keys.sorted().compactMap { key in
            if key == "aws:tagkeys" { return nil }
            if key == "aws:resourceaccount", requests.allSatisfy({ $0.account != nil }) { return nil }
            if GlobalKeys.key(key)?.isAlwaysPresent ?? false { return nil }
            return [key]
        }
    }

    func removing(_ keys: [String]) -> Witness {
        var copy = self
        for key in keys {
            for index in copy.requests.indices { Self.remove(key, from: &copy.requests[index].context) }
            if var request = copy.tagging {
                Self.remove(key, from: &request.context)
                copy.tagging = request.context["aws:TagKeys"] == nil ? nil : request
            }
        }
        return copy
    }

    private static func remove(_ key: String, from context: inout Request.Context) {
        context[key] = nil
        guard key.hasPrefix(tagPrefix), let keys = context["aws:TagKeys"] else { return }
        let tag = key.dropFirst(tagPrefix.count)
        context["aws:TagKeys"] = .several(keys.all.filter { $0.asciiLowercased != tag })
    }
}
