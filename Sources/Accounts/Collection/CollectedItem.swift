import Documents

/// One element of a list, on its way to a line of the snapshot.
struct CollectedItem: Sendable {
    enum Description: Sendable {
        case found(SnapshotLine, gaps: [(operation: String, failure: ServiceFailure)])
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
        let parts = call.identity.compactMap { element[$0]?.scalar }
        guard parts.count == call.identity.count, parts.allSatisfy({ !$0.isEmpty }) else { return nil }
        self.element = element
        self.type = type
        key = ([type] + parts).joined(separator: "|")
    }

    /// Asks for the description and the tags. What cannot be had leaves a gap; what is there is kept.
    func describe(
        with client: ServiceClient, call: CollectionCall, account: String, region: String
    ) async -> Description {
        var gaps: [(operation: String, failure: ServiceFailure)] = []
        var line = SnapshotLine(
            type: type, account: account, region: region, id: identifier(call, in: element), answer: text(of: element))
        if let describe = call.describe {
            var request = ServiceCall(operation: describe)
            request.fields = call.inputs.compactMap { input in
                element[input.field]?.scalar.map { (input.name, .text($0)) }
            }
            do throws(ServiceFailure) {
                let answer = try await client.call(request)
                line.answer = text(of: answer.root)
                line.id = identifier(call, in: answer.root)
            } catch {
                if error.kind == .interrupted { return .interrupted }
                if error.isAbsent { return .gone }
                line.isSummary = true
                gaps.append((describe, error))
            }
        }
        guard let operation = call.tags, line.id.hasPrefix("arn:") else { return .found(line, gaps: gaps) }
        do throws(ServiceFailure) {
            line.tags = try await tags(of: line.id, operation, client)
        } catch {
            if error.kind == .interrupted { return .interrupted }
            if error.isAbsent { return .gone }
            gaps.append((operation, error))
        }
        return .found(line, gaps: gaps)
    }

    private func tags(
        of arn: String, _ operation: String, _ client: ServiceClient
    ) async throws(ServiceFailure) -> String {
        var tags: [String] = []
        var token: String?
        var seen: Set<String> = []
        repeat {
            var call = ServiceCall(operation: operation, fields: [("ResourceArn", .text(arn))])
            if let token { call.fields.append(("NextToken", .text(token))) }
            let answer = try await client.call(call)
            guard let list = answer.root["Tags"], list.kind == .list else {
                throw ServiceFailure(.malformed, "the answer has no list of tags")
            }
            tags += list.children.map { text(of: $0) }
            token = answer.root["NextToken"]?.scalar.flatMap { $0.isEmpty ? nil : $0 }
            if let token, !seen.insert(token).inserted {
                throw ServiceFailure(.refused, "the list of tags does not end")
            }
        } while token != nil
        return JSONText.array(tags)
    }

    /// The ARN, else what tells the element from others.
    private func identifier(_ call: CollectionCall, in node: NodeView) -> String {
        let own = call.arn.flatMap { node[$0]?.string }
        let arns = call.identity.compactMap { element[$0]?.string }.filter { $0.hasPrefix("arn:") }
        return own ?? arns.first ?? call.identity.compactMap { element[$0]?.scalar }.joined(separator: "|")
    }

    private func text(of node: NodeView) -> String { AnswerTimes.shared.text(of: node) }
}
