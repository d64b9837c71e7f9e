# An organisation's service control policies as they should be: nothing is created without its tags, nobody takes them away
# again, and neither accelerators nor compute that no condition can limit start without approval.
resource "aws_organizations_policy" "machine_learning" {
  name = "machine-learning"
  type = "SERVICE_CONTROL_POLICY"
  content = jsonencode({
    Version = "2012-10-17"
    Statement = concat(
      [for key in local.required_tags : {
        Sid       = "Created${replace(title(key), "-", "")}"
        Effect    = "Deny"
        Action    = "sagemaker:Create*"
        Resource  = "*"
        Condition = { Null = { "aws:RequestTag/${key}" = "true" } }
      }],
      [
        {
          Sid       = "TagsStay"
          Effect    = "Deny"
          Action    = "sagemaker:DeleteTags"
          Resource  = "*"
          Condition = { "ForAnyValue:StringEquals" = { "aws:TagKeys" = local.required_tags } }
        },
        {
          Sid      = "TagsAreNotRewritten"
          Effect   = "Deny"
          Action   = "sagemaker:AddTags"
          Resource = "*"
          Condition = {
            "ForAnyValue:StringEquals" = { "aws:TagKeys" = local.required_tags }
            Null                       = { "sagemaker:TaggingAction" = "true" }
          }
        },
        {
          Sid      = "AcceleratorsNeedApproval"
          Effect   = "Deny"
          Action   = "sagemaker:*"
          Resource = "*"
          Condition = {
            "ForAnyValue:StringLike" = {
              "sagemaker:InstanceTypes" = [
                "ml.p*", "ml.g4dn.*", "ml.g5.*", "ml.g6*", "ml.g7*", "ml.gr6*", "ml.trn*", "ml.inf*", "ml.dl1.*",
              ]
            }
          }
        },
        {
          Sid    = "ComputeWithoutLimitNeedsApproval"
          Effect = "Deny"
          Action = [
            "sagemaker:BatchAddClusterNodes",
            "sagemaker:CreateAutoMLJob",
            "sagemaker:CreateAutoMLJobV2",
            "sagemaker:CreateCompilationJob",
            "sagemaker:CreateInferenceComponent",
            "sagemaker:CreateInferenceExperiment",
            "sagemaker:CreateInferenceRecommendationsJob",
            "sagemaker:CreateMlflowTrackingServer",
            "sagemaker:CreateOptimizationJob",
            "sagemaker:UpdateInferenceExperiment",
          ]
          Resource = "*"
        },
      ],
    )
  })
}

locals {
  required_tags = ["cost-center", "environment", "owner"]
}
