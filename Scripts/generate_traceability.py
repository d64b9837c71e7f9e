#!/usr/bin/env python3
"""Writes Docs/traceability.md: which rules check what the articles recommend.

    pip install -r Scripts/requirements.txt
    python3 Scripts/generate_traceability.py
"""

import glob
import os

import yaml

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..")


def load(path):
    with open(path) as file:
        return yaml.safe_load(file)


def rules_by_statement():
    rules = {}
    for path in sorted(glob.glob(os.path.join(ROOT, "Policies", "*.yaml"))):
        if path.endswith(".test.yaml"):
            continue
        pack = load(path)
        for rule in pack["rules"]:
            for source in rule.get("sources", []):
                rules.setdefault(source, []).append(f"{pack['pack']}/{rule['id']}")
    return rules


def row(statement, rules):
    links = ", ".join(f"[`{rule}`](rules/{rule}.md)" for rule in rules)
    what = links or statement["unchecked"]
    says = statement["says"].replace("|", "\\|")
    return f"| {statement['id']} | {says} | {what} |\n"


def main():
    data = load(os.path.join(ROOT, "Scripts", "data", "statements.yaml"))
    rules = rules_by_statement()
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


main()
