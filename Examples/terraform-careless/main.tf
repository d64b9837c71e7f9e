# A team's estate in Terraform as it often is.
provider "aws" {
  region = "eu-west-1"
}

resource "aws_sagemaker_notebook_instance" "explore" { # expect: notebooks/lifecycle-configuration
  name          = "explore"
  role_arn      = "arn:aws:iam::123456789012:role/ranking"
  instance_type = "ml.m5.24xlarge" # expect: notebooks/modest-instance-type
  volume_size   = 500 # expect: notebooks/volume-and-platform
  tags          = { cost-center = "4711", environment = "dev", owner = "ranking" }
}

resource "aws_sagemaker_domain" "research" {
  domain_name = "research"
  auth_mode   = "IAM"
  vpc_id      = "vpc-1"
  subnet_ids  = ["subnet-1"]
  default_user_settings {
    execution_role = "arn:aws:iam::123456789012:role/ranking"
    jupyter_lab_app_settings {
      default_resource_spec {
        instance_type = "ml.m5.4xlarge" # expect: studio/default-instance-type
      }
      app_lifecycle_management {
        idle_settings {
          lifecycle_management = "DISABLED" # expect: studio/idle-shutdown
        }
      }
    }
  }
  tags = { cost-center = "4711", environment = "dev", owner = "lab" }
}

resource "aws_sagemaker_endpoint_configuration" "summary" {
  name = "summary-4"
  production_variants {
    variant_name           = "main"
    model_name             = "summary-4"
    instance_type          = "ml.m5.xlarge"
    initial_instance_count = 1
  }
  async_inference_config {
    output_config {
      s3_output_path = "s3://team-summaries/out"
    }
  }
  tags = { cost-center = "4711", environment = "dev", owner = "documents" }
}

resource "aws_sagemaker_endpoint" "summary" { # expect: async/scale-to-zero
  name                 = "summary"
  endpoint_config_name = aws_sagemaker_endpoint_configuration.summary.name
  tags                 = { cost-center = "4711", environment = "dev", owner = "documents" }
}

resource "aws_appautoscaling_target" "summary" {
  service_namespace  = "sagemaker"
  scalable_dimension = "sagemaker:variant:DesiredInstanceCount"
  resource_id        = "endpoint/${aws_sagemaker_endpoint.summary.name}/variant/main" # expect: autoscaling/can-scale
  min_capacity       = 1
  max_capacity       = 1 # expect: autoscaling/can-scale
}

resource "aws_sagemaker_endpoint_configuration" "faq" {
  name = "faq-3"
  production_variants {
    variant_name = "main"
    model_name   = "faq-3"
    serverless_config {
      memory_size_in_mb       = 2048
      max_concurrency         = 5
      provisioned_concurrency = 2 # expect: serverless/provisioned-concurrency
    }
  }
  tags = { cost-center = "4711", environment = "dev", owner = "support" }
}
