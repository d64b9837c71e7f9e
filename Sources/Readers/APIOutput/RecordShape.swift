import Documents
import Resources

/// What the records of one type look like, read from the catalogue once.
struct RecordShape: Sendable {
    let type: String
    let arnField: String?
    let nameField: String?
    /// The member of a list operation's answer that holds the records.
    let listResult: String?
    /// The canonical property that a record stands for; nil when it stands for the resource.
    let rootProperty: String?
    /// The fields of a description, in order.
    let fields: [String]
    let renaming: FieldRenaming
    private let fieldSet: Set<String>

    init(_ binding: APIBinding) {
        type = binding.type
        arnField = binding.arnField
        nameField = binding.nameField
        listResult = binding.listResult
        rootProperty = binding.rootProperty
        fields = binding.fields
        fieldSet = Set(fields)
        renaming = FieldRenaming(binding.renames.map { ($0.source, $0.canonical) })
    }

    /// The shape of records that the catalogue does not bind to the API.
    init(type: String, arnField: String, nameField: String, renames: [(api: String, canonical: String)]) {
        self.type = type
        self.arnField = arnField
        self.nameField = nameField
        listResult = nil
        rootProperty = nil
        fields = []
        fieldSet = []
        func steps(_ path: String) -> [String] { path.split(separator: ".").map(String.init) }
        renaming = FieldRenaming(renames.map { (steps($0.api), steps($0.canonical)) })
    }

    /// The last part of the type, such as `TrainingJob`: the name of a record in an envelope.
    var shortName: String { type.split(separator: ":").last.map(String.init) ?? type }

    func has(_ field: String) -> Bool { fieldSet.contains(field) }

    /// The name of a field among the canonical properties.
    func canonicalName(of field: String) -> String { renaming.children[field]?.name ?? field }

    /// Whether one of the fields is an ARN of this type.
    func identifies(_ record: NodeView) -> Bool {
        record.children.contains { $0.string.flatMap(ARN.init)?.type == type }
    }
}

/// Tells the type of a record by its fields.
struct RecordShapes: Sendable {
    static let shared = RecordShapes(Catalogue.apiBindings.map(RecordShape.init))

    /// Names too general to tell a type without an ARN.
    private static let generalNames: Set<String> = ["Name", "JobName"]
    /// How many fields a record without a name or ARN of its own needs to be believed.
    private static let leastFields = 3

    let byType: [String: RecordShape]
    let byListResult: [String: [RecordShape]]
    let byShortName: [String: RecordShape]
    private let byIdentity: [String: [RecordShape]]

    init(_ shapes: [RecordShape]) {
        byType = Dictionary(shapes.map { ($0.type, $0) }) { first, _ in first }
        byListResult = Dictionary(grouping: shapes.filter { $0.listResult != nil }) { $0.listResult ?? "" }
        byShortName = Dictionary(shapes.filter { $0.arnField != nil }.map { ($0.shortName, $0) }) { first, _ in first }
        var byIdentity: [String: [RecordShape]] = [:]
        for shape in shapes {
            for field in Set([shape.arnField, shape.nameField].compactMap { $0 }) {
                byIdentity[field, default: []].append(shape)
            }
        }
        self.byIdentity = byIdentity
    }

    /// The shape of a describe answer or a create request; nil when the fields fit none. Answers name other resources
    /// too, so the type that explains most of the fields wins.
    func shape(of record: NodeView) -> RecordShape? {
        let fields = APIRecords.fields(of: record)
        let candidates = fields.flatMap { byIdentity[$0] ?? [] }
        let described = candidates.map { (shape: $0, known: fields.count(where: $0.has)) }
            .filter { isDescription($0.shape, record, fields, $0.known) }
        // Reading what a request needs is slow, and most records are answers.
        return described.max { $0.known < $1.known }?.shape ?? candidates.first { isRequest($0, fields) }
    }

    /// The shape of an element of a list answer. Types that share the name of the list are told apart by the ARN.
    func shape(ofSummary element: NodeView, among shapes: [RecordShape]) -> RecordShape? {
        if let identified = shapes.first(where: { $0.identifies(element) }) { return identified }
        let fields = APIRecords.fields(of: element)
        return shapes.first { shape in
            shape.arnField == nil && fields.count >= Self.leastFields && fields.allSatisfy(shape.has)
        }
    }

    /// Whether most fields are known, among them the name and the ARN. The API grows faster than the catalogue, so not
    /// all need be.
    private func isDescription(_ shape: RecordShape, _ record: NodeView, _ fields: [String], _ known: Int) -> Bool {
        guard let field = shape.arnField, let arn = record[field]?.string, ARN(arn) != nil else { return false }
        return known * 4 >= fields.count * 3 && (shape.nameField.map(fields.contains) ?? true)
    }

    /// Whether the fields are those of a create request: the name, all that is required, nothing else.
    private func isRequest(_ shape: RecordShape, _ fields: [String]) -> Bool {
        guard let name = shape.nameField, fields.contains(name), !Self.generalNames.contains(name),
            let object = Catalogue.type(named: shape.type)?.object
        else { return false }
        let canonical = Set(fields.map(shape.canonicalName))
        let properties = object.properties
        return canonical.isSubset(of: properties.map(\.name) + ["Tags"])
            && properties.allSatisfy { !$0.isRequired || $0.isReadOnly || canonical.contains($0.name) }
    }
}
