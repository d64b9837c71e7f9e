import Documents
import Testing

@Suite("Lines and columns")
struct LineTableTests {
    /// Lines end at LF, CR LF or CR; columns count code points.
    private func slow(_ bytes: [UInt8], _ offset: Int) -> (line: Int, column: Int) {
        var (line, column) = (1, 1)
        for index in 0..<offset {
            let endsLine =
                bytes[index] == 0x0A || bytes[index] == 0x0D && (index + 1 == bytes.count || bytes[index + 1] != 0x0A)
            if endsLine {
                (line, column) = (line + 1, 1)
            } else if bytes[index] & 0xC0 != 0x80 {
                column += 1
            }
        }
        return (line, column)
    }

    @Test("positions are those of a slow count, also in lines of many kilobytes", arguments: [0, 1, 2, 3, 4, 5])
    func positions(kind: Int) {
        let endings = [["\n"], ["\r\n"], ["\r"], ["\n", "\r\n", "\r"], [""], ["\n", ""]][kind]
        var text = ""
        for number in 0..<300 {
            text += String(repeating: "aé✓😀", count: number % 17) + endings[number % endings.count]
        }
        if kind > 3 { text += String(repeating: "é-", count: 9_000) }
        let bytes = Array(text.utf8)
        let lines = LineTable(SourceText(name: "text", copying: bytes))
        for offset in stride(from: 0, through: bytes.count, by: 97) {
            let position = lines.position(of: offset)
            #expect((position.line, position.column) == slow(bytes, offset), "\(offset)")
        }
        #expect(lines.position(of: bytes.count + 1) == lines.position(of: bytes.count))
        #expect(lines.position(of: -1) == Position(line: 1, column: 1, offset: 0))
    }

    @Test("an empty text has one line, and a byte order mark is no column")
    func edges() {
        #expect(LineTable(SourceText(name: "text", text: "")).lineCount == 1)
        let marked = LineTable(SourceText(name: "text", copying: [0xEF, 0xBB, 0xBF, 0x61, 0x0A]))
        #expect(marked.position(of: 3).column == 1)
        #expect(marked.position(of: 0).column == 1)
        #expect(marked.lineCount == 2)
    }
}
