/// Small inputs with a known outcome.
enum Inputs {
    static let clean = """
        AWSTemplateFormatVersion: "2010-09-09"
        Resources:
          Model:
            Type: AWS::SageMaker::Model
            Properties:
              Tags:
                - { Key: cost-center, Value: "4711" }
                - { Key: environment, Value: dev }
                - { Key: owner, Value: ranking }
        """

    /// Fails `tagging/required-tags`, which is high.
    static let untagged = """
        AWSTemplateFormatVersion: "2010-09-09"
        Resources:
          Model:
            Type: AWS::SageMaker::Model
        """

    /// Fails `tagging/allowed-values`, which is medium, and nothing else.
    static let oddEnvironment = clean.replacing("dev", with: "prod")

    /// Leaves `tagging/required-tags` and `tagging/allowed-values` undetermined.
    static let undetermined =
        clean.replacing("Value: ranking", with: "Value: !Ref Owner") + """

            Parameters:
              Owner: { Type: String }
            """

    /// A rule that decides nothing yet, and nothing about `undetermined`.
    static let reportedPack = """
        pack: own
        title: Own
        rules:
          - id: owner
            title: Models have an owner
            severity: high
            enforce: report
            targets: [AWS::SageMaker::Model]
            check: { assert: "tags.owner == 'me'" }
        """

    static let brokenTemplate = """
        AWSTemplateFormatVersion: "2010-09-09"
        Resources:
          Model: [
        """

    static let chart = "apiVersion: v2\nname: web\nversion: 1.0.0\n"

    /// A file of a Helm chart: no YAML before it is rendered, and none of ours.
    static let chartTemplate = "kind: {{ .Values.kind }}\n  {{- if .Values.on }}\nspec: {\n"

    /// A pack whose one rule is broken.
    static let brokenPack = """
        pack: mine
        title: Mine
        rules:
          - id: rule
            title: Rule
            severity: high
            targets: [AWS::SageMaker::Model]
            check: { assert: "resource.type ==" }
        """
}
