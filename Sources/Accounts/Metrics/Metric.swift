/// One metric of CloudWatch that is asked for: a row of the table of metrics.
struct Metric: Sendable {
    /// What it is measured of, which decides the dimensions that it has.
    enum Subject: String, Sendable {
        case variant
        case serverlessVariant = "serverless-variant"
        case asyncVariant = "async-variant"
        case asyncEndpoint = "async-endpoint"
        case component
        /// The instances of a variant, as a whole.
        case variantHosts = "variant-hosts"
        case componentCopies = "component-copies"
        case trainingHost = "training-host"
        case transformHost = "transform-host"
    }

    /// What counts 100 % each.
    enum Unit: String, Sendable {
        case vCPU = "vcpu"
        case gpu
    }

    let subject: Subject
    /// Its name in `metrics` of rules.
    let name: String
    let namespace: String
    let metric: String
    let isSum: Bool
    /// Nil for a metric whose largest value is 100 % or that is no share.
    let unit: Unit?
    /// Whether nothing measured means 0: nobody called, nothing waited.
    let isZeroWithoutData: Bool
    /// What a value is multiplied with.
    let factor: Double

    /// The metrics of a subject.
    static func all(of subject: Subject) -> [Metric] { table.filter { $0.subject == subject } }

    private static let table: [Metric] = {
        let text = CallTable.metrics.withUTF8Buffer { String(decoding: $0, as: UTF8.self) }
        return text.split(separator: "\n").compactMap { Metric(row: $0) }
    }()

    private init?(row: Substring) {
        let columns = row.split(separator: "\t", omittingEmptySubsequences: false)
        guard columns.count == 8, let subject = Subject(rawValue: String(columns[0])), let factor = Double(columns[7])
        else { return nil }
        self.subject = subject
        name = String(columns[1])
        namespace = String(columns[2])
        metric = String(columns[3])
        isSum = columns[4] == "Sum"
        unit = Unit(rawValue: String(columns[5]))
        isZeroWithoutData = columns[6] == "zero"
        self.factor = factor
    }
}

/// The hours that are looked at: whole ones, and the same ones when a run is taken up again.
struct MetricWindow: Sendable {
    static let hour: Int64 = 3600

    /// Seconds since 1970, both.
    let start: Int64
    let end: Int64

    init(days: Int, before now: Int64) {
        end = now / Self.hour * Self.hour
        start = end - Int64(days) * 24 * Self.hour
    }

    /// The first hour that counts for what began at a time.
    func firstHour(after time: Int64) -> Int64 {
        max(start, (time + Self.hour - 1) / Self.hour * Self.hour)
    }

    /// The hours from a time to the end.
    func hours(from time: Int64) -> Int { Int(max(0, end - time) / Self.hour) }
}
