import Documents
import Policies

/// The files that set the program up in a repository.
public struct StarterFiles: Sendable {
    public struct File: Sendable {
        public var path: String
        public var text: String
    }

    /// The build systems for which a workflow is written.
    public enum Pipeline: String, CaseIterable, Sendable {
        case github, gitlab, none
    }

    public let files: [File]

    public init(for survey: RepositorySurvey, pipeline: Pipeline) {
        var files = [
            File(path: "proviso.yaml", text: Self.configuration(survey)),
            File(path: ".pre-commit-config.yaml", text: Self.hooks),
        ]
        switch pipeline {
        case .github: files.append(File(path: ".github/workflows/proviso.yml", text: Self.workflow))
        case .gitlab: files.append(File(path: ".gitlab/proviso.gitlab-ci.yml", text: Self.gitlabJob))
        case .none: break
        }
        self.files = files
    }

    private static func configuration(_ survey: RepositorySurvey) -> String {
        var text = "# Configuration of Proviso; `proviso config --show` prints what is in force.\n"
        if !survey.packFolders.isEmpty {
            text += "policies:\n" + survey.packFolders.map { "  - \(YAMLScalar.text($0))\n" }.joined()
        }
        let keys = survey.usualTagKeys
        if !keys.isEmpty {
            text += "parameters:\n  tagging:\n    # The keys that most of the tagged resources here carry.\n"
            text += "    requiredKeys: [\(keys.map { YAMLScalar.text($0) }.joined(separator: ", "))]\n"
        }
        return text + "# The lowest severity that makes a run fail.\nfailOn: medium\n"
    }

    private static let hooks = """
        repos:
          - repo: local
            hooks:
              - id: proviso
                name: proviso
                entry: proviso check --hook
                language: system
                files: \\.(ya?ml|json|template|tf)$
                require_serial: true

        """

    private static let workflow = """
        name: proviso
        on: [pull_request]
        permissions:
          contents: read
          security-events: write
        jobs:
          check:
            runs-on: ubuntu-latest
            steps:
              - uses: actions/checkout@v4
              - uses: proviso-dev/proviso@v\(Version.current)
                with:
                  paths: .

        """

    private static let gitlabJob = """
        # Add to .gitlab-ci.yml: include: [{ local: .gitlab/proviso.gitlab-ci.yml }]
        proviso:
          stage: test
          image:
            name: ghcr.io/proviso-dev/proviso:\(Version.current)
            entrypoint: [""]
          script:
            - proviso check . --format gitlab=gl-code-quality.json --format junit=proviso.xml --format text
          artifacts:
            when: always
            reports:
              codequality: gl-code-quality.json
              junit: proviso.xml

        """
}
