import Documents
import Foundation
import HCL
import Testing

@Suite("Configurations of strangers end in a message, soon")
struct HostileConfigurationTests {
    private func resource(_ locals: [String], _ value: String) -> String {
        "locals {\n" + locals.joined(separator: "\n") + "\n}\nresource \"aws_a\" \"x\" { v = \(value) }\n"
    }

    @Test(
        "numbers have an end",
        arguments: [
            "-170141183460469231731687303715884105727 - 1", "-(-170141183460469231731687303715884105727 - 1)",
            "(-170141183460469231731687303715884105727 - 1) / -1",
            "format(\"%d\", -170141183460469231731687303715884105727 - 1)",
            "99999999999999999999999999999999999999 + 1", "-99999999999999999999999999999999999999 - 1",
            "99999999999999999999999999999999999999 * 99999999999999999999999999999999999999",
            "parseint(\"99999999999999999999999999999999999999999\", 10)",
            "sum([99999999999999999999999999999999999999, 1])",
            "cidrhost(\"10.0.0.0/8\", 1 / 3)",
        ])
    func numbers(expression: String) {
        #expect(Sample(resource([], expression)).value("aws_a.x", "v").hasPrefix("?"))
    }

    @Test(
        "functions end soon, whatever they are given",
        arguments: [
            (#"fileset(".", join("", [for i in range(1000) : join("", [for j in range(200) : "{"])]))"#, 1),
            (
                #"strcontains(join("", [for i in range(1000) : local.a]), join("", [for i in range(500) : local.a], ["b"]))"#,
                1
            ),
            (
                #"length(split(join("", [for i in range(400) : local.a], ["b"]), join("", [for i in range(1000) : local.a])))"#,
                1
            ),
            (#"length(merge({ for i in range(1000) : "a${i}" => i }, { for i in range(1000) : "a${i}b" => i }))"#, 1),
            (#"fileset(".", "**/**/**/**/**/**/**/**/**/**/**/**/x")"#, 40),
            (#"fileset(".", "*/**/*/**/*/**/*/**/*/**/*/**/*/**/*/**/x")"#, 40),
        ])
    func functions(expression: String, depth: Int) {
        let locals = "locals { a = \"\(String(repeating: "a", count: 1000))\" }\n"
        let folders = (1...depth).map { Array(repeating: "d", count: $0).joined(separator: "/") + "/f" }
        var files = ["main.tf": locals + "resource \"aws_a\" \"x\" { v = \(expression) }"]
        for path in folders { files[path] = "" }
        let start = ContinuousClock.now
        #expect(!Sample(files).value("aws_a.x", "v").isEmpty)
        // Minutes and more before.
        #expect(start.duration(to: .now) < .seconds(20))
    }

    @Test(
        "values are not nested deeper, and have no more parts, than can be gone through",
        arguments: [
            ("[local.a%]", 2_000, "local.a1999 == local.a1999"), ("[local.a%, local.a%]", 45, "can(local.a45)"),
            ("[local.a%, local.a%]", 45, "local.a45 == local.a45"),
            ("[local.a%, local.a%]", 25, "jsonencode(local.a25)"),
            ("{ a = local.a%, b = local.a% }", 45, "true ? local.a45 : {}"),
            ("\"${local.a%}${local.a%}\"", 16, "replace(local.a16, \"\", local.a16)"),
            ("\"${local.a%}${local.a%}\"", 16, "join(local.a16, [for i in range(1000) : local.a16])"),
            ("\"${local.a%}${local.a%}\"", 16, "indent(1000, replace(local.a16, \"x\", \"\\n\"))"),
            ("\"${local.a%}${local.a%}\"", 16, "formatlist(\"%s\", [for i in range(1000) : local.a16])"),
        ])
    func size(step: String, count: Int, value: String) {
        let first = step.hasPrefix("\"") ? "\"x\"" : "[]"
        let locals = (0...count).map { index in
            "a\(index) = " + (index == 0 ? first : step.replacing("%", with: "\(index - 1)"))
        }
        // From the front, so that no expression is nested.
        let arguments = (0...count).map { "v\($0) = local.a\($0) == null" }.joined(separator: "\n")
        let forced = "resource \"aws_b\" \"x\" {\n\(arguments)\n}\n"
        let sample = Sample(forced + resource(locals, value))
        for resource in sample.configuration.resources() {
            for attribute in resource.contents.flatMap(\.attributes) { _ = try? attribute.value() }
        }
        let shown = sample.value("aws_a.x", "v")
        #expect(shown.hasPrefix("?") || shown.hasPrefix("!"), "\(shown.prefix(100))")
    }

    @Test(
        "what is not closed is read to the end a few times only",
        arguments: ["a=<<E\n", "a=/*\n", "a = <<-E\n x ${\n", "a = [<<E\n"])
    func recovery(line: String) {
        let tree = HCLParser.parse(
            SourceText(name: "a.tf", text: String(repeating: line, count: 40_000)), symbols: SymbolTable())
        #expect(tree.problems.count == 1)
    }

    @Test("sets of many elements that are not texts are made in linear time")
    func sets() {
        let value = "length(toset([for i in range(1000) : [for j in range(20) : i]]))"
        #expect(Sample(resource([], value)).value("aws_a.x", "v") == "1000")
    }

    @Test("many names that are not declared, beside many that are, are compared within a bound")
    func undeclared() {
        let declared = (0..<20_000).map { "variable \"declared_name_\($0)\" {}\nlocals { local_\($0) = 1 }\n" }
        let used = (0..<20_000).map {
            "v\($0) = can(var.declared_neme_\($0)) || can(local.locel_\($0)) || can(aws_a.x\($0).id)"
        }
        let sample = Sample(declared.joined() + "resource \"aws_a\" \"x\" {\n\(used.joined(separator: "\n"))\n}\n")
        let start = ContinuousClock.now
        let values = sample.configuration.resources()[0].contents.flatMap(\.attributes).map { try? $0.value() }
        #expect(values.count == 20_000)
        #expect(ContinuousClock.now - start < .seconds(60), "400 million names are not compared")
    }

    @Test(
        "many uses of a module with many names cost what is asked of them, not what it declares",
        .enabled(if: Self.memory != nil, "the system does not say how much memory a process has"))
    func uses() throws {
        let locals = (0..<20_000).map { "a\($0)=\($0)\n" }.joined()
        let sample = Sample([
            "main.tf": "module \"m\" {\n source = \"./m\"\n count = 2000\n}\n",
            "m/main.tf": "locals {\n\(locals)}\nresource \"aws_a\" \"x\" { v = local.a19999 }\n",
        ])
        let before = try #require(Self.memory)
        let resources = sample.configuration.resources()
        let values = resources.flatMap(\.contents).flatMap(\.attributes).map { (try? $0.value()).map(Sample.text) }
        #expect(values == Array(repeating: "19999", count: 2000))
        let added = try #require(Self.memory) - before
        // Every use of each name: two gigabytes. Other tests may take some at the same time.
        #expect(added < 1_200 << 20, "\(added >> 20) MB")
    }

    /// The bytes of memory that this process has now; nil where the system does not say it.
    private static var memory: Int? {
        guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8) else { return nil }
        return text.split(separator: " ").dropFirst().first.flatMap { Int($0) }.map { $0 * 4096 }
    }

    @Test(
        "what is declared twice is an error",
        arguments: [
            ("resource \"aws_a\" \"x\" {}\n", "resource aws_a x"), ("data \"aws_a\" \"x\" {}\n", "data aws_a x"),
            ("variable \"x\" {}\n", "variable x"), ("output \"x\" { value = 1 }\n", "output x"),
            ("module \"x\" { source = \"./m\" }\n", "module x"), ("locals { x = 1 }\n", "local value x"),
            ("provider \"aws\" {}\n", "provider aws"),
        ])
    func repeated(block: String, name: String) {
        let sample = Sample(["main.tf": block + block, "m/main.tf": ""])
        _ = sample.configuration.resources()
        #expect(sample.messages == ["`\(name)` is declared twice"])
        #expect(sample.configuration.problems.allSatisfy { $0.severity == .error })
        #expect(sample.addresses.count <= 1)
    }

    @Test("providers with different aliases are different ones")
    func aliases() {
        let sample = Sample("provider \"aws\" {}\nprovider \"aws\" {\n  alias = \"b\"\n}\n")
        #expect(sample.messages == [])
    }
}
