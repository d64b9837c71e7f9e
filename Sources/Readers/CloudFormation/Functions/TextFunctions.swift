import Documents
import Resources

/// The functions that make texts.
enum TextFunctions {
    static func base64(_ call: Intrinsic, _ evaluation: Evaluation) throws(Undetermined) -> Resolution {
        let text = try evaluation.text(of: try evaluation.argument(of: call))
        return .value(DerivedDocument.text(Base64.encode(text), for: call.argument))
    }

    static func join(_ call: Intrinsic, _ evaluation: Evaluation) throws(Undetermined) -> Resolution {
        let arguments = call.elements
        guard arguments.count == 2 else { throw Undetermined("needs a delimiter and a list") }
        let delimiter = try evaluation.text(of: arguments[0])
        let elements = try evaluation.list(try evaluation.value(of: arguments[1]))
        var result = ""
        for (index, element) in elements.enumerated() {
            if index > 0 { result += delimiter }
            result += try evaluation.text(of: element)
            guard result.utf8.count <= Evaluation.textLimit else { throw Undetermined("the text becomes too long") }
        }
        return .value(DerivedDocument.text(try evaluation.literal(result), for: call.argument))
    }

    static func split(_ call: Intrinsic, _ evaluation: Evaluation) throws(Undetermined) -> Resolution {
        let arguments = call.elements
        guard arguments.count == 2 else { throw Undetermined("needs a delimiter and a text") }
        let delimiter = try evaluation.text(of: arguments[0])
        let text = try evaluation.text(of: arguments[1])
        guard !delimiter.isEmpty else { throw Undetermined("needs a delimiter") }
        return .value(DerivedDocument.list(split(text, by: delimiter), for: call.argument))
    }

    /// Splits by bytes, so that a delimiter is found whatever characters stand beside it.
    private static func split(_ text: String, by delimiter: String) -> [String] {
        let bytes = Array(text.utf8)
        let separator = Array(delimiter.utf8)
        var parts: [String] = []
        var start = 0
        var index = 0
        while index + separator.count <= bytes.count {
            if bytes[index] == separator[0], bytes[index..<index + separator.count].elementsEqual(separator) {
                parts.append(String(decoding: bytes[start..<index], as: UTF8.self))
                index += separator.count
                start = index
            } else {
                index += 1
            }
        }
        parts.append(String(decoding: bytes[start...], as: UTF8.self))
        return parts
    }
}
