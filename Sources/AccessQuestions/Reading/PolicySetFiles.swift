public import Documents
public import IAM

/// The files that make a policy set, as the command line names them.
public struct PolicySetFiles: Sendable {
    /// `FILE`, or `FILE#NAME` for the policies of one principal of a file that holds several.
    public var identity: [String] = []
    /// One for each level, from the root of the organisation to the account; a level may be several files, with commas.
    public var serviceControl: [String] = []
    public var resourceControl: [String] = []
    public var boundary: String?
    public var session: String?
    public var resource: [String] = []
    /// The ARN of a user, a role or a session of a role.
    public var principal: String?

    public init() {}
}

/// A policy set read from files.
public struct LoadedPolicies: Sendable {
    public internal(set) var set: PolicySet
    /// What is doubtful about the files.
    public internal(set) var warnings: [Diagnostic] = []
    /// What answers take for granted beside what the engine says.
    public internal(set) var assumptions: [String] = []
    /// Identity policies that the principal is known to have, but that are not given.
    public internal(set) var missing: [String] = []
    /// The texts of the policies by their names.
    var sources: [String: Source] = [:]
    private let contents: FileContents

    struct Source: Sendable {
        var policy: Policy
        var text: PolicyText
    }

    /// Reads the files of a set.
    /// - Parameter contents: where the files are read from.
    /// - Throws: the first thing that is wrong with one of them.
    public init(_ files: PolicySetFiles, from contents: FileContents = .disk) throws(Diagnostic) {
        self.contents = contents
        set = PolicySet(
            identity: [], principal: try files.principal.map { text throws(Diagnostic) in try Principal(text: text) })
        let isLimited = !files.serviceControl.isEmpty || !files.resourceControl.isEmpty
        if isLimited, let principal = set.principal, principal.isServiceLinked {
            throw Diagnostic(
                file: "--principal",
                message:
                    "service and resource control policies do not limit the service-linked role `\(Diagnostic.shown(principal.arn))`",
                help: "leave out `--scp` and `--rcp` for it")
        }
        set.hasUnknownIdentity = files.identity.isEmpty
        var selections: [IdentitySelection] = []
        for file in files.identity { selections.append(try readIdentity(file)) }
        if let file = files.boundary {
            set.boundary = try readOne(file, kind: .managed, among: [.managed, .identity, .unspecified])
        }
        for (file, selection) in zip(files.identity, selections) { noteMissing(selection, of: file, among: selections) }
        for level in files.serviceControl { set.serviceControl.append(try readLevel(level, kind: .serviceControl)) }
        for level in files.resourceControl { set.resourceControl.append(try readLevel(level, kind: .resourceControl)) }
        if let file = files.session {
            set.session = try readOne(file, kind: .session, among: [.identity, .managed, .unspecified])
        }
        for file in files.resource { try readResource(file) }
        warnAboutLevels(files)
    }

    private mutating func readIdentity(_ name: String) throws(Diagnostic) -> IdentitySelection {
        let (path, holder) = split(name)
        let selection = try IdentitySelection(of: try read(path), holder: holder)
        for policy in selection.policies {
            set.identity.append(try take(policy, as: policy.kind == .managed ? .managed : .identity))
        }
        if let boundary = selection.boundary { set.boundary = try take(boundary, as: .managed) }
        return selection
    }

    /// Says which policies of a principal are not given: a policy counts as given by its name or that of its file.
    private mutating func noteMissing(_ selection: IdentitySelection, of file: String, among given: [IdentitySelection])
    {
        let absent = selection.missing.filter { name in !given.contains { $0.gives(name) } }
        missing += absent
        for name in absent {
            warnings.append(
                Diagnostic(
                    .warning, file: file,
                    message: "the principal also has `\(Diagnostic.shown(name))`, which is not given",
                    help: "give it with another `--identity`, in a file of its name"))
        }
        guard let boundary = selection.missingBoundary, set.boundary == nil else { return }
        assumptions.append(
            "the permissions boundary `\(Diagnostic.shown(boundary))` of the principal forbids nothing: it is not given"
        )
        warnings.append(
            Diagnostic(
                .warning, file: file, message: "the permissions boundary `\(Diagnostic.shown(boundary))` is not given",
                help: "give it with `--boundary`"))
    }

    /// Why nothing can be said for sure that a further policy could undo; nil if no policy is missing.
    var reasonForDoubt: String? {
        guard let first = missing.first else { return nil }
        return "it depends on `\(Diagnostic.shown(first))`, which the principal also has and which is not given"
    }

    /// The policies of one level: of several files with commas between them, unless one file has that name.
    private mutating func readLevel(_ name: String, kind: PolicyKind) throws(Diagnostic) -> [Policy] {
        var policies: [Policy] = []
        for path in name.split(separator: ",").map(String.init) {
            let found = try read(path).policies.filter { $0.kind == kind || $0.kind == .unspecified }
            if found.isEmpty {
                let what = kind == .serviceControl ? "service control policy" : "resource control policy"
                throw Diagnostic(file: path, message: "the file holds no \(what)")
            }
            for policy in found { policies.append(try take(policy, as: kind)) }
        }
        return policies
    }

    private mutating func readOne(
        _ name: String, kind: PolicyKind, among kinds: [PolicyKind]
    ) throws(Diagnostic) -> Policy {
        let (path, holder) = split(name)
        let found = try read(path).policies.filter { policy in
            kinds.contains(policy.kind) && holder.map { policy.holder.isCalled($0) } ?? true
        }
        guard let only = found.first, found.count == 1 else {
            throw Diagnostic(
                file: path, message: "one policy is meant here, but \(found.count) are found",
                help: found.isEmpty ? nil : "write `\(path)#NAME`")
        }
        return try take(only, as: kind)
    }

    /// The policy of the resource that is asked about. A request is about one resource, and only that one's policy counts.
    private mutating func readResource(_ name: String) throws(Diagnostic) {
        let (path, holder) = split(name)
        let all = try read(path).policies.filter { policy in
            [.resource, .trust, .unspecified].contains(policy.kind)
                && holder.map { policy.holder.isCalled($0) } ?? true
        }
        let found = all.filter { !$0.limitsOneWay }
        if let first = all.first, found.isEmpty {
            throw Diagnostic(
                file: path,
                message:
                    "the policy of `\(Diagnostic.shown(first.holder.name))`, a VPC endpoint, is no policy of a resource",
                help: "it grants nothing, and limits only what passes through the endpoint")
        }
        guard let only = found.first else {
            let whose = holder.map { " of `\(Diagnostic.shown($0))`" } ?? ""
            throw Diagnostic(file: path, message: "the file holds no resource policy" + whose)
        }
        let names = found.map(\.holder.name)
        guard found.count == 1 else {
            let choices = names.prefix(5).map { "`\(path)#\(Diagnostic.shown($0))`" }.joined(separator: ", ")
            throw Diagnostic(
                file: path,
                message: "the file holds policies of \(found.count) resources: a request is about one of them",
                help: "write one of \(choices)\(names.count > 5 ? " and so on" : "")")
        }
        guard set.resource.isEmpty else {
            throw Diagnostic(
                file: path, message: "another resource policy is given already: a request is about one resource",
                help: "ask about each resource by itself")
        }
        set.resource.append(try take(only, as: only.kind == .trust ? .trust : .resource))
    }

    private func read(_ path: String) throws(Diagnostic) -> PolicyFile {
        let file = try PolicyFile(path: path, from: contents)
        if let error = file.diagnostics.first { throw error }
        return file
    }

    private mutating func take(_ found: FoundPolicy, as kind: PolicyKind) throws(Diagnostic) -> Policy {
        let policy = try found.policyForQuestions(as: kind)
        sources[policy.name] = Source(policy: policy, text: found.text)
        return policy
    }

    /// `FILE#NAME` in its parts; a file whose name holds the mark is found by its whole name.
    private func split(_ name: String) -> (path: String, holder: String?) {
        guard let mark = name.lastIndex(of: "#"), mark != name.startIndex, !contents.isFile(name) else {
            return (name, nil)
        }
        return (String(name[..<mark]), String(name[name.index(after: mark)...]))
    }

    private mutating func warnAboutLevels(_ files: PolicySetFiles) {
        for (level, policies) in set.serviceControl.enumerated()
        where !policies.contains(where: { $0.statements.contains { $0.effect == .allow } }) {
            warnings.append(
                Diagnostic(
                    .warning, file: files.serviceControl[level],
                    message: "no policy of this level allows anything, so nothing at all is allowed",
                    help:
                        "AWS attaches `FullAWSAccess` to each level; name the policies of one level together: `--scp full.json,own.json`"
                ))
        }
    }
}

extension Principal {
    /// Reads the ARN of a user, a role, a session of a role or a federated user.
    init(text: String) throws(Diagnostic) {
        let parts = text.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false).map(String.init)
        func refusal(_ what: String, help: String) -> Diagnostic {
            Diagnostic(file: "--principal", message: "`\(Diagnostic.shown(text))` \(what)", help: help)
        }
        let isAccount = parts.count == 6 && Principal.isAccount(parts[4])
        let names = parts.last?.split(separator: "/", omittingEmptySubsequences: false).map(String.init) ?? []
        if isAccount, parts[0] == "arn", parts[2] == "iam", parts[5] == "root" {
            throw refusal(
                "is the root user of the account, who needs no identity policy",
                help:
                    "only service and resource control policies and denials of resources limit the root user; name a user or a role"
            )
        }
        let isWhole =
            names.count > 1 && names.allSatisfy { name in !name.isEmpty && !name.contains { "*?".contains($0) } }
        let isOfIAM = parts.count == 6 && parts[2] == "iam" && ["user", "role"].contains(names[0])
        let isSession = parts.count == 6 && parts[2] == "sts" && names[0] == "assumed-role" && names.count == 3
        let isFederated = parts.count == 6 && parts[2] == "sts" && names[0] == "federated-user" && names.count == 2
        guard isAccount, isWhole, parts[0] == "arn", parts[3].isEmpty, isOfIAM || isSession || isFederated else {
            throw refusal(
                "is not the ARN of a principal",
                help:
                    "expected a form such as `arn:aws:iam::123456789012:role/Trainer` or `arn:aws:sts::123456789012:assumed-role/Trainer/session`"
            )
        }
        guard isSession else {
            self.init(arn: text)
            return
        }
        self.init(arn: "arn:\(parts[1]):iam::\(parts[4]):role/\(names[1])", session: text)
    }
}
