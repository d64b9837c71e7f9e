import Documents
import Policies

/// Every value of a configuration with its origin, as YAML.
public struct ConfigurationListing: Sendable {
    private struct Row {
        var text: String
        /// Nil for a line that only opens a mapping or list.
        var origin: String?
    }

    private var rows: [Row] = []

    public init(_ configuration: Configuration?) {
        let given = configuration ?? Configuration()
        add("policies", given.policies) { $0 }
        add("bundles", given.bundles) { $0 }
        add("builtin", given.includesBuiltin, "true") { String($0) }
        add("profile", given.profile, Profile.standard) { $0 }
        if !given.rules.isEmpty { open("rules") }
        for rule in given.rules {
            let word = rule.value.severity?.rawValue ?? (rule.value.isOn == false ? "off" : "on")
            rows.append(Row(text: "  \(Self.quoted(rule.value.pattern.text)): \(word)", origin: rule.origin))
        }
        if !given.parameters.isEmpty { open("parameters") }
        for parameter in given.parameters {
            let name = "\(parameter.value.pack).\(parameter.value.parameter)"
            let place = parameter.value.environment.map { "\(name) in \($0)" } ?? name
            rows.append(Row(text: "  \(Self.quoted(place)): \(Self.flow(parameter.node))", origin: parameter.origin))
        }
        if !given.environmentSettings.isEmpty { open("environment") }
        for setting in given.environmentSettings {
            rows.append(Row(text: "  \(setting.value): \(Self.flow(setting.node))", origin: setting.origin))
        }
        add("failOn", given.failOn, Gate().failOn.rawValue) { $0.rawValue }
        add("onUnknown", given.failsOnUnknown, "ignore") { $0 ? "fail" : "ignore" }
        add("exceptions", given.exceptions) { $0 }
        add("baseline", given.baseline, nil) { $0 }
        add("include", given.include) { $0.text }
        add("exclude", given.exclude) { $0.text }
        add("formats", given.formats) { $0 }
        open("tags")
        add("  fromStack", given.tagsFromStack, Configuration.TagsFromStack.absent.rawValue) { $0.rawValue }
        open("iam")
        add("  scps", given.serviceControl) { $0 }
        add("  boundary", given.boundary, nil) { $0 }
        add("  session", given.session, nil) { $0 }
        add("  assumeNoScp", given.assumesNoServiceControl, "false") { String($0) }
        open("limits")
        let standard = DocumentLimits()
        add("  fileSize", given.fileSize, String(standard.size)) { String($0) }
        add("  depth", given.depth, String(standard.depth)) { String($0) }
        add("  values", given.values, String(standard.nodes)) { String($0) }
        let run = RunLimits()
        add("  files", given.walkedFiles, String(run.files)) { String($0) }
        add("  total", given.heldBytes, String(run.heldBytes)) { String($0) }
        add("  report", given.reportBytes, String(run.reportBytes)) { String($0) }
    }

    /// The lines, with origins as comments below each other.
    public var text: String {
        let width = min(rows.filter { $0.origin != nil }.map(\.text.count).max() ?? 0, 60)
        return rows.map { row in
            guard let origin = row.origin else { return row.text + "\n" }
            let blank = String(repeating: " ", count: max(0, width - row.text.count) + 2)
            return row.text + blank + "# " + Diagnostic.shown(origin) + "\n"
        }.joined()
    }

    private mutating func open(_ key: String) { rows.append(Row(text: key + ":", origin: nil)) }

    /// - Parameter standard: what holds where nothing is said; nil where that is nothing.
    private mutating func add<Value>(
        _ key: String, _ setting: Setting<Value>?, _ standard: String?, _ text: (Value) -> String
    ) {
        if let setting {
            rows.append(Row(text: "\(key): \(Self.quoted(text(setting.value)))", origin: setting.origin))
        } else if let standard {
            rows.append(Row(text: "\(key): \(standard)", origin: "default"))
        }
    }

    private mutating func add<Value>(_ key: String, _ settings: [Setting<Value>], _ text: (Value) -> String) {
        guard !settings.isEmpty else { return rows.append(Row(text: key + ": []", origin: "default")) }
        open(key)
        for setting in settings {
            rows.append(Row(text: "  - \(Self.quoted(text(setting.value)))", origin: setting.origin))
        }
    }

    /// A scalar that YAML reads as this text.
    private static func quoted(_ text: String) -> String {
        let isPlain =
            !text.isEmpty && text.utf8.first != UInt8(ascii: "-")
            && text.utf8.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x2F, 0x5F: true
                default: false
                }
            }
        if isPlain { return text }
        let scalars = text.unicodeScalars.map { Excerpt.printable($0) }
        let escaped = String(String.UnicodeScalarView(scalars))
            .split(separator: "\\", omittingEmptySubsequences: false).joined(separator: "\\\\")
            .split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\\\"")
        return "\"\(escaped)\""
    }

    /// A value on one line.
    private static func flow(_ node: NodeView) -> String {
        switch node.kind {
        case .list: "[" + node.children.map { flow($0) }.joined(separator: ", ") + "]"
        case .map: "{" + node.children.map { "\(quoted($0.key)): \(flow($0))" }.joined(separator: ", ") + "}"
        case .string: quoted(node.text ?? "")
        default: node.text ?? "null"
        }
    }
}
