/// What a request says of who makes it, and how, in several keys at once.
///
/// The decision procedure takes each key by itself. A proof may do so; a counterexample must be a request that can be.
/// - SeeAlso: IAM User Guide, "AWS global condition context keys".
struct CallerKeys {
    let context: Request.Context

    private func text(_ key: String) -> String? { context.value(normalized: key)?.all.first }
    private var arn: [Substring]? {
        text("aws:principalarn").map { $0.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false) }
    }

    /// Two keys that contradict each other, as AWS writes them; nil if none do.
    var contradiction: (String, String)? {
        if let arn {
            guard arn.count == 6, Principal.isAccount(arn[4]) else {
                return ("aws:PrincipalArn", "aws:PrincipalAccount")
            }
            for key in ["aws:PrincipalAccount", "kms:CallerAccount"] {
                if let account = text(key.asciiLowercased), account != arn[4] { return ("aws:PrincipalArn", key) }
            }
            let isUser = arn[5].hasPrefix("user/")
            if let type = text("aws:principaltype"),
                (type == "User") != isUser || (type == "AssumedRole") != arn[5].hasPrefix("role/")
            {
                return ("aws:PrincipalArn", "aws:PrincipalType")
            }
            if let name = text("aws:username"), !isUser || arn[5].split(separator: "/").last.map(String.init) != name {
                return ("aws:PrincipalArn", "aws:username")
            }
        }
        if let caller = text("kms:calleraccount"), let account = text("aws:principalaccount"), caller != account {
            return ("kms:CallerAccount", "aws:PrincipalAccount")
        }
        if text("aws:username") != nil, let type = text("aws:principaltype"), type != "User" {
            return ("aws:username", "aws:PrincipalType")
        }
        let via = context.value(normalized: "aws:calledvia")?.all
        for (key, end) in [("aws:CalledViaFirst", via?.first), ("aws:CalledViaLast", via?.last)] {
            if let service = text(key.asciiLowercased), service != end { return ("aws:CalledVia", key) }
        }
        if via != nil, text("aws:viaawsservice") == "false" { return ("aws:CalledVia", "aws:ViaAWSService") }
        for key in ["aws:SourceVpc", "aws:SourceVpce"] where text(key.asciiLowercased) != nil {
            if text("aws:sourceip") != nil { return ("aws:SourceIp", key) }
        }
        return nil
    }

    var agree: Bool { contradiction == nil }

    /// The same request with those keys changed that follow from others.
    var agreeing: Request.Context {
        var copy = context
        if var arn, arn.count == 6 {
            if let account = text("aws:principalaccount"), Principal.isAccount(account) { arn[4] = Substring(account) }
            if text("aws:username") != nil || text("aws:principaltype") == "User" {
                let name = text("aws:username") ?? "example"
                // A path that is asked for stays.
                let path =
                    arn[5].hasPrefix("user/")
                    ? arn[5].prefix(through: arn[5].lastIndex(of: "/") ?? arn[5].startIndex) : "user/"
                arn[5] = path + Substring(name)
            }
            copy["aws:PrincipalArn"] = .one(arn.joined(separator: ":"))
        }
        if text("aws:username") != nil, text("aws:principaltype") != nil { copy["aws:PrincipalType"] = .one("User") }
        let ends = [text("aws:calledviafirst"), text("aws:calledvialast")].compactMap { $0 }
        if !ends.isEmpty, context.value(normalized: "aws:calledvia") == nil { copy["aws:CalledVia"] = .several(ends) }
        return copy
    }
}

extension Witness {
    /// The call of somebody who can be: keys that follow from others say what those do, where the call contradicts itself.
    var agreeing: Witness {
        guard !requests.allSatisfy({ CallerKeys(context: $0.context).agree }) else { return self }
        var copy = self
        for index in copy.requests.indices {
            copy.requests[index].context = CallerKeys(context: copy.requests[index].context).agreeing
        }
        if var request = copy.tagging {
            request.context = CallerKeys(context: request.context).agreeing
            copy.tagging = request
        }
        return copy
    }
}

extension Request.Context {
    /// The tags that a resource has, beside those of the same keys that the request gives.
    var createdTags: [(key: String, request: Request.Value?, resource: Request.Value?)] {
        let prefix = "aws:resourcetag/"
        return keys.filter { $0.asciiLowercased.hasPrefix(prefix) }.map { name in
            let key = "aws:RequestTag/" + name.dropFirst(prefix.count)
            return (key, self[key], self[name])
        }
    }
}

extension Witness {
    /// The call with the tags that its new resource has: they are those that the call gives.
    ///
    /// - SeeAlso: IAM User Guide, "AWS global condition context keys", `aws:ResourceTag`.
    func givingTags(to targets: [ResourceTarget]) -> Witness {
        var copy = self
        for (index, target) in targets.enumerated() where target.isCreated {
            for tag in requests[index].context.createdTags where tag.request != nil {
                copy.requests[index].context[tag.key] = tag.resource
                if index == 0 { copy.tagging?.context[tag.key] = tag.resource }
            }
        }
        return copy
    }
}
