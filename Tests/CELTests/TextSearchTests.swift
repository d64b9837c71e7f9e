import CEL
import Testing

@Suite("searching texts")
struct TextSearchTests {
    private func value(_ expression: String, _ text: String, _ wanted: String) throws -> Value {
        let environment = Environment(
            Declarations(
                variables: [.init("text", .string), .init("wanted", .string)], libraries: [.standard, .strings]))
        let activation = Activation(environment)
        activation.bind("text", .string(text))
        activation.bind("wanted", .string(wanted))
        return try environment.compile(expression).value(in: activation)
    }

    @Test(
        "a needle that nearly matches everywhere takes linear time", .timeLimit(.minutes(1)),
        arguments: [
            "text.contains(wanted)", "text.indexOf(wanted) >= 0", "text.lastIndexOf(wanted) >= 0",
            "text.split(wanted).size() > 1", "text.replace(wanted, '') != text",
        ])
    func nearMisses(_ expression: String) throws {
        let unit = "a" + String(repeating: "b", count: 8)
        let text = String(repeating: unit, count: 200_000)
        let half = String(repeating: unit, count: 100_000)
        let clock = ContinuousClock()
        for wanted in [half + "c", "c" + half, half + "c" + half] {
            let start = clock.now
            let isFound = try value(expression, text, wanted)
            #expect(isFound == .bool(false))
            let time = clock.now - start
            #expect(time < .seconds(3), "\(time)")
        }
        // Texts whose polynomial hashes are equal modulo every power of two.
        var (even, odd) = ("a", "b")
        for _ in 0..<14 { (even, odd) = (even + odd, odd + even) }
        let start = clock.now
        let isFound = try value(expression, String(repeating: odd, count: 30), "a" + even + "a" + even)
        #expect(isFound == .bool(false))
        let time = clock.now - start
        #expect(time < .seconds(3), "\(time)")
    }

    @Test("the first and the last occurrence are found wherever they are")
    func occurrences() throws {
        let seed = RandomSeed.value
        var random = FixedRandom(seed: seed)
        for _ in 0..<400 {
            let letters = ["a", "b", "c"].prefix(2 + Int(random.next() % 2))
            func word(_ limit: UInt64) -> String {
                (0..<(1 + random.next() % limit)).map { _ in letters.randomElement(using: &random) ?? "" }.joined()
            }
            let unit = word(6)
            let wanted = String(repeating: unit, count: Int(random.next() % 12)) + word(4)
            let text = (0..<20).map { _ in random.next() % 3 == 0 ? wanted : unit + word(3) }.joined() + word(300)
            let starts = Array(text).indices.filter { text.dropFirst($0).hasPrefix(wanted) }
            let first = try value("text.indexOf(wanted)", text, wanted)
            let last = try value("text.lastIndexOf(wanted)", text, wanted)
            #expect(first == .int(Int64(starts.first ?? -1)), "\(wanted) in \(text), seed \(seed)")
            #expect(last == .int(Int64(starts.last ?? -1)), "\(wanted) in \(text), seed \(seed)")
            let middle = starts.count > 2 ? starts[starts.count / 2] : 0
            let expected = starts.last { $0 <= middle } ?? -1
            #expect(try value("text.lastIndexOf(wanted, \(middle))", text, wanted) == .int(Int64(expected)))
        }
    }
}
