public import Documents
internal import HCL

/// Finds the comments of a Terraform file, which its resources do not hold.
public enum TerraformComments {
    /// Whether comments are written as in Terraform's native syntax.
    public static func areWritten(in source: SourceText) -> Bool { source.name.hasSuffix(".tf") }

    /// The comments in the order of the source, without their line ends. What looks like one inside a text is none.
    public static func comments(in source: SourceText) -> [Range<Int>] {
        HCLParser.comments(in: HCLParser.parse(source, symbols: SymbolTable()))
    }
}
