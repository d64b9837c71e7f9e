import HCL

/// The statements of a policy that the data source `aws_iam_policy_document` makes of several documents.
///
/// Those of the sources come first, then its own, then the overriding ones. A statement takes the place of an earlier one
/// with its Sid; two sources must not have the same.
///
/// - SeeAlso: terraform-provider-aws, `internal/service/iam/policy_document_data_source.go`, and `Merge` of
///   `policy_model.go`.
struct MergedStatements {
    enum Statement {
        case block(BodyContent.Block)
        /// A statement of a document in JSON.
        case value(Value)
    }

    private enum Sid: Equatable {
        case none
        case known(String)
        case unknown
    }

    private(set) var all: [Statement] = []
    private var sids: [Sid] = []
    /// Where the statement with a known Sid is.
    private var places: [String: Int] = [:]
    private var hasUnknownSid = false

    /// Documents that take in each other.
    private static let deepest = 8

    /// - Returns: nil if what the document holds cannot be told.
    /// - Throws: why Terraform would refuse the document.
    init?(of data: ResourceInstance, depth: Int = 0) throws(EvaluationFailure) {
        guard depth < Self.deepest, data.repetition == nil, data.contents.count == 1, let content = data.contents.first
        else { return nil }
        let attributes = Dictionary(content.attributes.map { ($0.name, $0) }) { first, _ in first }
        // Of older versions of the provider.
        guard attributes["override_json"] == nil, attributes["source_json"] == nil else { return nil }
        func documents(_ name: String) throws(EvaluationFailure) -> [MergedStatements]? {
            guard let value = try attributes[name]?.value(), !value.isNull else { return [] }
            guard let elements = value.elements else { return nil }
            var documents: [MergedStatements] = []
            for element in elements where !element.isNull {
                guard let one = try Self(element, like: data, depth: depth + 1) else { return nil }
                documents.append(one)
            }
            return documents
        }
        guard let sources = try documents("source_policy_documents"),
            let overriding = try documents("override_policy_documents")
        else { return nil }
        try Self.refuseRepeatedSids(of: sources)
        var own = Self()
        for block in content.blocks() where block.type == "statement" { own.append(.block(block)) }
        // By itself a document stays as it is written, so that what is wrong with it can be said.
        guard !sources.isEmpty || !overriding.isEmpty else {
            self = own
            return
        }
        for document in sources + [own] + overriding { guard merge(document) else { return nil } }
    }

    private init() {}

    /// One of the documents that are merged.
    private init?(_ document: Value, like data: ResourceInstance, depth: Int) throws(EvaluationFailure) {
        let members: Members?
        switch document.unknown?.source {
        case .data(let source, let attribute)?:
            guard source.type == data.type, attribute == "json" || attribute == "minified_json" else { return nil }
            try self.init(of: source, depth: depth)
            return
        case .encoded(let value)?: members = value.members
        case .untyped?, nil:
            guard case .string(let text) = document.form else { return nil }
            members = try Value(json: text).members
        }
        guard let whole = members?["Statement"] else { return nil }
        self.init()
        guard let statements = whole.members == nil ? whole.elements : [whole] else { return nil }
        for statement in statements {
            guard statement.members != nil else { return nil }
            append(.value(document.isSensitive ? Value(statement.form, isSensitive: true) : statement))
        }
    }

    private mutating func append(_ statement: Statement) {
        let sid = Self.sid(of: statement)
        switch sid {
        case .known(let text): places[text] = places[text] ?? all.count
        case .unknown: hasUnknownSid = true
        case .none: break
        }
        all.append(statement)
        sids.append(sid)
    }

    private static func sid(of statement: Statement) -> Sid {
        let value: Value?
        switch statement {
        case .block(let block):
            guard case .body(let content) = block.content else { return .unknown }
            do throws(EvaluationFailure) {
                value = try content.attributes.first { $0.name == "sid" }?.value()
            } catch {
                return .unknown
            }
        case .value(let whole): value = whole.members?["Sid"]
        }
        guard let value, !value.isNull else { return .none }
        guard case .string(let text) = value.form else { return .unknown }
        return text.isEmpty ? .none : .known(text)
    }

    /// - Returns: whether it can be told which statements take the place of which.
    private mutating func merge(_ other: MergedStatements) -> Bool {
        for (statement, sid) in zip(other.all, other.sids) {
            switch sid {
            case .none: append(statement)
            case .unknown:
                guard places.isEmpty, !hasUnknownSid else { return false }
                append(statement)
            case .known(let text):
                if let place = places[text] {
                    all[place] = statement
                } else if hasUnknownSid {
                    return false
                } else {
                    append(statement)
                }
            }
        }
        return true
    }

    private static func refuseRepeatedSids(of sources: [MergedStatements]) throws(EvaluationFailure) {
        var seen: Set<String> = []
        for case .known(let sid) in sources.flatMap(\.sids) where !seen.insert(sid).inserted {
            throw EvaluationFailure("two statements of `source_policy_documents` have the Sid `\(sid)`")
        }
    }
}
