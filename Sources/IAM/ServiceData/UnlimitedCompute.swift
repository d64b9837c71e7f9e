/// Actions of SageMaker that start compute which no condition on instance types can limit.
public enum UnlimitedCompute {
    /// - SeeAlso: the service authorization reference against the API model: operations with an instance type or a number of
    ///   accelerators in their input, or that choose instances themselves, and no `sagemaker:InstanceTypes`.
    public static let actions: [String] = [
        "sagemaker:BatchAddClusterNodes", "sagemaker:CreateAutoMLJob", "sagemaker:CreateAutoMLJobV2",
        "sagemaker:CreateCompilationJob", "sagemaker:CreateInferenceComponent", "sagemaker:CreateInferenceExperiment",
        "sagemaker:CreateInferenceRecommendationsJob", "sagemaker:CreateMlflowTrackingServer",
        "sagemaker:CreateOptimizationJob", "sagemaker:UpdateInferenceExperiment",
    ]
}
