/// Which requests of an action there can be: the resources it names and the keys that it carries.
final class RequestModel {
    let action: ServiceAction
    let vocabulary: Vocabulary
    let targets: [ResourceTarget]
    /// Keys in lower case that some policy takes for multivalued.
    private let quantifiedKeys: Set<String>
    private let accounts: Accounts
    /// Whether the question is about resources of other accounts, too.
    private let asksForOthers: Bool
    /// Who asks, where that is given.
    let principal: Principal?
    let partition: String
    /// Whether values are alike that templates compute in the same manner, whichever template it is.
    private let comparesVersions: Bool
    /// Whether some condition looks at the time as a text.
    private let comparesTimesAsText: Bool
    /// The targets that a guarantee can reach, once that was asked.
    var reachedTargets: [Int]?
    private var region: Int?
    /// The account in the ARN of each target.
    private(set) var arnAccounts: [Int?] = []
    private(set) var variables: [Name: Int] = [:]
    /// The variables of keys as they are asked for; nil for those that no request carries.
    private var asked: [Question: Int?] = [:]
    private let requestKeys: KeyIndex
    private let targetKeys: [(listed: KeyIndex, ofType: KeyIndex)]

    /// Which value a variable stands for.
    struct Name: Hashable {
        var key: String
        /// The resource that the key describes; nil for a key of the request.
        var target: Int?
        /// The value of a key that has only one.
        var fixed: String?
    }

    private struct Question: Hashable {
        var key: String
        var target: Int
    }

    /// Which statement is asked about which target.
    struct ResourceQuestion: Hashable {
        let entry: ObjectIdentifier
        let target: Int
        let service: String
        let reading: Reading
    }

    /// Whether the targets are among the resources of statements, as far as that was asked.
    var resourceFormulas: [ResourceQuestion: Formula] = [:]

    /// Whose resources a request names.
    enum Accounts {
        /// Those of the principal's own account, and of AWS.
        case own
        case any
    }

    init(
        _ alternative: ResourceAlternative, quantifiedKeys: Set<String>, accounts: Accounts,
        asksForOthers: Bool, principal: Principal?, comparesVersions: Bool, comparesTimesAsText: Bool
    ) {
        self.asksForOthers = asksForOthers
        self.comparesTimesAsText = comparesTimesAsText
        self.comparesVersions = comparesVersions
        self.principal = principal
        partition = alternative.partition
        action = alternative.action
        self.quantifiedKeys = quantifiedKeys
        self.accounts = accounts
        let vocabulary = Vocabulary()
        self.vocabulary = vocabulary
        requestKeys = alternative.requestKeys
        targetKeys = alternative.shapes.map { ($0.keys, $0.typeKeys) }
        var region: Int?
        var account: Int?
        var arnAccounts: [Int?] = []
        targets = alternative.shapes.map { shape in
            if accounts == .any { account = nil }
            let target = Self.target(shape.outline, vocabulary: vocabulary, region: &region, account: &account)
            arnAccounts.append(account)
            return target
        }
        self.region = region
        self.arnAccounts = arnAccounts
    }

    private static func target(
        _ outline: ResourceTarget.Outline?, vocabulary: Vocabulary, region: inout Int?, account: inout Int?
    ) -> ResourceTarget {
        guard let outline else {
            return ResourceTarget(
                head: [], rest: nil, colons: 0, form: nil, usual: nil, isGoverned: false, hasOwner: false,
                isCreated: false)
        }
        func shared(_ variable: inout Int?, _ domain: ValueSet, _ candidates: [String]) -> ResourceTarget.Part {
            let number = variable ?? vocabulary.add(resourcePart(domain, candidates))
            variable = number
            return .variable(number)
        }
        let head = outline.head.map { part -> ResourceTarget.Part in
            switch part {
            case .region: shared(&region, SampleValues.regionForm, SampleValues.regions)
            case .account: shared(&account, SampleValues.accountPartForm, SampleValues.accountParts)
            case .name(let domain, let example): .variable(vocabulary.add(resourcePart(domain, [example])))
            case .constant(let text, let characters): .constant(text, characters: characters)
            }
        }
        return ResourceTarget(
            head: head, rest: vocabulary.add(resourcePart(outline.rest, outline.examples)),
            colons: outline.colons, form: outline.form, usual: outline.usual, isGoverned: outline.isGoverned,
            hasOwner: outline.hasOwner, isCreated: outline.isCreated)
    }

    private static func resourcePart(_ domain: ValueSet, _ candidates: [String]) -> Variable {
        Variable(
            keys: [], isMultivalued: false, presence: .always, domain: domain, candidates: candidates, isOrdered: false)
    }

    /// Who asks for a key: the action of the model itself, or one that AWS checks along with it.
    struct Scope {
        var action: ServiceAction
        /// Keys that have one value there, in lower case.
        var fixed: [String: String] = [:]
        fileprivate var keys: KeyIndex?

        init(_ action: ServiceAction) { self.action = action }

        /// An action that is checked along with another one: it carries only keys of its own.
        init(alongside action: ServiceAction) {
            self.action = action
            keys = KeyIndex(action.conditionKeys)
        }
    }

    /// The variable of a condition key in lower case; nil if no request of the action can carry the key.
    func variable(_ key: String, target: Int, scope: Scope) -> Int? {
        if let value = scope.fixed[key] { return fixed(key, value) }
        if let keys = scope.keys, keys.key(key) == nil, GlobalKeys.key(key).map(\.isPerAction) ?? key.contains(":") {
            return nil
        }
        if key == "aws:requestedregion", let region {
            vocabulary.addKey(key, to: region)
            return region
        }
        let question = Question(key: key, target: target)
        if let known = asked[question] { return known }
        let number = number(key, target: target)
        asked[question] = .some(number)
        return number
    }

    /// Whether a request carries a key is a matter of the key as it is written, what value it has may be one of another's.
    private func number(_ key: String, target: Int) -> Int? {
        guard let variable = make(key, target: target) else { return nil }
        let isOfResource = targetKeys[target].listed.key(key) != nil || targetKeys[target].ofType.key(key) != nil
        // Some services list the tags of resources with the keys of the request.
        let isOfRequest = (requestKeys.key(key) != nil || !isOfResource) && !Self.isResourceTag(key)
        let name = Name(
            key: variable.presence == .undocumented ? key : canonical(key),
            target: isOfRequest || targets.count == 1 ? nil : target)
        if let known = variables[name] {
            vocabulary.addKey(key, to: known)
            return known
        }
        let number = vocabulary.add(variable)
        variables[name] = number
        return number
    }

    /// What tells a policy's text with parts that are not known from others that read alike.
    func mark(_ template: Template, target: Int, scope: Scope) -> String {
        let variables = template.variables.map { variable($0, target: target, scope: scope) ?? -1 }
        let origin = template.origin?.mark(isAlikeEverywhere: comparesVersions) ?? ""
        return "\(variables) \(origin)"
    }

    /// Puts a question to what carries a key in lower case, nil where nothing does.
    ///
    /// The account of a resource is the one in its ARN, if there is a number; else it is a matter of its own.
    func ask(_ key: String, target: Int, scope: Scope, _ question: (Int?) -> Formula) -> Formula {
        guard let account = account(key, target: target) else {
            return question(variable(key, target: target, scope: scope))
        }
        let isNumber = vocabulary.within(account, SampleValues.accountForm)
        let owner = variable(key, target: target, scope: scope)
        return isNumber && question(account) || !isNumber && question(owner)
    }

    /// The variable of the account in the ARN of a target, if its number is the value of a key.
    func account(_ key: String, target: Int) -> Int? {
        guard let account = arnAccounts[target],
            key == "aws:resourceaccount" || key == "aws:principalaccount" && accounts == .own
        else { return nil }
        vocabulary.addKey(key, to: account)
        return account
    }

    /// True for the variable of the account in some ARN.
    func isAccount(_ variable: Int) -> Bool { arnAccounts.contains(variable) }

    /// One name for keys that always have the same value.
    ///
    /// The two keys of the time have texts of different forms, so they are one only where nothing looks at the texts.
    private func canonical(_ key: String) -> String {
        if key == "aws:epochtime", !comparesTimesAsText { return "aws:currenttime" }
        guard Self.isResourceTag(key), let slash = key.firstIndex(of: "/") else { return key }
        return "aws:resourcetag" + key[slash...]
    }

    private static func isResourceTag(_ key: String) -> Bool {
        key.firstIndex(of: "/").map { key[..<$0].hasSuffix(":resourcetag") } ?? false
    }

    /// The variables that a request for one target carries as condition keys.
    func contextVariables(ofTarget target: Int) -> [Int] {
        let own = variables.filter { $0.key.fixed == nil && ($0.key.target ?? target) == target }
        return Set(own.values).union([region, arnAccounts[target]].compactMap { $0 }).sorted()
    }

    /// True for the variable of the region or the account, which a resource's ARN shares with condition keys.
    func isResourcePart(_ variable: Int) -> Bool { variable == region || isAccount(variable) }

    /// The tags that a request for one target carries: for each the key in lower case and the variables of its value and of
    /// the list that must hold the key.
    func tags(ofTarget target: Int) -> [(tag: String, value: Int, list: Int?)] {
        variables.filter { $0.key.key.hasPrefix(Self.requestTag) && ($0.key.target ?? target) == target }.map {
            name, value in
            let list = variables[Name(key: "aws:tagkeys", target: name.target)]
            return (String(name.key.dropFirst(Self.requestTag.count)), value, list)
        }.sorted { $0.tag < $1.tag }
    }

    static let requestTag = "aws:requesttag/"
    static let resourceTag = "aws:resourcetag/"

    /// Variables of keys that the service data do not know.
    var undocumentedVariables: [Int] {
        vocabulary.variables.indices.filter { vocabulary.variables[$0].presence == .undocumented }
    }

    private func fixed(_ key: String, _ value: String) -> Int {
        let name = Name(key: key, fixed: value)
        if let known = variables[name] { return known }
        let number = vocabulary.add(
            Variable(
                keys: [], isMultivalued: false, presence: .always, domain: .constant(value), candidates: [value],
                isOrdered: false))
        variables[name] = number
        return number
    }

    private func make(_ key: String, target: Int) -> Variable? {
        var (listed, presence) = (listed(key, target: target), Variable.Presence.possible)
        if listed == nil, let ofType = targetKeys[target].ofType.key(key) {
            (listed, presence) = (ofType, self.presence(ofTypeKey: key))
        } else if listed == nil {
            presence = Self.presence(ofUnlisted: key, service: action.service)
        }
        if key == "aws:username", let principal { presence = principal.userName == nil ? .impossible : .always }
        guard presence != .impossible else { return nil }
        let documented = listed ?? ServiceData.conditionKey(key)
        let type = documented?.type ?? .string
        let own = key == "aws:principalarn" ? principal.map { [$0.arn] } ?? [] : []
        return Variable(
            keys: [key], isMultivalued: documented?.isMultivalued ?? quantifiedKeys.contains(key), presence: presence,
            domain: domain(of: key, type: type),
            candidates: own + SampleValues.values(for: key, type: type, action: action.qualifiedName),
            isOrdered: type == .numeric || type == .date || type == .address)
    }

    /// What the data list for the action itself, be it for the request or for the target.
    private func listed(_ key: String, target: Int) -> ConditionKey? {
        requestKeys.key(key) ?? targetKeys[target].listed.key(key)
    }

    /// Whether it is documented that requests carry a key in lower case for a target.
    func documents(_ key: String, target: Int) -> Bool {
        listed(key, target: target) != nil
            || variable(key, target: target, scope: Scope(action)).map {
                vocabulary.variables[$0].presence != .undocumented
            } ?? false
    }

    /// Whether a request carries a key that the data list for the type of the resource, but not for the action with it.
    ///
    /// The tags of a resource are its own. The tags of a call are not: EC2 lists `aws:RequestTag` for its instances, and no
    /// call that ends one carries tags. Of other keys it is not known.
    private func presence(ofTypeKey key: String) -> Variable.Presence {
        if key == "aws:tagkeys" || key.hasPrefix(Self.requestTag) {
            return action.supportsRequestTags ? .undocumented : .impossible
        }
        let isOfResource = key.contains("tag/") || RequestFacts.isDescribing(key, service: action.prefix)
        return isOfResource ? .possible : .undocumented
    }

    /// The accounts of resources that only the principal's own account shares are that one, or AWS's own.
    func accountsAgree(_ reading: Reading) -> Formula {
        guard accounts == .own, let principal else { return .yes }
        return Formula.and(
            Set(arnAccounts.compactMap { $0 }).sorted().map { account in
                let isOther =
                    asksForOthers
                    ? reading.matter(
                        Matter("whether resources of other accounts let the principal in"), .yes, in: vocabulary) : .no
                return !vocabulary.within(account, SampleValues.accountForm)
                    || vocabulary.within(account, .constant(principal.account)) || isOther
            })
    }

    /// False for the account of a resource that may not let the principal in.
    func surelyReaches(account: String) -> Bool {
        guard accounts == .own, let principal else { return true }
        return account == principal.account
    }

    /// The keys in lower case about accounts that every request carries, with the account where it is known.
    private(set) lazy var carriedAccounts: [(key: String, account: String?)] = {
        let keys = RequestFacts.carriedKeys(of: action.prefix)
        if keys.isEmpty { return [] }
        let listed = action.conditionKeys
        return keys.filter { key in key.hasPrefix("aws:") || listed.contains { $0.covers(key) } }.map { key in
            let isCallers = key.hasSuffix("calleraccount")
            return (key, isCallers || accounts == .own ? principal?.account : nil)
        }
    }()

    /// Whether a request can carry a key that the service data do not list for its action.
    static func presence(ofUnlisted key: String, service: Service) -> Variable.Presence {
        if let global = GlobalKeys.key(key) {
            return global.isPerAction ? .impossible : global.isAlwaysPresent ? .always : .possible
        }
        if key.hasPrefix("aws:") { return .undocumented }
        if GlobalKeys.sessionKeys.contains(key) { return .possible }
        let prefix = key.prefix { $0 != ":" }
        guard prefix == service.prefix else {
            // Keys of identity providers are no service's.
            return ServiceData.service(prefix) == nil ? .possible : .impossible
        }
        guard let known = service.conditionKey(key), !RequestFacts.isDescribing(key, service: service.prefix) else {
            return .undocumented
        }
        return known.isListed ? .impossible : .possible
    }
}
