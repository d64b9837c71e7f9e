import Documents

/// Measures the parsers. Usage: `swift run -c release document-bench [json] [yaml FILE...]`.
@main
struct DocumentBench {
    static func main() throws {
        let arguments = Array(CommandLine.arguments.dropFirst())
        if arguments.isEmpty || arguments.contains("json") { try json() }
        if let index = arguments.firstIndex(of: "yaml") { try YAMLBench(files: Array(arguments[(index + 1)...])).run() }
    }

    private static func json() throws {
        for indent in [false, true] {
            var generator = PlanGenerator(indent: indent)
            let source = SourceText(name: "plan.json", copying: generator.plan(resources: 57_000))
            try report(indent ? "JSON, indented" : "JSON, compact", source, JSONParser.Options())
            if !indent {
                var options = JSONParser.Options()
                options.skippedMembers = [["resource_changes"]]
                try report("JSON, skipped", source, options)
            }
        }
    }

    private static func report(_ title: String, _ source: SourceText, _ options: JSONParser.Options) throws {
        var nodes = 0
        let times = try (0..<15).map { _ in
            try measure { nodes = try JSONParser.parse(source, symbols: SymbolTable(), options: options).nodes.count }
        }.sorted()
        let megabytes = Double(source.bytes.count) / 1e6
        print(
            "\(title): \(Int(megabytes)) MB, \(nodes) nodes, best \(Int(megabytes / times[0])) MB/s,",
            "median \(Int(megabytes / times[times.count / 2])) MB/s")
    }

    /// The CPU seconds that a piece of work takes.
    static func measure(_ work: () throws -> Void) rethrows -> Double {
        let start = cpuSeconds()
        try work()
        return cpuSeconds() - start
    }
}
