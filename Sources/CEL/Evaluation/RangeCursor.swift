import Documents

/// Walks what a comprehension ranges over: the elements of a list, or the keys of a map.
struct RangeCursor {
    private var children: ChildCursor
    private var values: UnsafePointer<Val>
    private var left: Int
    private let kind: Val.Kind
    private(set) var index: Int64 = -1
    /// An element that was passed and may be absent: what the positions of those behind it depend on.
    private var open: Val?
    /// The value of the entry that a map gave last.
    private(set) var entryValue = Val.absent

    /// - Parameter container: a list or map.
    @inline(__always)
    init(_ container: Val) {
        kind = container.kind
        if kind == .list || kind == .map {
            // Never read when nothing is left.
            values = UnsafePointer(bitPattern: UInt(container.bits)) ?? RangeCursor.nothing
            left = Int(container.count)
            children = ChildCursor(nothing: RangeCursor.noNode)
        } else {
            values = RangeCursor.nothing
            left = 0
            children = ChildCursor(container)
        }
    }

    /// The elements of a list of a document from a cursor on.
    init(_ elements: ChildCursor) {
        kind = .nodeList
        values = RangeCursor.nothing
        left = 0
        children = elements
    }

    /// The next element or key; `absent` at the end.
    @inline(__always)
    mutating func next(_ frame: FramePointer) -> Val {
        switch kind {
        case .nodeList: return children.next(frame)
        case .list:
            guard left > 0 else { return .absent }
            left -= 1
            defer { values += 1 }
            return values.pointee
        default: return nextKey(frame)
        }
    }

    @inline(never)
    private mutating func nextKey(_ frame: FramePointer) -> Val {
        var value = Val.absent
        return nextEntry(frame, &value)
    }

    /// The next index or key, and its value; `absent` at the end.
    mutating func nextEntry(_ frame: FramePointer, _ value: inout Val) -> Val {
        switch kind {
        case .nodeList, .list:
            value = next(frame)
            index += 1
            guard value.kind != .absent else { return .absent }
            let position = open ?? .int(index)
            if open == nil, value.mayBeAbsent { open = value }
            return position
        case .map:
            guard left > 0 else { return .absent }
            left -= 1
            defer { values += 2 }
            value = values[1]
            entryValue = value
            return values[0]
        default:
            var node = children.node
            value = children.next(frame, &node)
            entryValue = value
            return value.kind == .absent ? .absent : frame.key(of: node, in: children.document)
        }
    }

    var isMap: Bool { kind != .list && kind != .nodeList }

    /// An upper bound of what is left.
    func bound() -> Int {
        guard kind != .list, kind != .map else { return left }
        var counter = children
        var count = 0
        while counter.node < counter.end {
            counter.node += counter.node.pointee.stride
            count += 1
        }
        return count
    }

    // INVARIANT: neither is ever read.
    private nonisolated(unsafe) static let nothing = UnsafePointer<Val>(UnsafeMutablePointer<Val>.allocate(capacity: 1))
    private nonisolated(unsafe) static let noNode = UnsafePointer<Node>(
        UnsafeMutablePointer<Node>.allocate(capacity: 1))
}

extension ChildCursor {
    @inline(__always)
    init(nothing: UnsafePointer<Node>) {
        self.init(node: nothing, end: nothing, document: 0)
    }
}

extension Val {
    /// Whether a comprehension can range over the value.
    var isRange: Bool { isList || isMap }
}
