"""Whether the job of Examples/spark finds what one run on one machine finds.

    python3 Tests/Oracles/spark_audit.py PROVISO [--accounts N] [--kill]

PROVISO is the program. 200 made-up accounts are judged on two executors and by one local run; the findings must be the same.
With --kill an executor is ended while it works: nothing may change. Needs pyspark and Java 17.
"""
import argparse
import glob
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import threading
import time

EXAMPLE = pathlib.Path(__file__).resolve().parents[2] / "Examples" / "spark"
sys.path.insert(0, str(EXAMPLE))

# Rules that look at one resource, and rules that follow references.
OPTIONS = ["--rule", "notebooks/*", "--rule", "compute/*", "--rule", "tagging/*"]


def local(proviso, snapshot):
    import audit

    lines = []
    for path in sorted(glob.glob(snapshot + "/*.jsonl")):
        lines += open(path, encoding="utf-8").readlines()
    command = [proviso, "check", "--stream", "--exit-zero", "--allow-empty"] + OPTIONS
    done = subprocess.run(command, input="".join(sorted(lines)), capture_output=True, text=True, check=True)
    return sorted(audit.without_place(line) for line in done.stdout.splitlines())


def executors():
    """The processes of executors that this one started, however far down."""
    listing = subprocess.run(["ps", "-eo", "pid,ppid,args"], capture_output=True, text=True, check=True).stdout
    rows = [line.split(None, 2) for line in listing.splitlines()[1:]]
    mine = {os.getpid()}
    for _ in range(8):
        mine |= {int(row[0]) for row in rows if int(row[1]) in mine}
    return [int(row[0]) for row in rows if int(row[0]) in mine and "CoarseGrainedExecutorBackend" in row[2]]


def kill_one(killed):
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        found = executors()
        if len(found) > 1:
            # It has been given work by then.
            time.sleep(2)
            os.kill(found[0], signal.SIGKILL)
            killed.append(found[0])
            return
        time.sleep(0.5)


def distributed(proviso, snapshot, target, kills):
    from pyspark.sql import SparkSession

    import audit

    master = "local-cluster[2,1,1024]" if kills else "local[2]"
    session = (
        SparkSession.builder.master(master).config("spark.ui.enabled", "false").config("spark.executor.memory", "1g")
        .config("spark.driver.bindAddress", "127.0.0.1").config("spark.driver.host", "127.0.0.1")
        .config("spark.pyspark.python", sys.executable).getOrCreate())
    context = session.sparkContext
    context.setLogLevel("OFF" if kills else "ERROR")
    context.addPyFile(str(EXAMPLE / "audit.py"))
    killed = []
    killer = threading.Thread(target=kill_one, args=(killed,)) if kills else None
    if killer:
        killer.start()
    command = [proviso, "check", "--stream", "--exit-zero", "--allow-empty"] + OPTIONS
    audit.findings(context.textFile(snapshot), command, 16).saveAsTextFile(target)
    if killer:
        killer.join()
        assert killed, "an executor was ended"
    session.stop()
    lines = []
    for path in glob.glob(target + "/part-*"):
        lines += open(path, encoding="utf-8").read().splitlines()
    return sorted(lines)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("proviso")
    parser.add_argument("--accounts", type=int, default=200)
    parser.add_argument("--kill", action="store_true")
    given = parser.parse_args()
    proviso = os.path.abspath(given.proviso)
    with tempfile.TemporaryDirectory() as folder:
        snapshot = folder + "/snapshot"
        size = ["100"] if given.kill else []
        generator = [sys.executable, str(EXAMPLE / "generate_accounts.py"), snapshot, str(given.accounts)] + size
        subprocess.run(generator, check=True)
        expected = local(proviso, snapshot)
        found = distributed(proviso, snapshot, folder + "/findings", given.kill)
        assert len(expected) > given.accounts, "there is something to find"
        assert found == expected, f"{len(found)} findings, expected {len(expected)}"
        print(f"{given.accounts} accounts, {len(expected)} findings: the same")


if __name__ == "__main__":
    main()
