# The same training pipeline as it should be: room to wait for spot capacity, checkpoints, and input that is shared out.
resource "aws_sfn_state_machine" "training" {
  name     = "training"
  role_arn = "arn:aws:iam::123456789012:role/pipeline"
  definition = jsonencode({
    StartAt = "Prepare"
    States = {
      Prepare = {
        Type     = "Task"
        Resource = "arn:aws:states:::sagemaker:createProcessingJob.sync"
        Parameters = {
          "ProcessingJobName.$" = "$$.Execution.Name"
          RoleArn               = "arn:aws:iam::123456789012:role/training"
          AppSpecification      = { ImageUri = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/prepare:1" }
          ProcessingInputs = [{
            InputName = "events"
            S3Input = {
              S3Uri                  = "s3://events/2026/"
              LocalPath              = "/opt/ml/processing/input"
              S3DataType             = "S3Prefix"
              S3DataDistributionType = "ShardedByS3Key"
            }
          }]
          ProcessingResources = {
            ClusterConfig = { InstanceCount = 4, InstanceType = "ml.m5.xlarge", VolumeSizeInGB = 50 }
          }
          StoppingCondition = { MaxRuntimeInSeconds = 7200 }
          Tags              = local.pipeline_tags
        }
        Next = "Train"
      }
      Train = {
        Type     = "Task"
        Resource = "arn:aws:states:::sagemaker:createTrainingJob.sync"
        Parameters = {
          "TrainingJobName.$" = "$$.Execution.Name"
          RoleArn             = "arn:aws:iam::123456789012:role/training"
          AlgorithmSpecification = {
            TrainingImage     = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/ranking:7"
            TrainingInputMode = "File"
          }
          OutputDataConfig = { S3OutputPath = "s3://models/ranking" }
          CheckpointConfig = { S3Uri = "s3://models/ranking/checkpoints" }
          ResourceConfig   = { InstanceCount = 1, InstanceType = "ml.m5.2xlarge", VolumeSizeInGB = 50 }

          EnableManagedSpotTraining = true
          StoppingCondition         = { MaxRuntimeInSeconds = 14400, MaxWaitTimeInSeconds = 28800 }
          Tags                      = local.pipeline_tags
        }
        End = true
      }
    }
  })
}

locals {
  pipeline_tags = [
    { Key = "cost-center", Value = "4711" },
    { Key = "environment", Value = "staging" },
    { Key = "owner", Value = "ranking" },
  ]
}
