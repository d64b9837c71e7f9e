import Reports
import Testing

@Suite struct ColorModeTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var option = ColorMode.Option.auto
        var environment: [String: String] = [:]
        var isTerminal = true
        var expected: ColorMode
        var testDescription: String { "\(option) \(environment) \(isTerminal)" }
    }

    @Test(
        "colour follows the option, then the environment, then the terminal",
        arguments: [
            Case(expected: .always), Case(isTerminal: false, expected: .never),
            Case(option: .always, environment: ["NO_COLOR": "1"], isTerminal: false, expected: .always),
            Case(option: .never, environment: ["FORCE_COLOR": "1"], expected: .never),
            Case(environment: ["NO_COLOR": "1"], expected: .never),
            Case(environment: ["NO_COLOR": ""], expected: .always),
            Case(environment: ["NO_COLOR": "1", "FORCE_COLOR": "1"], expected: .never),
            Case(environment: ["FORCE_COLOR": "1"], isTerminal: false, expected: .always),
            Case(environment: ["CLICOLOR_FORCE": "1", "TERM": "dumb"], isTerminal: false, expected: .always),
            Case(environment: ["FORCE_COLOR": "0"], expected: .never),
            Case(environment: ["FORCE_COLOR": ""], isTerminal: false, expected: .never),
            Case(environment: ["TERM": "dumb"], expected: .never),
            Case(environment: ["CLICOLOR": "0"], expected: .never),
        ])
    func resolution(_ example: Case) {
        let mode = ColorMode.resolve(
            option: example.option, environment: example.environment, isTerminal: example.isTerminal)
        #expect(mode == example.expected)
    }
}
