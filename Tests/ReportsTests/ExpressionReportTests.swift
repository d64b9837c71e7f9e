import Documents
import Engine
import Reports
import Testing

@Suite("Reports of expressions")
struct ExpressionReportTests {
    private func text(_ expression: String, _ format: ExpressionReport.Format) throws -> String {
        let sink = MemorySink()
        let report = ExpressionReport(format: format, color: .never)
        switch Result(catching: { () throws(ExpressionFailure) in try ExpressionRun.run(ExpressionRequest(expression)) }
        ) {
        case .success(let result): try report.write(result, to: sink)
        case .failure(let failure): try report.write(failure, to: sink)
        }
        return sink.text
    }

    @Test("people get the value, its type, the steps and what decided")
    func people() throws {
        #expect(try text("[1, 'a']", .text) == "[1, \"a\"]\ntype:  list\nsteps: 0\n")
        #expect(
            try text("lists.range(2).all(x, x < 1)", .text) == """
                false
                type:  bool
                steps: 2

                note: element 1, counted from 0, decides `lists.range(2).all(x, x < 1)`
                 --> <expression>:1:1
                  |
                1 | lists.range(2).all(x, x < 1)
                  | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^

                note: `x` is 1
                 --> <expression>:1:23
                  |
                1 | lists.range(2).all(x, x < 1)
                  |                       ^

                """)
    }

    @Test("programs get the value with its type, or the error, and nothing else")
    func programs() throws {
        #expect(try text("1 + 1", .json) == "{\"int\": \"2\"}\n")
        #expect(try text("false", .json) == "{\"bool\": false}\n")
        #expect(try text("1 / 0", .json) == "{\"error\": \"division by zero\"}\n")
        #expect(try text("1 +", .json) == "{\"error\": \"the expression ends too soon: expected an expression\"}\n")
    }

    @Test("text of the input starts no command of a build log")
    func commands() throws {
        #expect(!(try text("'##[error]x'", .text)).contains("##["))
        #expect(!(try text("'##[error]x'", .json)).contains("##["))
    }
}
