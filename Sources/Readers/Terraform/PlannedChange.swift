import Documents
import Resources

/// One entry of a plan's `resource_changes`, or of the resources of `planned_values` and of a state.
///
/// An object, because a plan has thousands of them, which go through several hands.
final class PlannedChange: Sendable {
    /// What becomes of a resource.
    enum Effect {
        /// It is created, updated or replaced.
        case changes
        case staysAsItIs
        /// It is deleted, or only read or forgotten: nothing remains to be judged.
        case goes
    }

    let entry: NodeView
    let address: NodeView
    let addressText: String
    /// The bytes of `addressText`, as long as the plan lives.
    var addressBytes: UnsafeRawBufferPointer { address.document.text(of: address.node) }
    let terraformType: String
    /// The values after apply.
    let after: NodeView?
    let unknown: NodeView?
    let secret: NodeView?
    let effect: Effect
    /// Whether values that are not known yet are left out, as if they were not set.
    let hidesUnknown: Bool

    /// What says that nothing at all is known of the values.
    var wholeUnknown: NodeView? { unknown.flatMap { $0.kind == .true ? $0 : nil } }

    /// The names of members, looked up once for a plan.
    struct Names {
        let mode, deposed, address, type, change, actions, after, unknown, secret, arn, id, region: Symbol

        init(_ symbols: SymbolTable) {
            mode = symbols.intern("mode")
            deposed = symbols.intern("deposed")
            address = symbols.intern("address")
            type = symbols.intern("type")
            change = symbols.intern("change")
            actions = symbols.intern("actions")
            after = symbols.intern("after")
            unknown = symbols.intern("after_unknown")
            secret = symbols.intern("after_sensitive")
            arn = symbols.intern("arn")
            id = symbols.intern("id")
            region = symbols.intern("region")
        }
    }

    /// - Throws: what is wrong with the entry, in words.
    init?(change entry: NodeView, _ names: Names) throws(Problem) {
        guard entry.kind == .map else { throw Problem(entry, "a resource change is a mapping") }
        // Data sources are read and ephemeral resources opened, not managed; a deposed object is what a failed
        // replacement left behind.
        let isManaged = entry[names.mode].map { $0.isString("managed") } ?? true
        guard isManaged, entry[names.deposed]?.string == nil else { return nil }
        guard let address = entry[names.address], let addressText = address.string else {
            throw Problem(entry, "the resource change has no `address`")
        }
        guard let type = entry[names.type]?.string else { throw Problem(address, "the resource change has no `type`") }
        guard let change = entry[names.change], change.kind == .map else {
            throw Problem(address, "the resource change has no `change`")
        }
        guard let actions = change[names.actions], actions.kind == .list else {
            throw Problem(change, "the change has no list of `actions`")
        }
        self.entry = entry
        self.address = address
        self.addressText = addressText
        terraformType = type
        effect = try PlannedChange.effect(of: actions)
        after = change[names.after].flatMap { $0.kind == .null ? nil : $0 }
        unknown = change[names.unknown]
        secret = change[names.secret]
        hidesUnknown = false
        if let after, after.kind != .map { throw Problem(after, "`after` is not a mapping") }
        guard effect == .goes || after != nil || unknown?.kind == .map || unknown?.kind == .true else {
            throw Problem(change, "the change has no `after`")
        }
    }

    /// - Throws: what is wrong with the entry, in words.
    /// - Parameter isPlan: the entry is one of `planned_values`.
    init?(state entry: NodeView, isPlan: Bool) throws(Problem) {
        guard entry.kind == .map else { throw Problem(entry, "a resource is a mapping") }
        let isManaged = entry["mode"].map { $0.string == "managed" } ?? true
        guard isManaged, entry["deposed_key"]?.string == nil else { return nil }
        guard let address = entry["address"], let addressText = address.string else {
            throw Problem(entry, "the resource has no `address`")
        }
        guard let type = entry["type"]?.string else { throw Problem(address, "the resource has no `type`") }
        guard let values = entry["values"], values.kind == .map else {
            throw Problem(address, "the resource has no `values`")
        }
        self.entry = entry
        self.address = address
        self.addressText = addressText
        terraformType = type
        effect = .changes
        after = values
        unknown = nil
        secret = entry["sensitive_values"]
        hidesUnknown = isPlan
    }

    struct Problem: Error {
        var node: NodeView
        var message: String

        init(_ node: NodeView, _ message: String) {
            self.node = node
            self.message = message
        }
    }

    /// The order of the two actions of a replacement says only which comes first.
    private static func effect(of actions: NodeView) throws(Problem) -> Effect {
        var effect = Effect.goes
        for action in actions.children {
            if action.isString("create") || action.isString("update") {
                effect = .changes
            } else if action.isString("no-op") {
                if effect == .goes { effect = .staysAsItIs }
            } else if !action.isString("delete"), !action.isString("read"), !action.isString("forget") {
                guard let other = action.string else { throw Problem(action, "an action of a plan is a text") }
                throw Problem(action, "`\(other)` is not an action of a plan")
            }
        }
        return effect
    }
}

extension NodeView {
    /// Whether the value is a string with this text; no string is made to find out.
    fileprivate func isString(_ text: StaticString) -> Bool { kind == .string && document.text(of: node).spells(text) }
}
