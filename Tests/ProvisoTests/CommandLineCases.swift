import Foundation
import Testing

/// A command line with the code by which it ends and something that it says.
struct CommandLineCase: Sendable, CustomTestStringConvertible {
    let line: String
    let code: Int32
    let says: String

    var testDescription: String { line }

    /// Reads `CODE [WORDS] LINE`.
    init?(_ text: Substring) {
        guard let parts = text.firstMatch(of: #/^(\d) \[(.*?)\] (.*)$/#), let code = Int32(parts.1) else { return nil }
        self.code = code
        says = parts.2 == "ESC" ? "\u{1B}[" : String(parts.2)
        line = Self.abbreviations.reduce(String(parts.3)) { $0.replacing($1.key, with: $1.value) }
    }

    private static let abbreviations = [
        "%own": "--no-config --no-builtin --policy own.yaml",
        "%access": "--no-config --no-builtin --policy access.yaml",
        "%role": "arn:aws:iam::123456789012:role/R", "%type": "AWS::SageMaker::NotebookInstance",
        "%allow": "--identity allow.json",
    ]
}

extension CommandLineCase {
    /// In an order in which later ones find what earlier ones left.
    static let all = """
        1 [own/size] check nb.yaml %own
        0 [1 failed] check nb.yaml --config critical.yaml
        1 [own/size] check nb.yaml %own --profile all
        1 [against 1 rule] check nb.yaml --no-config --policy own.yaml --rule own/*
        2 [no rule] check nb.yaml %own --skip-rule own/size
        0 [1 passed] check nb.yaml %own --param own.most=1000
        0 [1 suppressed] check nb.yaml %own --exceptions exceptions.yaml
        1 [expired] check nb.yaml %own --exceptions exceptions.yaml --as-of 2027-01-01
        2 [there is no baseline] check nb.yaml %own --baseline none.txt
        1 [own/size] check answer.json %own --type %type
        1 [x/nb.yaml] check - %own --stdin-filename x/nb.yaml
        1 [own/size] check chart.yaml nb.yaml %own --hook
        1 [1 failed] check nb.yaml %own --context main.tf
        1 [own/size] check plan.json %own --include-unchanged
        1 [700] check main.tf %own --var size=700
        1 [600] check main.tf %own --var-file large.tfvars --workspace prod
        1 [main.tf] check plan.json %own --include-unchanged --terraform-dir .
        1 [own/size] check nb.yaml %own --timeout 60 --max-findings 100 --threads 2
        1 [2 medium] check nb.yaml %own --parameters sizes.json
        1 [own/size] check nb.yaml %own --region eu-west-1 --account 123456789012 --tag team=a
        0 [1 unknown] check role.yaml %access
        1 [access/tagged] check role.yaml %access --assume-no-scp
        0 [1 passed] check role.yaml %access --scp none.json
        0 [1 passed] check role.yaml %access --assume-no-scp --boundary none.json
        0 [1 passed] check role.yaml %access --assume-no-scp --session none.json
        1 ["proviso-report/1"] check nb.yaml %own --format json --color never
        2 [would overwrite it] check nb.yaml %own --format json=./own.yaml
        2 [would overwrite it] check nb.yaml %own --parameters sizes.json --format json=sizes.json
        2 [would overwrite it] check main.tf %own --var-file large.tfvars --format json=large.tfvars
        2 [would overwrite it] check main.tf %own --format json=role.txt
        1 [ESC] check nb.yaml %own --color always
        0 [pass] check nb.yaml %own --include-pass --param own.most=1000
        0 [1 failed] check nb.yaml %own --fail-on high
        3 [1 unknown] check nb.yaml %own --param own.most=1000 --on-unknown fail
        0 [1 failed] check nb.yaml %own --exit-zero
        0 [] check empty.yaml %own --hook --allow-empty
        1 [VolumeSizeInGB: 50] check nb.yaml %own --diff
        0 [] check nb.yaml %own --since HEAD
        0 [] check %own --staged --allow-empty
        0 [2 cases] test tests
        0 [mutant] test tests --mutate
        0 [2 of 2 cases pass] test tests --parity --color never
        0 [{] test tests --format json
        0 [1 known finding] baseline create nb.yaml %own --baseline known.txt
        0 [1 known finding] baseline create nb.yaml %own --baseline known.txt --force
        0 [known] check nb.yaml %own --baseline known.txt
        0 [Large] baseline show --no-config --baseline known.txt --color never
        0 [Large] baseline show --config critical.yaml --baseline known.txt --exceptions exceptions.yaml
        0 [] baseline prune nb.yaml %own --baseline known.txt
        0 [] bundle lock --config bundled/proviso.yaml --color never
        2 [no bundle is named] bundle lock --no-config
        0 [active,own/size] exceptions report nb.yaml %own --exceptions exceptions.yaml --format csv
        0 [{] lint-policies tests --format json --color never
        0 [Large] explain own/size nb.yaml %own
        0 [Large] explain own/size nb.yaml --no-config --policy own.yaml --profile all --rule own/* --skip-rule tagging/* --param own.most=1
        0 [own/size] rules %own --severity medium --type %type --fixable
        0 [] rules --config critical.yaml --severity high
        0 [Volumes] explain own/size --config critical.yaml
        0 [own/size] rules --no-config --policy own.yaml --profile all --rule own/* --skip-rule tagging/* --param own.most=1 --format json
        0 [] docs tests --output pages
        0 [] docs tests --output pages --check
        0 [gitlab] init . --dry-run --pipeline gitlab
        2 [no such folder] init fresh --force --pipeline none
        0 [critical.yaml:1] config --show --config critical.yaml --color never
        0 [] config --show --no-config
        0 [{] schema policy
        0 [complete] completions fish
        0 [2] eval a+1 --data data.json
        0 [false] eval a==2 --data data.json --explain --color never
        0 [int] eval a+1 --data data.json --strict --format json
        0 [] iam lint allow.json --as identity --fail-on critical --format text --color never --include-pass
        0 [] iam can --action sagemaker:ListModels --resource * %allow --format text --color never
        1 [] iam can --action sagemaker:ListModels --resource * --context aws:RequestTag/a=b %allow --scp none.json
        1 [] iam can --action sagemaker:ListModels --resource * %allow --boundary none.json
        1 [] iam can --action sagemaker:ListModels --resource * %allow --session none.json --principal %role
        1 [] iam can --action sagemaker:ListModels --resource * %allow --rcp rcp.json --resource-policy all.json
        1 [COUNTEREXAMPLE] iam prove --guarantee guarantee.yaml %allow --format json --color never
        0 [] iam prove --guarantee guarantee.yaml %allow --scp none.json
        0 [] iam prove --guarantee guarantee.yaml %allow --boundary none.json
        0 [] iam prove --guarantee guarantee.yaml %allow --session none.json
        0 [] iam prove --guarantee guarantee.yaml %allow --rcp rcp.json --resource-policy all.json --principal %role
        1 [] iam diff list.json allow.json --limit 1
        1 [{] iam diff --old list.json --new allow.json --format json --color never
        0 [] iam diff --old list.json --new allow.json --new-scp none.json --old-scp allow.json
        0 [] iam diff --old list.json --new allow.json --old-boundary allow.json --new-boundary none.json
        0 [] iam diff --old list.json --new allow.json --scp none.json --rcp rcp.json --boundary none.json --session none.json --resource-policy all.json --principal %role
        0 [known] baseline create nb.yaml %own --baseline k1.txt --force --profile all --rule own/* --param own.most=60 --as-of 2026-11-28 --exceptions exceptions.yaml
        0 [known] baseline create nb.yaml chart.yaml %own --baseline k1.txt --force --hook --context main.tf --timeout 60 --max-findings 100 --threads 2 --color never
        0 [known] baseline create answer.json %own --baseline k1.txt --force --type %type
        0 [known] baseline create main.tf %own --baseline k1.txt --force --var size=700 --var-file large.tfvars --workspace a
        0 [known] baseline create plan.json %own --baseline k1.txt --force --include-unchanged --terraform-dir .
        0 [known] baseline create - %own --baseline k1.txt --force --stdin-filename x/nb.yaml
        0 [known] baseline create nb.yaml %own --baseline k1.txt --force --parameters sizes.json --region eu-west-1 --account 123456789012 --tag team=a
        0 [known] baseline create nb.yaml %own --baseline k1.txt --force --scp allow.json --boundary allow.json --session allow.json --assume-no-scp
        0 [known] baseline create nb.yaml --config critical.yaml --baseline k1.txt --force
        0 [known] baseline create nb.yaml --no-config --policy own.yaml --skip-rule tagging/* --baseline k1.txt --force
        0 [] exceptions report nb.yaml %own --exceptions exceptions.yaml --profile all --rule own/* --param own.most=60 --as-of 2026-11-28 --baseline k1.txt --format json
        0 [] exceptions report nb.yaml chart.yaml %own --exceptions exceptions.yaml --hook --context main.tf --timeout 60 --max-findings 100 --threads 2 --color never
        0 [] exceptions report answer.json %own --exceptions exceptions.yaml --type %type
        0 [] exceptions report main.tf %own --exceptions exceptions.yaml --var size=700 --var-file large.tfvars --workspace a
        0 [] exceptions report plan.json %own --exceptions exceptions.yaml --include-unchanged --terraform-dir .
        0 [] exceptions report - %own --exceptions exceptions.yaml --stdin-filename x/nb.yaml
        0 [] exceptions report nb.yaml %own --exceptions exceptions.yaml --parameters sizes.json --region eu-west-1 --account 123456789012 --tag team=a
        0 [] exceptions report nb.yaml %own --exceptions exceptions.yaml --scp allow.json --boundary allow.json --session allow.json --assume-no-scp
        0 [] exceptions report nb.yaml --config critical.yaml --exceptions exceptions.yaml
        0 [] exceptions report nb.yaml --no-config --policy own.yaml --skip-rule tagging/* --exceptions exceptions.yaml
        0 [] baseline prune nb.yaml %own --baseline k1.txt --profile all --rule own/* --param own.most=60 --as-of 2026-11-28 --exceptions exceptions.yaml
        0 [] baseline prune nb.yaml chart.yaml %own --baseline k1.txt --hook --context main.tf --timeout 60 --max-findings 100 --threads 2 --color never
        0 [] baseline prune answer.json %own --baseline k1.txt --type %type
        0 [] baseline prune main.tf %own --baseline k1.txt --var size=700 --var-file large.tfvars --workspace a
        0 [] baseline prune plan.json %own --baseline k1.txt --include-unchanged --terraform-dir .
        0 [] baseline prune - %own --baseline k1.txt --stdin-filename x/nb.yaml
        0 [] baseline prune nb.yaml %own --baseline k1.txt --parameters sizes.json --region eu-west-1 --account 123456789012 --tag team=a
        0 [] baseline prune nb.yaml %own --baseline k1.txt --scp allow.json --boundary allow.json --session allow.json --assume-no-scp
        0 [] baseline prune nb.yaml --config critical.yaml --baseline k1.txt
        0 [] baseline prune nb.yaml --no-config --policy own.yaml --skip-rule tagging/* --baseline k1.txt
        1 [own/size] check nb.yaml %own --prices prices.yaml
        1 [own/size] check nb.yaml %own --usage usage.json --fail-on-cost 5
        2 [each line is an object of JSON] check %own --stream
        0 [known] baseline create nb.yaml %own --baseline k2.txt --force --usage usage.json --prices prices.yaml
        0 [1 known finding left] baseline prune nb.yaml %own --baseline k2.txt --usage usage.json --prices prices.yaml
        0 [own/size] exceptions report nb.yaml %own --exceptions exceptions.yaml --usage usage.json --prices prices.yaml
        0 [FROM usage_hours] usage --print-sql duckdb --table t --table-form cur-csv --tag team --deny ml.p5* --currency EUR
        2 [the file does not exist] usage --cur nowhere.csv --memory 1GB --timeout 10 --format csv
        2 [no resource of this file has an ARN] usage --cur nowhere.csv --invocations usage.json --threads 1
        0 [1 unknown] check nb.yaml %own --fix
        """.split(separator: "\n").compactMap { CommandLineCase($0) }
}
