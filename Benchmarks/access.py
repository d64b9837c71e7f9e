"""Eight standard questions about each of AWS's managed policies, as moto carries them."""

import json
import subprocess

import table
import tools

LISTING = """
import json, sys
from moto.iam.aws_managed_policies import aws_managed_policies_data as data
policies = json.loads(data) if isinstance(data, str) else data
json.dump({name: policy["Document"] for name, policy in policies.items()}, sys.stdout)
"""


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
    times, verdicts, unknown = {}, {}, []
    for line in tools.output([program, file]):
        name, policy, milliseconds, verdict, reason = line.split("\t")
        times.setdefault(name, []).append(float(milliseconds))
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
    return [f"iam: {count} managed policies; {found}", *unknown, "", *rows.lines(), ""]
