public import Documents

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Values of document nodes.
extension FramePointer {
    /// The value of a stored node.
    /// - Parameter document: the slot that `Activation.add(_:)` gave its document.
    /// - Returns: `absent` if the resolver of a deferred node says that there is no value.
    @inline(__always)
    public func value(of node: UnsafePointer<Node>, in document: UInt32) -> Val {
        if node.pointee.flags.contains(.deferred) { return resolve(node, document) }
        switch node.pointee.kind {
        case .string: return .string(text(of: node, in: document))
        case .true: return .true
        case .false: return .false
        case .integer: return integer(of: node, in: document)
        case .map: return Val(kind: .nodeMap, bits: UInt64(UInt(bitPattern: node)), count: document)
        case .list: return Val(kind: .nodeList, bits: UInt64(UInt(bitPattern: node)), count: document)
        case .null: return .null
        case .double: return double(of: node, in: document)
        case .unknown: return unknown(node, document)
        }
    }

    /// The text of a scalar, without quotes and escapes.
    @inline(__always)
    func text(of node: UnsafePointer<Node>, in document: UInt32) -> UnsafeRawBufferPointer {
        let reference = pointee.documents + Int(document)
        if node.pointee.flags.contains(.decoded) {
            let start = reference.pointee.texts + Int(node.pointee.extent)
            return UnsafeRawBufferPointer(start: start + 4, count: Int(start.loadUnaligned(as: UInt32.self)))
        }
        let quote: UInt32 = node.pointee.flags.contains(.quoted) ? 1 : 0
        let start = node.pointee.start &+ quote
        return UnsafeRawBufferPointer(
            start: reference.pointee.source + Int(start), count: Int(node.pointee.end &- quote &- start))
    }

    @inline(__always)
    func integer(of node: UnsafePointer<Node>, in document: UInt32) -> Val {
        // Up to eight plain digits is nearly every number of a configuration.
        let count = node.pointee.end &- node.pointee.start
        guard node.pointee.flags.isDisjoint(with: [.quoted, .decoded]), count <= 8 else {
            return signedInteger(node, document)
        }
        let digits = pointee.documents[Int(document)].source + Int(node.pointee.start)
        var value: Int64 = 0
        var index: UInt32 = 0
        while index < count {
            let digit = digits.load(fromByteOffset: Int(index), as: UInt8.self) &- 48
            if digit > 9 { return signedInteger(node, document) }
            value = value &* 10 &+ Int64(digit)
            index &+= 1
        }
        return .int(value)
    }

    @inline(never)
    private func signedInteger(_ node: UnsafePointer<Node>, _ document: UInt32) -> Val {
        let text = text(of: node, in: document)
        if let value = DocumentNumber.integer(text) { return .int(value) }
        return .double(DocumentNumber.double(text) ?? .nan)
    }

    @inline(never)
    private func double(of node: UnsafePointer<Node>, in document: UInt32) -> Val {
        .double(DocumentNumber.double(text(of: node, in: document)) ?? .nan)
    }

    @inline(never)
    private func unknown(_ node: UnsafePointer<Node>, _ document: UInt32) -> Val {
        unknown(UnknownReason(node: id(of: node, in: document), document: document), mayBeAbsent: false)
    }

    @inline(never)
    private func resolve(_ node: UnsafePointer<Node>, _ document: UInt32) -> Val {
        charge(1)
        guard let resolver = pointee.resolver else {
            return unknown(UnknownReason(node: id(of: node, in: document), document: document), mayBeAbsent: true)
        }
        return resolver(self, node, document)
    }

    /// Whether another member of the same key follows; looking for it takes steps.
    @inline(never)
    fileprivate func isRepeated(_ member: UnsafePointer<Node>, before end: UnsafePointer<Node>) -> Bool {
        // Nobody waits for the rest of an evaluation that has used its steps up.
        guard pointee.steps >= 0 else { return false }
        var node = member.sibling
        var passed = 1
        while node < end, node.pointee.key != member.pointee.key {
            node = node.sibling
            passed += 1
        }
        charge(1 + passed >> 4)
        return node < end
    }

    func id(of node: UnsafePointer<Node>, in document: UInt32) -> NodeID {
        NodeID(rawValue: UInt32(truncatingIfNeeded: node - pointee.documents[Int(document)].nodes))
    }

    /// The key of a member as a string.
    func key(of node: UnsafePointer<Node>, in document: UInt32) -> Val {
        // A symbol table never moves or forgets its keys, and the document keeps its table alive.
        pointee.documents[Int(document)].document._withUnsafeGuaranteedRef { document in
            document.symbols.withBytes(of: node.pointee.key) { .string($0) }
        }
    }
}

extension UnsafePointer<Node> {
    /// The node after this one and all that it holds.
    ///
    /// By a branch, which is foreseen: a computed distance would make every step wait for the one before.
    @inline(__always)
    var sibling: UnsafePointer<Node> {
        _fastPath(!pointee.isContainer) ? self + 1 : self + Int(pointee.extent)
    }
}

/// The children of a list or map of a document, in source order. Absent values are left out.
struct ChildCursor {
    var node: UnsafePointer<Node>
    let end: UnsafePointer<Node>
    let document: UInt32
    /// Whether there are members of one key, of which the last one counts.
    fileprivate let repeatsKeys: Bool

    @inline(__always)
    init(_ container: Val) {
        let parent = container.node
        repeatsKeys = parent.pointee.flags.contains(.repeatsKeys)
        node = parent + 1
        end = parent + Int(parent.pointee.isContainer ? parent.pointee.extent : 1)
        document = container.count
    }

    @inline(__always)
    init(node: UnsafePointer<Node>, end: UnsafePointer<Node>, document: UInt32) {
        (self.node, self.end, self.document) = (node, end, document)
        repeatsKeys = false
    }

    /// The elements of a list of a document: a loop that knows of no keys keeps more in registers.
    @inline(__always)
    init(elements list: Val) {
        let parent = list.node
        self.init(node: parent + 1, end: parent + Int(parent.pointee.extent), document: list.count)
    }

    /// The next value, or `absent` at the end; `found` is its node.
    @inline(__always)
    mutating func next(_ frame: FramePointer, _ found: inout UnsafePointer<Node>) -> Val {
        while let child = nextNode(frame) {
            found = child
            let value = frame.value(of: found, in: document)
            if value.kind != .absent { return value }
        }
        return .absent
    }

    /// The next node, whether it has a value or not; nil at the end.
    @inline(__always)
    mutating func nextNode(_ frame: FramePointer) -> UnsafePointer<Node>? {
        while node < end {
            let found = node
            node = found.sibling
            if _fastPath(!repeatsKeys) || !frame.isRepeated(found, before: end) { return found }
        }
        return nil
    }

    @inline(__always)
    mutating func next(_ frame: FramePointer) -> Val {
        var found = node
        return next(frame, &found)
    }
}
