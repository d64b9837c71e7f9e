import IAM

/// A request as a finding shows it.
struct RequestWords {
    private let request: Request
    /// Whether it is made of what must not be shown.
    private let isSecret: Bool

    init(_ request: Request, isSecret: Bool = false) {
        self.request = request
        self.isSecret = isSecret
    }

    /// `sagemaker:CreateModel` on `arn:...` with aws:RequestTag/team = "x".
    var words: String {
        if isSecret { return "a request that is not shown, because parts of the policies are secret," }
        let keys = request.context.keys
        let context = keys.map { key in
            let values = request.context[key]?.all ?? []
            let shown = values.map { "\"\($0)\"" }.joined(separator: ", ")
            return "\(key) = " + (values.count == 1 ? shown : "[\(shown)]")
        }
        return "`\(request.action)` on `\(request.resource)`"
            + (keys.isEmpty ? "" : " with " + context.joined(separator: " and "))
    }

    var evidence: [Evidence] { isSecret ? [] : [Evidence(path: "request", value: json)] }

    /// The request as one line of JSON, in the form of `proviso iam prove --format json`.
    var json: String {
        let context = request.context.keys.map { key in
            let value =
                switch request.context[key] {
                case .one(let text)?: Self.quoted(text)
                case .several(let texts)?: "[\(texts.map { Self.quoted($0) }.joined(separator: ", "))]"
                case nil: "null"
                }
            return "\(Self.quoted(key)): \(value)"
        }
        return
            "{\"action\": \(Self.quoted(request.action)), \"resource\": \(Self.quoted(request.resource)), \"context\": {\(context.joined(separator: ", "))}}"
    }

    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": quoted += "\\\(scalar)"
            case _ where scalar.value < 0x20 || scalar.value == 0x7F:
                let digits = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}
