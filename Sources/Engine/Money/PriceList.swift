import Documents
import Policies
import Resources
import YAML

/// Prices of instances by the hour, as a user wrote them down: prices change, and nobody else knows his discounts.
///
///     currency: USD
///     date: 2026-11-01
///     prices:
///       - { type: ml.m5.large, region: us-east-1, perHour: 0.115 }
///
/// A file that ends in `.csv` has the columns `type`, `region`, `per_hour`, `currency` and `date`. A price without region
/// counts for all regions that have none of their own.
struct PriceList: Sendable {
    /// The hours of a month.
    private static let hours = 730.0

    struct Price: Sendable {
        var perHour: Double
        var currency: String
        var date: String
    }

    private struct Key: Hashable {
        var type: String
        var region: String?
    }

    private var prices: [Key: Price] = [:]

    /// - Throws: an error that points at the first price that is wrong.
    init(_ path: String, contents: FileContents, limits: DocumentLimits) throws(Diagnostic) {
        let source = try contents.read(path, limit: limits.size)
        if path.lowercased().hasSuffix(".csv") { try readCSV(source) } else { try readYAML(source, limits) }
        if prices.isEmpty {
            throw Diagnostic(
                file: path, message: "there is no price in this file",
                help: "write `currency`, `date`, and `prices` with `type`, `region` and `perHour`")
        }
    }

    /// What a resource costs in a month, if it runs all the time; nil where its instances or their price are not known, and
    /// where it is known not to run.
    func monthlyCost(of resource: Resource) -> (cost: Double, currency: String, date: String)? {
        guard let properties = resource.properties, let shape = InstanceShape.of(resource.type) else { return nil }
        var sum = 0.0
        var last: Price?
        for (type, count) in shape.isIdle(properties) ? [] : shape.instances(in: properties) ?? [] {
            let price = resource.region.flatMap { prices[Key(type: type, region: $0)] } ?? prices[Key(type: type)]
            guard let price, last.map({ $0.currency == price.currency }) ?? true else { return nil }
            sum += price.perHour * Double(count) * Self.hours
            last = Price(perHour: 0, currency: price.currency, date: min(price.date, last?.date ?? price.date))
        }
        return last.map { (sum, $0.currency, $0.date) }
    }

    private mutating func readYAML(_ source: SourceText, _ limits: DocumentLimits) throws(Diagnostic) {
        var options = DocumentParser.Options()
        options.limits = limits
        let document = try DocumentParser.parse(source, symbols: SymbolTable(), options: options)
        guard let root = document.root, root.kind == .map else {
            throw Diagnostic(file: source.name, message: "prices are a mapping with `currency`, `date` and `prices`")
        }
        var fields = StrictMapping(root, noun: "a list of prices")
        let (currency, date) = (fields.take("currency"), fields.take("date"))
        let list = fields.take("prices")
        if let problem = fields.wrongKeys().first { throw problem }
        guard let list, list.kind == .list else {
            throw Diagnostic(in: source, at: root.range, "`prices` is a list of `type`, `region` and `perHour`")
        }
        for node in list.children {
            var row = StrictMapping(node, noun: "a price")
            let fields = (row.take("type"), row.take("region"), row.take("perHour"))
            if node.kind != .map { throw Diagnostic(in: source, at: node.range, "a price is a mapping") }
            if let problem = row.wrongKeys().first { throw problem }
            guard let type = fields.0?.text, let perHour = fields.2?.number else {
                throw Diagnostic(in: source, at: node.range, "a price has `type` and `perHour`, a number")
            }
            let price = Price(perHour: perHour, currency: currency?.text ?? "", date: date?.text ?? "")
            if let problem = Self.problem(type, price) { throw Diagnostic(in: source, at: node.range, problem) }
            prices[Key(type: type, region: fields.1?.text)] = price
        }
    }

    private mutating func readCSV(_ source: SourceText) throws(Diagnostic) {
        let text = String(decoding: source.bytes, as: UTF8.self)
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        let names = Self.cells(lines.first ?? "")
        func column(_ name: String) -> Int? { names.firstIndex(of: name) }
        guard let type = column("type"), let perHour = column("per_hour"), let currency = column("currency"),
            let date = column("date")
        else {
            throw Diagnostic(
                file: source.name, message: "prices in CSV need the columns `type`, `per_hour`, `currency` and `date`",
                help: "name them in the first line; `region` may stand beside them")
        }
        for (index, line) in lines.enumerated().dropFirst() where !line.allSatisfy(\.isWhitespace) {
            let cells = Self.cells(line)
            guard cells.count == names.count, let number = Double(cells[perHour]) else {
                throw Diagnostic(
                    file: source.name, message: "line \(index + 1) is no price: `\(Diagnostic.shown(String(line)))`")
            }
            let price = Price(perHour: number, currency: cells[currency], date: cells[date])
            if let problem = Self.problem(cells[type], price) {
                throw Diagnostic(file: source.name, message: "line \(index + 1): \(problem)")
            }
            let region = column("region").flatMap { cells[$0].isEmpty ? nil : cells[$0] }
            prices[Key(type: cells[type], region: region)] = price
        }
    }

    /// The cells of a line; those of such a file hold no commas.
    private static func cells(_ line: Substring) -> [String] {
        line.split(separator: ",", omittingEmptySubsequences: false).map { cell in
            let trimmed = cell.drop { $0.isWhitespace || $0 == "\"" }
            return String(trimmed.reversed().drop { $0.isWhitespace || $0 == "\"" }.reversed())
        }
    }

    private static func problem(_ type: String, _ price: Price) -> String? {
        if !type.hasPrefix("ml.") {
            return "`\(Diagnostic.shown(type))` is no instance type of SageMaker: `ml.m5.large`"
        }
        if !price.perHour.isFinite || price.perHour < 0 { return "a price is a number from 0 on" }
        if !Currency.isKnown(price.currency) { return "`currency` is a code of ISO 4217, such as `USD`" }
        return CalendarDate(price.date) == nil ? "`date` is the day of the prices, such as `2026-11-01`" : nil
    }
}

/// Where resources of a type name their instances.
/// - SeeAlso: the CloudFormation schemas of these types, and for status the answers of the calls `Describe...`.
private struct InstanceShape {
    var type: String
    /// The lists whose elements name instances; none for a resource that is one.
    var lists: [String] = []
    var path: [String]
    var count: String?
    /// Where an account says whether the resource runs, and what it says of one that does not.
    var status: String
    var idle: Set<String>

    private static let all = [
        InstanceShape(
            type: "AWS::SageMaker::NotebookInstance", path: ["InstanceType"], status: "NotebookInstanceStatus",
            idle: ["Stopped", "Failed", "Deleting"]),
        InstanceShape(
            type: "AWS::SageMaker::App", path: ["ResourceSpec", "InstanceType"], status: "Status",
            idle: ["Deleted", "Failed", "Deleting"]),
        InstanceShape(
            type: "AWS::SageMaker::EndpointConfig", lists: ["ProductionVariants", "ShadowProductionVariants"],
            path: ["InstanceType"], count: "InitialInstanceCount", status: "", idle: []),
        InstanceShape(
            type: "AWS::SageMaker::Cluster", lists: ["InstanceGroups"], path: ["InstanceType"], count: "InstanceCount",
            status: "ClusterStatus", idle: ["Deleting"]),
    ]

    static func of(_ type: String) -> InstanceShape? { all.first { $0.type == type } }

    func isIdle(_ properties: NodeView) -> Bool { properties[status]?.string.map(idle.contains) ?? false }

    /// Nil where something is not known yet.
    func instances(in properties: NodeView) -> [(type: String, count: Int64)]? {
        if lists.isEmpty { return instance(in: properties).map { [$0] } }
        var all: [(type: String, count: Int64)] = []
        for elements in lists.compactMap({ properties[$0] }) {
            guard elements.kind == .list, !elements.isOpen else { return nil }
            for element in elements.children {
                guard let instance = instance(in: element) else { return nil }
                all.append(instance)
            }
        }
        return all
    }

    private func instance(in node: NodeView) -> (type: String, count: Int64)? {
        var place: NodeView? = node
        for step in path { place = place.flatMap { $0.isOpen ? nil : $0[step] } }
        guard let place, !place.isOpen, let type = place.string else { return nil }
        guard let count else { return (type, 1) }
        guard let number = node[count] else { return (type, 1) }
        guard !number.isOpen, let value = number.text.flatMap({ Int64($0) }), 0...1_000_000 ~= value else { return nil }
        return (type, value)
    }
}

extension NodeView {
    /// Whether the input does not fix the value.
    fileprivate var isOpen: Bool { node.flags.contains(.deferred) || kind == .unknown }
}
