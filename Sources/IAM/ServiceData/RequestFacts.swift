/// What is known of requests beside the service authorization reference.
///
/// - SeeAlso: Scripts/data/iam-requests.yaml, where each fact stands with the page of AWS that says it.
enum RequestFacts {
    private static let required = FactLines(RequestFactTables.required)
    private static let also = FactLines(RequestFactTables.also)
    private static let calls = FactLines(RequestFactTables.calls)
    private static let free = FactLines(RequestFactTables.free)
    private static let unnamed = FactLines(RequestFactTables.unnamed)
    private static let published = FactLines(RequestFactTables.published)
    private static let forms = FactLines(RequestFactTables.forms)
    private static let authorized = FactLines(RequestFactTables.authorized)
    private static let unsigned = FactLines(RequestFactTables.unsigned)
    private static let carried = FactLines(RequestFactTables.carried)
    private static let described = FactLines(RequestFactTables.described)
    private static let names = FactLines(RequestFactTables.names)

    static func requiredTypes(of action: ServiceAction) -> RequiredTypes {
        guard let fields = required.find(action.qualifiedName)?.fields, fields.count > 1 else {
            return .atLeast([], optional: [])
        }
        if fields[1] == "=" { return .alternatives(fields.dropFirst(2).compactMap { Companion($0) }) }
        return .atLeast(list(fields[1]), optional: fields.count > 2 ? list(fields[2]) : [])
    }

    /// Types of resources that calls of an action name although the reference does not list them.
    static func unlistedTypes(of action: ServiceAction) -> [ResourceType] {
        (also.find(action.qualifiedName)?.fields.dropFirst() ?? []).compactMap { text in
            let words = text.split(separator: " ").map(String.init)
            guard words.count >= 2 else { return nil }
            let other = action.service.resourceTypes.first { words.count > 2 && $0.name == words[2] }
            return ResourceType(name: words[0], arn: words[1], conditionKeys: other?.conditionKeys ?? [])
        }
    }

    /// Which types the calls of an action name together; nil where that follows from the types that are required.
    static func calls(of action: ServiceAction) -> RequiredTypes? {
        guard let lists = calls.find(action.qualifiedName)?.fields.dropFirst() else { return nil }
        return .calls(
            lists.filter { $0.first != "?" }.map { list($0) },
            perhaps: lists.filter { $0.first == "?" }.map { list(String($0.dropFirst())) })
    }

    /// True for an action for which AWS asks no permission: no policy allows or denies it.
    static func isFree(_ action: String) -> Bool { free.find(action) != nil }

    /// True for an action whose calls nobody signs: the policies of a caller are not asked, only those of the resource.
    static func isUnsigned(_ action: String) -> Bool { unsigned.find(action) != nil }

    /// Keys in lower case about accounts that every request of a service carries.
    static func carriedKeys(of service: String) -> [String] {
        guard let fields = carried.find(service)?.fields, fields.count > 1 else { return [] }
        return list(fields[1])
    }

    /// True for a key in lower case that requests for resources carry whose type lists it, whatever the action.
    static func isDescribing(_ key: String, service: String) -> Bool {
        guard let fields = described.find(service)?.fields, fields.count > 1 else { return false }
        return list(fields[1]).contains(key)
    }

    /// What a call may name that is no resource of AWS, although the reference calls a resource required.
    static func unnamed(_ action: ServiceAction) -> String? { unnamed.find(action.qualifiedName)?.fields.last }

    /// True if AWS itself publishes resources whose ARNs have this form, without the number of an account.
    static func isPublished(_ form: ResourceTarget.Form) -> Bool {
        guard let fields = published.find(form.parts[2])?.fields, fields.count > 1 else { return false }
        return list(fields[1]).contains { form.rest.hasPrefix($0) }
    }

    /// Older forms of the last part of a resource type's ARN that AWS still takes.
    static func olderForms(of type: ResourceType, service: String) -> [String] {
        guard let fields = forms.find("\(service):\(type.name)")?.fields, fields.count > 1 else { return [] }
        return list(fields[1])
    }

    /// The forms of the last part of an ARN that AWS authorises an action on, and what it usually looks like; nil where it is
    /// that of the reference.
    static func authorizedForms(of type: ResourceType, for action: ServiceAction) -> (forms: [String], usual: String)? {
        guard let fields = authorized.find("\(action.prefix):\(type.name)")?.fields, fields.count == 4,
            !list(fields[3]).contains(action.name)
        else { return nil }
        return (list(fields[1]), fields[2])
    }

    /// What the names in the ARNs of a service hold.
    static func names(of service: String) -> ResourceNames {
        ResourceNames(placeholders: Array(names.find(service)?.fields.dropFirst() ?? []))
    }

    private static func list(_ text: String) -> [String] {
        text.utf8.split(separator: UInt8(ascii: ",")).map { String(Substring($0)) }
    }
}
