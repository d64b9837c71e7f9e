/// An Amazon Resource Name, cut into its parts.
public struct ARN: Hashable, Sendable {
    public var partition: String
    public var service: String
    /// Empty for global services.
    public var region: String
    /// Empty where the ARN needs none, as for buckets.
    public var account: String
    /// Everything after the fifth colon.
    public var resource: String

    /// Nil for a text that is no ARN. Nothing more than the form is checked.
    public init?(_ text: String) {
        // Bytes, not characters: answers of the API hold many ARNs.
        guard text.utf8.starts(with: "arn:".utf8) else { return nil }
        let parts = text.utf8.split(separator: UInt8(ascii: ":"), maxSplits: 5, omittingEmptySubsequences: false)
            .map { Substring($0) }
        guard parts.count == 6, !parts[2].isEmpty, !parts[5].isEmpty else { return nil }
        partition = String(parts[1])
        service = String(parts[2])
        region = String(parts[3])
        account = String(parts[4])
        resource = String(parts[5])
    }

    /// The ARN that a resource of a type and name has; nil if the catalogue does not know its form.
    public static func sample(ofType type: String, name: String, region: String, account: String) -> String? {
        for row in Catalogue.arns.rows where row[1] == type {
            let key = row.key.string
            guard let colon = key.firstIndex(of: ":"), let slash = key.lastIndex(of: "/"),
                let count = Int(key[key.index(after: slash)...]), count > 0
            else { continue }
            // What the resource lies in comes before its name.
            let path = [String(key[key.index(after: colon)..<slash])] + Array(repeating: "sample", count: count - 1)
            let resource = (path + [name]).filter { !$0.isEmpty }.joined(separator: "/")
            return "arn:aws:\(key[..<colon]):\(region):\(account):\(resource)"
        }
        return nil
    }

    /// The canonical type of the resource, if the catalogue knows its ARNs.
    public var type: String? { identity?.type }

    /// The last part: the name or id of the resource.
    public var name: String { segments.last.map(String.init) ?? resource }

    private var segments: [Substring] {
        resource.utf8.split { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: ":") }.map { Substring($0) }
    }

    /// The kind of resource, looked for as the table writes it: service, head, and the number of parts after it.
    private var identity: (type: String, name: String)? {
        let segments = segments
        guard let head = segments.first else { return nil }
        var keys = ["\(service):\(head)/\(segments.count - 1)"]
        // Names with a path, such as that of an IAM role, have more parts than the form says.
        if segments.count > 2 { keys.append("\(service):\(head)/1") }
        if segments.count == 1 { keys.append("\(service):/1") }
        return keys.lazy.compactMap { Catalogue.arns.row($0) }.first.map { ($0[1].string, name) }
    }
}

extension Catalogue {
    static let arns = FactTable(ARNTable.text)
}
