internal import CLibYAML
internal import Documents

extension YAMLLoader {
    mutating func note(_ anchor: String, at id: NodeID) {
        anchors[anchor] = .node(id)
        anchored.append((anchor, id))
    }

    mutating func alias() throws(Diagnostic) {
        let range = events.range()
        guard let name = events.current.pointee.data.alias.anchor.map({ String(cString: $0) }) else { return }
        guard let anchor = anchors[name] else {
            throw error(
                range, "the alias `*\(name)` has no anchor before it: expected `&\(name)`",
                help: "put the value in quotes if the star belongs to it")
        }
        if expectsKey { return try aliasKey(anchor, name, range) }
        switch anchor {
        case .node(let id):
            guard !builder[id].isContainer || builder[id].extent > 0 else {
                throw error(range, "the alias `*\(name)` stands inside the value that it refers to")
            }
            try spend(builder[id].stride, range)
            try checkDepth(of: id, range)
            take(builder.copy(id), end: range.upperBound)
        case .detached(let nodes):
            try spend(nodes.count, range)
            let id = NodeID(rawValue: UInt32(truncatingIfNeeded: builder.count))
            for var node in nodes {
                node.flags.insert(.copied)
                builder.append(node)
            }
            try checkDepth(of: id, range)
            take(id, end: range.upperBound)
        }
    }

    /// Puts a copied value under the key that waits for it.
    private mutating func take(_ id: NodeID, end: Int) {
        var node = builder[id]
        node.key = .none
        node.keyStart = 0
        node.flags.remove(.quotedKey)
        settle(&node, end: end)
        builder[id] = node
    }

    private mutating func aliasKey(_ anchor: Anchor, _ name: String, _ range: Range<Int>) throws(Diagnostic) {
        let node: Node? =
            switch anchor {
            case .node(let id): builder[id]
            case .detached(let nodes): nodes.first
            }
        guard let node, !node.isContainer else {
            throw error(range, "the alias `*\(name)` stands for a list or a mapping: expected text for a key")
        }
        let symbol = builder.withText(of: node) { builder.symbols.intern($0) }
        wait(for: symbol, start: UInt32(truncatingIfNeeded: range.lowerBound), [], end: range.upperBound)
    }

    /// Counts nodes made by an alias.
    private mutating func spend(_ count: Int, _ range: Range<Int>) throws(Diagnostic) {
        aliasNodes += count
        guard aliasNodes <= options.limits.aliasNodes else {
            throw error(
                range, "the aliases of the file stand for more than \(options.limits.aliasNodes) values",
                help: "write the values out, or split the file")
        }
        guard builder.count + count <= options.limits.nodes else { throw error(range, options.limits.tooManyNodes) }
    }

    /// Copies may nest containers deeper than the source does.
    private func checkDepth(of id: NodeID, _ range: Range<Int>) throws(Diagnostic) {
        let end = Int(id.rawValue) + builder[id].stride
        var ends: [Int] = []
        for index in Int(id.rawValue)..<end {
            while let last = ends.last, last <= index { ends.removeLast() }
            let node = builder[NodeID(rawValue: UInt32(truncatingIfNeeded: index))]
            guard node.isContainer else { continue }
            ends.append(index + node.stride)
            guard outer.count + ends.count <= options.limits.depth else { throw error(range, options.limits.tooDeep) }
        }
    }

    /// Replaces the `<<` members of a closed mapping by the members that they stand for.
    ///
    /// Members of the mapping itself win over merged ones, and of several merged mappings the first wins.
    mutating func merge(_ map: NodeID) throws(Diagnostic) {
        let first = Int(map.rawValue) + 1
        let end = builder[map].end
        var merge = Merge(nodes: builder.removeNodes(from: first), mergeKey: mergeKey)
        for member in merge.members where merge.isMerge(member) {
            for mapping in try mappings(of: member, in: merge.nodes) { merge.add(mapping) }
        }
        for node in merge.result { builder.append(node) }
        builder.close(map, end: end)
        moveAnchors(first, merge)
    }

    /// The mappings that the value of a `<<` member stands for.
    private func mappings(of member: Int, in nodes: [Node]) throws(Diagnostic) -> [Int] {
        let value = nodes[member]
        if value.kind == .map { return [member] }
        var mappings: [Int] = []
        var index = member + 1
        while value.kind == .list, index < member + value.stride, nodes[index].kind == .map {
            mappings.append(index)
            index += nodes[index].stride
        }
        guard value.kind == .list, index == member + value.stride else {
            let key = Int(value.keyStart)
            throw error(
                key..<key + 2, "`<<` merges mappings: expected a mapping or a list of mappings",
                help: "put the key in quotes if it is not a merge")
        }
        return mappings
    }

    /// Anchors inside a mapping move with its members; those inside what was merged get copies of their own.
    private mutating func moveAnchors(_ first: Int, _ merge: Merge) {
        var moved: [(name: String, id: NodeID)] = []
        while let (name, id) = anchored.last, Int(id.rawValue) >= first {
            anchored.removeLast()
            // The name may have been given to another value since.
            guard case .node(let current) = anchors[name], current == id else { continue }
            let old = Int(id.rawValue) - first
            if let new = merge.newIndex(ofMemberNode: old) {
                let id = NodeID(rawValue: UInt32(truncatingIfNeeded: first + new))
                anchors[name] = .node(id)
                moved.append((name, id))
            } else {
                anchors[name] = .detached(Array(merge.nodes[old..<old + merge.nodes[old].stride]))
            }
        }
        anchored.append(contentsOf: moved)
    }
}

/// The members of a mapping while merge keys are resolved. Indices count from its first member.
struct Merge {
    let nodes: [Node]
    private(set) var members: [Int] = []
    private(set) var result: [Node] = []
    private let mergeKey: Symbol
    private var taken: Set<Symbol> = []
    /// Where members that stay were and are.
    private var moves: [(old: Range<Int>, new: Int)] = []

    init(nodes: [Node], mergeKey: Symbol) {
        self.nodes = nodes
        self.mergeKey = mergeKey
        var index = 0
        while index < nodes.count {
            members.append(index)
            if !isMerge(index) { keep(index) }
            index += nodes[index].stride
        }
    }

    func isMerge(_ index: Int) -> Bool {
        nodes[index].key == mergeKey && !nodes[index].flags.contains(.quotedKey)
    }

    private mutating func keep(_ index: Int) {
        let range = index..<index + nodes[index].stride
        taken.insert(nodes[index].key)
        moves.append((range, result.count))
        result.append(contentsOf: nodes[range])
    }

    /// Adds the members of a mapping whose keys are not there yet.
    mutating func add(_ map: Int) {
        var last: [Symbol: Int] = [:]
        var order: [Int] = []
        var index = map + 1
        while index < map + nodes[map].stride {
            last[nodes[index].key] = index
            order.append(index)
            index += nodes[index].stride
        }
        for member in order where last[nodes[member].key] == member && taken.insert(nodes[member].key).inserted {
            for var node in nodes[member..<member + nodes[member].stride] {
                node.flags.insert(.copied)
                result.append(node)
            }
        }
    }

    /// Where a node inside a member that stays has gone; nil for one inside a merged mapping.
    func newIndex(ofMemberNode old: Int) -> Int? {
        let place = moves.partitioningIndex { $0.old.upperBound > old }
        guard place < moves.count, moves[place].old.contains(old) else { return nil }
        return moves[place].new + old - moves[place].old.lowerBound
    }
}
