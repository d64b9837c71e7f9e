import CEL
import Documents
import IAM
import Resources

/// `iam.allows(policy, request)`: whether a policy document alone allows one request.
enum AccessFunction {
    static let function = Function("iam.allows", isPure: false) {
        [.global("iam_allows_dyn_map", [.dyn, .map(.string, .dyn)], .bool, .binary { allows($0, $1, $2) })]
    }

    private static func allows(_ frame: FramePointer, _ policy: Val, _ request: Val) -> Val {
        let policies: [Policy]
        let call: Request
        do throws(Refusal) {
            policies = try Self.policies(in: policy, frame)
            call = try Self.request(in: request, frame)
        } catch {
            switch error {
            case .value(let value): return value
            case .wrong(let message): return frame.error(.noSuchOverload, message)
            }
        }
        let outcome = IAM.PolicySet(identity: policies).decide(call)
        return switch outcome.verdict {
        case .allowed: .bool(true)
        case .explicitlyDenied, .implicitlyDenied: .bool(false)
        case .unclear: RuleFunctions.undetermined(frame, "iam.allows: \(outcome.reason)")
        }
    }

    /// Why there is no answer.
    private enum Refusal: Error {
        /// A part is unknown or an error, and so is the answer.
        case value(Val)
        case wrong(String)
    }

    // MARK: The policy

    /// A document, its JSON text, or a list of these, which are taken together.
    private static func policies(in value: Val, _ frame: FramePointer) throws(Refusal) -> [Policy] {
        if value.isIndefinite { throw .value(value) }
        switch value.kind {
        case .nodeMap, .object:
            guard let view = frame.view(of: value) else { break }
            return [try policy(view, frame)]
        case .string:
            let document: Document
            do throws(Diagnostic) {
                document = try JSONParser.parse(
                    SourceText(name: "policy", copying: value.text), symbols: SymbolTable())
            } catch {
                throw .wrong("iam.allows: the policy is no JSON: \(error.message)")
            }
            guard let root = document.root else { break }
            return [try policy(root, frame)]
        case .list, .nodeList:
            var policies: [Policy] = []
            for element in frame.elements(of: value) { policies += try Self.policies(in: element, frame) }
            return policies
        default: break
        }
        throw .wrong("iam.allows: expected a policy document of the input; this is \(value.kind.noun)")
    }

    private static func policy(_ view: NodeView, _ frame: FramePointer) throws(Refusal) -> Policy {
        do throws(PolicyRejection) {
            return try Policy(
                reading: view, name: "the policy", computed: frame.context?.computedValues(in: view) ?? .none)
        } catch {
            guard error.reason == .notLiteral else {
                throw .wrong("iam.allows: IAM would refuse the policy: \(error.message)")
            }
            throw .value(RuleFunctions.undetermined(frame, "a part of the policy is not known"))
        }
    }

    // MARK: The request

    private static func request(in value: Val, _ frame: FramePointer) throws(Refusal) -> Request {
        var action: String?
        var request = Request(action: "")
        let entries = frame.entries(of: value)
        for index in stride(from: 0, to: entries.count - 1, by: 2) {
            let member = entries[index + 1]
            if member.isIndefinite { throw .value(member) }
            switch entries[index].string {
            case "action": action = try text(member, "action")
            case "resource": request.resource = try text(member, "resource")
            case "context": request.context = try context(member, frame)
            case let other:
                throw .wrong("iam.allows: a request has `action`, `resource` and `context`, no `\(other)`")
            }
        }
        guard let action else { throw .wrong("iam.allows: the request names no `action`") }
        guard let known = ServiceData.action(action) else {
            let help = Guarantee.problem(withAction: action)?.help.map { "; \($0)" } ?? ""
            throw .wrong("iam.allows: the service data of \(ServiceData.date) know no action `\(action)`\(help)")
        }
        request.action = known.qualifiedName
        return request
    }

    private static func context(_ value: Val, _ frame: FramePointer) throws(Refusal) -> Request.Context {
        guard value.isMap else { throw .wrong("iam.allows: `context` is a map of condition keys to values") }
        var context = Request.Context()
        let entries = frame.entries(of: value)
        for index in stride(from: 0, to: entries.count - 1, by: 2) {
            let (key, member) = (entries[index].string, entries[index + 1])
            if member.isIndefinite { throw .value(member) }
            if member.isList {
                var texts: [String] = []
                for element in frame.elements(of: member) {
                    if element.isIndefinite { throw .value(element) }
                    texts.append(try text(element, key))
                }
                context[key] = .several(texts)
            } else if member.kind != .null {
                context[key] = .one(try text(member, key))
            }
        }
        return context
    }

    private static func text(_ value: Val, _ name: String) throws(Refusal) -> String {
        switch value.kind {
        case .string: value.string
        case .bool: value.boolean ? "true" : "false"
        case .int: String(value.integer)
        case .uint: String(value.unsigned)
        case .double: String(value.number)
        default: throw .wrong("iam.allows: `\(name)` is a text; this is \(value.kind.noun)")
        }
    }
}
