# The same real-time endpoint as it should be: current hardware, and as many instances as the requests need.
resource "aws_sagemaker_endpoint_configuration" "ranking" {
  name = "ranking-7"
  production_variants {
    variant_name           = "main"
    model_name             = "ranking-7"
    instance_type          = "ml.m6i.xlarge"
    initial_instance_count = 2
  }
  tags = { cost-center = "4711", environment = "production", owner = "ranking" }
}

resource "aws_sagemaker_endpoint" "ranking" {
  name                 = "ranking"
  endpoint_config_name = aws_sagemaker_endpoint_configuration.ranking.name
  tags                 = { cost-center = "4711", environment = "production", owner = "ranking" }
}

resource "aws_appautoscaling_target" "ranking" {
  service_namespace  = "sagemaker"
  scalable_dimension = "sagemaker:variant:DesiredInstanceCount"
  resource_id        = "endpoint/${aws_sagemaker_endpoint.ranking.name}/variant/main"
  min_capacity       = 2
  max_capacity       = 6
}

resource "aws_appautoscaling_policy" "ranking" {
  name               = "invocations"
  policy_type        = "TargetTrackingScaling"
  service_namespace  = aws_appautoscaling_target.ranking.service_namespace
  scalable_dimension = aws_appautoscaling_target.ranking.scalable_dimension
  resource_id        = aws_appautoscaling_target.ranking.resource_id
  target_tracking_scaling_policy_configuration {
    target_value     = 70
    disable_scale_in = false
    predefined_metric_specification {
      predefined_metric_type = "SageMakerVariantInvocationsPerInstance"
    }
  }
}
