#!/usr/bin/env python3
"""Draws findings of a run to be read by hand, the same ones for the same seed.

    proviso check --format json TEMPLATES > report.json
    python3 Scripts/sample_findings.py report.json [--count 60] [--seed 1] [--each 3]

Prints how many findings each rule has, then for each drawn finding the rule, the place, the message and the lines around it.
Every rule is drawn at least `--each` times as far as it has findings, so that a rule that fires seldom is read too; the rest
is drawn from all others alike.
"""

import argparse
import collections
import json
import pathlib
import random

LINES_BEFORE, LINES_AFTER = 3, 8


def draw(findings, count, each, seed):
    chance = random.Random(seed)
    findings = sorted(findings, key=lambda f: (f["rule"], f["file"], f["region"]["startLine"], f["fingerprint"]))
    chance.shuffle(findings)
    taken, rest, seen = [], [], collections.Counter()
    for finding in findings:
        seen[finding["rule"]] += 1
        (taken if seen[finding["rule"]] <= each else rest).append(finding)
    return sorted((taken + rest)[:count], key=lambda f: (f["rule"], f["file"], f["region"]["startLine"]))


def excerpt(finding):
    try:
        lines = pathlib.Path(finding["file"]).read_text(errors="replace").splitlines()
    except OSError as error:
        return f"    ({error.strerror})"
    line = finding["region"]["startLine"]
    first = max(1, line - LINES_BEFORE)
    shown = enumerate(lines[first - 1 : line + LINES_AFTER], first)
    return "\n".join(f"  {'>' if number == line else ' '} {number:5} {text[:160]}" for number, text in shown)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("report")
    parser.add_argument("--count", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--each", type=int, default=3)
    options = parser.parse_args()
    report = json.loads(pathlib.Path(options.report).read_text())
    findings = [finding for finding in report["findings"] if finding["verdict"] == "fail"]
    drawn = draw(findings, options.count, options.each, options.seed)
    counts = collections.Counter(finding["rule"] for finding in findings)
    drawn_counts = collections.Counter(finding["rule"] for finding in drawn)
    for rule, number in counts.most_common():
        print(f"{number:5} findings, {drawn_counts[rule]:3} drawn: {rule}")
    for number, finding in enumerate(drawn, 1):
        when = " when " + json.dumps(finding["scenario"]) if finding.get("scenario") else ""
        print(f"\n{number}. {finding['rule']} on {finding['resource']['name']} ({finding['resource']['type']}){when}")
        print(f"    {finding['file']}:{finding['region']['startLine']}\n    {finding['message']}")
        print(excerpt(finding))


if __name__ == "__main__":
    main()
