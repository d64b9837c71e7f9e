import CEL
import Foundation
import Testing

/// Expressions with every library, for tests of what functions give.
enum ExpressionOutcome {
    static let libraries: [Library] = [
        .standard, .optional, .strings, .math, .lists, .sets, .encoders, .regex, .network, .url,
    ]

    /// The value of an expression without variables.
    static func value(of source: String, stepBudget: Int = 10_000_000) throws -> Value {
        let environment = Environment(Declarations(libraries: libraries))
        let program = try environment.compile(source)
        return program.value(in: Activation(environment, stepBudget: stepBudget))
    }
}

/// Claims that an expression is true; shows what it gives otherwise.
func expectTrue(_ source: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let value = try ExpressionOutcome.value(of: source)
    #expect(value == .bool(true), "\(source) gives \(value)", sourceLocation: sourceLocation)
}

/// Claims that evaluating an expression ends in an error, if not its compilation, and that the message has a part if one is
/// given.
func expectError(_ source: String, _ part: String?, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let message: String
    do {
        let value = try ExpressionOutcome.value(of: source)
        guard case .error(let error) = value else {
            Issue.record("\(source) gives \(value) instead of an error", sourceLocation: sourceLocation)
            return
        }
        message = error.message
    } catch let error as CompilationError {
        message = error.issues.map(\.message).joined(separator: ", ")
    }
    guard let part else { return }
    #expect(message.contains(part), "\(source): \(message)", sourceLocation: sourceLocation)
}

/// With what random tests begin: `PROVISO_RANDOM_SEED=7 swift test` repeats what a failure told.
enum RandomSeed {
    private static let given = ProcessInfo.processInfo.environment["PROVISO_RANDOM_SEED"].flatMap { UInt64($0) }

    /// The seed given, or one that differs from run to run.
    static let value = given ?? UInt64.random(in: 0..<1_000_000)

    /// The seed given, or one that is always the same.
    static func value(unlessGiven usual: UInt64) -> UInt64 { given ?? usual }
}

/// Numbers that look random and are the same in every run.
struct FixedRandom: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}
