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


def control_row(control, rules):
    says = f"not checked: {control['unchecked']}" if "unchecked" in control else control.get("differs", "")
    return f"| {control['id']} | {control['asks']} | {links(rules)} | {says} |\n"


def write_frameworks():
    data = load(os.path.join(ROOT, "Scripts", "data", "frameworks.yaml"))
    labels, profiles = rules_by("labels"), rules_by("profiles")
    text = ("# Controls of other catalogues\n\nWho knows another catalogue can run its rules for SageMaker by a profile: "
            "`proviso check --profile security-hub`. Rules\ncarry the ids of the controls that they stand for under `labels`, "
            "which SARIF repeats as tags; `references` lead to their pages. No rule\nis written twice: a profile chooses among the "
            "built-in rules. `Scripts/generate_traceability.py` makes this page from the packs and\n"
            "`Scripts/data/frameworks.yaml`. How the answers compare on real templates: "
            "[other-scanners.md](other-scanners.md).\n")
    for framework in data["frameworks"]:
        profile = framework["profile"]
        text += (f"\n## {framework['title']}\n\n`--profile {profile}`; the [controls]({framework['source']}) as of "
                 f"{framework['read']}.\n\n| control | asks that | rules | how ours differ |\n|---|---|---|---|\n")
        for control in framework["controls"]:
            rules = [rule for rule in labels.get(control["id"], []) if rule in profiles[profile]]
            text += control_row(control, rules)
    for group in data["labels"]:
        text += f"\n## {group['title']}\n\n{group['what']}\n\n| control | rules |\n|---|---|\n"
        for label in sorted((label for label in labels if label.startswith(group["prefix"])), key=natural):
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
