import Documents

/// Reads credentials as programs, containers and instances print them.
enum CredentialAnswer {
    /// - Throws: an error that does not show the text: it may hold a key.
    static func parse(_ text: String, from source: String) throws(Diagnostic) -> Credentials {
        guard let root = root(of: text) else {
            throw Diagnostic(file: source, message: "what came back is no JSON: expected credentials")
        }
        if let version = root["Version"]?.scalar, version != "1" {
            throw Diagnostic(
                file: source, message: "the answer has version `\(Diagnostic.shown(version))`: expected 1")
        }
        guard let id = root["AccessKeyId"]?.scalar, let secret = root["SecretAccessKey"]?.scalar else {
            let words = root["Message"]?.scalar ?? root["message"]?.scalar
            throw Diagnostic(
                file: source,
                message: "what came back holds no credentials" + (words.map { ": \(Diagnostic.shown($0))" } ?? ""),
                help: "expected `AccessKeyId` and `SecretAccessKey`")
        }
        let end = root["Expiration"]?.scalar
        let expiry = end.flatMap(AWSTime.parse)
        if let end, !end.isEmpty, expiry == nil {
            throw Diagnostic(
                file: source,
                message: "`Expiration` is `\(Diagnostic.shown(end))`: expected a time such as `2026-01-31T12:00:00Z`")
        }
        return Credentials(
            accessKeyID: id, secretAccessKey: secret,
            sessionToken: root["SessionToken"]?.scalar ?? root["Token"]?.scalar,
            expiry: expiry)
    }

    static func root(of text: String) -> NodeView? {
        let source = SourceText(name: "answer", text: text)
        guard let document = try? JSONParser.parse(source, symbols: SymbolTable()), let id = document.roots.first else {
            return nil
        }
        return NodeView(document: document, id: id)
    }
}
