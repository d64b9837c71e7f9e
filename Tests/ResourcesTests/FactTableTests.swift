import Testing

@testable import Resources

@Suite("Tables of facts")
struct FactTableTests {
    static let tables: [(String, FactTable, atLeast: Int)] = [
        ("types", Catalogue.types, 1_898), ("objects", Catalogue.objects, 3_000), ("APIs", Catalogue.apis, 60),
        ("Terraform", Catalogue.terraform, 60), ("ARNs", Catalogue.arns, 100),
    ]

    @Test("every row is found by its key, and its neighbours are not taken for it", arguments: tables)
    func lookUp(name: String, table: FactTable, atLeast: Int) {
        var count = 0
        for row in table.rows {
            count += 1
            let key = row.key.string
            #expect(table.row(key)?.key.string == key)
            #expect(table.row(key + "\u{1}") == nil)
        }
        #expect(count >= atLeast)
    }

    @Test("keys ascend by their bytes", arguments: tables)
    func order(name: String, table: FactTable, atLeast: Int) {
        let keys = table.rows.map { Array($0.key.bytes) }
        #expect(zip(keys, keys.dropFirst()).allSatisfy { $0.lexicographicallyPrecedes($1) })
    }

    @Test(
        "a key that is not there is not found",
        arguments: ["", "A", "zzz", "AWS::", "\u{0}", "AWS::SageMaker::Endpoint\t"])
    func missing(key: String) {
        #expect(Catalogue.types.row(key) == nil)
    }

    @Test("rows of a prefix are those and no others")
    func prefix() {
        let names = Catalogue.types.rows(prefix: "AWS::SageMaker::").map(\.key.string)
        #expect(names == Catalogue.types.rows.map(\.key.string).filter { $0.hasPrefix("AWS::SageMaker::") })
        #expect(names.count > 60)
    }
}
