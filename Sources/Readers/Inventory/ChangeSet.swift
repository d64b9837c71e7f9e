import Documents
import Resources

/// Reads what `aws cloudformation describe-change-set --include-property-values` prints: the resources as they will be after
/// the change.
/// - SeeAlso: CloudFormation API Reference, `DescribeChangeSet` and `ResourceChange`.
struct ChangeSet {
    private(set) var records: [TypedRecord] = []
    /// Changes whose outcome is not shown.
    private(set) var unread = 0
    private var json: EmbeddedJSON

    var diagnostics: DiagnosticList { json.diagnostics }

    init(_ roots: [NodeView], limits: DocumentLimits, diagnostics: DiagnosticList) {
        json = EmbeddedJSON(limits: limits, diagnostics: diagnostics)
        for root in roots { read(root) }
    }

    static func isChangeSet(_ root: NodeView) -> Bool {
        guard root.kind == .map, let changes = root["Changes"], changes.kind == .list else { return false }
        return root["ChangeSetId"] != nil || root["ChangeSetName"] != nil
            || changes.children.contains { $0["ResourceChange"] != nil }
    }

    private mutating func read(_ root: NodeView) {
        let stackTags = root["Tags"].flatMap { $0.kind == .null ? nil : TagReader(resolver: nil).tags(in: $0) }
        let stack = (root["StackId"]?.string).flatMap { ARN($0) }
        var withoutValues: (change: NodeView, count: Int)?
        for change in root["Changes"].map({ Array($0.children) }) ?? [] {
            guard let resource = change["ResourceChange"], let action = resource["Action"]?.string,
                action != "Remove", let type = resource["ResourceType"]?.string
            else { continue }
            guard let context = resource["AfterContext"], context.kind != .null else {
                withoutValues = (withoutValues?.change ?? resource, (withoutValues?.count ?? 0) + 1)
                continue
            }
            add(resource, type, context, stackTags, stack)
        }
        guard let (change, count) = withoutValues else { return }
        unread += count
        json.add(
            .error, at: change.opening,
            "\(count == 1 ? "1 change shows" : "\(count) changes show") no property values",
            help: "print the change set with `describe-change-set --include-property-values`")
    }

    private mutating func add(
        _ change: NodeView, _ type: String, _ context: NodeView, _ stackTags: TagSet?, _ stack: ARN?
    ) {
        let id = change["LogicalResourceId"]
        let name = id?.string ?? type
        guard let after = json.definition(in: context, dialect: .changeSet, what: "the context of `\(name)`") else {
            return
        }
        let properties = after.root["Properties"].flatMap { $0.kind == .map ? $0 : nil }
        var record = TypedRecord(
            type: type, name: name, id: name, anchor: id?.range ?? change.opening,
            properties: properties, values: after.values, place: properties ?? context)
        record.showsTags = true
        record.stackTags = stackTags
        record.account = stack?.account
        record.region = stack?.region
        record.aliases = [change["PhysicalResourceId"]?.string ?? ""]
        records.append(record)
    }
}
