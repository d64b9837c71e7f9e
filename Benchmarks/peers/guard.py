"""Judges templates with CloudFormation Guard: `guard.py FILE...`."""

import os
import pathlib
import sys
import time

from cfn_guard_rs.cfn_guard_rs import run_checks_rs

start = time.perf_counter()
rules = (pathlib.Path(__file__).parent / "rules.guard").read_text()
refused = 0
for file in sys.argv[1:]:
    try:
        run_checks_rs(pathlib.Path(file).read_text(), rules, False)
    except Exception:
        refused += 1
with open(os.environ.get("PROVISO_BENCH_WORK", os.devnull), "w") as out:
    print(time.perf_counter() - start, file=out)
print(f"{len(sys.argv) - 1 - refused} judged, {refused} refused")
