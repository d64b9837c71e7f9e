import CYAMLEvents
import Documents
import YAML

/// Compares the YAML parser with libyaml's own event loop in C, over files that both accept.
struct YAMLBench {
    private let sources: [SourceText]

    init(files: [String]) throws {
        sources = try files.map { try FileReader().read($0) }.filter { source in
            Self.events(of: source) > 0 && (try? YAMLParser.parse(source, symbols: SymbolTable())) != nil
        }
    }

    func run() throws {
        let symbols = SymbolTable()
        var loops: [Double] = []
        var parses: [Double] = []
        // One after the other, so that both see the same machine.
        for _ in 0..<30 {
            loops.append(DocumentBench.measure { for source in sources { _ = Self.events(of: source) } })
            parses.append(
                try DocumentBench.measure {
                    for source in sources { _ = try YAMLParser.parse(source, symbols: SymbolTable(extending: symbols)) }
                })
        }
        let megabytes = Double(sources.reduce(0) { $0 + $1.bytes.count }) / 1e6
        let loop = loops.sorted()
        let parse = parses.sorted()
        print(
            "YAML: \(sources.count) files, \(Int(megabytes * 1_000)) KB; libyaml best \(Int(megabytes / loop[0])) MB/s,",
            "parser best \(Int(megabytes / parse[0])) MB/s; time ratio best \(Self.rounded(parse[0] / loop[0])),",
            "median \(Self.rounded(parse[parse.count / 2] / loop[loop.count / 2]))")
    }

    private static func events(of source: SourceText) -> Int {
        yaml_events_count(source.bytes.bindMemory(to: UInt8.self).baseAddress, source.bytes.count)
    }

    private static func rounded(_ value: Double) -> Double { (value * 100).rounded() / 100 }
}
