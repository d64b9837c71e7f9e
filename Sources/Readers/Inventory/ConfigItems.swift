import Documents
import Resources

/// Reads what AWS Config records: items alone and in lists, snapshots and history files of the bucket, events that invoke a
/// rule, results of advanced queries.
/// - SeeAlso: AWS Config Developer Guide, "Components of a configuration item", "Example snapshot", "Querying the current
///   configuration state"; AWS Config API Reference, `ConfigurationItem` and `BaseConfigurationItem`.
struct ConfigItems {
    /// One item, and what else is known of its completeness.
    private struct Item {
        var fields: NodeView
        /// The paths that an advanced query asked for; nil for a whole item.
        var selected: [String]?
    }

    /// Envelopes inside each other.
    private static let depthLimit = 6

    private(set) var records: [TypedRecord] = []
    /// Items without a configuration.
    private(set) var unread = 0
    private var items: [Item] = []
    private var json: EmbeddedJSON

    var diagnostics: DiagnosticList { json.diagnostics }

    init(_ roots: [NodeView], limits: DocumentLimits, diagnostics: DiagnosticList) {
        json = EmbeddedJSON(limits: limits, diagnostics: diagnostics)
        for root in roots { collect(root, depth: 0) }
        for item in latest() { add(item) }
    }

    static func isConfig(_ root: NodeView) -> Bool {
        switch root.kind {
        case .list: root.children.first { _ in true }.map(isItem) ?? false
        case .map:
            isItem(root) || root["configurationItems"]?.kind == .list || root["baseConfigurationItems"]?.kind == .list
                || root["configurationItem"]?.kind == .map || root["detail"]?["configurationItem"]?.kind == .map
                || root["invokingEvent"]?.string?.contains("configurationItem") ?? false || isQueryAnswer(root)
        default: false
        }
    }

    private static func isItem(_ node: NodeView) -> Bool {
        guard node.kind == .map, node["resourceType"]?.string?.contains("::") ?? false else { return false }
        return node["resourceId"] != nil || node["configuration"] != nil || node["configurationItemStatus"] != nil
    }

    private static func isQueryAnswer(_ root: NodeView) -> Bool {
        guard let results = root["Results"], results.kind == .list else { return false }
        guard let first = results.children.first(where: { _ in true }) else { return root["QueryInfo"] != nil }
        return first.string?.drop(while: \.isWhitespace).first == "{"
    }

    // MARK: Envelopes

    private mutating func collect(_ node: NodeView, depth: Int) {
        guard depth < Self.depthLimit else { return }
        if node.kind == .list {
            for element in node.children { collect(element, depth: depth + 1) }
        } else if Self.isItem(node) {
            items.append(Item(fields: node))
        } else if Self.isQueryAnswer(node) {
            collectResults(of: node)
        } else if let event = node["invokingEvent"] {
            if let inner = json.definition(in: event, what: "`invokingEvent`") { collect(inner.root, depth: depth + 1) }
        } else {
            for key in ["configurationItems", "baseConfigurationItems", "configurationItem", "detail"] {
                if let inner = node[key] { collect(inner, depth: depth + 1) }
            }
        }
    }

    private mutating func collectResults(of answer: NodeView) {
        let fields = answer["QueryInfo"]?["SelectFields"]
        let selected = fields.map { fields in fields.children.compactMap { $0["Name"]?.string } } ?? []
        guard let results = answer["Results"] else { return }
        for (index, result) in results.children.enumerated() {
            guard let row = json.definition(in: result, what: "result \(index + 1)") else { continue }
            if Self.isItem(row.root) || row.root["resourceType"]?.string != nil {
                items.append(Item(fields: row.root, selected: selected))
            } else {
                json.add(
                    .warning, at: result.opening, "result \(index + 1) names no resource type",
                    help: "select `resourceType`, `resourceId`, `arn`, `configuration` and `tags`")
            }
        }
    }

    /// The newest item of each resource, in the order of the resources.
    private func latest() -> [Item] {
        var latest: [Item] = []
        var positions: [String: Int] = [:]
        for item in items {
            let key = "\(item.fields["resourceType"]?.text ?? "") \(Self.identity(of: item.fields) ?? "")"
            guard let known = positions[key], !key.hasSuffix(" ") else {
                positions[key] = latest.count
                latest.append(item)
                continue
            }
            if Self.time(of: item.fields) > Self.time(of: latest[known].fields) { latest[known] = item }
        }
        return latest
    }

    /// When an item was recorded. Times in one file are written alike, as numbers or as texts of one length.
    private static func time(of item: NodeView) -> String {
        guard let time = item["configurationItemCaptureTime"] else { return "" }
        // Seconds have ten digits since 2001 and will have until 2286.
        return time.text ?? ""
    }

    private static func identity(of item: NodeView) -> String? {
        (item["arn"] ?? item["ARN"])?.string ?? item["resourceId"]?.text ?? item["resourceName"]?.text
    }

    // MARK: Items

    private mutating func add(_ item: Item) {
        let fields = item.fields
        let status = fields["configurationItemStatus"]?.string ?? "OK"
        guard !status.contains("Deleted"), let type = fields["resourceType"]?.string else { return }
        let name = fields["resourceName"]?.text ?? fields["resourceId"]?.text ?? Self.identity(of: fields) ?? type
        guard let configuration = fields["configuration"], configuration.kind != .null,
            let properties = json.definition(in: configuration, what: "the configuration of `\(name)`"),
            properties.root.kind == .map
        else {
            unread += 1
            return json.add(.note, at: fields.opening, "AWS Config shows no configuration of `\(name)`")
        }
        let arn = (fields["arn"] ?? fields["ARN"])?.string
        let region = fields["awsRegion"]?.string
        let anchors = ["resourceName", "resourceId", "arn", "ARN"].lazy.compactMap { fields[$0]?.range }
        var record = TypedRecord(
            type: type, name: name, id: arn ?? name, anchor: anchors.first ?? fields.opening,
            properties: properties.root, supplements: supplements(of: fields), values: properties.values,
            place: properties.root)
        record.tags = tags(of: fields)
        record.showsTags = fields["tags"] != nil
        record.account = (fields["awsAccountId"] ?? fields["accountId"])?.text
        record.region = region == "global" ? nil : region
        record.aliases = [name, fields["resourceId"]?.text ?? ""]
        record.omitted = Self.omission(of: item)
        records.append(record)
    }

    /// A mapping, or a list of `key` and `value`.
    private func tags(of item: NodeView) -> NodeView? {
        guard let tags = item["tags"], tags.node.isContainer else { return nil }
        return tags.node.stride > 1 ? tags : nil
    }

    /// What is recorded beside the configuration, part of it as texts that spell JSON.
    private mutating func supplements(of item: NodeView) -> [TypedRecord.Supplement] {
        guard let members = item["supplementaryConfiguration"], members.kind == .map else { return [] }
        var supplements: [TypedRecord.Supplement] = []
        for member in members.children {
            let first = member.string?.utf8.first
            if first == UInt8(ascii: "{") || first == UInt8(ascii: "[") {
                guard let value = json.definition(in: member, what: "`\(member.key)`") else { continue }
                supplements.append((member.key, value.root))
            } else {
                supplements.append((member.key, member))
            }
        }
        return supplements
    }

    /// A query gives what it asks for, so what is missing may exist.
    private static func omission(of item: Item) -> TypedRecord.Omission {
        guard let selected = item.selected else { return .none }
        if selected.contains("configuration") || selected.contains("*") { return .none }
        // Of a property whose inside was asked for the rest is missing.
        let prefix = "configuration."
        let paths = selected.filter { $0.hasPrefix(prefix) }.map { $0.dropFirst(prefix.count).split(separator: ".") }
        let whole = Set(paths.filter { $0.count == 1 }.compactMap { $0.first.map(String.init) })
        let members = item.fields["configuration"]?.children.filter { $0.node.isContainer }.map(\.key) ?? []
        return .possible(
            incomplete: Set(members).subtracting(whole), reason: "the query did not ask for all of `configuration`")
    }
}
