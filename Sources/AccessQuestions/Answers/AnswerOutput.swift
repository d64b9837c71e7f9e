public import Reports

/// An answer in the forms in which it can be printed.
public protocol AnswerOutput {
    /// 0 for the good answer, 1 for the bad one, 3 for none.
    var exitCode: Int32 { get }
    func write(to page: inout AnswerPage)
    /// The members of the one object that is printed.
    func write(to json: JSONWriter)
}

extension AnswerOutput {
    /// Prints the answer as text.
    public func text(color: ColorMode, width: Int) -> String {
        var page = AnswerPage(color: color, width: width)
        write(to: &page)
        return page.text
    }

    /// Prints the answer as one JSON object.
    public func writeJSON(to stream: ReportStream) {
        let json = JSONWriter(stream: stream)
        json.object { write(to: json) }
        json.finish()
    }
}
