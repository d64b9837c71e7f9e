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
        let value: @Sendable (InstanceType) -> Value?
    }

    static let table: [Field] = [
        Field(name: "name", type: .string) { .string($0.name) },
        Field(name: "family", type: .string) { .string($0.family) },
        Field(name: "size", type: .string) { .string($0.size) },
        Field(name: "class", type: .string) { .string($0.instanceClass.rawValue) },
        Field(name: "generation", type: .int) { $0.generation.map { .int(Int64($0)) } },
        Field(name: "previousGeneration", type: .bool) { .bool($0.isPreviousGeneration) },
        Field(name: "graviton", type: .bool) { .bool($0.isGraviton) },
        Field(name: "vcpus", type: .int) { $0.vCPUs.map { .int(Int64($0)) } },
        Field(name: "memoryGiB", type: .double) { $0.memoryGiB.map { .double($0) } },
        Field(name: "gpus", type: .int) { $0.accelerators.map { .int(Int64($0)) } },
        Field(name: "nvmeGB", type: .int) { $0.nvmeGB.map { .int(Int64($0)) } },
        Field(name: "known", type: .bool) { .bool($0.isKnown) },
    ]

    /// The fields of one type as values that live as long as what their activation is bound to.
    struct Made {
        /// Names and values in turn; the values that are not known are left out.
        private let entries: [Val]
        /// Why some are not known, by position among the entries: each evaluation has to be told.
        private let open: [(index: Int, reason: String)]

        init(_ type: InstanceType, in activation: Activation) {
            var entries: [Val] = []
            var open: [(index: Int, reason: String)] = []
            for field in table {
                let value = field.value(type)
                entries.append(.string(field.name))
                entries.append(value.map { activation.keep($0) } ?? .absent)
                guard value == nil else { continue }
                open.append((entries.count - 1, "the catalogue does not know `\(field.name)` of `\(type.name)`"))
            }
            self.entries = entries
            self.open = open
        }

        func value(_ frame: FramePointer) -> Val {
            guard !open.isEmpty else { return frame.map(entries: entries) }
            var entries = entries
            for (index, reason) in open { entries[index] = RuleFunctions.undetermined(frame, reason) }
            return frame.map(entries: entries)
        }
    }
}

func == (left: StaticString, right: String) -> Bool { "\(left)" == right }
