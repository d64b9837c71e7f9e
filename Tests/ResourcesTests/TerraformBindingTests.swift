import Resources
import Testing

@Suite("Names of Terraform")
struct TerraformBindingTests {
    @Test(
        "attributes and blocks lead to canonical properties",
        arguments: [
            ("aws_sagemaker_notebook_instance", "volume_size", "VolumeSizeInGB"),
            ("aws_sagemaker_notebook_instance", "security_groups", "SecurityGroupIds"),
            ("aws_sagemaker_notebook_instance", "instance_type", "InstanceType"),
            (
                "aws_sagemaker_endpoint_configuration", "production_variants.serverless_config.memory_size_in_mb",
                "ProductionVariants.ServerlessConfig.MemorySizeInMB"
            ),
            ("aws_sagemaker_endpoint_configuration", "kms_key_arn", "KmsKeyId"),
            ("aws_sagemaker_model", "container.image", "Containers.Image"),
            ("aws_sagemaker_model", "vpc_config.subnets", "VpcConfig.Subnets"),
            (
                "aws_sagemaker_domain",
                "default_user_settings.jupyter_lab_app_settings.app_lifecycle_management.idle_settings."
                    + "idle_timeout_in_minutes",
                "DefaultUserSettings.JupyterLabAppSettings.AppLifecycleManagement.IdleSettings.IdleTimeoutInMinutes"
            ),
            ("aws_sagemaker_training_job", "enable_managed_spot_training", "EnableManagedSpotTraining"),
            (
                "aws_sagemaker_hyper_parameter_tuning_job", "config.resource_limits.max_parallel_training_jobs",
                "HyperParameterTuningJobConfig.ResourceLimits.MaxParallelTrainingJobs"
            ),
            ("aws_sagemaker_notebook_instance_lifecycle_configuration", "on_start", "OnStart.Content"),
            ("aws_appautoscaling_target", "min_capacity", "MinCapacity"),
            ("aws_iam_role", "assume_role_policy", "AssumeRolePolicyDocument"),
            ("aws_iam_role", "inline_policy.policy", "Policies.PolicyDocument"),
            ("aws_budgets_budget", "limit_amount", "Budget.BudgetLimit.Amount"),
            ("awscc_sagemaker_inference_component", "specification.model_name", "Specification.ModelName"),
        ])
    func attributes(type: String, attribute: String, expected: String) throws {
        let binding = try #require(Catalogue.terraformBinding(ofType: type))
        let path = binding.canonicalPath(of: attribute.split(separator: ".").map(String.init))
        #expect(path?.joined(separator: ".") == expected)
    }

    @Test(
        "attributes of a resource that is a part of another one lead to properties of that",
        arguments: [
            (
                "aws_s3_bucket_lifecycle_configuration", "rule.abort_incomplete_multipart_upload.days_after_initiation",
                "AWS::S3::Bucket", "bucket",
                "LifecycleConfiguration.Rules.AbortIncompleteMultipartUpload.DaysAfterInitiation"
            ),
            ("aws_kms_key_policy", "policy", "AWS::KMS::Key", "key_id", "KeyPolicy"),
        ])
    func parts(type: String, attribute: String, owner: String, name: String, expected: String) throws {
        let part = try #require(Catalogue.terraformPart(ofType: type))
        #expect(part.binding.type == owner && part.owner == name)
        let path = part.binding.canonicalPath(of: attribute.split(separator: ".").map(String.init))
        #expect(path?.joined(separator: ".") == expected)
        // Only what is written down has a place; the rest would be taken for a property of the other one.
        #expect(part.binding.canonicalPath(of: [name]) == nil)
        #expect(Catalogue.terraformBinding(ofType: type) == nil)
    }

    @Test(
        "an attribute that the canonical type lacks leads nowhere",
        arguments: [
            ("aws_sagemaker_notebook_instance", "no_such_attribute"), ("aws_sagemaker_model", "vpc_config.nothing"),
        ])
    func unmapped(type: String, attribute: String) throws {
        let binding = try #require(Catalogue.terraformBinding(ofType: type))
        #expect(binding.canonicalPath(of: attribute.split(separator: ".").map(String.init)) == nil)
    }

    @Test("keys inside a map keep their names")
    func maps() throws {
        let binding = try #require(Catalogue.terraformBinding(ofType: "aws_sagemaker_model"))
        #expect(
            binding.canonicalPath(of: ["primary_container", "environment", "MY_key"])
                == ["PrimaryContainer", "Environment", "MY_key"])
    }

    @Test("types are found in both directions; others are not known")
    func types() {
        #expect(Catalogue.terraformBinding(ofType: "aws_sagemaker_model")?.tagsAttribute == "tags_all")
        #expect(Catalogue.terraformTypes(of: "AWS::SageMaker::Endpoint") == ["aws_sagemaker_endpoint"])
        #expect(Catalogue.terraformBinding(ofType: "aws_no_such_thing") == nil)
        #expect(Catalogue.terraformBinding(ofType: "awscc_no_such_thing") == nil)
        #expect(Catalogue.terraformBinding(ofType: "") == nil)
    }
}
