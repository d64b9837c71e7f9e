import HCL
import Testing

@Suite("Texts of the JSON syntax are templates where Terraform takes them for such")
struct JSONTextTests {
    @Test("the keys of objects are templates, and the values of variables are none")
    func texts() {
        let sample = Sample([
            "main.tf.json": #"""
            {
              "locals": { "z": "zzz", "o": { "${var.k}": "v", "a ${local.z}": "${local.z}" } },
              "variable": {
                "k": { "default": "${local.z}" }, "t": {}, "e": { "default": "a\n$${x}" }
              },
              "resource": { "aws_a": { "x": { "o": "${jsonencode(local.o)}", "t": "${var.t}", "e": "${var.e}" } } }
            }
            """#, "terraform.tfvars.json": #"{ "t": "${local.z}" }"#,
        ])
        #expect(sample.value("aws_a.x", "o") == #"{"${local.z}":"v","a zzz":"zzz"}"#)
        #expect(sample.value("aws_a.x", "t") == "${local.z}")
        #expect(sample.value("aws_a.x", "e") == "a\n$${x}")
    }

    @Test("defaults and files of variables refer to nothing")
    func literals() {
        let sample = Sample([
            "main.tf": """
            locals { z = "zzz" }
            variable "a" { default = local.z }
            variable "b" {}
            resource "aws_a" "x" {
              a = var.a
              b = var.b
            }
            """, "terraform.tfvars": "b = local.z\n",
        ])
        #expect(sample.value("aws_a.x", "a") == "! there is nothing called `local` here")
        #expect(sample.value("aws_a.x", "b") == "! there is nothing called `local` here")
    }
}
