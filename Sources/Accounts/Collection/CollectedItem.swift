import Documents

/// One element of a list, on its way to a line of the snapshot.
struct CollectedItem: Sendable {
    typealias Gap = (operation: String, failure: ServiceFailure)

    enum Description: Sendable {
        case found(SnapshotLine, gaps: [Gap])
        /// It was removed between the list and the question.
        case gone
        case interrupted
    }

    let element: NodeView
    let type: String
    /// What tells it from the other elements.
    let key: String

    /// Nil for an element that lacks what tells it from others.
    init?(_ element: NodeView, type: String, call: CollectionCall) {
        let parts = call.identity.map { element[$0.name]?.scalar ?? "" }
        guard zip(parts, call.identity).allSatisfy({ !$0.isEmpty || $1.isOptional }) else { return nil }
        self.element = element
        self.type = type
        key = ([type] + parts).joined(separator: "|")
    }

    /// Asks for the description, its parts and the tags. What cannot be had leaves a gap; what is there is kept.
    func describe(
        with client: ServiceClient, call: CollectionCall, account: String, region: String
    ) async -> Description {
        var gaps: [Gap] = []
        var line = SnapshotLine(
            type: type, account: account, region: region, id: identifier(call, in: element), answer: text(of: element))
        line.tags = call.tagsField.flatMap { element[$0] }.map { text(of: $0) }
        var asked = [call.describe, call.tags].compactMap(\.self) + call.parts.map(\.operation)
        while let operation = asked.first {
            asked.removeFirst()
            do throws(ServiceFailure) {
                if operation == call.describe {
                    try await describe(by: operation, call, client, into: &line)
                } else if let part = call.parts.first(where: { $0.operation == operation }) {
                    try await add(part, client, account, into: &line)
                } else if line.id.hasPrefix("arn:") {
                    let fields = [("ResourceArn", ServiceCall.Value.text(line.id))]
                    let tags = try await ListedCall(operation: operation, fields: fields, result: ["Tags"]).list(client)
                    line.tags = JSONText.array(tags.map { text(of: $0) })
                }
            } catch {
                if error.kind == .interrupted { return .interrupted }
                // Only the description says that the element itself is gone.
                if error.isAbsent, operation == call.describe || error.code == "NoSuchBucket" { return .gone }
                if operation != call.tags { line.isSummary = true }
                gaps.append((operation, error))
            }
        }
        if let wrapper = call.wrapper { line.wrap(in: wrapper) } else { line.joinParts() }
        return .found(line, gaps: gaps)
    }

    private func describe(
        by operation: String, _ call: CollectionCall, _ client: ServiceClient, into line: inout SnapshotLine
    ) async throws(ServiceFailure) {
        let fields = call.inputs.compactMap { input in
            element[input.field]?.scalar.map { (input.name, ServiceCall.Value.text($0)) }
        }
        let answer = try await client.call(ServiceCall(operation: operation, fields: fields, path: call.describePath))
        if let arn = call.arn, answer.root[arn]?.string == nil {
            throw ServiceFailure(.malformed, "the answer has no `\(arn)`")
        }
        line.answer = text(of: answer.root)
        line.id = identifier(call, in: answer.root)
    }

    /// Asks for what belongs to the element and is told by itself.
    private func add(
        _ part: CallPart, _ client: ServiceClient, _ account: String, into line: inout SnapshotLine
    ) async throws(ServiceFailure) {
        let fields = part.inputs.compactMap { input -> (String, ServiceCall.Value)? in
            if input.field == "{account}" { return (input.name, .text(account)) }
            return element[input.field]?.scalar.map { (input.name, .text($0)) }
        }
        let listed = ListedCall(operation: part.operation, fields: fields, path: part.path, result: part.result ?? [])
        do throws(ServiceFailure) {
            guard part.result != nil else {
                line.parts.append((part.member, text(of: try await listed.page(client).root)))
                return
            }
            var elements: [String] = []
            for found in try await listed.list(client) {
                elements.append(try await completed(text(of: found), by: part.each, fields, client))
            }
            if part.member == CallPart.tags {
                line.tags = JSONText.array(elements)
            } else {
                line.parts.append((part.member, JSONText.array(elements)))
            }
        } catch {
            // There may be no such configuration, which is an answer; without the resource itself there is none.
            guard error.isAbsent, error.code != "NoSuchBucket" else { throw error }
            if part.member == CallPart.tags { line.tags = "[]" }
        }
    }

    private func completed(
        _ element: String, by each: CallPart.Each?, _ fields: [(String, ServiceCall.Value)], _ client: ServiceClient
    ) async throws(ServiceFailure) -> String {
        guard let each else { return element }
        let listed = ListedCall(
            operation: each.operation, fields: fields + [(each.member, .json(element))], result: [each.result])
        let found = try await listed.list(client).map { text(of: $0) }
        return JSONText.object([(each.member, element), (each.result, JSONText.array(found))])
    }

    /// The ARN, else what tells the element from others.
    private func identifier(_ call: CollectionCall, in node: NodeView) -> String {
        let own = call.arn.flatMap { node[$0]?.string }
        let arns = call.identity.compactMap { element[$0.name]?.string }.filter { $0.hasPrefix("arn:") }
        return own ?? arns.first ?? call.identity.compactMap { element[$0.name]?.scalar }.joined(separator: "|")
    }

    private func text(of node: NodeView) -> String { AnswerTimes.shared.text(of: node) }
}

/// A call whose answer holds a list, which may have several pages.
struct ListedCall: Sendable {
    private static let pageLimit = 10_000

    var operation: String
    var fields: [(String, ServiceCall.Value)]
    var path: String?
    /// Where the list lies, member by member.
    var result: [String]

    func page(_ client: ServiceClient, after token: String? = nil) async throws(ServiceFailure) -> ServiceAnswer {
        var call = ServiceCall(operation: operation, fields: fields.map { ($0.0, $0.1) }, path: path)
        if let token { call.fields.append(("NextToken", .text(token))) }
        return try await client.call(call)
    }

    func list(_ client: ServiceClient) async throws(ServiceFailure) -> [NodeView] {
        var elements: [NodeView] = []
        var token: String?
        var seen: Set<String> = []
        repeat {
            let answer = try await page(client, after: token)
            elements += try list(in: answer.root)
            token = answer.root["NextToken"]?.scalar.flatMap { $0.isEmpty ? nil : $0 }
            if let token, !seen.insert(token).inserted || seen.count > Self.pageLimit {
                throw ServiceFailure(.refused, "the list does not end: the service gives the same page again")
            }
        } while token != nil
        return elements
    }

    private func list(in root: NodeView) throws(ServiceFailure) -> [NodeView] {
        var node = root
        for member in result {
            // An empty list of XML says nothing of what would be inside.
            if node.kind == .list { break }
            guard let next = node[member] else { throw malformed }
            node = next
        }
        guard node.kind == .list else { throw malformed }
        return node.children.map(\.self)
    }

    private var malformed: ServiceFailure {
        ServiceFailure(.malformed, "the answer has no list `\(result.joined(separator: "."))`")
    }
}
