#!/usr/bin/env python3
"""Writes Docs/traceability.md, which rules check what the articles recommend, and Docs/frameworks.md, which rules stand
for the controls of other catalogues.

    pip install -r Scripts/requirements.txt
    python3 Scripts/generate_traceability.py
"""

import glob
import os
import re

import yaml

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..")


def load(path):
    with open(path) as file:
        return yaml.safe_load(file)


FRAMEWORKS = [
    ("AWS Security Hub", "Controls for SageMaker", lambda label: label.startswith("SageMaker.")),
    ("AWS Config and the Guard rules registry", "Managed rules; the registry has rules of the same names",
     lambda label: label.startswith("SAGEMAKER_")),
    ("Well-Architected machine learning lens", "Items of the cost pillar", lambda label: label.startswith("MLCOST")),
    ("Checkov", "Checks of AWS resources", lambda label: label.startswith("CKV")),
    ("Prowler", "Checks of SageMaker", lambda label: label.startswith("prowler:")),
]


def rules_by(member):
    rules = {}
    for path in sorted(glob.glob(os.path.join(ROOT, "Policies", "*.yaml"))):
        if path.endswith(".test.yaml"):
            continue
        pack = load(path)
        for rule in pack["rules"]:
            for source in rule.get(member, []):
                rules.setdefault(source, []).append(f"{pack['pack']}/{rule['id']}")
    return rules


def row(statement, rules):
    what = links(rules) or statement["unchecked"]
    says = statement["says"].replace("|", "\\|")
    return f"| {statement['id']} | {says} | {what} |\n"


def links(rules):
    return ", ".join(f"[`{rule}`](rules/{rule}.md)" for rule in rules)


def natural(label):
    return [int(part) if part.isdigit() else part for part in re.split(r"(\d+)", label)]


def write_frameworks():
    labels = rules_by("labels")
    text = ("# Controls of other catalogues\n\nRules carry the ids of the controls that they stand for under `labels`; "
            "`references` lead to their pages.\n`--profile security` runs those about security. "
            "`Scripts/generate_traceability.py` makes this page from the packs.\n")
    for title, what, belongs in FRAMEWORKS:
        text += f"\n## {title}\n\n{what}.\n\n| control | rules |\n|---|---|\n"
        for label in sorted(filter(belongs, labels), key=natural):
            text += f"| {label} | {links(labels[label])} |\n"
    with open(os.path.join(ROOT, "Docs", "frameworks.md"), "w") as file:
        file.write(text)


def main():
    data = load(os.path.join(ROOT, "Scripts", "data", "statements.yaml"))
    rules = rules_by("sources")
    checked = sum(1 for statement in data["statements"] if "unchecked" not in statement)
    text = ("# Where the rules come from\n\n"
            f"{len(data['statements'])} statements of five published articles on the cost of SageMaker; {checked} of them "
            "are checked by a rule.\n`Scripts/generate_traceability.py` makes this page from the packs and\n"
            "`Scripts/data/statements.yaml`.\n")
    for article, title in data["articles"].items():
        text += f"\n## {article}: {title}\n\n| statement | | checked by |\n|---|---|---|\n"
        for statement in data["statements"]:
            if statement["id"].startswith(article + "-"):
                text += row(statement, rules.get(statement["id"], []))
    with open(os.path.join(ROOT, "Docs", "traceability.md"), "w") as file:
        file.write(text)
    write_frameworks()


main()
