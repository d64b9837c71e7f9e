# The same estate as it should be.
provider "aws" {
  region = "eu-west-1"
  default_tags {
    tags = { cost-center = "4711", environment = "dev", owner = "ranking" }
  }
}

resource "aws_sagemaker_notebook_instance_lifecycle_configuration" "stop" {
  name     = "stop-idle"
  on_start = base64encode("echo '*/5 * * * * python3 /root/autostop.py --time 3600 --ignore-connections' | crontab -")
}

resource "aws_sagemaker_notebook_instance" "explore" {
  name                  = "explore"
  role_arn              = "arn:aws:iam::123456789012:role/ranking"
  instance_type         = "ml.t3.medium"
  lifecycle_config_name = aws_sagemaker_notebook_instance_lifecycle_configuration.stop.name
}

resource "aws_sagemaker_domain" "research" {
  domain_name     = "research"
  auth_mode       = "IAM"
  vpc_id          = "vpc-1"
  subnet_ids      = ["subnet-1"]
  tag_propagation = "ENABLED"
  default_user_settings {
    execution_role = "arn:aws:iam::123456789012:role/ranking"
    jupyter_lab_app_settings {
      default_resource_spec {
        instance_type = "ml.t3.medium"
      }
      app_lifecycle_management {
        idle_settings {
          lifecycle_management        = "ENABLED"
          idle_timeout_in_minutes     = 60
          max_idle_timeout_in_minutes = 120
        }
      }
    }
    code_editor_app_settings {
      app_lifecycle_management {
        idle_settings {
          lifecycle_management        = "ENABLED"
          idle_timeout_in_minutes     = 60
          max_idle_timeout_in_minutes = 120
        }
      }
    }
  }
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
}

resource "aws_sagemaker_endpoint" "summary" {
  name                 = "summary"
  endpoint_config_name = aws_sagemaker_endpoint_configuration.summary.name
}

resource "aws_appautoscaling_target" "summary" {
  service_namespace  = "sagemaker"
  scalable_dimension = "sagemaker:variant:DesiredInstanceCount"
  resource_id        = "endpoint/${aws_sagemaker_endpoint.summary.name}/variant/main"
  min_capacity       = 0
  max_capacity       = 4
}

resource "aws_appautoscaling_policy" "summary" {
  name               = "backlog"
  policy_type        = "TargetTrackingScaling"
  service_namespace  = aws_appautoscaling_target.summary.service_namespace
  scalable_dimension = aws_appautoscaling_target.summary.scalable_dimension
  resource_id        = aws_appautoscaling_target.summary.resource_id
  target_tracking_scaling_policy_configuration {
    target_value = 5
    customized_metric_specification {
      metric_name = "ApproximateBacklogSizePerInstance"
      namespace   = "AWS/SageMaker"
      statistic   = "Average"
    }
  }
}

resource "aws_sagemaker_endpoint_configuration" "faq" {
  name = "faq-3"
  production_variants {
    variant_name = "main"
    model_name   = "faq-3"
    serverless_config {
      memory_size_in_mb = 2048
      max_concurrency   = 5
    }
  }
}
