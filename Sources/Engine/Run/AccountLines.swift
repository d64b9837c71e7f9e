import Documents

/// Cuts a stream of lines into the accounts whose resources they are.
struct AccountLines {
    /// The lines of one account.
    struct Group: Sendable {
        var account: String
        /// Counted from 1.
        var firstLine: Int
        var text: [UInt8]
        /// Whether the first line is what earlier snapshots said of the account, which was read before.
        var beginsWithEarlierHead = false
    }

    private let lines: LineReader
    /// Bytes of one account.
    private let limit: Int
    private let name: String
    private var group: Group?
    private var done: Set<String> = []
    /// Lines that belong to whatever follows: what a snapshot says of itself.
    private var head: (firstLine: Int, text: [UInt8])?
    /// The same for the accounts that follow, of all snapshots that began so far.
    private var laterHead = SnapshotHead()
    /// What is not part of it yet, since there may be no second account.
    private var unreadHead: [UInt8] = []

    init(_ lines: LineReader, limit: Int, name: String) {
        self.lines = lines
        self.limit = limit
        self.name = name
    }

    /// The next account; nil at the end.
    /// - Throws: an error if a line names no account, or one that is over, or if the account is too large.
    mutating func next(while goesOn: () -> Bool) throws(Diagnostic) -> Group? {
        while let line = try lines.next(while: goesOn) {
            guard line.contains(where: { $0 > 0x20 }) else {
                group?.text.append(0x0A)
                continue
            }
            guard let account = TopLevelMember.text(Self.names, in: line), !account.isEmpty else {
                try takeHead(line)
                continue
            }
            let key = String(decoding: account, as: UTF8.self)
            if group?.account == key {
                // Another snapshot of the same account.
                if let head {
                    group?.text += head.text
                    unreadHead += head.text
                    self.head = nil
                }
                try append(line)
                continue
            }
            let finished = try start(key)
            try append(line)
            if let finished { return finished }
        }
        if let head, group == nil { group = Group(account: "", firstLine: head.firstLine, text: head.text) }
        head = nil
        defer { group = nil }
        return group
    }

    private static let names: [StaticString] = ["account", "accountId", "awsAccountId"]

    private mutating func start(_ account: String) throws(Diagnostic) -> Group? {
        guard done.insert(account).inserted else {
            throw Diagnostic(
                file: name,
                message: "line \(lines.number) is of the account `\(Diagnostic.shown(account))`, whose lines were over",
                help: "group the lines by account, for example with `sort`: rules look at an account as a whole")
        }
        let finished = group
        if !unreadHead.isEmpty {
            let done = done
            laterHead.add(unreadHead) { !done.contains($0) || $0 == account }
            unreadHead = []
        }
        // Stands in the place of the line before, so that the numbers of the others are right.
        let earlier = laterHead.take(account, isNeeded: head == nil) ?? []
        let firstLine = (head?.firstLine ?? lines.number) - (earlier.isEmpty ? 0 : 1)
        group = Group(
            account: account, firstLine: firstLine, text: earlier + (head?.text ?? []),
            beginsWithEarlierHead: !earlier.isEmpty)
        unreadHead = head?.text ?? []
        head = nil
        return finished
    }

    private mutating func append(_ line: UnsafeRawBufferPointer) throws(Diagnostic) {
        group?.text.append(contentsOf: line)
        group?.text.append(0x0A)
        guard let group, group.text.count > limit else { return }
        throw Diagnostic(
            file: name, message: "the account `\(Diagnostic.shown(group.account))` has more than \(limit) bytes",
            help: "allow more with `limits.fileSize` of the configuration")
    }

    /// A line without account is what a snapshot says of itself, or wrong.
    private mutating func takeHead(_ line: UnsafeRawBufferPointer) throws(Diagnostic) {
        guard TopLevelMember.text(["snapshot"], in: line) != nil else {
            throw Diagnostic(
                file: name, message: "line \(lines.number) is no resource of an account: \(Self.shown(line))",
                help: "each line is an object of JSON with `account` and what describes the resource")
        }
        if head == nil { head = (lines.number, []) }
        head?.text.append(contentsOf: line)
        head?.text.append(0x0A)
    }

    private static func shown(_ line: UnsafeRawBufferPointer) -> String {
        "`\(Diagnostic.shown(String(decoding: line.prefix(80), as: UTF8.self)))`"
    }
}
