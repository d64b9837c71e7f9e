/// Why an evaluation has no value.
public enum ErrorCode: UInt32, Sendable, CaseIterable {
    case noSuchKey
    case noSuchOverload
    case indexOutOfRange
    case divisionByZero
    case overflow
    case invalidArgument
    case invalidConversion
    case invalidPattern
    case duplicateKey
    case unsupportedKey
    case notAnOptional
    case emptyOptional
    case unboundVariable
    case cyclicVariable
    case notABool
    case stepBudget
    case nesting
    case host

    /// What a person reads when there is no more specific message.
    public var message: String {
        switch self {
        case .noSuchKey: "no such key"
        case .noSuchOverload: "no such overload for these types"
        case .indexOutOfRange: "index out of range"
        case .divisionByZero: "division by zero"
        case .overflow: "number out of range"
        case .invalidArgument: "invalid argument"
        case .invalidConversion: "the value cannot be converted"
        case .invalidPattern: "invalid regular expression"
        case .duplicateKey: "the map repeats a key"
        case .unsupportedKey: "a map key must be a bool, int, uint or string"
        case .notAnOptional: "not an optional value"
        case .emptyOptional: "the optional has no value"
        case .unboundVariable: "the variable has no value"
        case .cyclicVariable: "the variable depends on itself"
        case .notABool: "not a bool"
        case .stepBudget: "the expression takes too many steps"
        case .nesting: "evaluation is nested too deeply"
        case .host: "the value could not be obtained"
        }
    }
}
