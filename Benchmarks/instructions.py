"""Counts the instructions of a start, and fails if there are over 3 % more than `instructions.json` says (of a count that is
small, 10,000 more), or if the rules about IAM policies cost over 2 % of the check of a template that has none.

    Benchmarks/instructions.py [--update]

Counts hold for one toolchain, C library and architecture; on others only the share of the IAM rules is looked at, and
without valgrind nothing.
"""

import argparse
import contextlib
import json
import pathlib
import platform
import re
import shutil
import subprocess
import sys
import tempfile

import contenders
import inputs
import tools

FILE = tools.HERE / "instructions.json"
TOLERANCE = 1.03
# Half of a start is the loader's and the C library's work, which differs from machine to machine.
SLACK = 10_000
# Both kinds of hashing start from the same seed in every run.
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "TERM": "dumb", "PROVISO_SEED": "1", "SWIFT_DETERMINISTIC_HASHING": "1"}
TEMPLATE = str(inputs.TEMPLATE.relative_to(tools.ROOT))
CASES = {
    "start": ["--version"],
    # The five rules of the other benchmarks, and everything inside the program.
    "template": ["check", *contenders.selecting(contenders.FIVE_RULES), TEMPLATE],
    "template, all rules": ["check", TEMPLATE],
}

# The same check with and without the rules about IAM policies.
WITHOUT_POLICIES = ["check", "Examples/notebooks/clean.yaml"]
POLICY_RULES = ["--skip-rule", "iam/*"]
POLICY_TOLERANCE = 1.02


def key():
    swift = re.search(r"Swift version (\S+)", " ".join(tools.output(["swift", "--version"])))
    return f"swift-{swift.group(1) if swift else 'unknown'} {'-'.join(platform.libc_ver())} {platform.machine()}"


def count(program, arguments):
    with tempfile.NamedTemporaryFile() as out:
        done = subprocess.run(
            ["valgrind", "--tool=callgrind", f"--callgrind-out-file={out.name}", program, *arguments],
            cwd=tools.ROOT,
            env=ENVIRONMENT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
    found = re.search(r"Collected : (\d+)", done.stderr)
    if not found:
        sys.exit(f"valgrind gave no count:\n{done.stderr}")
    return int(found.group(1))


def of_evaluations(program, cases):
    """The instructions of one evaluation of each case of cel-bench; None without valgrind."""
    if not shutil.which("valgrind"):
        return None
    few, many = 1_000, 11_000
    with stripped(program) as copy:
        return {
            case: (count(copy, [case, str(many)]) - count(copy, [case, str(few)])) / (many - few) for case in cases
        }


@contextlib.contextmanager
def stripped(program):
    """A copy without debug information, which valgrind cannot read of this toolchain."""
    with tempfile.TemporaryDirectory() as directory:
        copy = f"{directory}/{pathlib.Path(program).name}"
        subprocess.run(["strip", "-o", copy, program], check=True)
        yield copy


def check_policy_rules(program):
    """Fails if the rules about IAM policies cost more than they may where there are none to judge."""
    without = count(program, [*WITHOUT_POLICIES, *POLICY_RULES])
    share = count(program, WITHOUT_POLICIES) / without
    print(f"instructions: a template without IAM policies, with the rules about them {100 * (share - 1):+.2f} %")
    if share > POLICY_TOLERANCE:
        sys.exit("instructions: the rules about IAM policies cost over 2 % where there are none to judge")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--update", action="store_true", help="write the counts instead of checking them")
    options = parser.parse_args()
    if not shutil.which("valgrind"):
        return print("instructions: skipped, there is no valgrind")
    known = json.loads(FILE.read_text()) if FILE.exists() else {}
    name = key()
    with stripped(tools.PROVISO) as program:
        check_policy_rules(program)
        if name not in known and not options.update:
            return print(f"instructions: the rest is skipped, no counts are known for {name}")
        counts = {case: count(program, arguments) for case, arguments in CASES.items()}
    if options.update:
        FILE.write_text(json.dumps({**known, name: counts}, indent=2, sort_keys=True) + "\n")
    failed = False
    for case, found in counts.items():
        before = known.get(name, {}).get(case)
        change = f", {100 * (found / before - 1):+.2f} %" if before else ""
        print(f"instructions: {case} {found:,}{change}")
        failed = failed or bool(before) and found > before * TOLERANCE + SLACK
    if failed and not options.update:
        sys.exit("instructions: a start costs over 3 % more; mend it, or say why and run with --update")


if __name__ == "__main__":
    main()
