import Documents
import Resources

/// The functions that name something declared elsewhere.
enum TemplateReferences {
    static func ref(_ call: Intrinsic, _ evaluation: Evaluation) throws(Undetermined) -> Resolution {
        guard let name = call.argument.text else { throw Undetermined("needs a name") }
        return try evaluation.reference(to: name, at: call.argument)
    }

    static func getAtt(_ call: Intrinsic, _ evaluation: Evaluation) throws(Undetermined) -> Resolution {
        if let text = call.argument.text {
            guard let (name, attribute) = parts(ofAttribute: text) else { throw Undetermined("needs an attribute") }
            return try evaluation.attribute(String(attribute), of: String(name), at: call.argument)
        }
        let elements = call.elements
        guard elements.count == 2 else { throw Undetermined("needs a resource and an attribute") }
        return try evaluation.attribute(
            try evaluation.text(of: elements[1]), of: try evaluation.text(of: elements[0]), at: call.argument)
    }

    static func importValue(_ call: Intrinsic, _ evaluation: Evaluation) throws(Undetermined) -> Resolution {
        throw Undetermined("the value comes from another stack")
    }

    /// `Name.Attribute` in its two parts; an attribute may hold dots itself.
    static func parts(ofAttribute text: String) -> (name: Substring, attribute: Substring)? {
        guard let dot = text.utf8.firstIndex(of: UInt8(ascii: ".")), dot != text.startIndex else { return nil }
        let attribute = text[text.utf8.index(after: dot)...]
        return attribute.isEmpty ? nil : (text[..<dot], attribute)
    }
}
