"""Whether the job of Examples/spark finds what one run on one machine finds.

    python3 Tests/Oracles/spark_audit.py PROVISO [--accounts N]

PROVISO is the program. 200 made-up accounts are judged by one local run, on two executors, and on two executors of which one
is ended while it works: the findings must be the same. Needs pyspark and Java 17.
"""
import argparse
import glob
import json
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

    # Files as they are: each begins with what was asked of its accounts.
    text = "".join(open(path, encoding="utf-8").read() for path in sorted(glob.glob(snapshot + "/*.jsonl")))
    command = [proviso, "check", "--stream", "--exit-zero", "--allow-empty"] + OPTIONS
    done = subprocess.run(command, input=text, capture_output=True, text=True, check=True)
    return sorted(audit.without_place(line) for line in done.stdout.splitlines())


def verdicts_by_sight(found):
    """The verdicts about what stops a notebook, where schedules were listed and where that was refused."""
    seen, unseen = set(), set()
    for line in found:
        finding = json.loads(line)
        if finding["rule"] == "notebooks/lifecycle-configuration":
            (unseen if int(finding["account"]) % 4 == 0 else seen).add(finding["verdict"])
    return seen, unseen


def processes():
    """The processes that this one started, however far down: their parents and command lines."""
    listing = subprocess.run(["ps", "-eo", "pid,ppid,args"], capture_output=True, text=True, check=True).stdout
    rows = [line.split(None, 2) for line in listing.splitlines()[1:]]
    mine = {os.getpid(): (0, "")}
    for _ in range(12):
        mine |= {int(row[0]): (int(row[1]), row[2]) for row in rows if int(row[1]) in mine}
    return mine


def working_executor():
    """An executor that has Proviso run by now; None if there is none."""
    mine = processes()
    for child, (_, words) in mine.items():
        if "check --stream" not in words:
            continue
        while child in mine and "CoarseGrainedExecutorBackend" not in mine[child][1]:
            child = mine[child][0]
        if child in mine:
            return child
    return None


def kill_one(killed):
    """Ends one executor in the middle of its work."""
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        found = working_executor()
        if found:
            os.kill(found, signal.SIGKILL)
            killed.append(found)
            return
        time.sleep(0.1)


def start():
    from pyspark.sql import SparkSession

    session = (
        SparkSession.builder.master("local-cluster[2,1,1024]").config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false").config("spark.executor.memory", "1g").config("spark.pyspark.python", sys.executable)
        # Both executors are there before the first task is given away.
        .config("spark.scheduler.minRegisteredResourcesRatio", "1.0")
        .config("spark.scheduler.maxRegisteredResourcesWaitingTime", "120s")
        .config("spark.driver.bindAddress", "127.0.0.1").config("spark.driver.host", "127.0.0.1").getOrCreate())
    session.sparkContext.setLogLevel("OFF")
    session.sparkContext.addPyFile(str(EXAMPLE / "audit.py"))
    return session


def distributed(context, proviso, snapshot, target):
    import audit

    command = [proviso, "check", "--stream", "--exit-zero", "--allow-empty"] + OPTIONS
    audit.findings(context.textFile(snapshot), command, 8).saveAsTextFile(target)
    # The driver counts as one.
    executors = context._jsc.sc().statusTracker().getExecutorInfos()
    lines = []
    for path in glob.glob(target + "/part-*"):
        lines += open(path, encoding="utf-8").read().splitlines()
    return sorted(lines), len(executors) - 1


def compare(what, found, expected):
    missing, more = set(expected) - set(found), set(found) - set(expected)
    assert found == expected, f"{what}: {len(found)} findings, expected {len(expected)}: {missing or more}"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("proviso")
    parser.add_argument("--accounts", type=int, default=200)
    given = parser.parse_args()
    proviso = os.path.abspath(given.proviso)
    with tempfile.TemporaryDirectory() as folder:
        snapshot = folder + "/snapshot"
        generator = [sys.executable, str(EXAMPLE / "generate_accounts.py"), snapshot, str(given.accounts), "10"]
        subprocess.run(generator, check=True)
        expected = local(proviso, snapshot)
        assert len(expected) > given.accounts, "there is something to find"
        seen, unseen = verdicts_by_sight(expected)
        assert seen == {"fail"} and unseen == {"unknown"}, f"{seen} where schedules were listed, {unseen} where not"
        session = start()
        context = session.sparkContext
        found, executors = distributed(context, proviso, snapshot, folder + "/findings")
        assert executors == 2, f"{executors} executors"
        compare("two executors", found, expected)
        killed = []
        killer = threading.Thread(target=kill_one, args=(killed,))
        killer.start()
        found, _ = distributed(context, proviso, snapshot, folder + "/again")
        killer.join()
        assert killed, "no executor was ended"
        compare("one executor ended", found, expected)
        session.stop()
        print(f"{given.accounts} accounts, {len(expected)} findings on two executors, and with one ended: the same")


if __name__ == "__main__":
    main()
