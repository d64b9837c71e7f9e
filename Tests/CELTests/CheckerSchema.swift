import CEL

/// Objects as a host would declare them.
struct SampleSchema: ObjectSchema {
    static let objects: [String: [String: ObjectField]] = [
        "Notebook": [
            "Name": ObjectField(type: .string, isOptional: false),
            "Count": ObjectField(type: .int, isOptional: false),
            "Ratio": ObjectField(type: .double, isOptional: false),
            "Limit": ObjectField(type: .int, isOptional: true),
            "Flag": ObjectField(type: .bool, isOptional: true),
            "Tags": ObjectField(type: .list(.object("Tag")), isOptional: false),
            "Hosts": ObjectField(type: .list(.string), isOptional: true),
            "Config": ObjectField(type: .object("Config"), isOptional: true),
            "Open": ObjectField(type: .object("Open"), isOptional: false),
        ],
        "Tag": [
            "Key": ObjectField(type: .string, isOptional: false), "Value": ObjectField(type: .string, isOptional: true),
        ],
        "Config": [
            "Size": ObjectField(type: .int, isOptional: true), "Mode": ObjectField(type: .string, isOptional: false),
        ],
        "Open": [:],
    ]

    func field(_ name: String, of object: String) -> ObjectField? { Self.objects[object]?[name] }

    func fieldNames(of object: String) -> [String]? {
        object == "Open" ? nil : Self.objects[object].map { Array($0.keys) }
    }

    static let declarations = Declarations(
        variables: [
            .init("r", .object("Notebook")), .init("names", .list(.string)), .init("ratios", .list(.double)),
            .init("ages", .map(.string, .int)), .init("text", .string), .init("number", .int), .init("ratio", .double),
            .init("any", .dyn), .init("maybe", .wrapper(.int)), .init("opt", .optional(.string)),
            .init("params.limit", .int), .init("params.owner.name", .string), .init("at", .timestamp),
        ],
        libraries: [.standard, .optional], schema: SampleSchema())
}

func checked(_ source: String, _ declarations: Declarations = SampleSchema.declarations) throws -> CheckedExpression {
    try CheckedExpression(checking: try ExpressionTree(parsing: source), against: declarations)
}
