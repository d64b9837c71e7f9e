import CEL
import Documents
import Testing

@Suite("functions and objects of a host")
struct HostTests {
    /// What the host's functions look into.
    final class Context {
        var prefix = "name:"
        var calls = 0
    }

    private static let library = Library(
        name: "host",
        functions: [
            Function("label", isPure: false) {
                [
                    .global(
                        "label_string", [.string], .string,
                        .unary { frame, text in
                            guard let host = frame.pointee.host else { return frame.error(.host, "no context") }
                            let context = Unmanaged<Context>.fromOpaque(host).takeUnretainedValue()
                            context.calls += 1
                            return frame.string(context.prefix + String(decoding: text.text, as: UTF8.self))
                        })
                ]
            },
            Function("first", isPure: false) {
                [
                    .member(
                        "object_first", [.dyn, .list(.dyn)], .dyn,
                        .binary { $0.elements(of: $2).first ?? ($1.isMap ? .null : .false) })
                ]
            },
        ])

    private func environment(_ options: CompilationOptions = CompilationOptions()) -> Environment {
        var environment = Environment(
            Declarations(variables: [.init("resource", .dyn)], libraries: [.standard, .optional, Self.library]))
        environment.virtualFields = [
            "type": { frame, _ in frame.string("AWS::Test") },
            "id": { _, _ in .absent },
            "kind": { frame, object in frame.unknown(UnknownReason(code: UInt32(object.detail)), mayBeAbsent: true) },
        ]
        environment.options = options
        return environment
    }

    @Test(
        "a host object has the fields of its mapping and those that the host computes",
        arguments: [
            ("resource.type == 'AWS::Test'", Value.bool(true)), ("resource.Size == 3", .bool(true)),
            ("has(resource.type) && has(resource.Size) && !has(resource.Nope)", .bool(true)),
            ("has(resource.id)", .bool(false)),
            ("resource.?id.orValue('none')", .string("none")), ("resource.?type.orValue('none')", .string("AWS::Test")),
            ("has(resource.kind)", .unknown(UnknownReason(code: 9))), ("resource.Inner.type", .string("plain")),
            ("'Size' in resource", .bool(true)), ("size(resource)", .int(3)), ("resource.Size in [1, 3]", .bool(true)),
            ("resource.Name.startsWith('na') && resource.Name != 'x'", .bool(true)),
            ("type(resource) == map", .bool(true)),
            ("has(resource.Size) ? resource.Size : 7", .int(3)),
            ("resource == {'Size': 3, 'Name': 'name', 'Inner': {'type': 'plain'}}", .bool(true)),
        ])
    func objects(_ expression: String, _ expected: Value) throws {
        for options in [CompilationOptions(), .plain] {
            let environment = environment(options)
            let program = try environment.compile(expression)
            let document = try JSONParser.parse(
                SourceText(name: "x", text: #"{"Size": 3, "Name": "name", "Inner": {"type": "plain"}}"#),
                symbols: SymbolTable(extending: environment.symbols))
            let activation = Activation(environment)
            activation.frame.bind(0, activation.object(try #require(document.root), detail: 9))
            #expect(program.value(in: activation) == expected)
            #expect(program.explain(in: activation).value == expected)
        }
    }

    @Test("a function of the host sees its context, is called each time, and its errors are reported")
    func functions() throws {
        let environment = environment()
        let program = try environment.compile("label('x') + label('x')")
        let activation = Activation(environment)
        guard case .error(let error) = program.value(in: activation) else {
            Issue.record("no error")
            return
        }
        #expect(error.message == "no context")
        #expect(error.range == 0..<10)
        activation.reset()
        let context = Context()
        withExtendedLifetime(context) {
            activation.frame.pointee.host = UnsafeRawPointer(Unmanaged.passUnretained(context).toOpaque())
            #expect(program.value(in: activation) == .string("name:xname:x"))
            #expect(context.calls == 2)
        }
    }

    @Test("an environment with more variables keeps the slots of those that were there")
    func addedVariables() throws {
        let base = environment()
        let scope = base.adding([.init("variables.a", .int)]).adding([.init("variables.b", .int)])
        #expect(scope.slot(of: "resource") == 0)
        #expect(scope.slot(of: "variables.b") == 2)
        let activation = Activation(scope)
        activation.bind("variables.a", .int(2))
        activation.bind("variables.b", lazily: try scope.compile("variables.a + 1"))
        activation.bind("resource", .string("r"))
        #expect(try scope.compile("variables.a * variables.b").value(in: activation) == .int(6))
        #expect(try base.compile("resource + '!'").value(in: activation) == .string("r!"))
        #expect(throws: CompilationError.self) { try base.compile("variables.a") }
    }

    @Test("every kind of value is told by the lowest byte of its description")
    func kinds() {
        var raw: UInt8 = 0
        while let kind = Val.Kind(rawValue: raw) {
            let value = Val(kind: kind, bits: 7, count: .max, detail: 0xAB)
            #expect(value.kind == kind)
            #expect(value.detail == 0xAB)
            #expect(value.count == .max)
            raw += 1
        }
        #expect(raw > 15)
    }

    private static let opaqueLibrary = Library(
        name: "opaque",
        functions: [
            Function("token") {
                [.global("token", [.string], .opaque("host.Token", []), .unary { $0.opaque(.host, $1.text) })]
            },
            Function("isToken") {
                [
                    .global("is_token", [.opaque("host.Token", [])], .bool, .unary { _, _ in .true }),
                    .global("is_no_token", [.wrapper(.opaque("net.IP", []))], .bool, .unary { _, _ in .false }),
                ]
            },
            Function("missing", isPure: false) { [.global("missing", [.dyn], .dyn, .unary { _, _ in .absent })] },
        ])

    @Test(
        "a function that takes a host's opaque values takes none of a library",
        arguments: [
            ("isToken(dyn(token('a')))", Value.bool(true)), ("isToken(dyn(ip('10.0.0.1')))", .bool(false)),
            ("isToken(dyn(null))", .bool(false)), ("isToken(dyn(cidr('10.0.0.0/8')))", nil),
            ("isToken(dyn(url('https://a')))", nil), ("isToken(dyn(1))", nil),
        ])
    func opaqueArguments(_ source: String, _ expected: Value?) throws {
        let environment = Environment(Declarations(libraries: [.standard, .network, .url, Self.opaqueLibrary]))
        let value = try environment.compile(source).value(in: Activation(environment))
        if let expected { return #expect(value == expected) }
        guard case .error(let error) = value else {
            Issue.record("\(source) gives \(value)")
            return
        }
        #expect(error.code == .noSuchOverload)
    }

    @Test(
        "a function that gives nothing is an error where it is called",
        arguments: [
            "missing(1)", "missing(1) == 2", "[missing(1)]", "{'a': missing(1)}", "size([1].map(x, missing(x)))",
        ])
    func missingResults(_ source: String) throws {
        for options in [CompilationOptions(), .plain] {
            var environment = Environment(Declarations(libraries: [.standard, Self.opaqueLibrary]))
            environment.options = options
            let program = try environment.compile(source)
            let activation = Activation(environment)
            for value in [program.value(in: activation), program.explain(in: activation).value] {
                guard case .error(let error) = value else {
                    Issue.record("\(source) gives \(value)")
                    continue
                }
                #expect(error.code == .host)
                #expect(error.range != nil)
            }
        }
    }
}
