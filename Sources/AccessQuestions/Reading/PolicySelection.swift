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
                file: file.source.name, message: "the file holds no identity policy",
                help:
                    "give resource policies with `--resource-policy`, those of the organisation with `--scp` or `--rcp`"
            )
        }
        let principals = file.holders.filter { TemplateAttachments.principals.contains($0.type) }
        if first.holder.name.isEmpty { return nil }
        var seen: Set<String> = []
        let names = (principals.isEmpty ? candidates.map(\.holder) : principals).map(\.name).filter {
            seen.insert($0).inserted
        }
        if names.count == 1 { return names.first }
        let choices = names.prefix(5).map { "`\(file.source.name)#\(Diagnostic.shown($0))`" }.joined(separator: ", ")
        throw Diagnostic(
            file: file.source.name,
            message: "the file holds policies of \(names.count) principals: say whose are meant",
            help: "write one of \(choices)\(names.count > 5 ? " and so on" : "")")
    }

    /// Takes the policies of a principal, those attached to it and those of its groups.
    private mutating func choose(_ name: String, of file: PolicyFile, candidates: [FoundPolicy]) throws(Diagnostic) {
        var wanted: [String] = [name]
        var known: Set<String> = [name]
        var boundaries: [String] = []
        var next = 0
        while next < wanted.count {
            let current = wanted[next]
            next += 1
            for holder in file.holders where holder.isCalled(current) {
                known.formUnion([holder.name, holder.arn ?? holder.name])
                wanted += holder.attachments.filter { known.insert($0).inserted }
                if next == 1, let boundary = holder.boundary { boundaries.append(boundary) }
            }
        }
        let found = candidates.filter { policy in
            wanted.contains { policy.holder.isCalled($0) } || policy.attachedTo.contains { known.contains($0) }
        }
        guard !found.isEmpty || file.holders.contains(where: { $0.isCalled(name) }) else {
            throw Diagnostic(
                file: file.source.name, message: "the file holds no policy of `\(Diagnostic.shown(name))`")
        }
        policies = found
        missing = wanted.dropFirst().filter { name in !file.holders.contains { $0.isCalled(name) } }
        boundary = boundaries.first.flatMap { name in candidates.first { $0.holder.isCalled(name) } }
        if boundary == nil { missingBoundary = boundaries.first }
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
