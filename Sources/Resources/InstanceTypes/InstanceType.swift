/// A kind of work that an instance type can be asked to do; each has its own list of accepted types in the API.
public enum InstanceUse: String, CaseIterable, Sendable {
    case notebook, studio, processing, training, transform, hosting, cluster
    /// Training plans.
    case reserved
    /// Elastic Inference, which AWS has retired.
    case acceleratedNotebook = "eia-notebook"
    case acceleratedHosting = "eia-hosting"
}

/// What an instance type is built for.
public enum InstanceClass: String, CaseIterable, Sendable {
    case burstable, general, compute, memory, storage
    case nvidiaGPU = "gpu-nvidia"
    case amdGPU = "gpu-amd"
    case inferentia, trainium, gaudi
    case elasticInference = "elastic-inference"
    /// Types for one purpose only: geospatial notebooks, the Studio system type, Macs, FPGAs.
    case special
    /// The family is not known.
    case other

    public var isGPU: Bool { self == .nvidiaGPU || self == .amdGPU }

    /// Whether instances of this class carry hardware that speeds up machine learning.
    public var isAccelerated: Bool {
        switch self {
        case .nvidiaGPU, .amdGPU, .inferentia, .trainium, .gaudi, .elasticInference: true
        case .burstable, .general, .compute, .memory, .storage, .special, .other: false
        }
    }
}

/// What is known of an instance type by its name, `ml.g5.xlarge` or `g5.xlarge`.
///
/// Any name is accepted: AWS adds types every month. One that the table lacks is classified by the letters of its
/// family, and its sizes are nil.
/// - SeeAlso: `Scripts/generate_instance_types.py` for the sources.
public struct InstanceType: Hashable, Sendable {
    /// As given.
    public var name: String
    /// The part before the size, such as `g5` or `p6e-gb200`.
    public var family: String
    /// The part after the last dot, such as `xlarge`; empty if there is none.
    public var size: String
    public var instanceClass: InstanceClass
    /// The number in the family's name; nil if it has none.
    public var generation: Int?
    public var isPreviousGeneration: Bool
    /// Whether the processor is AWS Graviton (arm64).
    public var isGraviton: Bool
    public var vCPUs: Int?
    public var memoryGiB: Double?
    /// How many GPUs or other accelerators an instance has; nil if that is not known.
    public var accelerators: Int?
    public var acceleratorName: String?
    public var acceleratorMemoryGiB: Double?
    /// Local disks of the instance, in GB: 0 if it has none, nil if that is not known.
    public var nvmeGB: Int?
    /// Which APIs accept the type; empty for a name without `ml.` and for one that the table lacks.
    public var uses: [InstanceUse]
    /// Whether the table has this very name.
    public var isKnown: Bool

    /// The columns of the table of instance types.
    private enum Column {
        static let instanceClass = 1
        static let generation = 2
        static let marks = 3
        static let vCPUs = 4
        static let memory = 5
        static let accelerators = 6
        static let acceleratorName = 7
        static let acceleratorMemory = 8
        static let nvme = 9
        static let uses = 10
    }

    private static let table = FactTable(InstanceTypeTable.text)
    private static let prefix = "ml."

    public init(_ name: String) {
        let isManaged = name.hasPrefix(Self.prefix)
        let short = isManaged ? String(name.dropFirst(Self.prefix.count)) : name
        let dot = short.lastIndex(of: ".")
        let familyName = String(short[..<(dot ?? short.endIndex)])
        let family = InstanceFamily(familyName)
        self.init(name: name, family: family, size: dot.map { String(short[short.index(after: $0)...]) } ?? "")
        if let row = Self.table.row(short) {
            fill(from: row, isManaged: isManaged)
        } else if let relative = Self.table.rows(prefix: familyName + ".").first(where: { _ in true }) {
            // Sizes of one family share these.
            adopt(relative)
        }
    }

    private init(name: String, family: InstanceFamily, size: String) {
        self.name = name
        self.family = family.name
        self.size = size
        instanceClass = family.instanceClass
        generation = family.generation
        isPreviousGeneration = false
        isGraviton = family.isGraviton
        vCPUs = nil
        memoryGiB = nil
        accelerators = instanceClass.isAccelerated || instanceClass == .other ? nil : 0
        acceleratorName = nil
        acceleratorMemoryGiB = nil
        nvmeGB = nil
        uses = []
        isKnown = false
    }

    /// Takes over what all sizes of a family have in common.
    private mutating func adopt(_ row: FactRow) {
        instanceClass = InstanceClass(rawValue: row[Column.instanceClass].string) ?? instanceClass
        generation = row[Column.generation].integer ?? generation
        isPreviousGeneration = row[Column.marks].firstIndex(of: "p") != nil
        isGraviton = row[Column.marks].firstIndex(of: "g") != nil
        acceleratorName = row[Column.acceleratorName].optional
        accelerators = instanceClass.isAccelerated ? nil : 0
    }

    private mutating func fill(from row: FactRow, isManaged: Bool) {
        adopt(row)
        isKnown = true
        vCPUs = row[Column.vCPUs].integer
        memoryGiB = Double(row[Column.memory].string)
        accelerators = row[Column.accelerators].integer ?? accelerators
        acceleratorMemoryGiB = Double(row[Column.acceleratorMemory].string)
        // A type whose sizes are known and that lists no local disks has none.
        nvmeGB = row[Column.nvme].integer ?? (vCPUs == nil ? nil : 0)
        uses = isManaged ? row[Column.uses].list.compactMap(InstanceUse.init) : []
    }

    /// The names of all types that an API accepts, with `ml.` before them, in order.
    public static func names(acceptedFor use: InstanceUse) -> [String] {
        table.rows.filter { $0[Column.uses].list.contains(use.rawValue) }.map { prefix + $0.key.string }
    }
}
