public import Documents

extension InputReader {
    /// Whether parts of a text must not be shown: it is a plan or a state of Terraform, or a template with a parameter of
    /// `NoEcho`. A message about it shows the member that it is about, not what else stands on the line.
    public static func holdsSecrets(_ source: SourceText) -> Bool {
        TerraformShape.opens(source.bytes) || source.bytes.contains("NoEcho")
    }
}

extension Diagnostic {
    /// The same, with no more of a line than may be shown.
    func discreet(in source: SourceText) -> Diagnostic {
        guard let region, excerpt != nil, InputReader.holdsSecrets(source) else { return self }
        var discreet = self
        discreet.excerpt = Excerpt(region: region, lines: LineTable(source, showsMembersOnly: true))
        return discreet
    }
}
