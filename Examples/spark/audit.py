"""Judges the resources of an organisation with Proviso on Apache Spark.

    spark-submit audit.py SNAPSHOT FINDINGS [--proviso PATH] [--partitions N] [-- OPTION...]

SNAPSHOT is a file or folder of JSON lines, one resource to a line with its `account` (compressed ones, and addresses that
Spark can read, too). FINDINGS is the folder that receives the findings as JSON lines; it must not exist. What stands behind
`--` goes to `proviso check`, such as `--policy packs/` or `--usage usage.json`: files must be there on every executor.

An account is never split: rules that look at several resources see all of them. A line that cannot be judged fails the job.
"""
import argparse
import json
import os
import subprocess
import sys
import threading

from pyspark.rdd import portable_hash
from pyspark.sql import SparkSession


def account_of(line):
    """The account of a line; a line without one is given to Proviso, which says what is wrong with it."""
    try:
        members = json.loads(line)
        return str(next((members[name] for name in ("account", "accountId", "awsAccountId") if name in members), ""))
    except (ValueError, TypeError):
        return ""


def heads(line):
    """What the head of a snapshot file says of each account: what was asked for, and what was refused.

    Nothing for a line that is no head. What cannot be divided is given to Proviso as it is.
    """
    try:
        members = json.loads(line)
    except ValueError:
        return []
    if not isinstance(members, dict) or "snapshot" not in members or "type" in members:
        return []
    calls = members.get("calls")
    if not isinstance(calls, list) or not all(isinstance(call, dict) for call in calls):
        return [("", line)]
    accounts = {}
    for call in calls:
        accounts.setdefault(str(call.get("account", "")), []).append(call)
    return [(account, json.dumps({**members, "accounts": [account], "calls": own})) for account, own in accounts.items()]


def keyed(line):
    """The line with its account, heads before resources."""
    return [((account, 0), head) for account, head in heads(line)] or [((account_of(line), 1), line)]


def judged(lines, command):
    """What the program prints of some lines.

    RDD.pipe would start it without any environment, and leave it waiting for ever where the lines end with an error: what it
    judged up to there is a part of an account.
    """
    child = subprocess.Popen(command, env=dict(os.environ), stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    problems = []

    def feed():
        try:
            for line in lines:
                child.stdin.write(line.encode() + b"\n")
            child.stdin.close()
        except BrokenPipeError:
            pass  # It has ended, and its exit code says why.
        except BaseException as problem:
            problems.append(problem)
            child.kill()

    feeder = threading.Thread(target=feed, daemon=True)
    feeder.start()
    try:
        for line in child.stdout:
            yield line.decode().rstrip("\n")
        feeder.join()
        code = child.wait()
        if problems:
            raise problems[0]
        if code:
            raise RuntimeError(f"{command[0]} ended with code {code}; its messages are in the log of the executor")
    finally:
        # Also where nobody wants the rest.
        child.kill()
        child.stdout.close()
        child.wait()


def without_place(line):
    """A finding without the line of the stream that an executor happened to read."""
    finding = json.loads(line)
    for name in ("file", "region"):
        finding.pop(name, None)
    return json.dumps(finding, sort_keys=True)


def findings(lines, command, partitions):
    """The findings of an RDD of lines."""
    # By account to one partition, and there one account after another, each behind what its snapshots say of it: rules
    # must know whether something is not there or was not seen.
    grouped = lines.filter(lambda line: line.strip()).flatMap(keyed)
    ordered = grouped.repartitionAndSortWithinPartitions(partitions, lambda key: portable_hash(key[0])).values()
    return ordered.mapPartitions(lambda group: judged(group, command)).map(without_place)


def main(arguments):
    own, _, options = arguments, None, []
    if "--" in arguments:
        own, options = arguments[: arguments.index("--")], arguments[arguments.index("--") + 1:]
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("snapshot")
    parser.add_argument("findings")
    parser.add_argument("--proviso", default="proviso", help="the program on every executor")
    parser.add_argument("--partitions", type=int, help="how many pieces; by default four for each core")
    given = parser.parse_args(own)
    session = SparkSession.builder.appName("proviso audit").getOrCreate()
    try:
        context = session.sparkContext
        partitions = given.partitions or 4 * context.defaultParallelism
        # There may be more pieces than accounts.
        command = [given.proviso, "check", "--stream", "--exit-zero", "--allow-empty"] + options
        findings(context.textFile(given.snapshot), command, partitions).saveAsTextFile(given.findings)
    finally:
        session.stop()


if __name__ == "__main__":
    main(sys.argv[1:])
