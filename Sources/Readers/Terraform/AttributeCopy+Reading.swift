import Documents
import Resources

extension AttributeCopy {
    /// The member of a mapping, by its key.
    func find(_ key: Symbol, in map: Int) -> Int? {
        guard nodes[map].kind == .map else { return nil }
        let end = map + nodes[map].stride
        var child = map + 1
        var found: Int?
        while child < end {
            if nodes[child].key == key {
                found = child
                if !nodes[map].flags.contains(.repeatsKeys) { break }
            }
            child += nodes[child].stride
        }
        return found
    }

    func elements(of list: Int) -> [Int] {
        var found: [Int] = []
        let end = list + nodes[list].stride
        var child = list + 1
        while child < end {
            found.append(child)
            child += nodes[child].stride
        }
        return found
    }

    mutating func forEachChild(of container: Int, _ body: (inout AttributeCopy, Int) -> Void) {
        let counting = nodes[container].flags.contains(.repeatsKeys) ? lastMembers(of: container) : nil
        let end = container + nodes[container].stride
        var child = container + 1
        while child < end {
            if counting.map({ $0[nodes[child].key] == child }) ?? true { body(&self, child) }
            child += nodes[child].stride
        }
    }

    /// The members that count in a mapping that gives keys twice.
    private func lastMembers(of map: Int) -> [Symbol: Int] {
        var last: [Symbol: Int] = [:]
        let end = map + nodes[map].stride
        var child = map + 1
        while child < end {
            last[nodes[child].key] = child
            child += nodes[child].stride
        }
        return last
    }

    /// What is said of a member, or of the value as a whole.
    func inside(_ source: Source, key: Symbol, value: Int) -> Source {
        Source(
            value: value, unknown: source.unknown.flatMap { find(key, in: $0) },
            secret: source.secret.flatMap { nodes[$0].kind == .true ? $0 : find(key, in: $0) })
    }

    func inside(_ source: Source, index: Int, value: Int) -> Source {
        Source(
            value: value, unknown: source.unknown.flatMap { element(index, of: $0) },
            secret: source.secret.flatMap { nodes[$0].kind == .true ? $0 : element(index, of: $0) })
    }

    func element(_ index: Int, of list: Int) -> Int? {
        guard nodes[list].kind == .list else { return nil }
        let end = list + nodes[list].stride
        var child = list + 1
        var position = 0
        while child < end {
            if position == index { return child }
            child += nodes[child].stride
            position += 1
        }
        return nil
    }

    /// Whether a node beside the values says something: it is true, or holds something that is.
    func says(_ node: Int) -> Bool { nodes[node..<node + nodes[node].stride].contains { $0.kind == .true } }

    func isSecret(_ source: Source) -> Bool { source.secret.map { nodes[$0].kind == .true } ?? false }

    func place(of source: Source) -> Node? { (source.value ?? source.unknown).map { nodes[$0] } }

    func isPresent(_ source: Source) -> Bool {
        if let unknown = source.unknown, says(unknown) { return true }
        guard let value = source.value else { return false }
        return nodes[value].kind != .null && !(nodes[value].kind == .list && nodes[value].extent == 1)
            && !isBlank(nodes[value], type: .string)
    }

    /// Providers write an empty text for what is not set.
    func isBlank(_ node: Node, type: PropertyType) -> Bool {
        node.kind == .string && type.isScalar && document.text(of: node).isEmpty
    }
}
