import CEL
import Testing

@Suite("constant sets")
struct ConstantSetTests {
    /// How many of the texts are among the constants, and the least time of some evaluations.
    private func count(_ constants: [String], among texts: [String]) throws -> (count: Value, time: Duration) {
        let environment = Environment(Declarations(variables: [.init("texts", .list(.string))], libraries: [.standard]))
        let activation = Activation(environment)
        activation.bind("texts", .list(texts.map { .string($0) }))
        let list = constants.map { "'\($0)'" }.joined(separator: ",")
        let program = try environment.compile("texts.filter(t, t in [\(list)]).size()")
        let clock = ContinuousClock()
        let times = (0..<5).map { _ in
            clock.measure {
                _ = program.evaluate(in: activation)
                activation.reset()
            }
        }
        return (program.value(in: activation), times.min() ?? .zero)
    }

    @Test("texts that differ only in their middle are found as fast as others", .timeLimit(.minutes(1)))
    func alikeTexts() throws {
        func time(_ text: (Int) -> String) throws -> Duration {
            let constants = (0..<2_500).map(text)
            let texts = (1_500..<8_000).map(text)
            let found = try count(constants, among: texts)
            #expect(found.count == .int(1_000))
            return found.time
        }
        let unlike = try time { "\($0 + 10_000_000)0000:aws:iam:arn:r/Admin" }
        let alike = try time { "arn:aws:iam::\($0 + 100_000_000_000):r/Admin" }
        #expect(alike < unlike * 3, "\(alike) and \(unlike)")
    }

    @Test("sets of any texts hold what they were made of and nothing else", arguments: [1, 3, 17, 400])
    func anyTexts(_ size: Int) throws {
        let seed = RandomSeed.value
        var random = FixedRandom(seed: seed)
        func text() -> String {
            let middle = String(repeating: "m", count: Int(random.next() % 24))
            return "prefix--\(random.next() % 3 == 0 ? middle : "")\(random.next() % 500)--suffix"
        }
        let constants = (0..<size).map { _ in text() }
        let texts = (0..<1_000).map { _ in text() }
        let expected = texts.count { Set(constants).contains($0) }
        let found = try count(constants, among: texts).count
        #expect(found == .int(Int64(expected)), "seed \(seed)")
    }

    @Test("numbers that share a double are told apart, and take steps if there are many")
    func alikeNumbers() throws {
        let environment = Environment(Declarations(variables: [.init("n", .dyn)], libraries: [.standard]))
        let activation = Activation(environment)
        let base = 1 << 62
        let list = (0..<400).map { "\(base + $0)" }.joined(separator: ",")
        let program = try environment.compile("n in [\(list)]")
        for (value, expected) in [
            (Value.int(Int64(base + 399)), true), (.int(Int64(base + 400)), false), (.uint(UInt64(base)), true),
        ] {
            activation.bind("n", value)
            #expect(program.value(in: activation) == .bool(expected))
        }
        activation.bind("n", .int(Int64(base + 400)))
        _ = program.evaluate(in: activation)
        #expect(Frame.defaultSteps - activation.frame.pointee.steps > 100)
    }
}
