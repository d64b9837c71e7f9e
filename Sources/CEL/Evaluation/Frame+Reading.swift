import Documents

/// Reading lists and maps alike, whether they lie in a document or in the arena.
///
/// Elements and values may be unknown or errors where a document says so; functions pass those on.
extension FramePointer {
    /// The elements of a list. Those of a document are copied into the arena.
    public func elements(of list: Val) -> UnsafeBufferPointer<Val> {
        if list.kind == .list { return list.elements }
        guard list.kind == .nodeList else { return UnsafeBufferPointer(start: nil, count: 0) }
        return collect(list, perChild: 1)
    }

    /// The keys and values of a map, alternating. Those of a document are copied into the arena.
    public func entries(of map: Val) -> UnsafeBufferPointer<Val> {
        if map.kind == .map { return map.entries }
        guard map.isMap else { return UnsafeBufferPointer(start: nil, count: 0) }
        return collect(map, perChild: 2)
    }

    /// The number of elements of a list or entries of a map. Unknown if a child may be absent.
    public func count(of container: Val) -> Val {
        switch container.kind {
        case .nodeList, .nodeMap, .object: return childCount(of: container)
        case .list, .map:
            let extent = extent(of: container)
            return extent.open ?? .int(extent.certain)
        default: return .error(.noSuchOverload)
        }
    }

    /// How many elements or entries there are.
    func extent(of container: Val) -> Extent {
        charge(Int(container.kind == .list || container.kind == .map ? container.count : 0) >> 4)
        switch container.kind {
        case .list: return Extent(container.elements)
        case .map: return Extent(entries: container.entries)
        default: return childExtent(of: container)
        }
    }

    /// The element of a list; `absent` beyond its ends.
    public func element(of list: Val, at index: Int64) -> Val {
        guard index >= 0 else { return .absent }
        if list.kind == .list {
            guard index < list.count else { return .absent }
            charge(Int(index) >> 4)
            // Which element has an index depends on whether those before it exist.
            let open = list.elements[..<Int(index)].first { $0.mayBeAbsent }
            return open ?? list.elements[Int(index)]
        }
        guard list.kind == .nodeList else { return .error(.noSuchOverload) }
        var cursor = ChildCursor(list)
        var left = index
        while true {
            let value = cursor.next(self)
            if left == 0 || value.kind == .absent {
                charge(Int(index &- left) >> 4)
                return value
            }
            // Which element has an index depends on whether those before it exist.
            if value.mayBeAbsent { return value }
            left -= 1
        }
    }

    /// The value of a key; `absent` if the map has no such key. Numbers match across int, uint and double.
    public func member(of map: Val, key: Val) -> Val {
        switch map.kind {
        case .nodeMap, .object: return key.kind == .string ? nodeMember(of: map, named: key.text) : .absent
        case .map:
            charge(Int(map.count) >> 4)
            let entries = map.entries
            var index = 0
            while index < entries.count {
                if keysMatch(entries[index], key) { return entries[index + 1] }
                index += 2
            }
            return .absent
        default: return .error(.noSuchOverload)
        }
    }

    /// The value of a member found by its text, when its symbol is not known at compile time.
    func nodeMember(of map: Val, named name: UnsafeRawBufferPointer) -> Val {
        charge(name.count >> 6)
        let document = pointee.documents[Int(map.count)].document
        guard let symbol = document._withUnsafeGuaranteedRef({ $0.symbols.symbol(of: name) }) else { return .absent }
        guard let node = memberNode(of: map, symbol) else { return .absent }
        return value(of: node, in: map.count)
    }

    /// The node of a member; the last one if the source repeats the key.
    @inline(__always)
    func memberNode(of map: Val, _ symbol: Symbol) -> UnsafePointer<Node>? {
        memberNode(ofMapping: map.node, symbol)
    }

    /// The node of a member, if the node is a mapping.
    @inline(__always)
    func memberNode(of parent: UnsafePointer<Node>, _ symbol: Symbol) -> UnsafePointer<Node>? {
        parent.pointee.kind == .map ? memberNode(ofMapping: parent, symbol) : nil
    }

    @inline(__always)
    private func memberNode(ofMapping parent: UnsafePointer<Node>, _ symbol: Symbol) -> UnsafePointer<Node>? {
        let extent = Int(parent.pointee.extent)
        guard _fastPath(extent <= Frame.freeExtent) else { return distantMember(of: parent, symbol) }
        var node = parent + 1
        let end = parent + extent
        while node < end {
            if node.pointee.key == symbol {
                return _fastPath(!parent.pointee.flags.contains(.repeatsKeys)) ? node : lastMember(node, symbol, end)
            }
            node = node.sibling
        }
        return nil
    }

    @inline(never)
    private func lastMember(
        _ first: UnsafePointer<Node>, _ symbol: Symbol, _ end: UnsafePointer<Node>
    ) -> UnsafePointer<Node> {
        var (node, found) = (first, first)
        while node < end {
            if node.pointee.key == symbol { found = node }
            node += node.pointee.stride
        }
        return found
    }

    /// The node of a member of a mapping that may have many, which takes steps.
    @inline(never)
    private func distantMember(of parent: UnsafePointer<Node>, _ symbol: Symbol) -> UnsafePointer<Node>? {
        let isLast = parent.pointee.flags.contains(.repeatsKeys)
        let end = parent + Int(parent.pointee.extent)
        var node = parent + 1
        var found: UnsafePointer<Node>?
        var passed = 0
        while node < end {
            passed += 1
            if node.pointee.key == symbol {
                found = node
                if !isLast { break }
            }
            node = node.sibling
        }
        charge(passed >> 4)
        return found
    }

    private func childCount(of container: Val) -> Val {
        var cursor = ChildCursor(container)
        var count: Int64 = 0
        while let node = cursor.nextNode(self) {
            if node.pointee.flags.contains(.deferred) {
                let value = value(of: node, in: container.count)
                if value.kind == .absent { continue }
                if value.mayBeAbsent { return value }
            }
            count += 1
        }
        charge(Int(count) >> 4)
        return .int(count)
    }

    private func childExtent(of container: Val) -> Extent {
        var cursor = ChildCursor(container)
        var extent = Extent()
        while let node = cursor.nextNode(self) {
            let isDeferred = node.pointee.flags.contains(.deferred)
            extent.add(isDeferred ? value(of: node, in: container.count) : .null)
        }
        charge((extent.certain + extent.uncertain) >> 4)
        return extent
    }

    private func collect(_ container: Val, perChild: Int) -> UnsafeBufferPointer<Val> {
        var size = 0
        var counter = ChildCursor(container)
        while counter.node < counter.end {
            counter.node += counter.node.pointee.stride
            size += perChild
        }
        guard let memory = allocateValues(size) else { return UnsafeBufferPointer(start: nil, count: 0) }
        var cursor = ChildCursor(container)
        var node = cursor.node
        var filled = 0
        while filled < size {
            let value = cursor.next(self, &node)
            if value.kind == .absent { break }
            if perChild == 2 {
                memory.initializeElement(at: filled, to: key(of: node, in: container.count))
                filled += 1
            }
            memory.initializeElement(at: filled, to: value)
            filled += 1
        }
        return UnsafeBufferPointer(rebasing: memory[..<filled])
    }
}

/// How many elements a list has, or entries a map, when some of them may be absent.
struct Extent {
    private(set) var certain = 0
    private(set) var uncertain = 0
    /// The first that may be absent.
    private(set) var open: Val?

    init() {}

    init(_ elements: UnsafeBufferPointer<Val>) {
        for element in elements { add(element) }
    }

    init(entries: UnsafeBufferPointer<Val>) {
        for index in stride(from: 1, to: entries.count, by: 2) { add(entries[index]) }
    }

    mutating func add(_ value: Val) {
        if value.kind == .absent { return }
        guard value.mayBeAbsent else {
            certain += 1
            return
        }
        uncertain += 1
        open = open ?? value
    }

    /// Whether both may be of one size.
    func mayEqual(_ other: Extent) -> Bool {
        certain <= other.certain + other.uncertain && other.certain <= certain + uncertain
    }
}
