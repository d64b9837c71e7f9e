public import Documents
public import IAM

/// A request as the command line gives it, completed by what follows from it.
public struct RequestText: Sendable {
    public private(set) var request: Request
    /// What was added, or looks wrong.
    public private(set) var notes: [String] = []
    /// True if the ARN of the role that asks is taken to have no path, which the ARN of its session does not tell.
    public private(set) var guessesRolePath = false

    /// - Parameters:
    ///   - context: `key=value`; the values of a key that is given several times are taken together.
    /// - Throws: an error that names the part which is wrong.
    public init(action: String, resource: String, context: [String], principal: String? = nil) throws(Diagnostic) {
        let parts = action.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty, !action.contains("*"), !action.contains("?")
        else {
            throw Diagnostic(
                file: "--action", message: "`\(Diagnostic.shown(action))` is not one action",
                help: "expected a form such as `sagemaker:CreateEndpoint`, without wildcards")
        }
        guard
            resource == "*"
                || resource.hasPrefix("arn:")
                    && resource.split(separator: ":", omittingEmptySubsequences: false).count >= 6
        else {
            throw Diagnostic(
                file: "--resource", message: "`\(Diagnostic.shown(resource))` is neither an ARN nor `*`",
                help: "expected a form such as `arn:aws:sagemaker:eu-west-1:123456789012:endpoint/example`")
        }
        request = Request(action: ServiceData.action(action)?.qualifiedName ?? action, resource: resource)
        try read(context)
        complete(principal: principal)
        checkAction()
    }

    private mutating func read(_ pairs: [String]) throws(Diagnostic) {
        var values: [String: [String]] = [:]
        var names: [String: String] = [:]
        for pair in pairs {
            guard let mark = pair.firstIndex(of: "="), mark != pair.startIndex else {
                throw Diagnostic(
                    file: "--context", message: "`\(Diagnostic.shown(pair))` is no condition key with a value",
                    help: "expected a form such as `aws:RequestTag/environment=dev`")
            }
            let key = String(pair[..<mark])
            values[key.lowercased(), default: []].append(String(pair[pair.index(after: mark)...]))
            names[key.lowercased()] = names[key.lowercased()] ?? key
        }
        for (lower, texts) in values {
            let isMultivalued = ServiceData.conditionKey(lower)?.isMultivalued
            if texts.count > 1, isMultivalued == false {
                throw Diagnostic(
                    file: "--context", message: "`\(names[lower] ?? lower)` holds one value, but several are given")
            }
            request.context[names[lower] ?? lower] =
                texts.count == 1 && isMultivalued != true ? .one(texts[0]) : .several(texts)
        }
    }

    /// Keys that every request carries and that follow from what is given.
    private mutating func complete(principal: String?) {
        let arn = request.resource.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false).map(
            String.init)
        if arn.count == 6 {
            if !arn[3].isEmpty { add("aws:RequestedRegion", arn[3], "the resource is in that region") }
            if !arn[4].isEmpty { add("aws:ResourceAccount", arn[4], "it is the resource's") }
        }
        if let principal {
            let parts = principal.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false).map(String.init)
            let known = try? Principal(text: principal)
            guessesRolePath = known?.hasUnknownPath == true && request.context["aws:PrincipalArn"] == nil
            add(
                "aws:PrincipalArn", known?.arn ?? principal,
                guessesRolePath ? "the path of the session's role is not known" : "it is the principal's")
            if parts.count == 6 { add("aws:PrincipalAccount", parts[4], "it is the principal's") }
        }
        let tags = request.context.keys.filter { $0.lowercased().hasPrefix("aws:requesttag/") }.map {
            String($0.dropFirst("aws:RequestTag/".count))
        }
        if !tags.isEmpty, request.context["aws:TagKeys"] == nil {
            request.context["aws:TagKeys"] = .several(tags)
            notes.append(
                "aws:TagKeys is taken to be [\(tags.joined(separator: ", "))], the keys of the tags that are given")
        }
    }

    private mutating func add(_ key: String, _ value: String, _ why: String) {
        guard request.context[key] == nil else { return }
        request.context[key] = .one(value)
        notes.append("\(key) is taken to be \(value): \(why)")
    }

    private mutating func checkAction() {
        guard let action = ServiceData.action(request.action) else {
            notes.append("the service data of \(ServiceData.date) know no action `\(request.action)`")
            return
        }
        if request.resource == "*", !action.requiredResourceTypes.isEmpty, action.namesBesideResources == nil {
            let forms = action.requiredResourceTypes.map(\.arn).joined(separator: ", ")
            notes.append("a request for this action names a resource, such as \(forms)")
        }
        let together = action.typesNamedTogether.map { $0.map(\.arn).joined(separator: ", ") }
        if !together.isEmpty {
            notes.append("the call is checked for each of these resources: \(together.joined(separator: "; or "))")
        }
        for dependent in action.dependents {
            notes.append("the call may also need \(dependent), which is another question")
        }
        let carried = action.conditionKeys
        for key in request.context.keys where !carried.contains(where: { $0.covers(key.lowercased()) }) {
            guard let documented = ServiceData.conditionKey(key) else {
                notes.append("the service data of \(ServiceData.date) know no condition key `\(key)`")
                continue
            }
            let isPerAction =
                !key.lowercased().hasPrefix("aws:")
                || ["aws:requesttag/", "aws:tagkeys", "aws:resourcetag/"].contains { key.lowercased().hasPrefix($0) }
            if isPerAction, documented.isListed { notes.append("no request for this action carries `\(key)`") }
        }
    }
}
