public import Documents

#if canImport(Glibc)
    internal import Glibc
#else
    internal import Darwin
#endif

/// What a collection has seen so far, in a file beside the snapshot, so that a run that was ended can be taken up again.
///
/// Each line is written at once and whole. Of a run that was killed, the last line may be cut; it counts as not written.
public actor Journal {
    nonisolated public let path: String
    // INVARIANT: open until `close`, after which nothing is written.
    private let descriptor: Int32
    private var size: Int
    private var isOpen = true
    /// Where each resource lies in the file, by its place in the snapshot.
    private var ranges: [String: Range<Int>] = [:]
    /// Where the metrics of a resource lie, by the same.
    private var metrics: [String: Range<Int>] = [:]
    private(set) var outcomes: [String: CallOutcome] = [:]
    /// The resources that each call has seen whole. What had gaps is asked for again when a run is taken up.
    private var seen: [String: Set<String>] = [:]
    /// When the run began, in seconds since 1970.
    public private(set) var began: Int64
    /// Whether there was something to take up.
    nonisolated public let isResumed: Bool
    /// When a run began that could not be taken up: too long ago, or in time to come; nil if there was none.
    nonisolated public let outdated: Int64?

    /// How old what is taken up may be, in seconds: a snapshot has one time, so that a day is as much as it may be off.
    public static let ageLimit: Int64 = 86_400

    /// Opens the journal of a run, or begins it.
    /// - Parameter scope: what the run asks for; a journal of another scope is refused.
    /// - Throws: an error if it belongs to another run or cannot be written.
    public init(path: String, scope: String, now: Int64) throws(Diagnostic) {
        self.path = path
        let descriptor = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Self.failure(path, "cannot be opened") }
        self.descriptor = descriptor
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            Self.close(descriptor)
            throw Diagnostic(
                file: path, message: "another run is collecting into this file",
                help: "wait for it, or give another --out")
        }
        var contents = Contents()
        var outdated: Int64?
        do throws(Diagnostic) {
            contents = try Contents.read(path, scope: scope)
            if let began = contents.began, !Self.mayGoOn(from: began, at: now) {
                outdated = began
                contents = Contents()
                guard ftruncate(descriptor, 0) == 0 else { throw Self.failure(path, "cannot be written") }
            }
            if contents.began == nil {
                try Self.write(descriptor, Contents.header(scope: scope, began: now), path)
                contents.size = Contents.header(scope: scope, began: now).utf8.count
            }
            // What a killed run left of its last line.
            guard ftruncate(descriptor, off_t(contents.size)) == 0 else {
                throw Self.failure(path, "cannot be written")
            }
        } catch {
            Self.close(descriptor)
            throw error
        }
        self.outdated = outdated
        isResumed = contents.began != nil
        began = contents.began ?? now
        size = contents.size
        ranges = contents.ranges
        metrics = contents.metrics
        outcomes = contents.outcomes
        seen = contents.seen
    }

    /// A time that is still to come is as wrong as one that is long ago: the clock was set, or the file is damaged.
    private static func mayGoOn(from began: Int64, at now: Int64) -> Bool {
        let (age, isHuge) = now.subtractingReportingOverflow(began)
        return !isHuge && (0...ageLimit).contains(age)
    }

    deinit { if isOpen { Self.close(descriptor) } }

    private static func close(_ descriptor: Int32) {
        #if canImport(Glibc)
            Glibc.close(descriptor)
        #else
            Darwin.close(descriptor)
        #endif
    }

    func hasSeen(_ item: String, in call: String) -> Bool { seen[call]?.contains(item) ?? false }

    func count(in call: String) -> Int { seen[call]?.count ?? 0 }

    func add(
        _ line: SnapshotLine, item: String, hasGaps: Bool, in call: String
    ) throws(Diagnostic) {
        let opening = Contents.opening(call: call, item: item, hasGaps: hasGaps, sortKey: line.sortKey)
        let text = opening + line.text + "}\n"
        try write(text)
        let start = size - text.utf8.count + opening.utf8.count
        ranges[line.sortKey] = start..<size - 2
        seen[call, default: []].insert(item)
    }

    /// Adds what was measured of a resource that is there.
    func add(metrics text: String, of key: String, in call: String) throws(Diagnostic) {
        let opening = "{\"call\":\(JSONText.quoted(call)),\"key\":\(JSONText.quoted(key)),\"metrics\":"
        try write(opening + text + "}\n")
        metrics[key] = size - text.utf8.count - 2..<size - 2
    }

    func isMeasured(_ key: String) -> Bool { metrics[key] != nil }

    func measuredCount(account: String, region: String) -> Int {
        let place = SnapshotLine.place(account: account, region: region)
        return metrics.keys.count { $0.hasPrefix(place) }
    }

    /// The places of the resources of a type, in order.
    func keys(account: String, region: String, type: String) -> [String] {
        let place = SnapshotLine.place(account: account, region: region, type: type)
        return ranges.keys.filter { $0.hasPrefix(place) }.sorted()
    }

    /// The line of a resource.
    func line(_ key: String) throws(Diagnostic) -> [UInt8] {
        guard let range = ranges[key] else { return [] }
        return try bytes(in: range)
    }

    private func bytes(in range: Range<Int>) throws(Diagnostic) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: range.count)
        let count = pread(descriptor, &bytes, bytes.count, off_t(range.lowerBound))
        guard count == bytes.count else { throw Self.failure(path, "cannot be read") }
        return bytes
    }

    func add(_ outcome: CallOutcome, of call: String) throws(Diagnostic) {
        try write("{\"call\":\(JSONText.quoted(call)),\"outcome\":\(outcome.json)}\n")
        outcomes[call] = outcome
    }

    /// Calls a function with each resource, in the order of the snapshot.
    func forEachLine(_ body: ([UInt8]) throws(Diagnostic) -> Void) throws(Diagnostic) {
        for (key, range) in ranges.sorted(by: { $0.key < $1.key }) {
            var line = try bytes(in: range)
            if let measured = metrics[key] {
                line = line.dropLast() + Array(",\"metrics\":".utf8) + (try bytes(in: measured)) + [UInt8(ascii: "}")]
            }
            try body(line)
        }
    }

    /// Ends the journal; the snapshot has taken its place. It stays where it holds something of accounts that cannot be
    /// reached now: what else they have is asked for when the run is taken up again.
    /// - Returns: those accounts.
    @discardableResult public func end(unreachable: [UnreachableAccount] = []) -> [String] {
        let begun = unreachable.map(\.id).filter(holdsSomething)
        if begun.isEmpty { unlink(path) }
        if isOpen { Self.close(descriptor) }
        isOpen = false
        return begun
    }

    private func holdsSomething(of account: String) -> Bool {
        let place = SnapshotLine.place(account: account)
        return outcomes.values.contains { $0.account == account } || ranges.keys.contains { $0.hasPrefix(place) }
    }

    private func write(_ text: String) throws(Diagnostic) {
        try Self.write(descriptor, text, path)
        size += text.utf8.count
    }

    private static func write(_ descriptor: Int32, _ text: String, _ path: String) throws(Diagnostic) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                #if canImport(Glibc)
                    Glibc.write(descriptor, $0.baseAddress, $0.count)
                #else
                    Darwin.write(descriptor, $0.baseAddress, $0.count)
                #endif
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw failure(path, "cannot be written") }
            rest = rest.dropFirst(count)
        }
    }

    private static func failure(_ path: String, _ what: String) -> Diagnostic {
        Diagnostic(file: path, message: "\(what): \(String(cString: strerror(errno)).lowercased())")
    }
}

extension Journal {
    /// The content of a journal file.
    private struct Contents {
        var began: Int64?
        var size = 0
        var ranges: [String: Range<Int>] = [:]
        var metrics: [String: Range<Int>] = [:]
        var outcomes: [String: CallOutcome] = [:]
        var seen: [String: Set<String>] = [:]

        static func header(scope: String, began: Int64) -> String {
            "{\"journal\":1,\"began\":\(began),\"scope\":\(JSONText.quoted(scope))}\n"
        }

        static func opening(call: String, item: String, hasGaps: Bool, sortKey: String) -> String {
            let members = [("call", call), ("item", item), ("key", sortKey)].map {
                "\(JSONText.quoted($0)):\(JSONText.quoted($1))"
            }
            return "{\(members.joined(separator: ",")),\(hasGaps ? "\"gaps\":true," : "")\"resource\":"
        }

        static func read(_ path: String, scope: String) throws(Diagnostic) -> Contents {
            var contents = Contents()
            let source = try FileReader(limit: 8 << 30).read(path)
            var start = 0
            while let end = source.bytes[start...].firstIndex(of: UInt8(ascii: "\n")) {
                let line = UnsafeRawBufferPointer(rebasing: source.bytes[start..<end])
                guard
                    let document = try? JSONParser.parse(SourceText(name: path, copying: line), symbols: SymbolTable()),
                    let root = document.roots.first.map({ NodeView(document: document, id: $0) })
                else {
                    throw Diagnostic(
                        file: path, message: "this is no journal of a collection",
                        help: "remove it, or give another --out")
                }
                try contents.add(root, at: start, path, scope)
                start = end + 1
                contents.size = start
            }
            return contents
        }

        private mutating func add(
            _ line: NodeView, at start: Int, _ path: String, _ scope: String
        ) throws(Diagnostic) {
            if began == nil {
                guard line["journal"]?.integer == 1, line["scope"]?.scalar == scope, let time = line["began"]?.integer
                else {
                    throw Diagnostic(
                        file: path, message: "this is what an interrupted run left that asked for something else",
                        help: "ask for the same to go on with it, remove it to begin anew, or give another --out")
                }
                began = time
                return
            }
            guard let call = line["call"]?.scalar else { return }
            if let outcome = line["outcome"].flatMap(CallOutcome.init) {
                // What was refused then may be allowed now.
                outcomes[call] = outcome.status == .complete ? outcome : nil
            } else if let measured = line["metrics"], let key = line["key"]?.scalar {
                metrics[key] = measured.range.lowerBound + start..<measured.range.upperBound + start
            } else if let resource = line["resource"], let key = line["key"]?.scalar, let item = line["item"]?.scalar {
                ranges[key] = resource.range.lowerBound + start..<resource.range.upperBound + start
                if line["gaps"] == nil { seen[call, default: []].insert(item) }
            }
        }
    }
}
