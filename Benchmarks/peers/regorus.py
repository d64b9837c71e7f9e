"""Judges templates with Rego: `regorus.py FILE.json...`. It reads JSON alone, so templates are converted beforehand."""

import os
import pathlib
import sys
import time

from opa_eval import OpaEval

start = time.perf_counter()
policy = OpaEval(str(pathlib.Path(__file__).parent / "rules.rego"), query="data.proviso.findings")
refused = 0
answers = []
for file in sys.argv[1:]:
    try:
        answers.append(policy.evaluate(pathlib.Path(file).read_text()))
    except Exception:
        refused += 1
with open(os.environ.get("PROVISO_BENCH_WORK", os.devnull), "w") as out:
    print(time.perf_counter() - start, file=out)
print(f"{len(answers)} judged, {refused} refused")
if len(answers) == 1:
    print(answers[0])
