/// Texts of strangers as modules beside this one may print them.
public enum ReportText {
    /// The text on one line, without anything that steers a terminal.
    public static func line(_ text: String) -> String { PrintableText.withoutCommands(PrintableText.line(text)) }

    /// The text in lines that fit.
    public static func wrapped(_ text: String, width: Int) -> [String] {
        LineWrapping.lines(of: PrintableText.line(text), width: max(width, 20))
    }
}
