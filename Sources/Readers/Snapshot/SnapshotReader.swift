import Documents
import Resources

/// Reads what `proviso collect` writes: a manifest that says what was asked for, then a line for each resource with the
/// answer of its service.
struct SnapshotReader {
    private static let schema = "proviso-snapshot/1"

    private var records: [(record: APIRecord, line: NodeView)] = []
    private var neighbours: [(record: APIRecord, line: NodeView)] = []
    /// Whether each place was seen: that nothing is left out, and that everything there was described, too.
    private var places: [AccountPlace: Bool] = [:]
    private var described: [AccountPlace: Bool] = [:]
    private(set) var documents: [Document] = []
    private(set) var diagnostics: DiagnosticList

    init(_ roots: [NodeView], diagnostics: DiagnosticList) {
        self.diagnostics = diagnostics
        for root in roots {
            if Self.isManifest(root) { report(root) } else { add(root) }
        }
    }

    /// Whether a root is a line of a snapshot.
    static func isLine(_ root: NodeView) -> Bool {
        isManifest(root) || root["answer"]?.kind == .map && root["type"]?.string?.contains("::") ?? false
    }

    private static func isManifest(_ root: NodeView) -> Bool {
        root["snapshot"]?.string?.hasPrefix("proviso-snapshot/") ?? false
    }

    // MARK: The manifest

    /// Says what was not seen, so that nobody takes silence for a pass.
    private mutating func report(_ manifest: NodeView) {
        if let version = manifest["snapshot"], version.string != Self.schema {
            diagnostics.add(
                .error, at: version.range, "this form of snapshot is not known: expected `\(Self.schema)`",
                help: "use the version of the program that wrote it, or a later one")
        }
        for call in manifest["calls"].map({ Array($0.children) }) ?? [] {
            guard let status = call["status"]?.string else { continue }
            note(call, isWhole: status == "complete")
            guard status != "complete" else { continue }
            let types = call["types"].map { $0.children.compactMap(\.string) } ?? []
            let place = [call["region"], call["account"]].compactMap { $0?.text }.joined(separator: " of ")
            for gap in call["gaps"].map({ Array($0.children) }) ?? [] {
                let what = status == "refused" ? "were not seen" : "were seen in part"
                let reason = Diagnostic.shown(gap["reason"]?.text ?? "no reason is given")
                let operation = gap["operation"]?.text ?? ""
                diagnostics.add(
                    .warning, at: call.opening,
                    "\(types.joined(separator: ", ")) in \(place) \(what): \(Diagnostic.shown(operation)): \(reason)",
                    help: gap["permission"]?.text.map { "allow `\(Diagnostic.shown($0))` and collect again" }
                        ?? "collect again; rules say nothing about what was not seen")
            }
        }
    }

    /// Takes note of whether a list was seen to its end: of resources that could not be described, nothing but that they are
    /// there is known, and that is known.
    private mutating func note(_ call: NodeView, isWhole: Bool) {
        let lists = call["gaps"]?.children.contains { $0["operation"]?.text == call["operation"]?.text } ?? !isWhole
        for type in call["types"]?.children.compactMap(\.string) ?? [] {
            let place = AccountPlace(
                type: type, account: call["account"]?.text ?? "", region: call["region"]?.text ?? "")
            places[place] = (places[place] ?? true) && !lists
            described[place] = (described[place] ?? true) && isWhole
        }
    }

    // MARK: Resources

    private mutating func add(_ line: NodeView) {
        guard let type = line["type"]?.string, let answer = line["answer"], answer.kind == .map else {
            diagnostics.add(
                .error, at: line.opening, "this line of the snapshot is no resource: expected `type` and `answer`",
                help: "collect again")
            return
        }
        if let answers = AccountAnswers(type: type, answer: answer, diagnostics: diagnostics) {
            records += answers.records.map { ($0, line) }
            neighbours += answers.neighbours.map { ($0, line) }
            documents += answers.documents
            diagnostics = answers.diagnostics
            return
        }
        let isSummary = line["summary"]?.boolean ?? false
        let shape = SnapshotShapes.shape(of: type, answer)
        records.append((APIRecord(type: type, shape: shape, fields: answer, isSummary: isSummary), line))
    }

    /// The resources, and those that explain them and are not judged.
    func read(into input: inout Input, document: Document) {
        input.resources += resources(of: records, document, &input)
        input.neighbours += resources(of: neighbours, document, &input)
        input.documents += documents
        let whole = described.lazy.filter(\.value).map(\.key)
        input.seenPlaces = Set(whole.map(\.text))
    }

    private func resources(
        of pairs: [(record: APIRecord, line: NodeView)], _ document: Document, _ input: inout Input
    ) -> [Resource] {
        guard !pairs.isEmpty else { return [] }
        let sight = AccountSight(places)
        let (resources, derived) = APIOutputReader(pairs.map(\.record)).read(from: document)
        input.documents.append(derived)
        return zip(resources, pairs).map { complete($0, with: $1.line, sight) }
    }

    /// What the line says beside the answer.
    private func complete(_ resource: Resource, with line: NodeView, _ sight: AccountSight) -> Resource {
        var resource = resource
        resource.livePlace = AccountPlace(
            type: resource.type, account: line["account"]?.text ?? resource.account ?? "",
            region: line["region"]?.text ?? "global")
        resource.sight = sight
        if line["metrics"]?.kind == .map {
            resource.facets = line
        } else {
            resource.unmeasured = "its metrics were not collected"
        }
        resource.account = resource.account ?? line["account"]?.text
        let region = line["region"]?.text.flatMap { $0 == "global" ? nil : $0 }
        resource.region = resource.region ?? region
        // Names repeat in other accounts and regions.
        resource.scope = ["snapshot", resource.account ?? "", region ?? ""].joined(separator: "/")
        if let id = line["id"]?.text, !id.isEmpty, id != resource.id {
            resource.aliases.append(resource.id)
            // What the service gives no name is called by what tells it from others.
            if resource.name == resource.id { resource.name = id }
            resource.id = id
        }
        if let tags = line["tags"], tags.kind == .list { resource.tags = TagReader(resolver: nil).tags(in: tags) }
        return resource
    }
}
