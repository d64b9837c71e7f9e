import CRE2

/// A compiled pattern in RE2's syntax, which matches in time linear in the text.
///
/// One object may be used by many threads at once.
// INVARIANT: `pattern` is a live pattern of RE2, immutable and safe to share, freed by `deinit` alone.
public final class RegularExpression: @unchecked Sendable {
    /// What a pattern may take while it is compiled and matched, in bytes, unless told otherwise.
    public static let defaultMemory: Int64 = 2 << 20
    /// The longest pattern, in bytes.
    public static let lengthLimit = 1 << 16

    /// Why a pattern cannot be used.
    public struct SyntaxError: Error, Hashable, Sendable, CustomStringConvertible {
        /// RE2's words, such as `missing ): (a`.
        public let message: String

        public var description: String { "invalid regular expression: \(message)" }
    }

    private let pattern: OpaquePointer
    /// How many groups capture, the whole match not included.
    public let groupCount: Int

    /// How many instructions it was compiled to.
    let size: Int
    /// How much a byte of a text may take: RE2 falls back to following all instructions at once.
    var weight: Int { 1 + size >> 4 }

    /// Whether RE2 may read on behind many matches without end, as far as the pattern's text shows.
    private let mayReadOn: Bool

    /// How many bytes behind a match are worth looking at: those that might have made it longer.
    ///
    /// An expression without repetition reads a byte with each of its instructions at most. One with repetition may read to
    /// the end behind a match, but again behind the next only if a part of it may be left out that holds the repetition:
    /// `a(.*z)?`, `a|.*z`. Otherwise what the first reading looked for in vain ends no later match either.
    func lookBeyond(_ rest: Int) -> Int { mayReadOn ? rest >> 3 : Swift.min(rest, size) }

    private init(_ pattern: OpaquePointer, _ text: UnsafeRawBufferPointer) {
        self.pattern = pattern
        mayReadOn = Self.hasRepetition(text) && Self.hasOptionalPart(text)
        groupCount = Int(cre2_group_count(pattern))
        size = Int(cre2_program_size(pattern))
    }

    deinit { cre2_free(pattern) }

    private static func hasRepetition(_ text: UnsafeRawBufferPointer) -> Bool {
        text.contains { $0 == UInt8(ascii: "*") || $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: ",") }
    }

    /// Whether there are alternatives, or a group that may be left out or come again.
    private static func hasOptionalPart(_ text: UnsafeRawBufferPointer) -> Bool {
        text.contains(UInt8(ascii: "|"))
            || zip(text, text.dropFirst()).contains { $0 == UInt8(ascii: ")") && "?*+{".utf8.contains($1) }
    }

    /// Compiles a pattern given as UTF-8; fails if it is malformed, or too large for the memory it may take.
    public static func compile(
        _ text: UnsafeRawBufferPointer, memory: Int64 = defaultMemory
    ) -> Result<RegularExpression, SyntaxError> {
        guard text.count <= lengthLimit else {
            return .failure(SyntaxError(message: "pattern too long: more than \(lengthLimit) bytes"))
        }
        return withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { message in
            // RE2 writes a terminated text into the buffer whenever it returns nothing.
            message.initialize(repeating: 0)
            let start = characters(text)
            if let compiled = cre2_compile(start, text.count, memory, message.baseAddress, message.count) {
                return .success(RegularExpression(compiled, text))
            }
            let bytes = UnsafeRawBufferPointer(message).prefix { $0 != 0 }
            return .failure(SyntaxError(message: String(decoding: bytes, as: UTF8.self)))
        }
    }

    /// Compiles a pattern; fails if it is malformed, or too large for the memory it may take.
    public static func compile(
        _ text: String, memory: Int64 = defaultMemory
    ) -> Result<RegularExpression, SyntaxError> {
        var text = text
        return text.withUTF8 { compile(UnsafeRawBufferPointer($0), memory: memory) }
    }

    /// Whether the pattern matches anywhere in a text.
    @inline(__always)
    public func matches(_ text: UnsafeRawBufferPointer) -> Bool {
        cre2_matches(pattern, Self.characters(text), text.count)
    }

    /// Finds the first match at or after an offset.
    /// - Parameters:
    ///   - start: the bytes before it are context for anchors and word boundaries.
    ///   - groups: filled with begin and end of the whole match and of as many groups as fit, -1 for a group that took
    ///     no part. At most 16 pairs.
    public func find(
        in text: UnsafeRawBufferPointer, from start: Int, groups: UnsafeMutableBufferPointer<Int64>
    ) -> Bool {
        guard start >= 0, start <= text.count else { return false }
        let pairs = Int32(clamping: groups.count / 2)
        return cre2_find(pattern, Self.characters(text), text.count, start, groups.baseAddress, pairs)
    }

    /// The most pairs of offsets that `find` fills.
    static let pairLimit = Int(CRE2_MAX_GROUPS)

    /// RE2 cannot tell an empty match from none in a text without an address.
    @inline(__always)
    private static func characters(_ text: UnsafeRawBufferPointer) -> UnsafePointer<CChar> {
        let empty: StaticString = ""
        return (text.baseAddress ?? UnsafeRawPointer(empty.utf8Start)).assumingMemoryBound(to: CChar.self)
    }
}

/// Patterns that are only known during evaluation, compiled once and kept for a while.
enum RegularExpressions {
    private static let cache = BoundedCache<Result<RegularExpression, RegularExpression.SyntaxError>>(capacity: 64)

    /// What a pattern that cannot be compiled takes: it may be found out late.
    private static let failureSteps = 20_000

    /// The expression of a pattern; an error if there is none.
    ///
    /// It takes the same steps whether the pattern was met before or not.
    static func compiled(_ frame: FramePointer, _ pattern: Bytes) -> Result<RegularExpression, FramePointer.Failure> {
        frame.charge(pattern.count)
        let result =
            pattern.count <= RegularExpression.lengthLimit
            ? cache.entry(for: pattern) { RegularExpression.compile($0) } : RegularExpression.compile(pattern)
        switch result {
        case .success(let expression):
            frame.charge(4 * expression.size)
            return .success(expression)
        case .failure(let problem):
            frame.charge(failureSteps)
            return .failure(
                FramePointer.Failure(
                    value: frame.error(.invalidPattern, problem.description)))
        }
    }
}
