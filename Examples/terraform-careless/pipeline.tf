# A training pipeline in Step Functions: a spot job without room to wait and without checkpoints, and a processing job that
# gives every instance all input. Its jobs are judged where they stand in the states.
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
              S3DataDistributionType = "FullyReplicated" # expect: processing/data-sharding
            }
          }]
          ProcessingResources = {
            ClusterConfig = { InstanceCount = 4, InstanceType = "ml.m5.xlarge", VolumeSizeInGB = 50 }
          }
          StoppingCondition = { MaxRuntimeInSeconds = 172800 } # expect: processing/runtime-limit
          Tags = [
            { Key = "cost-center", Value = "4711" },
            { Key = "environment", Value = "staging" },
            { Key = "owner", Value = "ranking" },
          ]
        }
        Next = "Train"
      }
      Train = { # expect: training/spot-checkpoint
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
          ResourceConfig = {
            InstanceCount            = 1
            InstanceType             = "ml.g5.xlarge" # expect: compute/accelerator-approval
            VolumeSizeInGB           = 50
            KeepAlivePeriodInSeconds = 3600 # expect: training/warm-pool-time
          }
          EnableManagedSpotTraining = true
          StoppingCondition = {
            MaxRuntimeInSeconds  = 14400
            MaxWaitTimeInSeconds = 7200 # expect: training/spot-wait-time
          }
          Tags = [
            { Key = "cost-center", Value = "4711" },
            { Key = "environment", Value = "staging" },
            { Key = "owner", Value = "ranking" },
          ]
        }
        End = true
      }
    }
  })
}
