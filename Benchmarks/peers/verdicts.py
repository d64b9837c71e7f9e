"""Asks each program about values that an input does not fix yet, and prints the table of Docs/templates.md.

    python verdicts.py [PROVISO]

Each program gets the same two rules in its own language, those of `verdicts/`: a notebook uses no GPU type, and it has the tag
`owner`. Needs `pip install cfn-guard-rs checkov cfn-lint opa-eval PyYAML`; a program that is missing has a dash in its column.
PROVISO is the program to ask, `.build/release/proviso` by default.
"""

import importlib.metadata
import json
import pathlib
import subprocess
import sys

import yaml

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from to_json import TemplateLoader  # noqa: E402

FOLDER = pathlib.Path(__file__).parent / "verdicts"
ROOT = pathlib.Path(__file__).parents[2]
CASES = {
    "literal.yaml": "nothing: a GPU type that is written out",
    "ref-default.yaml": "`!Ref`, a GPU type by default",
    "if.yaml": "`!If`, a GPU type in production",
    "find-in-map.yaml": "`!FindInMap` by a parameter, a GPU type in production",
    "ref-no-default.yaml": "`!Ref` without a default",
    "tags-no-value.yaml": "tags, with `AWS::NoValue` in production",
    "after-unknown.json": "a plan with `after_unknown.instance_type`",
}


def rule_of(case):
    return "owner" if case.name.startswith("tags") else "no-gpu"


def proviso(case, program):
    output = subprocess.run(
        [program, "check", case, "--no-config", "--no-builtin", "--policy", FOLDER / "proviso.yaml"]
        + ["--format", "json", "--include-pass", "--exit-zero"],
        capture_output=True,
        text=True,
    )
    found = [f for f in json.loads(output.stdout)["findings"] if f["rule"] == f"verdicts/{rule_of(case)}"]
    words = []
    for finding in found:
        scenario = ", ".join(f"`{name}` = `{value}`" for name, value in finding.get("scenario", {}).items())
        words.append(finding["verdict"] + (f" when {scenario}" if scenario else ""))
    return "; ".join(words)


def guard(case):
    from cfn_guard_rs.cfn_guard_rs import run_checks_rs

    rule = {"after-unknown.json": "no_gpu_planned"}.get(case.name, rule_of(case).replace("-", "_"))
    result = run_checks_rs(case.read_text(), (FOLDER / "rules.guard").read_text(), False)
    result = json.loads(result) if isinstance(result, str) else result
    for verdict, names in [("pass", "compliant"), ("skip", "not_applicable")]:
        if rule in result.get(names, []):
            return verdict
    for found in result.get("not_compliant", []):
        if found.get("Rule", {}).get("name") == rule:
            details = json.dumps(found)
            reasons = {"are not comparable": "cannot compare", "to compare from is missing": "no value"}
            return "fail" + "".join(f" ({words})" for mark, words in reasons.items() if mark in details)
    return "nothing"


def checkov(case):
    framework = "terraform_plan" if case.suffix == ".json" else "cloudformation"
    checks = FOLDER / ("checkov-terraform" if case.suffix == ".json" else "checkov-cloudformation")
    check = "CKV2_VERDICTS_2" if rule_of(case) == "owner" else "CKV2_VERDICTS_1"
    output = subprocess.run(
        [sys.executable, "-m", "checkov.main", "--framework", framework, "--skip-download", "--compact", "--quiet"]
        + ["--external-checks-dir", checks, "--check", check, "-f", case, "-o", "json"],
        capture_output=True,
        text=True,
    )
    report = json.loads(output.stdout)
    report = report[0] if isinstance(report, list) else report
    summary = report.get("summary", report)
    verdicts = [word for word, key in [("fail", "failed"), ("pass", "passed"), ("skip", "skipped")] if summary.get(key)]
    return ", ".join(verdicts) or "nothing"


def cfn_lint(case):
    if case.suffix == ".json":
        return "reads no plans"
    if rule_of(case) == "owner":
        return "its rules name no elements of lists"
    output = subprocess.run(
        [sys.executable, "-c", "from cfnlint.runner import main; main()", "--custom-rules", FOLDER / "cfn-lint-rules.txt", "--format", "json"]
        + ["--regions", "us-east-1", "--", case],
        capture_output=True,
        text=True,
    )
    found = [match for match in json.loads(output.stdout) if match["Rule"]["Id"].startswith("E9")]
    return "fail" if found else "pass"


def regorus(case):
    from opa_eval import OpaEval

    policy = OpaEval(str(FOLDER / "rules.rego"), query="data.verdicts.findings")
    data = yaml.load(case.read_text(), TemplateLoader) if case.suffix == ".yaml" else json.loads(case.read_text())
    try:
        answer = policy.evaluate(json.dumps(data, default=str))
    except RuntimeError as error:
        return "error (not a text)" if "expects string" in str(error) else "error"
    return "fail" if f'"{rule_of(case)}"' in json.dumps(answer).replace("\\", "") else "pass"


PEERS = [
    ("cfn-guard", "cfn_guard_rs", guard),
    ("checkov", "checkov", checkov),
    ("cfn-lint", "cfn-lint", cfn_lint),
    ("regorus", "opa-eval", regorus),
]


def version(package):
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return None


def main():
    program = sys.argv[1] if len(sys.argv) > 1 else ROOT / ".build/release/proviso"
    names = [f"{name} ({package} {version(package)})" if version(package) else name for name, package, _ in PEERS]
    print("| what is not fixed | Proviso | " + " | ".join(names) + " |")
    print("|---|---|" + "---|" * len(PEERS))
    for name, words in CASES.items():
        case = FOLDER / "cases" / name
        answers = [ask(case) if version(package) else "-" for _, package, ask in PEERS]
        print(f"| {words} | {proviso(case, program)} | " + " | ".join(answers) + " |")


if __name__ == "__main__":
    main()
