/// A piece of the form of an ARN, such as `table/${DatabaseName}/${TableName}`.
enum FormPart {
    case character(Unicode.Scalar)
    /// A placeholder, by its name.
    case name(String)

    var text: String {
        switch self {
        case .character(let scalar): String(Character(scalar))
        case .name(let name): "${\(name)}"
        }
    }

    static func parts(of form: String) -> [FormPart] {
        var parts: [FormPart] = []
        var text = form.unicodeScalars[...]
        while let scalar = text.popFirst() {
            if scalar == "$", text.first == "{", let end = text.firstIndex(of: "}") {
                parts.append(.name(String(String.UnicodeScalarView(text[text.index(after: text.startIndex)..<end]))))
                text = text[text.index(after: end)...]
            } else {
                parts.append(.character(scalar))
            }
        }
        return parts
    }

    /// What stands for each placeholder in a text of this form; nil for a text of another form. A name ends where what follows
    /// it in the form first stands.
    static func names(in text: String, of form: String) -> [String: String]? {
        let parts = parts(of: form)
        var names: [String: String] = [:]
        var rest = text.unicodeScalars[...]
        for (place, part) in parts.enumerated() {
            switch part {
            case .character(let scalar): guard rest.popFirst() == scalar else { return nil }
            case .name(let name):
                var end = rest.endIndex
                if place + 1 < parts.count, case .character(let next) = parts[place + 1] {
                    guard let found = rest.firstIndex(of: next) else { return nil }
                    end = found
                }
                let value = String(String.UnicodeScalarView(rest[..<end]))
                if let known = names[name], known != value { return nil }
                names[name] = value
                rest = rest[end...]
            }
        }
        return rest.isEmpty ? names : nil
    }
}
