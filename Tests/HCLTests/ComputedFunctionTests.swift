import Documents
import HCL
import Testing

/// Values that Terraform 1.11.4 computes.
@Suite("Functions of times, encodings and names")
struct ComputedFunctionTests {
    @Test(
        "have the values that Terraform computes",
        arguments: [
            (#"timeadd("2017-11-22T00:00:00Z", "10m")"#, #""2017-11-22T00:10:00Z""#),
            (#"timeadd("2017-11-22T00:00:00+02:00", "-36h1.5s")"#, #""2017-11-20T11:59:58+02:00""#),
            (#"timeadd("2024-02-28T23:59:59Z", "2s")"#, #""2024-02-29T00:00:01Z""#),
            (#"timeadd("2024-02-28T23:59:59.5Z", "500ms")"#, #""2024-02-29T00:00:00Z""#),
            (#"timeadd("2024-01-01T00:00:00Z", "1h1m1s1ms1us1ns")"#, #""2024-01-01T01:01:01Z""#),
            (#"timeadd("1969-12-31T23:59:59Z", "-1ns")"#, #""1969-12-31T23:59:58Z""#),
            (#"timecmp("2017-11-22T00:00:00Z", "2017-11-22T01:00:00Z")"#, #"-1"#),
            (#"timecmp("2017-11-22T01:00:00Z", "2017-11-22T01:00:00-01:00")"#, #"-1"#),
            (#"timecmp("2017-11-22T00:00:00Z", "2017-11-22T01:00:00+01:00")"#, #"0"#),
            (#"formatdate("DD MMM YYYY hh:mm ZZZ", "2018-01-02T23:12:01Z")"#, #""02 Jan 2018 23:12 UTC""#),
            (
                #"formatdate("EEEE, DD-MMM-YY hh:mm:ss ZZZ", "2018-01-02T23:12:01Z")"#,
                #""Tuesday, 02-Jan-18 23:12:01 UTC""#
            ),
            (
                #"formatdate("EEE, DD MMM YYYY hh:mm:ss ZZZ", "2018-01-02T23:12:01-08:00")"#,
                #""Tue, 02 Jan 2018 23:12:01 -0800""#
            ),
            (#"formatdate("MMM DD, YYYY", "2018-01-02T23:12:01Z")"#, #""Jan 02, 2018""#),
            (#"formatdate("HH:mmaa", "2018-01-02T23:12:01Z")"#, #""11:12pm""#),
            (#"formatdate("H:m:sAA 'o''clock' M/D", "2018-01-02T00:02:01Z")"#, #""12:2:1AM o'clock 1/2""#),
            (#"formatdate("h:mm", "2018-01-02T03:12:01Z")"#, #""3:12""#),
            (
                #"formatdate("YYYY-MM-DD'T'hh:mm:ssZ ZZZZ ZZZZZ", "2018-01-02T23:12:01+05:30")"#,
                #""2018-01-02T23:12:01+05:30 +0530 +05:30""#
            ),
            (
                #"formatdate("YYYY-MM-DD'T'hh:mm:ssZ ZZZZ ZZZZZ", "2018-01-02T23:12:01Z")"#,
                #""2018-01-02T23:12:01Z +0000 +00:00""#
            ),
            (#"try(formatdate("QQ", "2018-01-02T23:12:01Z"), "refused")"#, #""refused""#),
            (#"try(timeadd("yesterday", "1h"), "refused")"#, #""refused""#),
            (#"try(timeadd("2018-01-02T23:12:01Z", "1d"), "refused")"#, #""refused""#),
            (#"try(formatdate("'open", "2018-01-02T23:12:01Z"), "refused")"#, #""refused""#),
            (#"uuidv5("dns", "www.terraform.io")"#, #""a5008fae-b28c-5ba5-96cd-82b4c53552d6""#),
            (#"uuidv5("url", "https://www.terraform.io/")"#, #""9db6f67c-dd95-5ea0-aa5b-e70e5c5f7cf5""#),
            (#"uuidv5("6ba7b810-9dad-11d1-80b4-00c04fd430c8", "x")"#, #""05b16a01-46c6-56dd-bd6e-c6dfb4a1427a""#),
            (#"uuidv5("x500", "CN=é")"#, #""7d04de7f-2807-5c33-8940-e8ca931aec6e""#),
            (#"textencodebase64("Hello World", "UTF-16LE")"#, #""SABlAGwAbABvACAAVwBvAHIAbABkAA==""#),
            (#"textencodebase64("é€😀", "UTF-16BE")"#, #""AOkgrNg93gA=""#),
            (#"textencodebase64("café", "ISO-8859-1")"#, #""Y2Fm6Q==""#),
            (#"textencodebase64("café", "UTF-8")"#, #""Y2Fmw6k=""#),
            (#"textdecodebase64("SABlAGwAbABvACAAVwBvAHIAbABkAA==", "UTF-16LE")"#, #""Hello World""#),
            (#"textdecodebase64("Y2Fm6Q==", "ISO-8859-1")"#, #""café""#),
            (#"try(textencodebase64("€", "ISO-8859-1"), "refused")"#, #""refused""#),
            (#"yamlencode({"a":"b", "c":"d"})"#, #""\"a\": \"b\"\n\"c\": \"d\"\n""#),
            (#"yamlencode({"foo":[1, 2, 3], "bar": "baz"})"#, #""\"bar\": \"baz\"\n\"foo\":\n- 1\n- 2\n- 3\n""#),
            (
                #"yamlencode({"foo":[1, {"a":"b","c":"d"}, 3], "bar": "baz"})"#,
                #""\"bar\": \"baz\"\n\"foo\":\n- 1\n- \"a\": \"b\"\n  \"c\": \"d\"\n- 3\n""#
            ),
            (
                #"yamlencode([[1,[2,3]],[],{},null,true,"x: y"])"#,
                #""- - 1\n  - - 2\n    - 3\n- []\n- {}\n- null\n- true\n- \"x: y\"\n""#
            ),
            (
                #"yamlencode({a={b={c=[{d=1,e=[true]}]}}, z=[]})"#,
                #""\"a\":\n  \"b\":\n    \"c\":\n    - \"d\": 1\n      \"e\":\n      - true\n\"z\": []\n""#
            ),
            (#"yamlencode("a")"#, #""\"a\"\n""#),
            (#"yamlencode(1.5)"#, #""1.5\n...\n""#),
            (#"yamlencode([])"#, #""[]\n""#),
            (#"yamlencode("")"#, #""\"\"\n""#),
        ])
    func values(expression: String, expected: String) throws {
        let sample = Sample("resource \"aws_a\" \"x\" { v = jsonencode(\(expression)) }")
        let wanted = expected.replacing("<", with: "\\u003c").replacing(">", with: "\\u003e")
            .replacing("&", with: "\\u0026")
        #expect(sample.value("aws_a.x", "v") == wanted)
    }

    @Test(
        "what OpenTofu has beside Terraform is computed",
        arguments: [
            (#"base64gunzip("H4sIAAAAAAAA/8pIzcnJBwAAAP//AQAA//+GphA2BQAAAA==")"#, "hello"),
            (#"try(base64gunzip("aGVsbG8="), "refused")"#, "refused"),
            (#"try(base64gunzip("H4sIAAAAAAAA/8pIzcnJBwAAAP//AQAA//+GphA3BQAAAA=="), "refused")"#, "refused"),
            (#"urldecode("a+b%2Fc%3F%C3%A9")"#, "a b/c?é"), (#"try(urldecode("%4"), "refused")"#, "refused"),
            (#"cidrcontains("10.0.0.0/8", "10.1.2.3")"#, "true"),
            (#"cidrcontains("10.0.0.0/8", "11.0.0.0/9")"#, "false"),
            (#"cidrcontains("10.0.0.0/8", "10.0.0.0/7")"#, "false"), (#"cidrcontains("fd00::/8", "fd01::1")"#, "true"),
        ])
    func compressed(expression: String, expected: String) throws {
        #expect(Sample("resource \"aws_a\" \"x\" { v = \(expression) }").value("aws_a.x", "v") == expected)
    }

    /// What Terraform 1.11.4 finds in such folders.
    @Test(
        "files are found by patterns as Terraform finds them",
        arguments: [
            (#"fileset(".", "*.txt")"#, "[top.txt]"), (#"fileset("a/..", "*.txt")"#, "[top.txt]"),
            (#"fileset(".", "**/*.txt")"#, "[.hid/h.txt,a/[q].txt,a/b/y.txt,a/x.txt,top.txt]"),
            (#"fileset("a", "**/*.{txt,tf}")"#, "[[q].txt,b/w.tf,b/y.txt,x.txt]"),
            (#"fileset("a", "b/?.txt")"#, "[b/y.txt]"), (#"fileset(".", "a/[xy].txt")"#, "[a/x.txt]"),
            (#"fileset(".", "a/[!xy].txt")"#, "[a/x.txt]"), (#"fileset(".", "a/[^a-x]*.txt")"#, "[a/[q].txt]"),
            (#"fileset(".", "a/\\[q\\].txt")"#, "[a/[q].txt]"), (#"fileset("nope", "*")"#, "[]"),
            (#"fileset(".", "a/**/b/*")"#, "[a/b/.z,a/b/w.tf,a/b/y.txt]"), (#"fileset(".", "a**")"#, "[]"),
            (#"fileset(".", "a/b")"#, "[]"), (#"fileset(".", "/top.txt")"#, "[top.txt]"),
            (#"fileset("a", "./x.txt")"#, "[x.txt]"), (#"fileset("a", "**y.txt")"#, "[]"),
            (#"fileset("a", "**")"#, "[[q].txt,b/.z,b/w.tf,b/y.txt,x.txt]"),
            (#"try(fileset("a", "[x"), "refused")"#, "refused"),
            (#"try(fileset("a", "{x,b/y}.txt"), "refused")"#, "refused"),
        ])
    func fileSets(expression: String, expected: String) throws {
        var files = ["main.tf": "resource \"aws_a\" \"x\" { v = \(expression) }"]
        for path in [
            "a/b/y.txt", "a/b/.z", "a/b/w.tf", "a/x.txt", "a/[q].txt", ".hid/h.txt", "top.txt",
        ] { files[path] = "" }
        #expect(Sample(files).value("aws_a.x", "v") == expected)
    }

    @Test("where links stand in the way the files are not known", arguments: ["*", "**", "x.l*", "*/y"])
    func links(pattern: String) {
        let text = "resource \"aws_a\" \"x\" { v = fileset(\"links\", \"\(pattern)\") }"
        #expect(Sample(["main.tf": text, "links/x.link": ""]).value("aws_a.x", "v").hasPrefix("?"))
    }

    @Test("a template knows only the names that it is given")
    func templateNames() {
        let sample = Sample([
            "main.tf": """
            locals { s = "leaked" }
            resource "aws_a" "x" { v = try(templatefile("t.tpl", {}), "fallback") }
            resource "aws_a" "y" { v = templatefile("t.tpl", { local = { s = "given" } }) }
            """, "t.tpl": "x${local.s}",
        ])
        #expect(sample.value("aws_a.x", "v") == "fallback")
        #expect(sample.value("aws_a.y", "v") == "xgiven")
    }

    @Test("a template may be a text of the configuration")
    func templates() throws {
        let sample = Sample(
            #"""
            locals { greeting = "Hello, $${name}!%%{ if loud }!%%{ endif }" }
            resource "aws_a" "x" { v = templatestring(local.greeting, { name = "team", loud = true }) }
            resource "aws_a" "y" { v = templatestring(local.greeting, { name = "team" }) }
            """#)
        #expect(sample.value("aws_a.x", "v") == "Hello, team!!")
        #expect(sample.value("aws_a.y", "v").contains("loud"))
    }

    @Test(
        "a number with an exponent beyond all bounds is not computed",
        arguments: ["1e401", "1e-401", "1e9223372036854775807", "1e-9223372036854775808", "1e99999999999999999999"])
    func exponents(text: String) {
        let sample = Sample("resource \"aws_a\" \"x\" { v = try(tonumber(\"\(text)\"), \"refused\") }")
        #expect(sample.value("aws_a.x", "v").hasPrefix("? the number has more than"))
    }

    @Test("long texts in YAML are broken into lines, which is not computed")
    func longTexts() throws {
        let sample = Sample(
            "resource \"aws_a\" \"x\" { v = try(yamlencode({ a = join(\" \", range(60)) }), \"refused\") }")
        #expect(sample.value("aws_a.x", "v").hasPrefix("?"))
    }
}
