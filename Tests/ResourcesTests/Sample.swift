import Documents
import Foundation
import Resources

/// Resources and tags made from JSON. `{"Ref": "X"}` and `{"GetAtt": "X.Arn"}` stand for references, `{"Unknown": "why"}`
/// for a value that is not known yet, `{"Value": ...}` for one that leads to another, `{"Absent": true}` for nothing and
/// `{"Parts": [...]}` for a composed text.
enum Sample {
    static func node(_ json: String, name: String = "sample.json") throws -> NodeView {
        let parsed = try JSONParser.parse(SourceText(name: name, text: json), symbols: SymbolTable())
        var builder = DocumentBuilder(source: parsed.source, symbols: parsed.symbols)
        let root = builder.copy(try Sample.unwrap(parsed.root))
        for index in 0..<builder.count {
            let id = NodeID(rawValue: UInt32(index))
            guard builder[id].kind == .map, builder[id].extent > 1 else { continue }
            let key = builder.symbols.text(of: builder[NodeID(rawValue: UInt32(index + 1))].key)
            if SampleResolver.keys.contains(key) { builder[id].flags.insert(.deferred) }
        }
        builder.addRoot(root)
        return try Sample.unwrap(builder.finish().root)
    }

    static func resource(
        _ type: String, _ id: String, _ json: String, scope: String = "a.json", account: String? = nil,
        region: String? = nil, aliases: [String] = [], resolver: (any ValueResolver)? = SampleResolver()
    ) throws -> Resource {
        let properties = try node(json)
        return Resource(
            type: type, name: id, id: id, properties: properties, anchor: properties.range,
            source: properties.document.source, tags: .unknown, account: account, region: region, aliases: aliases,
            resolver: resolver, scope: scope)
    }

    static func tags(_ json: String, isOpen: Bool = false) throws -> TagSet {
        let tags = try node(json).children.map {
            Tag(key: $0["Key"], keyText: $0["Key"]?.text ?? "", value: try unwrap($0["Value"]))
        }
        return .known(tags, anchor: nil, isOpen: isOpen)
    }

    struct Missing: Error {}

    static func unwrap<T>(_ value: T?) throws -> T {
        guard let value else { throw Missing() }
        return value
    }
}

final class SampleResolver: ValueResolver {
    static let keys: Set<String> = ["Ref", "GetAtt", "Unknown", "Value", "Absent", "Parts", "Cycle"]

    func resolve(_ node: NodeView, in scenario: Scenario) -> Resolution {
        if let target = node["Ref"]?.string { return .reference(ResourceReference(target: target, attribute: nil)) }
        if let text = node["GetAtt"]?.string { return .reference(Self.attribute(text)) }
        if let value = node["Value"] { return .value(value) }
        if node["Cycle"] != nil { return .value(node) }
        if node["Absent"] != nil { return .absent }
        return .unknown(reason: node["Unknown"]?.string ?? "a composed text", mayBeAbsent: false)
    }

    func parts(of node: NodeView, in scenario: Scenario) -> [TextPart]? {
        node["Parts"]?.children.map { part in
            if let text = part.string { return .literal(text) }
            if let text = part["GetAtt"]?.string { return .reference(Self.attribute(text)) }
            return .unknown
        }
    }

    private static func attribute(_ text: String) -> ResourceReference {
        let parts = text.split(separator: ".", maxSplits: 1)
        return ResourceReference(target: String(parts[0]), attribute: String(parts[1]))
    }
}

/// Test data of others, outside the repository.
enum SharedData {
    static let folder = ProcessInfo.processInfo.environment["PROVISO_SHARED_DATA"].map { URL(filePath: $0) }
    static let isMissing = folder == nil

    static func files(in path: String, withExtension ext: String) -> [URL] {
        guard let folder = folder?.appending(path: path) else { return [] }
        let found = try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        return (found ?? []).filter { $0.pathExtension == ext }.sorted { $0.path < $1.path }
    }
}

/// A generator whose numbers are the same on every run.
struct FixedGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
