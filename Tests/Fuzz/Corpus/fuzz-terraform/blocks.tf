variable "x" {
  type    = map(object({ a = string, b = optional(list(number), [1]) }))
  default = { k = { a = "v" } }
}
locals {
  t = merge({ a = 1 }, { for k, v in var.x : "${k}-b" => v.a... if v.a != "" })
}
resource "aws_x" "y" {
  for_each = toset(["a", "b"])
  name     = format("%05.1f-%s", 1 / 3, each.key)
  text     = <<-END
    a ${~ each.value ~} $${b}
    %{ for i in range(3) ~}
      ${i}
    %{ endfor ~}
  END
  dynamic "rule" {
    for_each = local.t
    content {
      all = aws_x.z[*].name
    }
  }
}
module "m" {
  source = "./"
  count  = 2
}
