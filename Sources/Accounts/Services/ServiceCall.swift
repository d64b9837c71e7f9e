public import Documents

/// One call of an operation, before it has the form that the service's notation gives it.
public struct ServiceCall: Sendable {
    public enum Value: Sendable {
        case text(String)
        case integer(Int)
        /// JSON as it stands, for services that take it.
        case json(String)
    }

    public var operation: String
    public var fields: [(name: String, value: Value)]
    /// For notations with paths: the path, in which `{Name}` stands for a field, and the marks behind the question mark.
    public var path = "/"
    public var query: [(name: String, value: String)] = []

    public init(operation: String, fields: [(name: String, value: Value)] = [], path: String? = nil) {
        self.operation = operation
        self.fields = fields
        self.path = path ?? "/"
    }
}

extension ServiceCall {
    func request(to address: ServiceAddress, of service: Service) -> HTTPRequest {
        var request = HTTPRequest(address: address)
        switch service.notation {
        case .json(let target, let version):
            request.headers = [
                ("Content-Type", "application/x-amz-json-\(version)"), ("X-Amz-Target", "\(target).\(operation)"),
            ]
            let members = fields.map { "\(JSONText.quoted($0.name)):\($0.value.json)" }
            request.body = Array("{\(members.joined(separator: ","))}".utf8)
        case .query(let version):
            request.headers = [("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")]
            let pairs = [("Action", operation), ("Version", version)] + fields.map { ($0.name, $0.value.text) }
            let form = pairs.map { "\(PercentEncoding.encode($0.0))=\(PercentEncoding.encode($0.1))" }
            request.body = Array(form.joined(separator: "&").utf8)
        case .restXML, .restJSON:
            request.method = "GET"
            let parts = path.split(separator: "?", maxSplits: 1)
            request.path = parts.first.map(String.init) ?? "/"
            request.query = query + (parts.dropFirst().first.map { [(String($0), "")] } ?? [])
            for field in fields {
                let place = "{\(field.name)}"
                if let range = Self.range(of: place, in: request.path) {
                    request.path.replaceSubrange(range, with: field.value.text)
                } else {
                    request.query.append((field.name, field.value.text))
                }
            }
        }
        return request
    }

    private static func range(of part: String, in text: String) -> Range<String.Index>? {
        text.indices.first { text[$0...].hasPrefix(part) }.map { $0..<text.index($0, offsetBy: part.count) }
    }
}

extension ServiceCall.Value {
    var text: String {
        switch self {
        case .text(let text), .json(let text): text
        case .integer(let number): String(number)
        }
    }

    fileprivate var json: String {
        switch self {
        case .text(let text): JSONText.quoted(text)
        case .integer(let number): String(number)
        case .json(let text): text
        }
    }
}

/// The answer to a call, as one document whatever the notation.
public struct ServiceAnswer: Sendable {
    public let root: NodeView

}
