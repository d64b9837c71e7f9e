import Documents
import HCL
import Testing

@Suite("What a plan names is found in the configuration")
struct ConfigurationPlacesTests {
    private let configuration = Sample([
        "main.tf": """
        variable "n" {}
        module "a" {
          source   = "./a"
          for_each = toset(["x]\\"y"])
        }
        """,
        "a/main.tf": """
        resource "aws_x" "y" {
          count = var.n
          size  = 1 + 2
          tags  = { Owner = "me", list = ["a", "b"] }
          rule {
            name = "first"
          }
          rule {
            name = "second"
          }
          dynamic "port" {
            for_each = var.n
            content { number = port.value }
          }
        }
        variable "n" { default = null }
        """,
    ]).configuration

    @Test(
        "an address and a path lead to the text",
        arguments: [
            ("", "resource \"aws_x\" \"y\""), ("size", "1 + 2"), ("tags", "{ Owner = \"me\", list = [\"a\", \"b\"] }"),
            ("tags.Owner", "\"me\""), ("tags.list.1", "\"b\""),
            ("tags.other", "{ Owner = \"me\", list = [\"a\", \"b\"] }"),
            ("rule.1.name", "\"second\""), ("rule.0.other", "rule"), ("port.3.number", "port.value"), ("none", nil),
        ])
    func places(_ path: String, _ text: String?) {
        let places = ConfigurationPlaces(configuration)
        let place = places.place(
            of: "module.a[\"x]\\\"y\"].aws_x.y[4]", attribute: path.split(separator: ".").map(String.init))
        #expect(place.map { String(decoding: $0.source.bytes[$0.range], as: UTF8.self) } == text)
        #expect(place == nil || place?.source.name == "a/main.tf")
        #expect(places.place(of: "aws_x.none") == nil)
    }
}
