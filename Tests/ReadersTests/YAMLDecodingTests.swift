import Testing

/// Values that Terraform 1.11.4 computes.
@Suite("`yamldecode` in Terraform files")
struct YAMLDecodingTests {
    @Test(
        "has the value that Terraform computes",
        arguments: [
            (
                "[yes, on, no, y, 'x', True, TRUE, tRue, Null, NULL]",
                #"[true,true,false,true,"x",true,true,"tRue",null,null]"#
            ),
            (
                "[0x1F, 0o17, 017, 1_000, .5, 5., 1e3, +1, -1, 1.0, 12e03]",
                #"[31,15,17,"1_000",0.5,5,1000,1,-1,1,12000]"#
            ),
            ("[2001-01-01, 2001-12-14t21:59:43.10-05:00]", #"["2001-01-01T00:00:00Z","2001-12-14T21:59:43-05:00"]"#),
            (#"a: &x {b: 1}\nc: *x"#, #"{"a":{"b":1},"c":{"b":1}}"#),
            (#"a: &x {b: 1}\nc: {<<: *x, d: 2}"#, #"{"a":{"b":1},"c":{"b":1,"d":2}}"#),
            (#"1: a\ntrue: b"#, #"{"1":"a","true":"b"}"#), (#"a: 1\na: 2"#, #"{"a":2}"#),
            (#"x: -0b11\ny: 0b11\nz: 1:30"#, #"{"true":"0b11","x":"-0b11","z":"1:30"}"#),
            (#"a: |\n  x\n  y\nb: >-\n  p\n  q"#, #"{"a":"x\ny\n","b":"p q"}"#),
            (#"{\"a\": [1, {\"b\": null}]}"#, #"{"a":[1,{"b":null}]}"#), (#"---\nx: 1\n..."#, #"{"x":1}"#),
            ("x: 12345678901234567890123456789", #"{"x":12345678901234567890123456789}"#), ("x: 1.10", #"{"x":1.1}"#),
            (#"---\na\n---\nb"#, "refused"), ("", "refused"), ("# c", "refused"), ("[a", "refused"),
            ("a: *nope", "refused"), ("? [a]\\n: b", "refused"), ("~: c", "refused"),
            (#"a: &x {b: 1}\nc:\n  <<: *x\n  b: 2"#, #"{"a":{"b":1},"c":{"b":2}}"#),
            ("12: a", #"{"12":"a"}"#), ("x1: a", #"{"x1":"a"}"#), ("2xlarge: a", #"{"2xlarge":"a"}"#),
            ("a: hello!", #"{"a":"hello!"}"#), ("v: 10-17-2012", #"{"v":"10-17-2012"}"#),
            ("version: 2012-10-17", #"{"version":"2012-10-17T00:00:00Z"}"#),
        ])
    func values(text: String, expected: String) throws {
        let folder = try TerraformFolder([
            "main.tf": """
            resource "aws_sagemaker_model" "m" { name = try(jsonencode(yamldecode("\(text)")), "refused") }
            """
        ])
        let model = try folder.resource("aws_sagemaker_model.m")
        #expect(model.properties?["ModelName"]?.string == expected)
    }

    @Test(
        "is not known where Terraform does not do what YAML says",
        arguments: [
            "z: {a: 2, <<: {a: 1}}", #"x: &a {k: 1}\nz:\n  k: 2\n  <<: *a"#, "z: {<<: [{k: 1}, {k: 2}]}",
            "0012: a", "0x1F: a", "1.50: a", "2024-01-01: a", "+1: a", "a: 2024-01-01 10:00:00", "a: 2024-1-1",
            "a: 2024-13-01", "a: 2024-02-30", "a: 2024-01-01T25:00:00Z", "a: 2024-01-01T10:00:00+25:00",
            "a: !!str yes", "a: !!str 5", "a: !!null x", "a: !!binary aGk=", "a: ! 5", "- !foo x",
        ])
    func doubts(text: String) throws {
        let folder = try TerraformFolder([
            "main.tf": """
            resource "aws_sagemaker_model" "m" { name = try(jsonencode(yamldecode("\(text)")), "refused") }
            """
        ])
        let model = try folder.resource("aws_sagemaker_model.m")
        let name = try #require(model.properties?["ModelName"])
        guard case .unknown = folder.resolve(name, model) else {
            Issue.record("it is known: \(name.string ?? "")")
            return
        }
    }
}
