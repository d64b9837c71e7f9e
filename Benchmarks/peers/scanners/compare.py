"""Compares what other scanners say of SageMaker in templates with what Proviso says, resource by resource.

    python compare.py TEMPLATES [PROVISO] [--page]

Asks CloudFormation Guard for the rules of AWS's registry (`registry.guard`) and Checkov for its own, each beside the rule of
Proviso that carries the same label, on every template below TEMPLATES that has a SageMaker resource. Every disagreement has
its explanation in `disagreements.yaml`; one without is printed, and the program ends with 1. `--page` prints
Docs/other-scanners.md. Needs `pip install cfn-guard-rs==0.3.3 checkov==3.3.30 PyYAML`. PROVISO is `.build/release/proviso`
by default.
"""

import argparse
import collections
import importlib.metadata
import json
import pathlib
import re
import subprocess
import sys

import yaml

HERE = pathlib.Path(__file__).parent
ROOT = HERE.parents[2]
PEERS = {"guard": "cfn-guard-rs", "checkov": "checkov"}
# The types of a control, and the rule of ours that stands for it there.
CONTROLS = {
    "guard": {
        "SAGEMAKER_NOTEBOOK_NO_DIRECT_INTERNET_ACCESS": {"NotebookInstance": "security/notebook-direct-internet"},
        "SAGEMAKER_NOTEBOOK_INSTANCE_KMS_KEY_CONFIGURED": {"NotebookInstance": "encryption/notebook-key"},
        "SAGEMAKER_ENDPOINT_CONFIGURATION_KMS_KEY_CONFIGURED": {"EndpointConfig": "encryption/endpoint-key"},
    },
    "checkov": {
        "CKV_AWS_187": {"NotebookInstance": "encryption/notebook-key", "Domain": "encryption/domain-key"},
        "CKV_AWS_367": {"DataQualityJobDefinition": "encryption/monitoring-output-key"},
        "CKV_AWS_368": {"DataQualityJobDefinition": "encryption/monitoring-volume-key"},
        "CKV_AWS_369": {"DataQualityJobDefinition": "encryption/monitoring-traffic"},
        "CKV_AWS_370": {"Model": "security/model-isolation"},
        "CKV_AWS_371": {"NotebookInstance": "security/notebook-imds"},
    },
}


class TemplateLoader(yaml.SafeLoader):
    """Reads short intrinsic functions as what they are short for; only names and types matter here."""


TemplateLoader.add_multi_constructor("!", lambda loader, suffix, node: {suffix: None})


def resources_of(path):
    """The SageMaker resources of a template by name; none where it is no template."""
    text = path.read_text(errors="replace")
    if "AWS::SageMaker::" not in text:
        return {}
    try:
        template = yaml.load(text, TemplateLoader)
        types = {name: body["Type"] for name, body in template["Resources"].items() if isinstance(body, dict) and "Type" in body}
    except (yaml.YAMLError, KeyError, TypeError, AttributeError):
        return {}
    return {name: kind.rpartition("::")[2] for name, kind in types.items() if kind.startswith("AWS::SageMaker::")}


def ask_guard(files):
    from cfn_guard_rs.cfn_guard_rs import run_checks_rs

    rules = (HERE / "registry.guard").read_text()
    answers = {}
    for path, resources in files.items():
        try:
            result = json.loads(run_checks_rs(path.read_text(), rules, False))
        except Exception:
            for control, types in CONTROLS["guard"].items():
                answers.update({(path, name, control): "cannot read" for name, kind in resources.items() if kind in types})
            continue
        failed = {
            (found["Rule"]["name"], name)
            for found in result["not_compliant"]
            for name in re.findall(r"/Resources/([^/\[\"]+)/", json.dumps(found))
        }
        skipped = set(result["not_applicable"])
        for control, types in CONTROLS["guard"].items():
            for name, kind in resources.items():
                if kind in types:
                    skip = "skip" if control in skipped else "pass"
                    answers[path, name, control] = "fail" if (control, name) in failed else skip
    return answers


def ask_checkov(files):
    checks = ",".join(CONTROLS["checkov"])
    arguments = [argument for path in files for argument in ("-f", str(path))]
    output = subprocess.run(
        [sys.executable, "-m", "checkov.main", "--framework", "cloudformation", "--skip-download", "--compact"]
        + ["--check", checks, "-o", "json"] + arguments,
        capture_output=True, text=True,
    ).stdout
    report = json.loads(output)
    results = (report[0] if isinstance(report, list) else report)["results"]
    unread = {pathlib.Path(path).resolve() for path in results.get("parsing_errors", [])}
    answers = {
        (path, name, control): "cannot read" if path in unread else "nothing"
        for path, resources in files.items()
        for name, kind in resources.items()
        for control, types in CONTROLS["checkov"].items()
        if kind in types
    }
    for word, group in [("pass", "passed_checks"), ("fail", "failed_checks"), ("skip", "skipped_checks")]:
        for check in results.get(group, []):
            key = (pathlib.Path(check["file_abs_path"]), check["resource"].rpartition(".")[2], check["check_id"])
            if key in answers:
                answers[key] = word
    return answers


def ask_proviso(files, program):
    rules = sorted({rule for controls in CONTROLS.values() for types in controls.values() for rule in types.values()})
    arguments = [argument for rule in rules for argument in ("--rule", rule)]
    output = subprocess.run(
        [program, "check", "--no-config", "--format", "json", "--include-pass", "--exit-zero"] + arguments + list(files),
        capture_output=True, text=True,
    ).stdout
    report = json.loads(output)
    answers = {}
    order = ["pass", "unknown", "suppressed", "fail", "error"]
    for found in report["findings"]:
        key = (pathlib.Path(found["file"]), found["resource"]["name"], found["rule"])
        answers[key] = max(answers.get(key, "pass"), found["verdict"], key=order.index)
    return answers


def compared(files, program):
    ours = ask_proviso(files, program)
    rows = []
    for peer, answers in [("guard", ask_guard(files)), ("checkov", ask_checkov(files))]:
        for (path, name, control), theirs in sorted(answers.items()):
            rule = CONTROLS[peer][control][files[path][name]]
            mine = ours.get((path, name, rule), "not applicable")
            rows.append((peer, control, rule, path, name, theirs, mine))
    return rows


def explanation(row, known):
    """The explanation of a disagreement, by its file and resource or by what both say."""
    peer, control, rule, path, name, theirs, mine = row
    for entry in known:
        wanted = {"peer": peer, "rule": rule, "file": path.name, "resource": name, "theirs": theirs, "ours": mine}
        if all(wanted[key] == value for key, value in entry.items() if key in wanted):
            return entry
    return None


def page(rows, files, known):
    versions = {peer: f"{package} {importlib.metadata.version(package)}" for peer, package in PEERS.items()}
    print("# Beside other scanners\n")
    print(f"What CloudFormation Guard ({versions['guard']}) with the rules of AWS's registry and Checkov ({versions['checkov']}) say of")
    print(f"SageMaker in {len(files)} public templates, beside the rules of Proviso for the same controls. `Benchmarks/peers/scanners/compare.py`")
    print("makes this page; what each disagreement comes from stands in `disagreements.yaml` beside it.\n")
    print("| control | rule | resources | both fail | both pass | disagree |\n|---|---|---|---|---|---|")
    counts = collections.defaultdict(collections.Counter)
    for peer, control, rule, *_, theirs, mine in rows:
        counts[control, rule]["fail" if theirs == mine == "fail" else "pass" if theirs == mine == "pass" else "other"] += 1
    for (control, rule), count in counts.items():
        total = sum(count.values())
        print(f"| {control} | [`{rule}`](rules/{rule}.md) | {total} | {count['fail']} | {count['pass']} | {count['other']} |")
    total = len(rows)
    differing = [row for row in rows if row[5] != row[6]]
    print(f"\nOf {total} answers {total - len(differing)} agree.\n\n## Disagreements\n")
    print("| template | resource | control | theirs | ours | whose mistake | why |\n|---|---|---|---|---|---|---|")
    for row in differing:
        peer, control, rule, path, name, theirs, mine = row
        entry = explanation(row, known) or {"mistake": "?", "why": "not explained"}
        print(f"| {path.name} | {name} | {control} | {theirs} | {mine} | {entry['mistake']} | {entry['why']} |")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("templates", type=pathlib.Path)
    parser.add_argument("program", nargs="?", default=ROOT / ".build/release/proviso")
    parser.add_argument("--page", action="store_true")
    options = parser.parse_args()
    paths = sorted(path.resolve() for path in options.templates.rglob("*") if path.is_file())
    files = {path: resources for path in paths if (resources := resources_of(path))}
    known = yaml.safe_load((HERE / "disagreements.yaml").read_text())["disagreements"]
    rows = compared(files, options.program)
    differing = [row for row in rows if row[5] != row[6]]
    if options.page:
        page(rows, files, known)
    else:
        print(f"{len(rows)} answers about {sum(map(len, files.values()))} resources, {len(rows) - len(differing)} agree")
        for row in differing:
            entry = explanation(row, known)
            print(*row[:3], row[3].name, *row[4:], entry["mistake"] if entry else "NOT EXPLAINED", sep="\t")
    sys.exit(any(explanation(row, known) is None for row in differing))


if __name__ == "__main__":
    main()
