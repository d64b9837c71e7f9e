import Documents

/// The modules of a plan, by number: their instances, which addresses name, and what their configuration declares.
struct PlanModules {
    /// An instance of a module.
    struct Instance {
        /// The number of the instance that calls it; nil for the root module.
        let parent: Int?
        /// The call in the configuration of its parent; nil for the root module, and where the plan does not show it.
        let call: NodeView?
        let configuration: NodeView?
    }

    /// The resources that one module declares.
    private struct Declared {
        let addresses: NameNumbers
        var nodes: [NodeID] = []
    }

    static let root = 0

    private let names: Names
    /// The calls of each instance, with their indexes.
    private let calls: NameNumbers
    private(set) var instances: [Instance]
    /// By the node of the module's configuration, which all its instances share.
    private var declared: [UInt32: Declared] = [:]

    private struct Names {
        let calls, module, resources, address: Symbol?
    }

    /// - Parameter root: the configuration of the root module.
    init(_ root: NodeView?, symbols: SymbolTable) {
        names = Names(
            calls: symbols.symbol(of: "module_calls"), module: symbols.symbol(of: "module"),
            resources: symbols.symbol(of: "resources"), address: symbols.symbol(of: "address"))
        calls = NameNumbers(like: symbols)
        instances = [Instance(parent: nil, call: nil, configuration: root)]
    }

    /// The number of an instance.
    /// - Parameter address: the calls on the way to it, as `AddressRanges.module` has them.
    mutating func number(of address: Slice<UnsafeRawBufferPointer>) -> Int {
        let text = UnsafeRawBufferPointer(rebasing: address)
        var instance = Self.root
        var step = AddressStep(of: text, from: 0)
        while let named = step.next(in: text) {
            instance = number(ofCall: named, of: text, in: instance)
            guard let next = named.next(in: text) else { break }
            step = next
        }
        return instance
    }

    /// The number of an instance that another one calls.
    /// - Parameter step: the name of the call, with the index.
    mutating func number(ofCall step: AddressStep, of text: UnsafeRawBufferPointer, in caller: Int) -> Int {
        let call = calls.number(of: text[step.start..<step.end], in: caller)
        // The root module is called by none.
        guard call + 1 == instances.count else { return call + 1 }
        let name = String(decoding: text[step.name], as: UTF8.self)
        let node = instances[caller].configuration?.member(names.calls)?[name]
        instances.append(Instance(parent: caller, call: node, configuration: node?.member(names.module)))
        return call + 1
    }

    /// What the configuration says of a resource.
    /// - Parameter address: its address in its module, without an index.
    mutating func resource(_ address: Slice<UnsafeRawBufferPointer>, in instance: Int) -> NodeView? {
        guard let module = instances[instance].configuration else { return nil }
        let resources = declared[module.id.rawValue] ?? declaration(of: module)
        return resources.addresses.known(address).map { NodeView(document: module.document, id: resources.nodes[$0]) }
    }

    private mutating func declaration(of module: NodeView) -> Declared {
        var found = Declared(addresses: NameNumbers(like: module.document.symbols))
        for resource in module.member(names.resources)?.children.map({ $0 }) ?? [] {
            guard let address = resource.member(names.address), address.kind == .string else { continue }
            let number = found.addresses.number(of: module.document.text(of: address.node)[...])
            // The last one counts.
            if number < found.nodes.count { found.nodes[number] = resource.id } else { found.nodes.append(resource.id) }
        }
        declared[module.id.rawValue] = found
        return found
    }
}

/// Numbers names from 0 in the order in which they come, so that what is known of them lies in arrays. The same name in another
/// scope is another one.
final class NameNumbers {
    private let table: SymbolTable
    /// The scope and the name that are looked up.
    private var key: [UInt8] = []

    /// - Parameter other: the table whose hash function is used.
    init(like other: SymbolTable) { table = SymbolTable(like: other) }

    /// The number of a name, which is the next one if it is new.
    func number(of name: Slice<UnsafeRawBufferPointer>, in scope: Int = 0) -> Int {
        Int(withKey(name, scope) { table.intern($0) }.rawValue) - 1
    }

    /// The number of a name that came before.
    func known(_ name: Slice<UnsafeRawBufferPointer>, in scope: Int = 0) -> Int? {
        withKey(name, scope) { table.symbol(of: $0) }.map { Int($0.rawValue) - 1 }
    }

    private func withKey<Result>(
        _ name: Slice<UnsafeRawBufferPointer>, _ scope: Int, _ body: (UnsafeRawBufferPointer) -> Result
    ) -> Result {
        key.removeAll(keepingCapacity: true)
        withUnsafeBytes(of: scope) { key.append(contentsOf: $0) }
        key.append(contentsOf: UnsafeRawBufferPointer(rebasing: name))
        return key.withUnsafeBytes(body)
    }
}
