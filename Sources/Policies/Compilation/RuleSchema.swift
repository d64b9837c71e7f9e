import CEL
import Resources

/// The object types that rules see: those of the catalogue, and what `instanceType` gives.
struct RuleSchema: ObjectSchema {
    private let catalogue = CatalogueSchema()

    func field(_ name: String, of object: String) -> ObjectField? {
        guard object == InstanceTypeFields.objectName else { return catalogue.field(name, of: object) }
        return InstanceTypeFields.table.first { $0.name == name }.map { ObjectField(type: $0.type, isOptional: false) }
    }

    func fieldNames(of object: String) -> [String]? {
        object == InstanceTypeFields.objectName
            ? InstanceTypeFields.table.map { "\($0.name)" } : catalogue.fieldNames(of: object)
    }
}

/// What `instanceType(name)` tells of an instance type.
struct InstanceTypeFields {
    static let objectName = "InstanceType"

    struct Field: Sendable {
        let name: StaticString
        let type: CELType
        /// Nil when the catalogue does not know it of this type.
        let value: @Sendable (InstanceType, FramePointer) -> Val?
    }

    static let table: [Field] = [
        Field(name: "name", type: .string) { $1.string($0.name) },
        Field(name: "family", type: .string) { $1.string($0.family) },
        Field(name: "size", type: .string) { $1.string($0.size) },
        Field(name: "class", type: .string) { $1.string($0.instanceClass.rawValue) },
        Field(name: "generation", type: .int) { type, _ in type.generation.map { .int($0) } },
        Field(name: "previousGeneration", type: .bool) { type, _ in .bool(type.isPreviousGeneration) },
        Field(name: "graviton", type: .bool) { type, _ in .bool(type.isGraviton) },
        Field(name: "vcpus", type: .int) { type, _ in type.vCPUs.map { .int($0) } },
        Field(name: "memoryGiB", type: .double) { type, _ in type.memoryGiB.map { .double($0) } },
        Field(name: "gpus", type: .int) { type, _ in type.accelerators.map { .int($0) } },
        Field(name: "nvmeGB", type: .int) { type, _ in type.nvmeGB.map { .int($0) } },
        Field(name: "known", type: .bool) { type, _ in .bool(type.isKnown) },
    ]
}

func == (left: StaticString, right: String) -> Bool { "\(left)" == right }
