import Documents
import Policies
import Resources

/// Decodes one file of a configuration. Everything that is wrong is reported.
struct ConfigurationDecoder {
    var decoder: StrictDecoder
    private let file: String
    private let paths: RepositoryPaths
    private let contents: FileContents

    init(_ source: SourceText, file: String, paths: RepositoryPaths, contents: FileContents) {
        decoder = StrictDecoder(source: source)
        self.file = file
        self.paths = paths
        self.contents = contents
    }

    var issues: [Diagnostic] { decoder.issues }

    /// The files that this one extends.
    mutating func bases(_ root: NodeView) -> [Setting<String>] {
        guard let node = root["extends"], node.kind != .null else { return [] }
        return files(node)
    }

    mutating func decode(_ root: NodeView, into configuration: inout Configuration) {
        guard var fields = decoder.mapping(root, noun: "a configuration") else { return }
        _ = fields.take("extends")
        if let node = fields.take("requires") { decoder.checkRequirement(node, of: "this configuration") }
        configuration.policies += fields.take("policies").map { files($0) } ?? []
        configuration.bundles += fields.take("bundles").map { files($0) } ?? []
        take("builtin", of: &fields, into: &configuration.includesBuiltin) { $0.boolean($1) }
        take("profile", of: &fields, into: &configuration.profile) { $0.string($1) }
        configuration.rules += fields.take("rules").map { rules($0) } ?? []
        configuration.parameters += fields.take("parameters").map { parameters($0) } ?? []
        if let node = fields.take("environment") { decodeEnvironment(node, into: &configuration) }
        if let node = fields.take("environments") { decodeEnvironments(node, into: &configuration) }
        take("failOn", of: &fields, into: &configuration.failOn) { $0.choice($1, noun: "severity") }
        take("onUnknown", of: &fields, into: &configuration.failsOnUnknown) { decoder, node in
            (decoder.choice(node, noun: "answer") as OnUnknown?).map { $0 == .fail }
        }
        configuration.exceptions += fields.take("exceptions").map { files($0) } ?? []
        if let baseline = fields.take("baseline"), let path = path(baseline) { configuration.baseline = path }
        configuration.include += fields.take("include").map { patterns($0) } ?? []
        configuration.exclude += fields.take("exclude").map { patterns($0) } ?? []
        if let formats = fields.take("formats") {
            configuration.formats = elements(formats, of: "formats").compactMap { node in
                decoder.string(node).flatMap { staysInside(reportIn: $0, at: node) ? Setting($0, at: node) : nil }
            }
        }
        if let tags = fields.take("tags") { decodeTags(tags, into: &configuration) }
        if let access = fields.take("iam") { decodeAccess(access, into: &configuration) }
        if let limits = fields.take("limits") { decodeLimits(limits, into: &configuration) }
        decoder.finish(fields)
    }

    private enum OnUnknown: String, CaseIterable { case ignore, fail }

    private mutating func take<Value>(
        _ key: String, of fields: inout StrictMapping, into setting: inout Setting<Value>?,
        _ decode: (inout StrictDecoder, NodeView) -> Value?
    ) {
        guard let node = fields.take(key), let value = decode(&decoder, node) else { return }
        setting = Setting(value, at: node)
    }

    private mutating func rules(_ node: NodeView) -> [Setting<RuleAdjustment>] {
        guard node.kind == .map else {
            decoder.report(node.range, "expected a mapping of rule ids to `on`, `off` or a severity")
            return []
        }
        return node.children.compactMap { member in
            adjustment(member).map { Setting($0, at: member) }
        }
    }

    private mutating func adjustment(_ member: NodeView) -> RuleAdjustment? {
        var adjustment = RuleAdjustment(pattern: Glob(member.key), node: member)
        switch member.text {
        case "on": adjustment.isOn = true
        case "off": adjustment.isOn = false
        case let text?:
            guard let severity = Severity(rawValue: text) else {
                let words = ["on", "off"] + Severity.allCases.map(\.rawValue)
                let near = Suggestion.nearest(to: text, among: words).first
                decoder.report(
                    member.range, "`\(text)` says nothing about a rule",
                    help: near.map { "did you mean `\($0)`?" } ?? "expected one of \(words.joined(separator: ", "))")
                return nil
            }
            adjustment.severity = severity
        case nil:
            decoder.report(member.range, "expected `on`, `off` or a severity")
            return nil
        }
        return adjustment
    }

    mutating func parameters(_ node: NodeView) -> [Setting<ParameterOverride>] {
        guard node.kind == .map else {
            decoder.report(node.range, "expected a mapping of packs to their parameters")
            return []
        }
        return node.children.flatMap { pack -> [Setting<ParameterOverride>] in
            guard pack.kind == .map else {
                decoder.report(pack.range, "expected a mapping of the parameters of `\(pack.key)` to their values")
                return []
            }
            return pack.children.map { value in
                Setting(ParameterOverride(pack: pack.key, parameter: value.key, node: value), at: value)
            }
        }
    }

    private mutating func decodeTags(_ node: NodeView, into configuration: inout Configuration) {
        guard var fields = decoder.mapping(node, noun: "what is said of tags") else { return }
        take("fromStack", of: &fields, into: &configuration.tagsFromStack) { $0.choice($1, noun: "origin of tags") }
        if let keys = fields.take("keys") {
            // The pack of the parameter checks the type as it does for every other value.
            let override = ParameterOverride(pack: "tagging", parameter: "requiredKeys", node: keys)
            configuration.parameters.append(Setting(override, at: keys))
        }
        decoder.finish(fields)
    }

    /// The policies of the organisation: one file for each level, or a list of files.
    private mutating func decodeAccess(_ node: NodeView, into configuration: inout Configuration) {
        guard var fields = decoder.mapping(node, noun: "what is said of IAM") else { return }
        for level in fields.take("scps").map({ elements($0, of: "levels") }) ?? [] {
            let names = level.kind == .list ? files(level) : [path(level)].compactMap(\.self)
            guard !names.isEmpty else { continue }
            configuration.serviceControl.append(Setting(names.map(\.value).joined(separator: ","), at: level))
        }
        configuration.boundary = fields.take("boundary").flatMap { path($0) } ?? configuration.boundary
        configuration.session = fields.take("session").flatMap { path($0) } ?? configuration.session
        take("assumeNoScp", of: &fields, into: &configuration.assumesNoServiceControl) { $0.boolean($1) }
        decoder.finish(fields)
    }

    private mutating func decodeLimits(_ node: NodeView, into configuration: inout Configuration) {
        guard var fields = decoder.mapping(node, noun: "limits") else { return }
        take("fileSize", of: &fields, into: &configuration.fileSize) { Self.count(&$0, $1, most: 4 << 30) }
        take("depth", of: &fields, into: &configuration.depth) { Self.count(&$0, $1, most: 1_000) }
        take("values", of: &fields, into: &configuration.values) { Self.count(&$0, $1, most: 100_000_000) }
        take("files", of: &fields, into: &configuration.walkedFiles) { Self.count(&$0, $1, most: 10_000_000) }
        take("total", of: &fields, into: &configuration.heldBytes) { Self.count(&$0, $1, most: 1 << 40) }
        take("report", of: &fields, into: &configuration.reportBytes) { Self.count(&$0, $1, most: 1 << 36) }
        decoder.finish(fields)
    }

    private static func count(_ decoder: inout StrictDecoder, _ node: NodeView, most: Int) -> Int? {
        if let number = node.integer, let count = Int(exactly: number), (1...most).contains(count) { return count }
        decoder.report(node.range, "expected a whole number from 1 to \(most)")
        return nil
    }
}

extension ConfigurationDecoder {
    /// A list, or one element in place of a list of one.
    private mutating func elements(_ node: NodeView, of noun: String) -> [NodeView] {
        node.kind == .string ? [node] : decoder.list(node, of: noun) ?? []
    }

    /// Paths that count from the directory of the file.
    private mutating func files(_ node: NodeView) -> [Setting<String>] {
        elements(node, of: "paths").compactMap { path($0) }
    }

    private mutating func path(_ node: NodeView) -> Setting<String>? {
        guard let text = decoder.string(node) else { return nil }
        guard !text.isEmpty, !text.utf8.contains(0) else {
            decoder.report(node.range, "expected the path of a file or directory")
            return nil
        }
        let path = PathLookup.joined(PathLookup.directory(of: file), text)
        return staysInside(path, at: node) ? Setting(path, at: node) : nil
    }

    /// Whoever writes a configuration of a repository may not be who runs the program: what it names must not lead to other
    /// files of the machine, of which messages show lines. A configuration that lies elsewhere was named by who runs it.
    private mutating func staysInside(_ path: String, at node: NodeView) -> Bool {
        guard case .inside = paths.place(of: file) else { return true }
        let isInside = if case .inside = paths.place(of: path) { true } else { paths.isRoot(path) }
        guard !isInside || contents.leaves(paths, through: path) else { return true }
        decoder.report(
            node.range, "`\(Diagnostic.shown(path))` lies outside of the repository",
            help: "name it on the command line, or in a configuration that lies outside, too")
        return false
    }

    /// A report may replace what git keeps as little as what lies elsewhere.
    private mutating func staysInside(reportIn format: String, at node: NodeView) -> Bool {
        guard let equals = format.firstIndex(of: "="), case .inside = paths.place(of: file) else { return true }
        let path = String(format[format.index(after: equals)...])
        guard !path.isEmpty, staysInside(path, at: node) else { return path.isEmpty }
        guard paths.stableName(of: path).split(separator: "/").contains(".git") else { return true }
        decoder.report(node.range, "a report cannot be written into `.git`")
        return false
    }

    private mutating func patterns(_ node: NodeView) -> [Setting<PathPattern>] {
        let directory = PathLookup.directory(of: paths.stableName(of: file))
        return elements(node, of: "patterns of paths").compactMap { element in
            guard let text = decoder.string(element) else { return nil }
            guard !text.split(separator: "/").contains("..") else {
                decoder.report(element.range, "a pattern of paths cannot lead out of its directory")
                return nil
            }
            return Setting(PathPattern(text, in: directory == "." ? "" : directory), at: element)
        }
    }
}
