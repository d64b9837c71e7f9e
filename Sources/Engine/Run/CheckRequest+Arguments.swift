extension CheckRequest {
    /// What a command line asks for that names files and, at most, says that a hook does: `FILE... [--hook]`.
    ///
    /// A commit hook calls the program like that again and again, and reading these few forms here takes a hundredth of
    /// what the argument parser needs, which is longer than judging a template. Nil for everything else, which is left to
    /// the parser.
    public init?(plain arguments: some Sequence<String>, now: Int64) {
        self.init(paths: [], now: now)
        for argument in arguments {
            if argument == "--hook" {
                isHook = true
            } else if !argument.isEmpty, argument == "-" || argument.utf8.first != UInt8(ascii: "-") {
                paths.append(argument)
            } else {
                return nil
            }
        }
        guard !paths.isEmpty else { return nil }
    }
}
