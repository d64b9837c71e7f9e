extension CheckJob {
    /// What a command line asks for that names files and, at most, says that a hook does, which rules are meant and
    /// how many threads there are.
    ///
    /// A commit hook calls the program like that again and again, and reading these few forms here takes a hundredth of
    /// what the argument parser needs, which is longer than judging a template. Nil for everything else, which is left to
    /// the parser.
    public init?(plain arguments: [String], now: Int64) {
        self.init(CheckRequest(paths: [], now: now))
        var arguments = arguments.makeIterator()
        while let argument = arguments.next() {
            switch argument {
            case "--hook": request.isHook = true
            case "--no-builtin": selection.includesBuiltin = false
            case "--policy", "--rule", "--skip-rule":
                guard let value = arguments.next(), value.isPlain else { return nil }
                switch argument {
                case "--policy": selection.paths.append(value)
                case "--rule": selection.only.append(value)
                default: selection.except.append(value)
                }
            case "--threads":
                guard let count = arguments.next().flatMap({ $0.isPlain ? Int($0) : nil }), 1...64 ~= count else {
                    return nil
                }
                request.workers = count
            case _ where argument == "-" || argument.isPlain: request.paths.append(argument)
            default: return nil
            }
        }
        guard !request.paths.isEmpty else { return nil }
    }
}

extension String {
    /// Whether the argument parser would take the text for nothing but a value.
    fileprivate var isPlain: Bool { !isEmpty && utf8.first != UInt8(ascii: "-") }
}
