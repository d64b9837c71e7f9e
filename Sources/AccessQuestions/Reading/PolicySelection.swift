import Documents
import IAM

/// The identity policies that one `--identity` names.
struct IdentitySelection {
    var policies: [FoundPolicy] = []
    var boundary: FoundPolicy?
    /// Policies that the principal also has, but that the file does not hold.
    var missing: [String] = []
    var missingBoundary: String?

    /// - Parameter name: whose policies are meant; nil if the file leaves no choice.
    /// - Throws: an error if it does leave one, or holds nobody of that name.
    init(of file: PolicyFile, holder name: String?) throws(Diagnostic) {
        let candidates = file.policies.filter { [.identity, .managed, .unspecified].contains($0.kind) }
        let only = name == nil ? try Self.onlyHolder(of: candidates, in: file) : nil
        if let name = name ?? only {
            try choose(name, of: file, candidates: candidates)
        } else {
            policies = candidates
        }
    }

    /// The one whose policies a file holds; nil for documents that belong to nobody.
    private static func onlyHolder(of candidates: [FoundPolicy], in file: PolicyFile) throws(Diagnostic) -> String? {
        guard let first = candidates.first else {
            throw Diagnostic(
                file: file.name, message: "the file holds no identity policy",
                help:
                    "give resource policies with `--resource-policy`, those of the organisation with `--scp` or `--rcp`"
            )
        }
        if first.holder.name.isEmpty { return nil }
        var seen: Set<String> = []
        let holders = file.principals.isEmpty ? candidates.map(\.holder) : file.principals.map(\.holder)
        let names = holders.map(\.name).filter { seen.insert($0).inserted }
        if names.count == 1 { return names.first }
        let choices = names.prefix(5).map { "`\(file.name)#\(Diagnostic.shown($0))`" }.joined(separator: ", ")
        throw Diagnostic(
            file: file.name,
            message: "the file holds policies of \(names.count) principals: say whose are meant",
            help: "write one of \(choices)\(names.count > 5 ? " and so on" : "")")
    }

    /// Takes everything that allows a principal something, or the policies of a name.
    private mutating func choose(_ name: String, of file: PolicyFile, candidates: [FoundPolicy]) throws(Diagnostic) {
        if let principal = file.principals.first(where: { $0.holder.isCalled(name) }) {
            policies = principal.policies
            missing = principal.missing
            boundary = principal.boundary
            missingBoundary = principal.missingBoundary
            return
        }
        policies = candidates.filter { $0.holder.isCalled(name) }
        if policies.isEmpty {
            throw Diagnostic(
                file: file.name, message: "the file holds no policy of `\(Diagnostic.shown(name))`")
        }
    }

    /// Whether a policy of a name or ARN is among those selected.
    func gives(_ name: String) -> Bool {
        let short = name.split(separator: "/").last ?? name[...]
        return policies.contains { policy in
            let file = policy.text.file.name.split(separator: "/").last ?? ""
            return policy.holder.isCalled(name) || policy.holder.name == short || file.prefix { $0 != "." } == short
        }
    }
}
