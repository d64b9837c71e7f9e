import Documents
import Readers

/// Resources as a Terraform configuration of one file.
struct ConfigurationRendering {
    private(set) var text = ""
    private(set) var judged = ""

    init(_ resources: [ParityResource]) throws(ParityForm.Inexpressible) {
        var addresses: [String] = []
        writeProvider(for: resources)
        for (index, resource) in resources.enumerated() {
            let rendered = try RenderedChange(resource)
            addresses.append("\(rendered.type).r\(index)")
            text += "resource \"\(rendered.type)\" \"r\(index)\" {\n"
            writeBody(rendered.after, unknown: rendered.unknown, hasBlocks: rendered.hasBlocks, depth: 1)
            text += "}\n"
        }
        judged = addresses.first ?? ""
        if text.contains(Self.notKnown) { text += "variable \"not_known\" {}\n" }
    }

    private static let notKnown = "var.not_known"

    private mutating func writeProvider(for resources: [ParityResource]) {
        let (region, account) = (resources.first?.region, resources.first?.account)
        guard region != nil || account != nil else { return }
        text += "provider \"aws\" {\n"
        if let region { text += "  region = \(Self.quoted(region))\n" }
        if let account { text += "  allowed_account_ids = [\(Self.quoted(account))]\n" }
        text += "}\n"
    }

    /// Writes members as arguments, and lists of mappings as blocks.
    private mutating func writeBody(_ body: PlainValue, unknown: PlainValue, hasBlocks: Bool, depth: Int) {
        let margin = String(repeating: "  ", count: depth)
        for key in Self.keys(body, unknown) where !(depth == 1 && key == "tags_all") {
            guard hasBlocks, unknown[key] != .boolean(true), let blocks = Self.blocks(body[key], unknown[key]) else {
                text += "\(margin)\(key) = \(Self.expression(body[key], unknown[key]))\n"
                continue
            }
            for (block, unknown) in blocks {
                text += "\(margin)\(key) {\n"
                writeBody(block, unknown: unknown, hasBlocks: true, depth: depth + 1)
                text += "\(margin)}\n"
            }
        }
    }

    /// The elements of a list of mappings, each with what is not known of it; nil for any other value.
    private static func blocks(_ value: PlainValue?, _ unknown: PlainValue?) -> [(PlainValue, unknown: PlainValue)]? {
        let (elements, marks) = (value?.elements ?? [], unknown?.elements ?? [])
        let count = max(elements.count, marks.count)
        guard count > 0, (elements + marks).allSatisfy(\.isMapping) else { return nil }
        return (0..<count).map { index in
            (
                elements.indices.contains(index) ? elements[index] : .map([]),
                marks.indices.contains(index) ? marks[index] : .map([])
            )
        }
    }

    private static func expression(_ value: PlainValue?, _ unknown: PlainValue?) -> String {
        if unknown == .boolean(true) || value == .unknown { return notKnown }
        switch value {
        case .list(let elements):
            let marks = unknown?.elements ?? []
            let parts = elements.enumerated().map { index, element in
                expression(element, marks.indices.contains(index) ? marks[index] : nil)
            }
            return "[" + parts.joined(separator: ", ") + "]"
        case .text(let text): return quoted(text)
        case .null, .boolean, .number, .unknown: return value?.json ?? "null"
        case .map, nil:
            let keys = keys(value ?? .map([]), unknown ?? .map([]))
            let parts = keys.map { "\(quoted($0)) = \(expression(value?[$0], unknown?[$0]))" }
            return "{ " + parts.joined(separator: ", ") + " }"
        }
    }

    private static func keys(_ value: PlainValue, _ unknown: PlainValue) -> [String] {
        let known = value.members.map(\.key)
        return known + unknown.members.map(\.key).filter { !known.contains($0) }
    }

    /// A text without templates.
    private static func quoted(_ text: String) -> String {
        PlainValue.text(text).json.replacing("${", with: "$${").replacing("%{", with: "%%{")
    }
}

extension PlainValue {
    fileprivate var elements: [PlainValue] {
        if case .list(let elements) = self { elements } else { [] }
    }

    fileprivate var isMapping: Bool {
        if case .map = self { true } else { false }
    }
}

extension ParityForm.Rendering {
    /// Reads the text back.
    func read(by reader: InputReader, symbols: SymbolTable) throws(Diagnostic) -> Input {
        guard TerraformFolder.holds(file) else {
            return try reader.read(SourceText(name: file, text: text), symbols: symbols)
        }
        let root = RepositoryPaths(root: "/case", workingDirectory: "/case")
        let contents = FileSnapshot(files: [file: Array(text.utf8)], paths: root, name: "case")
        return reader.readTerraform(folder: ".", root: ".", contents: .snapshot(contents), symbols: symbols)
    }
}
