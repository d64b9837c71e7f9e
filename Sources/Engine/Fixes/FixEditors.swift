import Documents
import Readers

/// Makes what edits a text once for all the fixes in it: they come one text after another.
final class FixEditors {
    /// The resources of a Terraform file in JSON.
    struct TerraformObjects {
        let byAnchor: [Range<Int>: [TerraformJSONBlocks.Block]]
        let editor: NodeEditor

        fileprivate init(_ source: SourceText) throws(Diagnostic) {
            let document = try JSONParser.parse(source, symbols: SymbolTable())
            byAnchor = Dictionary(grouping: TerraformJSONBlocks(document), by: \.anchor)
            editor = NodeEditor(document, .hclJSON)
        }
    }

    private var document: (key: Document, editor: NodeEditor)?
    private var blocks: (key: SourceText, blocks: TerraformBlocks)?
    private var objects: (key: SourceText, objects: TerraformObjects)?

    func editor(of document: Document) -> NodeEditor {
        if let known = self.document, known.key === document { return known.editor }
        let editor = NodeEditor(document, FixNotation(of: document))
        self.document = (document, editor)
        return editor
    }

    /// The blocks of a Terraform file in the native syntax.
    func terraformBlocks(of source: SourceText) -> TerraformBlocks {
        if let known = blocks, known.key === source { return known.blocks }
        let found = TerraformBlocks(source)
        blocks = (source, found)
        return found
    }

    func terraformObjects(of source: SourceText) throws(Diagnostic) -> TerraformObjects {
        if let known = objects, known.key === source { return known.objects }
        let found = try TerraformObjects(source)
        objects = (source, found)
        return found
    }
}
