import Documents
import Resources
import Testing

@Suite("Tags of a resource")
struct TagTests {
    @Test("keys are compared by case")
    func caseSensitive() throws {
        let tags = try Sample.tags(#"[{"Key": "Environment", "Value": "dev"}, {"Key": "owner", "Value": "a"}]"#)
        guard case .present(let tag) = tags.lookUp("owner") else { throw Sample.Missing() }
        #expect(tag.value(resolvedBy: nil) == .text("a"))
        guard case .absent = tags.lookUp("environment") else { throw Sample.Missing() }
        #expect(tags.nearMisses(of: "environment").map(\.keyText) == ["Environment"])
    }

    @Test(
        "keys that differ by case and separators are near",
        arguments: [
            ("cost-center", "Cost_Center", true), ("cost-center", "costCenter", true),
            ("cost-center", "cost:center", true),
            ("cost-center", "COST CENTER", true), ("cost-center", "cost.center", true),
            ("cost-center", "cost-centre", false),
            ("cost-center", "center-cost", false), ("cost-center", "cost/center", false),
        ])
    func nearMisses(key: String, other: String, expected: Bool) throws {
        let tags = try Sample.tags(#"[{"Key": "\#(other)", "Value": "x"}]"#)
        #expect(tags.nearMisses(of: key).map(\.keyText) == (expected ? [other] : []))
        #expect(tags.nearMisses(of: other).isEmpty)
    }

    @Test("a set that is not fully shown leaves a missing key unknown, and a shown key known")
    func open() throws {
        let tags = try Sample.tags(#"[{"Key": "Owner", "Value": "x"}]"#, isOpen: true)
        guard case .unknown = tags.lookUp("owner") else { throw Sample.Missing() }
        #expect(tags.nearMisses(of: "owner").map(\.keyText) == ["Owner"])
        guard case .present = tags.lookUp("Owner") else { throw Sample.Missing() }
        guard case .unknown = TagSet.unknown.lookUp("owner") else { throw Sample.Missing() }
        guard case .notTaggable = TagSet.notTaggable.lookUp("owner") else { throw Sample.Missing() }
    }

    @Test("each repeated key is reported once")
    func duplicates() throws {
        let tags = try Sample.tags(
            #"[{"Key": "a", "Value": 1}, {"Key": "b", "Value": 1}, {"Key": "a", "Value": 2}, {"Key": "a", "Value": 3}, {"Key": "A", "Value": 3}]"#
        )
        #expect(tags.duplicateKeys == ["a"])
    }

    @Test(
        "values are texts; blank and unknown ones are told apart",
        arguments: [
            (#""x""#, TagValue.text("x"), false as Bool?), (#""  \t""#, .text("  \t"), true), (#""""#, .text(""), true),
            ("4711", .text("4711"), false), ("true", .text("true"), false), ("null", .absent, true),
            (#"{"Absent": true}"#, .absent, true), (#"{"Unknown": "why"}"#, .unknown(reason: "why"), nil),
            (#"{"Value": {"Value": "v"}}"#, .text("v"), false),
            (#"{"Cycle": 1}"#, .unknown(reason: "the value leads to itself"), nil),
            (#"{"Ref": "X"}"#, .unknown(reason: "the value is that of another resource"), nil),
        ])
    func values(json: String, expected: TagValue, isBlank: Bool?) throws {
        let tags = try Sample.tags(#"[{"Key": "k", "Value": \#(json)}]"#)
        let tag = try #require(tags.shown.first)
        let value = tag.value(resolvedBy: SampleResolver())
        #expect(value == expected && value.isBlank == isBlank)
    }

    @Test("a value that is not literal is unknown without a resolver")
    func noResolver() throws {
        let tag = try #require(try Sample.tags(#"[{"Key": "k", "Value": {"Ref": "P"}}]"#).shown.first)
        #expect(tag.value(resolvedBy: nil) == .unknown(reason: "the value is not literal"))
    }
}
