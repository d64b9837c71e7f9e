"""Judges the resources of an organisation with Proviso on Apache Spark.

    spark-submit audit.py SNAPSHOT FINDINGS [--proviso PATH] [--partitions N] [-- OPTION...]

SNAPSHOT is a file or folder of JSON lines, one resource to a line with its `account` (compressed ones, and addresses that
Spark can read, too). FINDINGS is the folder that receives the findings as JSON lines; it must not exist. What stands behind
`--` goes to `proviso check`, such as `--policy packs/` or `--usage usage.json`: files must be there on every executor.

An account is never split: rules that look at several resources see all of them. A line that cannot be judged fails the job.
"""
import argparse
import json
import shlex
import sys

from pyspark.sql import SparkSession


def account_of(line):
    """The account of a line; a line without one is given to Proviso, which says what is wrong with it."""
    try:
        members = json.loads(line)
        return str(next((members[name] for name in ("account", "accountId", "awsAccountId") if name in members), ""))
    except (ValueError, TypeError):
        return ""


def without_place(line):
    """A finding without the line of the stream that an executor happened to read."""
    finding = json.loads(line)
    for name in ("file", "region"):
        finding.pop(name, None)
    return json.dumps(finding, sort_keys=True)


def findings(lines, command, partitions):
    """The findings of an RDD of lines."""
    # By account to one partition, and there one account after another.
    grouped = lines.filter(lambda line: line.strip() and '"snapshot"' not in line[:20]).keyBy(account_of)
    ordered = grouped.repartitionAndSortWithinPartitions(partitions).values()
    return ordered.pipe(shlex.join(command), checkCode=True).map(without_place)


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
