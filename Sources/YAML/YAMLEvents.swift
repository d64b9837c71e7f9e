internal import CLibYAML

/// The events of libyaml over a text, with offsets in bytes.
// INVARIANT: `parser` and `event` are allocated and initialised until deinit; `event` holds the latest event, or zeros
// when there is none, so deleting it twice is harmless. The source outlives the parser, which reads its bytes.
struct YAMLEvents: ~Copyable {
    private let source: SourceBytes
    private let parser: UnsafeMutablePointer<yaml_parser_t>
    private let event: UnsafeMutablePointer<yaml_event_t>
    private var offsets: CodePointOffsets

    /// The bytes of a text and where it begins, past a byte order mark.
    typealias SourceBytes = (bytes: UnsafeRawBufferPointer, start: Int)

    init(_ source: SourceBytes) {
        self.source = source
        parser = .allocate(capacity: 1)
        event = .allocate(capacity: 1)
        event.initialize(to: yaml_event_t())
        offsets = CodePointOffsets(source.bytes, start: source.start)
        yaml_parser_initialize(parser)
        let text = source.bytes.baseAddress.map { $0.assumingMemoryBound(to: UInt8.self) + source.start }
        yaml_parser_set_input_string(parser, text, source.bytes.count - source.start)
        // Otherwise libyaml guesses, and offsets would refer to a text of its own.
        yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    }

    deinit {
        yaml_event_delete(event)
        yaml_parser_delete(parser)
        event.deallocate()
        parser.deallocate()
    }

    /// Moves to the next event.
    /// - Returns: False if libyaml found an error.
    @inline(__always)
    mutating func advance() -> Bool {
        yaml_event_delete(event)
        return yaml_parser_parse(parser, event) != 0
    }

    var type: yaml_event_type_t { event.pointee.type }

    /// The latest event.
    var current: UnsafePointer<yaml_event_t> { UnsafePointer(event) }

    /// The byte offsets between which the latest event lies; the start includes its anchor and tag.
    @inline(__always)
    mutating func range() -> Range<Int> {
        let start = offsets.offset(of: Int(event.pointee.start_mark.index))
        return start..<max(start, offsets.offset(of: Int(event.pointee.end_mark.index)))
    }

    /// What libyaml says about the error it found.
    mutating func problem() -> YAMLProblem {
        let isReaderError = parser.pointee.error == YAML_READER_ERROR
        // Reader errors leave the mark at zero and count bytes instead.
        let at =
            isReaderError
            ? source.start + Int(parser.pointee.problem_offset)
            : offsets.offset(of: Int(parser.pointee.problem_mark.index))
        let context = parser.pointee.context.map { String(cString: $0) }
        return YAMLProblem(
            text: parser.pointee.problem.map { String(cString: $0) } ?? "the memory is used up",
            at: at, context: context ?? "",
            contextAt: context == nil ? nil : offsets.offset(of: Int(parser.pointee.context_mark.index)))
    }
}

/// An error as libyaml reports it.
struct YAMLProblem {
    var text: String
    var at: Int
    /// What libyaml was reading, such as `while parsing a flow sequence`, and where that began.
    var context: String
    var contextAt: Int?
}
