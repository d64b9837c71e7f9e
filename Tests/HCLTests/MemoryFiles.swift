import Documents
import HCL

/// Files that a test makes up. Everything under `/` may be read but what lies in `/outside`.
final class MemoryFiles: ConfigurationFiles {
    private let texts: [String: String]

    init(_ texts: [String: String]) { self.texts = texts }

    func names(in folder: String) -> [String] {
        let start = folder == "." ? "" : folder + "/"
        return texts.keys.filter { $0.hasPrefix(start) }.map { String($0.dropFirst(start.count)) }
            .filter { !$0.contains("/") }.sorted()
    }

    func read(_ path: String) throws(Diagnostic) -> SourceText {
        guard let text = texts[path] else { throw Diagnostic(file: path, message: "the file does not exist") }
        return SourceText(name: path, text: text)
    }

    func mayRead(_ path: String) -> Bool { exists(path) && !path.hasPrefix("outside") && !path.hasPrefix("..") }

    func entries(in folder: String) -> [FolderEntry]? {
        let start = folder == "." ? "" : folder + "/"
        var kinds: [String: FolderEntry.Kind] = [:]
        for path in texts.keys where path.hasPrefix(start) {
            let steps = path.dropFirst(start.count).split(separator: "/", maxSplits: 1)
            kinds[String(steps[0])] = steps.count > 1 ? .folder : steps[0].hasSuffix(".link") ? .other : .file
        }
        return kinds.map { FolderEntry(name: $0, kind: $1) }
    }

    func exists(_ path: String) -> Bool {
        path == "." || texts.keys.contains { $0 == path || $0.hasPrefix(path + "/") }
    }
}

/// A configuration of a test.
struct Sample {
    let configuration: Configuration

    init(_ text: String, _ options: Configuration.Options = .init()) { self.init(["main.tf": text], options) }

    init(_ files: [String: String], folder: String = ".", _ options: Configuration.Options = .init()) {
        configuration = Configuration(
            folder: folder, files: MemoryFiles(files), symbols: SymbolTable(), options: options)
    }

    var addresses: [String] { configuration.resources().map(\.address) }
    var messages: [String] { configuration.problems.map(\.message) }

    /// The value of an attribute of a resource, as text: JSON if it is known, else the reason behind `?`.
    func value(_ address: String, _ attribute: String) -> String {
        for resource in configuration.resources() where resource.address == address {
            for content in resource.contents {
                for found in content.attributes where found.name == attribute {
                    do throws(EvaluationFailure) {
                        return Self.text(try found.value())
                    } catch {
                        return "! " + error.message
                    }
                }
            }
        }
        return "missing"
    }

    static func text(_ value: Value) -> String {
        if let unknown = value.unknown { return "? " + unknown.reason }
        let secret = value.isSensitive ? "secret " : ""
        switch value.form {
        case .null: return secret + "null"
        case .bool(let flag): return secret + "\(flag)"
        case .number(let number): return secret + number.text
        case .string(let text): return secret + text
        case .tuple(let values), .list(let values), .set(let values):
            return secret + "[" + values.map(text).joined(separator: ",") + "]"
        case .object(let members), .map(let members):
            return secret + "{" + members.all.map { "\($0.key):\(text($0.value))" }.joined(separator: ",") + "}"
        case .entity, .unknown: return "?"
        }
    }
}
