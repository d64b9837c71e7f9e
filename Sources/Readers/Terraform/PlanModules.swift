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
        var addresses: TextNumbers
        var nodes: [NodeID] = []
    }

    static let root = 0
    /// Modules inside each other.
    private static let depthLimit = 128

    private let names: Names
    /// Instances as addresses spell them.
    private var addresses: TextNumbers
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
        addresses = TextNumbers(like: symbols)
        _ = addresses.number(of: UnsafeRawBufferPointer(start: nil, count: 0))
        instances = [Instance(parent: nil, call: nil, configuration: root)]
    }

    /// The number of an instance, as an address spells it.
    mutating func number(of address: Slice<UnsafeRawBufferPointer>) -> Int {
        let address = UnsafeRawBufferPointer(rebasing: address)
        if let known = addresses.known(address) { return known }
        var caller = Self.root
        var step = AddressStep(of: address, from: 0)
        for _ in 0..<Self.depthLimit {
            guard let named = step.next(in: address) else { break }
            let prefix = UnsafeRawBufferPointer(rebasing: address[..<named.end])
            caller = addresses.known(prefix) ?? add(prefix, call: address[named.name], in: caller)
            guard let next = named.next(in: address) else { return caller }
            step = next
        }
        // No configuration is as deep.
        instances.append(Instance(parent: nil, call: nil, configuration: nil))
        return addresses.number(of: address)
    }

    private mutating func add(
        _ address: UnsafeRawBufferPointer, call name: Slice<UnsafeRawBufferPointer>, in caller: Int
    ) -> Int {
        let call = member(names.calls, of: instances[caller].configuration)?[String(decoding: name, as: UTF8.self)]
        instances.append(Instance(parent: caller, call: call, configuration: member(names.module, of: call)))
        return addresses.number(of: address)
    }

    /// The number of an instance that another one calls.
    /// - Parameter step: the name of the call, with the index.
    mutating func number(ofCall step: Slice<UnsafeRawBufferPointer>, in instance: Int) -> Int {
        let address = self.address("module.".utf8, in: instance) + step
        return address.withUnsafeBytes { number(of: $0[...]) }
    }

    /// What the configuration says of a resource.
    /// - Parameter address: its address in its module, without an index.
    mutating func resource(_ address: Slice<UnsafeRawBufferPointer>, in instance: Int) -> NodeView? {
        guard let module = instances[instance].configuration else { return nil }
        let resources = declared[module.id.rawValue] ?? declaration(of: module)
        guard let number = resources.addresses.known(UnsafeRawBufferPointer(rebasing: address)) else { return nil }
        return NodeView(document: module.document, id: resources.nodes[number])
    }

    private mutating func declaration(of module: NodeView) -> Declared {
        var found = Declared(addresses: TextNumbers(like: module.document.symbols))
        for resource in member(names.resources, of: module)?.children.map({ $0 }) ?? [] {
            guard let address = member(names.address, of: resource), address.kind == .string else { continue }
            let number = found.addresses.number(of: module.document.text(of: address.node))
            // The last one counts.
            if number < found.nodes.count { found.nodes[number] = resource.id } else { found.nodes.append(resource.id) }
        }
        declared[module.id.rawValue] = found
        return found
    }

    private func member(_ name: Symbol?, of map: NodeView?) -> NodeView? { name.flatMap { map?[$0] } }

    /// The bytes of an instance's address and of one inside it, without an index, as they stand in a whole address.
    func address(_ inner: some Collection<UInt8>, in instance: Int) -> [UInt8] {
        var address = addresses.bytes(of: instance)
        if !address.isEmpty { address.append(UInt8(ascii: ".")) }
        address += inner
        return address
    }
}

/// Numbers texts from 0 in the order in which they come, so that what is known of them lies in arrays.
struct TextNumbers {
    private let table: SymbolTable

    /// - Parameter other: the table whose hash function is used.
    init(like other: SymbolTable) { table = SymbolTable(like: other) }

    /// The number of a text, which is the next one if it is new.
    mutating func number(of text: UnsafeRawBufferPointer) -> Int { Int(table.intern(text).rawValue) - 1 }

    /// The number of a text that came before.
    func known(_ text: UnsafeRawBufferPointer) -> Int? { table.symbol(of: text).map { Int($0.rawValue) - 1 } }

    func bytes(of number: Int) -> [UInt8] {
        table.withBytes(of: Symbol(rawValue: UInt32(truncatingIfNeeded: number + 1))) { Array($0) }
    }
}
