import CEL
import Documents
import FuzzDriver

/// Lexer, parser, checker, compiler, evaluator and explanation: an input is an expression and, behind a zero byte, the
/// JSON document that is its variable `r`.
@main
struct FuzzExpressions {
    static func main() {
        let subject = ExpressionSubject()
        FuzzDriver.run { subject.run($0) }
    }
}

struct ExpressionSubject {
    private static let variables: [Declarations.Variable] = [
        .init("r", .dyn), .init("i", .int), .init("d", .double), .init("s", .string), .init("l", .list(.int)),
        .init("m", .map(.string, .dyn)), .init("t", .timestamp), .init("a.b", .dyn), .init("o", .object("Notebook")),
        .init("w", .wrapper(.int)), .init("p", .optional(.string)), .init("u", .dyn),
    ]
    private static let values: [(String, Value)] = [
        ("i", .int(7)), ("d", .double(2.5)), ("s", .string("ml.p3.2xlarge")),
        ("l", .list([.int(3), .int(1), .int(2)])),
        ("m", .map([.init(.string("k"), .int(1)), .init(.string("n"), .null)])),
        ("t", .timestamp(seconds: 1_234_567_890, nanoseconds: 500_000_000)), ("a.b", .bool(true)),
        ("w", .null), ("p", .optional(.string("x"))), ("u", .unknown(nil)),
    ]
    private static let document =
        #"{"s": "ml.p3.2xlarge", "n": null, "i": 4, "list": [1, 2, 3], "tags": [{"k": "env", "v": "dev"}]}"#
    /// What the schema says of it is true: a value of another type than the checker counts on is the host's mistake.
    private static let notebook =
        #"{"Name": "n", "Count": 3, "Ratio": 0.5, "Tags": [{"Key": "env"}, {"Key": "a", "Value": "b"}]}"#
    private static let stepBudget = 200_000

    private let declarations = Declarations(variables: variables, libraries: Library.all, schema: NotebookSchema())

    func run(_ input: UnsafeRawBufferPointer) {
        let parts = input.split(separator: 0, maxSplits: 1, omittingEmptySubsequences: false)
        let source = String(decoding: parts[0], as: UTF8.self)
        let json = parts.count > 1 ? String(decoding: parts[1], as: UTF8.self) : Self.document
        for isStrict in [true, false] {
            var options = ParserOptions()
            options.isStrict = isStrict
            guard let tree = tree(source, options), !isStrict else { continue }
            for mode in [CheckedExpression.Mode.types, .namesOnly] {
                if let checked = checked(tree, mode) { evaluate(checked, json) }
            }
        }
    }

    private func tree(_ source: String, _ options: ParserOptions) -> ExpressionTree? {
        do throws(CompilationError) {
            let tree = try ExpressionTree(parsing: source, options: options)
            for range in tree.ranges + tree.nameRanges { expect(range, inside: source) }
            return tree
        } catch {
            expect(error.issues, about: source)
            return nil
        }
    }

    private func checked(_ tree: ExpressionTree, _ mode: CheckedExpression.Mode) -> CheckedExpression? {
        do throws(CompilationError) {
            return try CheckedExpression(checking: tree, against: declarations, mode: mode)
        } catch {
            expect(error.issues, about: tree.source)
            return nil
        }
    }

    private func expect(_ issues: [Issue], about source: String) {
        FuzzDriver.expect(issues.contains { $0.severity == .error }, "refused without an error")
        for issue in issues { expect(issue.range, inside: source) }
    }

    private func expect(_ range: Range<Int>, inside source: String) {
        FuzzDriver.expect(
            range.lowerBound >= 0 && range.upperBound <= source.utf8.count, "\(range) lies outside of the source")
    }

    /// The value must not depend on the form of the program, and must be what its text says.
    private func evaluate(_ checked: CheckedExpression, _ json: String) {
        let symbols = SymbolTable(seed: 1)
        var environment = Environment(declarations, symbols: symbols)
        let activation = Activation(environment, stepBudget: Self.stepBudget)
        for (name, value) in Self.values { activation.bind(name, value) }
        let document = try? JSONParser.parse(SourceText(name: "r.json", text: json), symbols: symbols)
        if let root = document?.root { activation.bind("r", root) }
        let notebook = try? JSONParser.parse(SourceText(name: "o.json", text: Self.notebook), symbols: symbols)
        if let root = notebook?.root { activation.bind("o", root) }

        // A constant pattern that is wrong keeps an expression from being compiled, in whatever form.
        guard let program = try? environment.compile(checked) else { return }
        let optimised = program.value(in: activation)
        environment.options = .plain
        guard let plain = try? environment.compile(checked).value(in: activation) else {
            return FuzzDriver.expect(false, "only one form of it can be compiled")
        }
        expectSame(optimised, plain, "plain")
        activation.reset()
        expectSame(optimised, program.explain(in: activation).value, "explained")
        expectReadable(optimised)
    }

    private func expectSame(_ value: Value, _ other: Value, _ form: String) {
        // The other forms may take more steps than the optimised one, which never takes more than they, and be deeper where
        // it computed something before.
        if case .error(let error) = other, error.code == .stepBudget || error.code == .nesting { return }
        // Which of several errors is found first is not promised.
        if case .error = value, case .error = other { return }
        FuzzDriver.expect(value == other, "\(value) is \(other) when \(form)")
    }

    private func expectReadable(_ value: Value) {
        _ = TypedJSON.text(of: value)
        let text = value.description
        guard text.utf8.count < 10_000, !text.contains("<"),
            let program = try? Environment(declarations).compile(text)
        else { return }
        let read = program.value(in: Activation(slotCount: Self.variables.count))
        FuzzDriver.expect(read == value, "\(text) reads as \(read)")
    }
}

/// An object as a host declares it, with fields that may be missing and objects inside.
private struct NotebookSchema: ObjectSchema {
    private static let objects: [String: [String: ObjectField]] = [
        "Notebook": [
            "Name": ObjectField(type: .string, isOptional: false), "Count": ObjectField(type: .int, isOptional: false),
            "Ratio": ObjectField(type: .double, isOptional: false), "Limit": ObjectField(type: .int, isOptional: true),
            "Tags": ObjectField(type: .list(.object("Tag")), isOptional: false),
        ],
        "Tag": [
            "Key": ObjectField(type: .string, isOptional: false), "Value": ObjectField(type: .string, isOptional: true),
        ],
    ]

    func field(_ name: String, of object: String) -> ObjectField? { Self.objects[object]?[name] }

    func fieldNames(of object: String) -> [String]? { Self.objects[object].map { Array($0.keys) } }
}
