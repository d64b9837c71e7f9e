/// A snapshot with notebook instances that nobody tagged.
struct LiveAccount {
    var region = "eu-west-1"
    var notebooks: [String]
    var isComplete = true
    /// Whether the tags could be read.
    var knowsTags = true

    private static let account = "123456789012"

    var text: String {
        let status = isComplete ? "complete" : "partial"
        let manifest =
            #"{"snapshot":"proviso-snapshot/1","tool":"t","collected":"2026-11-01T00:00:00Z","calls":[{"account":"#
            + #""\#(Self.account)","region":"\#(region)","service":"sagemaker","operation":"ListNotebookInstances","#
            + #""types":["AWS::SageMaker::NotebookInstance"],"status":"\#(status)"}]}"#
        let lines = notebooks.map { name in
            let arn = "arn:aws:sagemaker:\(region):\(Self.account):notebook-instance/\(name)"
            return #"{"type":"AWS::SageMaker::NotebookInstance","account":"\#(Self.account)","region":"\#(region)","#
                + #""id":"\#(arn)",\#(knowsTags ? #""tags":[],"# : "")"answer":{"NotebookInstanceArn":"\#(arn)","NotebookInstanceName":"\#(name)","#
                + #""NotebookInstanceStatus":"InService","InstanceType":"ml.t3.medium"}}"#
        }
        return ([manifest] + lines).joined(separator: "\n") + "\n"
    }
}
