# An organisation's service control policy that means to keep accelerators away and catches too little: with ForAllValues one
# instance type that is not listed is enough to escape it, and a request for tags is denied by a key that nobody sends.
resource "aws_organizations_policy" "accelerators" {
  name = "no-accelerators"
  type = "SERVICE_CONTROL_POLICY"
  content = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "NoAccelerators"
      Effect    = "Deny"
      Action    = ["sagemaker:Create*", "sagemaker:Update*"]
      Resource  = "*"
      Condition = { "ForAllValues:StringLike" = { "sagemaker:InstanceTypes" = ["ml.p*", "ml.g*"] } } # expect: iam/condition-fits-key, iam/restricted-instance-types, iam/unlimited-compute-actions
    }]
  })
}
