import Documents
import Policies

/// The files that set the program up in a repository.
public struct StarterFiles: Sendable {
    public struct File: Sendable {
        public var path: String
        public var text: String
        /// Whether the text is that of the file which exists, with an addition.
        public var isAddition = false
    }

    /// The build systems for which a workflow is written.
    public enum Pipeline: String, CaseIterable, Sendable {
        case github, gitlab, none
    }

    /// Where the job for GitLab is written, which the pipeline of the repository has to include.
    public static let gitlabFile = ".gitlab/proviso.gitlab-ci.yml"

    public private(set) var files: [File]

    public init(for survey: RepositorySurvey, pipeline: Pipeline) {
        var files = [
            File(path: "proviso.yaml", text: Self.configuration(survey)),
            File(path: HookConfiguration.fileName, text: HookConfiguration.text),
        ]
        switch pipeline {
        case .github: files.append(File(path: ".github/workflows/proviso.yml", text: Self.workflow(survey)))
        case .gitlab: files.append(File(path: Self.gitlabFile, text: Self.gitlabJob(survey)))
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

    /// What makes templates of an application.
    private static func synthesis(_ application: RepositorySurvey.Application) -> [String] {
        application.installations + ["npx --yes aws-cdk@2 synth --quiet"]
    }

    /// Whether a run would find nothing to judge, which is an error unless it is asked for.
    private static func isEmpty(_ survey: RepositorySurvey) -> Bool {
        survey.fileCount == 0 && survey.application == nil
    }

    private static func workflow(_ survey: RepositorySurvey) -> String {
        let branches = survey.defaultBranch.map { [$0] } ?? ["main", "master"]
        var text = """
            name: proviso
            on:
              pull_request:
              # Code scanning compares with what the default branch has.
              push:
                branches:
            \(branches.map { "      - " + YAMLScalar.text($0) }.joined(separator: "\n"))
            permissions:
              contents: read
              security-events: write
            jobs:
              check:
                runs-on: ubuntu-latest
                steps:

            """
        if survey.application == nil {
            text +=
                "      # What a pull request starts from is judged, too, by its configuration: that needs the history.\n"
            text += "      - uses: actions/checkout@v4\n        with:\n          fetch-depth: 0\n"
        } else {
            text += "      - uses: actions/checkout@v4\n"
        }
        if let application = survey.application {
            text += "      # The templates of the application are made before they are judged.\n"
            text += "      - uses: actions/setup-node@v4\n        with:\n          node-version: 22\n"
            for command in synthesis(application) {
                text += "      - run: \(command)\n"
                if !application.folder.isEmpty {
                    text += "        working-directory: \(YAMLScalar.text(application.folder))\n"
                }
            }
        }
        text += "      - uses: proviso-dev/proviso@v\(Version.current)\n        with:\n          paths: .\n"
        if survey.application != nil {
            text += "          # Git does not have cdk.out: all in it would be new in each pull request.\n"
            text += "          # `proviso baseline create` lets stay what is found by now.\n"
            text += "          since: none\n"
        }
        if isEmpty(survey) {
            text += "          # There is nothing to judge yet: take this away with the first template.\n"
            text += "          args: --allow-empty\n"
        }
        return text
    }

    /// How GitLab judges a merge request.
    private static let sinceBase = """
          variables:
            # What a merge request starts from is judged, too, by its configuration: that needs the history.
            GIT_DEPTH: "0"
          script:
            - if [ -n "$CI_MERGE_REQUEST_DIFF_BASE_SHA" ]; then set -- --since "$CI_MERGE_REQUEST_DIFF_BASE_SHA"; else set --; fi
            - proviso check . "$@"
        """

    /// How GitLab judges templates that git does not have.
    private static let all = """
          # Git does not have cdk.out: all in it would be new in each merge request.
          # `proviso baseline create` lets stay what is found by now.
          script:
            - proviso check .
        """

    private static func gitlabJob(_ survey: RepositorySurvey) -> String {
        // Both jobs run in the same pipelines.
        let rules = """
              rules:
                - if: $CI_PIPELINE_SOURCE == "merge_request_event"
                - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH

            """
        var text = "# Add to .gitlab-ci.yml: include: [{ local: \(gitlabFile) }]\n"
        if let application = survey.application {
            let folder = application.folder
            text += "# The templates of the application are made before they are judged.\n"
            text += "proviso-synth:\n  stage: build\n  image: node:22\n\(rules)  script:\n"
            if !folder.isEmpty { text += "    - cd \(YAMLScalar.text(folder))\n" }
            text += synthesis(application).map { "    - \($0)\n" }.joined()
            let output = PathLookup.joined(folder, "cdk.out")
            text += "  artifacts:\n    paths:\n      - \(YAMLScalar.text(output))\n"
        }
        let empty = isEmpty(survey) ? " --allow-empty" : ""
        if !empty.isEmpty {
            text += "# There is nothing to judge yet: take --allow-empty away with the first template.\n"
        }
        return text + """
            proviso:
              stage: test
              image:
                name: ghcr.io/proviso-dev/proviso:\(Version.current)
                entrypoint: [""]
            \(rules)\(survey.application == nil ? sinceBase : all)\(empty) --format gitlab=gl-code-quality.json --format junit=proviso.xml --format text
              artifacts:
                when: always
                reports:
                  codequality: gl-code-quality.json
                  junit: proviso.xml

            """
    }
}
