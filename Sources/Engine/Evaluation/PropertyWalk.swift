import CEL
import Documents
import Policies
import Resources

/// What a property path leads to.
struct Selection {
    /// `absent` when there is nothing.
    var value: Val
    /// The value, or the closest parent that exists.
    var place: Place
}

/// Follows a property path through the properties of a resource.
struct PropertyWalk {
    private let context: RuleContext
    private let known: KnownProperties
    private(set) var selections: [Selection] = []
    /// The member that holds the value which the walk has reached; nil for a list's element and for the resource.
    private var parent: NodeView?

    /// Everything that a path selects: the values, and for each place where one is missing an absent one. `[*]` over
    /// nothing selects nothing.
    static func select(
        _ path: PropertySelector, in root: Val, at anchor: Range<Int>, context: RuleContext, known: KnownProperties
    ) -> [Selection] {
        var walk = PropertyWalk(context: context, known: known)
        walk.follow(path.segments[...], from: root, at: Place(range: anchor, path: ""))
        return walk.selections
    }

    /// Whether a path gets further than the mapping that it starts in.
    static func begins(_ path: PropertySelector, in root: Val, _ activation: Activation) -> Bool {
        guard case .key(let key) = path.segments.first, root.isMap, let view = activation.frame.view(of: root) else {
            return true
        }
        return view[key] != nil
    }

    private init(context: RuleContext, known: KnownProperties) {
        self.context = context
        self.known = known
    }

    private var frame: FramePointer { context.frame }

    private mutating func follow(_ rest: ArraySlice<PropertySelector.Segment>, from value: Val, at place: Place) {
        guard let segment = rest.first, value.kind != .absent, !value.isIndefinite else {
            selections.append(Selection(value: end(value, isWhole: rest.isEmpty), place: place))
            return
        }
        let rest = rest.dropFirst()
        switch segment {
        case .key(let key):
            if let child = member(key, of: value) {
                parent = child.node
                follow(
                    rest, from: child.value,
                    at: self.place(of: child, place.path.isEmpty ? key : "\(place.path).\(key)"))
            } else if value.isMap || value.kind == .null {
                // A value that turns out to be none is missing where it is written.
                if let member = frame.view(of: value)?[key], value.isMap { parent = member }
                addMissing(segment, rest, at: place)
            } else {
                selections.append(Selection(value: mismatch(value, expected: "a mapping"), place: place))
            }
        case .element(let index):
            let elements = elements(of: value)
            // Which element has an index depends on whether those before it exist.
            if let open = elements.prefix(index).first(where: { $0.value.isUnknown && $0.value.detail != 0 }) {
                selections.append(Selection(value: open.value, place: place))
            } else if elements.indices.contains(index) {
                parent = nil
                follow(
                    rest, from: elements[index].value,
                    at: self.place(of: elements[index], "\(place.path)[\(index)]"))
            } else if value.isList || value.kind == .null {
                addMissing(segment, rest, at: place)
            } else {
                selections.append(Selection(value: mismatch(value, expected: "a list"), place: place))
            }
        case .eachElement:
            guard value.isList else {
                if value.kind != .null {
                    selections.append(Selection(value: mismatch(value, expected: "a list"), place: place))
                }
                return
            }
            for (index, element) in elements(of: value).enumerated() {
                parent = nil
                follow(rest, from: element.value, at: self.place(of: element, "\(place.path)[\(index)]"))
            }
        case .anywhere(let key): search(key, rest, in: value, at: place.path)
        }
    }

    /// Follows every property of a name, wherever it stands below a value. Where there is none, nothing is selected.
    private mutating func search(
        _ name: String, _ rest: ArraySlice<PropertySelector.Segment>, in value: Val, at path: String
    ) {
        guard let view = frame.view(of: value) else { return }
        let document = view.document
        let symbol = document.symbols.symbol(of: name)
        var index = -1
        for child in document.children(of: view.id) {
            index += 1
            let isNamed = value.isMap && document[child].key == symbol
            guard isNamed || Self.mayLead(from: child, of: document, to: symbol) else { continue }
            let node = NodeView(document: document, id: child)
            // What nobody will know matters only where the schema says that the property may be inside.
            if !isNamed, document[child].flags.contains(.deferred), !context.mayResolve(node, in: value.count),
                !mayHold(name, symbol, in: node, at: path, index)
            {
                continue
            }
            guard let found = resolved(node, in: value.count) else { continue }
            if isNamed {
                parent = node
                follow(rest, from: found.value, at: place(of: found, Self.path(to: node, at: index, below: path)))
            } else if found.value.isMap || found.value.isList {
                search(name, rest, in: found.value, at: Self.path(to: node, at: index, below: path))
            } else if found.value.isUnknown, mayHold(name, symbol, in: node, at: path, index) {
                selections.append(
                    Selection(
                        value: end(found.value, isWhole: false),
                        place: place(of: found, Self.path(to: node, at: index, below: path))))
            }
        }
    }

    /// The path of a member of a mapping, or of an element of a list by its position.
    private static func path(to node: NodeView, at index: Int, below path: String) -> String {
        if node.node.key == .none { return "\(path)[\(index)]" }
        return path.isEmpty ? node.key : "\(path).\(node.key)"
    }

    /// Whether a property of a name, or a value that may turn out to hold one, stands at a node or below it. The nodes
    /// of a subtree lie together, so that this costs less than to go down to any of them.
    private static func mayLead(from node: NodeID, of document: Document, to symbol: Symbol?) -> Bool {
        let first = Int(node.rawValue)
        let nodes = document.nodes[first..<first + document.nodes[first].stride]
        guard let symbol else { return nodes.contains { $0.flags.contains(.deferred) } }
        return nodes.contains { $0.key == symbol || $0.flags.contains(.deferred) }
    }

    /// Whether a value that is not known may have a property of a name somewhere inside.
    private func mayHold(_ name: String, _ symbol: Symbol?, in node: NodeView, at path: String, _ index: Int) -> Bool {
        // Most of them are properties of the resource itself.
        path.isEmpty
            ? known.mayHold(name, symbol, in: node, ofType: context.resource.type)
            : known.mayHold(
                name, at: Self.path(to: node, at: index, below: path), ofType: context.resource.type)
    }

    /// What is missing is named by the path that it would have, at the key of the closest parent that exists. A missing
    /// list has no elements to select.
    private mutating func addMissing(
        _ segment: PropertySelector.Segment, _ rest: ArraySlice<PropertySelector.Segment>, at place: Place
    ) {
        guard !rest.contains(.eachElement) else { return }
        let path = ([segment] + rest).reduce(place.path) { $0.appending($1) }
        selections.append(
            Selection(value: .absent, place: Place(range: parent?.keyRange ?? place.range, path: path, use: place.use)))
    }

    /// The value with which a walk ends. What lies inside an unknown value may be missing, even if the value is there.
    private func end(_ value: Val, isWhole: Bool) -> Val {
        if value.kind == .null { return .absent }
        guard value.isUnknown, !isWhole, let reason = frame.reason(of: value) else { return value }
        return frame.unknown(reason, mayBeAbsent: true)
    }

    private func mismatch(_ value: Val, expected: String) -> Val {
        frame.error(.noSuchOverload, "expected \(expected)")
    }

    private struct Child {
        var value: Val
        var node: NodeView
    }

    private func place(of child: Child, _ path: String) -> Place { context.place(of: child.node, path: path) }

    private func member(_ key: String, of value: Val) -> Child? {
        guard let view = frame.view(of: value), value.isMap, let child = view[key] else { return nil }
        return resolved(child, in: value.count)
    }

    private func elements(of value: Val) -> [Child] {
        guard value.isList, let view = frame.view(of: value) else { return [] }
        return view.children.compactMap { resolved($0, in: value.count) }
    }

    /// The value of a node; nil if its resolver says that there is none.
    private func resolved(_ child: NodeView, in document: UInt32) -> Child? {
        guard let base = child.document.nodes.baseAddress else { return nil }
        let value = frame.value(of: base + Int(child.id.rawValue), in: document)
        guard value.kind != .absent else { return nil }
        return Child(value: value, node: child)
    }
}

extension String {
    fileprivate func appending(_ segment: PropertySelector.Segment) -> String {
        switch segment {
        case .key(let key): isEmpty ? key : "\(self).\(key)"
        case .element(let index): "\(self)[\(index)]"
        case .eachElement: "\(self)[*]"
        case .anywhere(let key): "\(self)**.\(key)"
        }
    }
}
