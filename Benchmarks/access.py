"""Eight standard questions about each of AWS's managed policies, as moto carries them.

Where PROVISO_BENCH_IAM_SKETCH names the folder of a sketch of the procedure in Python (see sketch.py), it answers the same
questions about some of the policies in the same run.
"""

import json
import os
import subprocess

import table
import tools

LISTING = """
import json, sys
from moto.iam.aws_managed_policies import aws_managed_policies_data as data
policies = json.loads(data) if isinstance(data, str) else data
json.dump({name: policy["Document"] for name, policy in policies.items()}, sys.stdout)
"""

# Every so many policies are put to the sketch, which takes long.
STEP = 40
# What a question may cost of what it costs the sketch.
GOAL = 0.1


def comparison(file, ours):
    """Lines about the same questions in the sketch; `ours` are milliseconds by question and policy."""
    folder = os.environ.get("PROVISO_BENCH_IAM_SKETCH")
    if folder is None:
        return ["iam: no comparison with a sketch in Python, PROVISO_BENCH_IAM_SKETCH is not set", ""]
    if not tools.has_module("policy_sentry"):
        return [f"iam: no comparison with a sketch in Python, policy_sentry cannot be imported by {tools.PYTHON}", ""]
    rows = table.Table("question", "sketch ms", "proviso ms", "ratio", "")
    sums = {}
    for line in tools.output([tools.PYTHON, tools.HERE / "sketch.py", folder, file, str(STEP)]):
        name, policy, milliseconds, _ = line.split("\t")
        for key in (name, "all"):
            sketch, own = sums.get(key, (0.0, 0.0))
            sums[key] = (sketch + float(milliseconds), own + ours[name, policy])
    everything = sums.pop("all")
    for name, (sketch, own) in [*sums.items(), ("all", everything)]:
        rows.add(name, f"{sketch:.1f}", f"{own:.1f}", f"{own / sketch:.4f}", "")
    reached = "reached" if everything[1] <= GOAL * everything[0] else "missed"
    return [f"iam: every {STEP}th policy, in a sketch in Python and here; goal {GOAL} of its time: {reached}", "",
            *rows.lines(), ""]


def questions():
    """Lines of a table: milliseconds of processor time for each question."""
    program = tools.benchmark("iam-bench")
    if program is None:
        return ["iam: skipped, iam-bench was not built"]
    if not tools.has_module("moto"):
        return [f"iam: skipped, moto cannot be imported by {tools.PYTHON}"]
    listing = subprocess.run([tools.PYTHON, "-c", LISTING], stdout=subprocess.PIPE, text=True, check=True).stdout
    file = tools.WORK / "managed-policies.json"
    tools.WORK.mkdir(exist_ok=True)
    file.write_text(listing)
    times, verdicts, unknown, ours = {}, {}, [], {}
    for line in tools.output([program, file]):
        name, policy, milliseconds, verdict, reason = line.split("\t")
        times.setdefault(name, []).append(float(milliseconds))
        ours[name, policy] = float(milliseconds)
        verdicts[verdict] = verdicts.get(verdict, 0) + 1
        if verdict == "UNKNOWN":
            unknown.append(f"iam: {name} is unknown for {policy}: {reason}")
    rows = table.Table("question", "p50 ms", "p99 ms", "max ms", "total ms", "")
    for name, values in [*times.items(), ("all", [value for values in times.values() for value in values])]:
        values.sort()
        figures = [values[len(values) // 2], values[len(values) * 99 // 100], values[-1], sum(values)]
        rows.add(name, *(f"{figure:.2f}" for figure in figures), "")
    count = len(json.loads(listing))
    found = ", ".join(f"{number} {verdict}" for verdict, number in sorted(verdicts.items()))
    return [f"iam: {count} managed policies; {found}", *unknown, "", *rows.lines(), "", *comparison(file, ours)]
