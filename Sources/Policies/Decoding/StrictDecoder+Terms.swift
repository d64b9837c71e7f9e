package import Documents

extension StrictDecoder {
    /// Checks what a file says about the version that it needs.
    package mutating func checkRequirement(_ node: NodeView, of noun: String) {
        guard let text = string(node) else { return }
        let words = text.split(separator: " ")
        guard words.count == 3, words[0] == "proviso", words[1] == ">=", let wanted = Version(String(words[2])) else {
            report(node.range, "`\(text)` is not a requirement", help: "write `proviso >= 1.2.0`")
            return
        }
        if let current = Version(Version.current), current < wanted {
            report(node.range, "\(noun) needs proviso \(words[2]) or later; this is \(Version.current)")
        }
    }

    /// A day as `YYYY-MM-DD`.
    package mutating func date(_ node: NodeView) -> CalendarDate? {
        guard let text = string(node) else { return nil }
        if let date = CalendarDate(text) { return date }
        report(node.range, "`\(text)` is not a date", help: "write it as YYYY-MM-DD")
        return nil
    }
}
