#!/usr/bin/env python3
"""Collects an account on loopback with the built program, and compares with what boto3 reads.

    python3 Tests/LiveAccounts/check.py PATH/TO/proviso-account [PATH/TO/proviso]

Needs what requirements.txt names. Ends with 0 if everything holds; prints what does not.
"""
import datetime
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time

import account
import audit
import fixtures
from faults import DENIED, ENDLESS, Proxy

# What moto does not serve: each must be a gap, and nothing else may be one.
MISSING = {"ListNotebookInstanceLifecycleConfigs", "ListUserProfiles", "ListSpaces", "ListApps",
           "ListStudioLifecycleConfigs", "ListInferenceComponents", "ListLabelingJobs", "ListMonitoringSchedules",
           "ListFeatureGroups", "ListMlflowTrackingServers", "ListCodeRepositories", "ListImages", "ListAppImageConfigs",
           "ListFlowDefinitions", "ListInferenceExperiments", "ListInferenceRecommendationsJobs", "ListOptimizationJobs",
           "DescribeBudgetActionsForAccount", "GetAnomalyMonitors", "GetAnomalySubscriptions",
           "DescribeReportDefinitions", "ListExports"}
FAILURES = []


def expect(condition, message):
    if not condition:
        FAILURES.append(message)
        print(f"FAILED: {message}", flush=True)


class Run:
    """One run of the program: exit code, what it said, and the snapshot."""

    def __init__(self, program, url, folder, *options, name="snapshot.jsonl"):
        self.path = os.path.join(folder, name)
        self.words = [program, "collect", "--out", self.path, *options]
        self.environment = account.environment(url)

    def finish(self):
        started = time.time()
        done = subprocess.run(self.words, env=self.environment, capture_output=True, text=True, timeout=300)
        self.seconds = time.time() - started
        self.code, self.errors = done.returncode, done.stderr
        if os.path.exists(self.path):
            with open(self.path) as file:
                self.lines = [json.loads(line) for line in file]
            self.manifest, self.resources = self.lines[0], self.lines[1:]
            self.gaps = {call["operation"] for call in self.manifest["calls"] if call["status"] != "complete"}
            gaps = [gap for call in self.manifest["calls"] for gap in call.get("gaps", [])]
            self.lacking = {gap["permission"] for gap in gaps if gap.get("permission")}
        return self

    def kill_after(self, seconds):
        """Whether it had not ended by itself before."""
        process = subprocess.Popen(self.words, env=self.environment, stderr=subprocess.DEVNULL)
        try:
            process.wait(seconds)
            return False
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            return True

    def by_id(self):
        return {(line["type"], line["id"]): (line["answer"], line.get("tags")) for line in self.resources}


def plain(value):
    """A value of boto3 as it is in JSON; times become seconds."""
    if isinstance(value, dict):
        return {key: plain(member) for key, member in value.items()}
    if isinstance(value, list):
        return [plain(member) for member in value]
    if isinstance(value, datetime.datetime):
        return round(value.timestamp(), 3)
    return value


def same(collected, known):
    """Whether an answer is what boto3 made of it. Null and fields that boto3 does not know are left out by it."""
    if isinstance(known, dict):
        return isinstance(collected, dict) and all(same(collected.get(key), value) for key, value in known.items())
    if isinstance(known, list):
        return isinstance(collected, list) and len(collected) == len(known) and all(map(same, collected, known))
    if isinstance(known, float) and isinstance(collected, str):
        collected = datetime.datetime.fromisoformat(collected.replace("Z", "+00:00")).timestamp()
    if isinstance(known, float) or isinstance(collected, float):
        return abs(float(collected) - float(known)) < 0.002
    return collected == known


def compare(run, known, label, others=False):
    collected = run.by_id()
    for key, (answer, tags) in known.items():
        expect(key in collected, f"{label}: {key} was not collected")
        if key not in collected:
            continue
        expect(same(collected[key][0], plain(answer)), f"{label}: {key} differs from what boto3 reads")
        if tags is not None:
            expect(collected[key][1] == tags, f"{label}: the tags of {key} differ: {collected[key][1]} and {tags}")
    if others:
        return
    extra = [key for key in collected if key not in known and not key[0].startswith("AWS::IAM::")]
    expect(not extra, f"{label}: {extra[:3]} were collected, and boto3 does not read them")


def check_whole(program, url, folder, known):
    run = Run(program, url, folder, name="whole.jsonl").finish()
    expect(run.code == 2, f"a run with gaps ends with 2, not {run.code}: {run.errors}")
    expect(run.gaps == MISSING, f"gaps are {sorted(run.gaps ^ MISSING)} different from what moto lacks")
    compare(run, known, "whole")
    names = {line["answer"].get("RoleName") for line in run.resources if line["type"] == "AWS::IAM::Role"}
    expect("sm-exec" in names, f"the role is not among {names}")
    relaxed = Run(program, url, folder, "--allow-partial", name="relaxed.jsonl").finish()
    expect(relaxed.code == 0, f"--allow-partial ends with 0, not {relaxed.code}")
    expect(relaxed.resources == run.resources, "two runs give the same resources")
    print(f"whole: {len(run.resources)} resources in {run.seconds:.1f} s", flush=True)
    return run


def check_fixtures(program, url, folder):
    """All types, also those that moto lacks."""
    run = Run(program, url, folder, name="fixtures.jsonl").finish()
    expect(run.code == 0, f"a run without gaps ends with 0, not {run.code}: {run.errors}")
    known = fixtures.read(url)
    collected = {key: value for key, value in run.by_id().items() if key[0].startswith("AWS::SageMaker::")}
    expect(collected.keys() == known.keys(), f"other resources: {sorted(collected.keys() ^ known.keys())[:3]}")
    compare(run, known, "fixtures", others=True)
    measured = [line for line in run.resources if line["type"] == "AWS::SageMaker::Endpoint"]
    expect(all(line["metrics"]["Invocations"]["sum"] > 0 for line in measured), "endpoints are measured")
    print(f"fixtures: {len(run.resources)} resources in {run.seconds:.1f} s", flush=True)
    return run


def check_faults(program, url, folder, whole):
    # Faults that pass: everything must be there in the end, or named.
    for fault in ("throttle", "cut", "html", "slow", "expire", "malformed"):
        with Proxy(url, fault) as proxy:
            run = Run(program, proxy.url, folder, name=f"{fault}.jsonl").finish()
            # A service that fails three times of ten may fail five times in a row.
            kept, lines = {json.dumps(line) for line in whole.resources}, {json.dumps(line) for line in run.resources}
            expect(lines <= kept or run.gaps, f"{fault}: resources differ without a gap")
            expect(lines == kept or run.gaps, f"{fault}: {len(kept - lines)} resources are lost without a gap")
            expect(run.code == (2 if run.gaps else 0), f"{fault}: ended with {run.code}, gaps are {run.gaps}")
            expect(proxy.notations == {"json", "query", "rest-xml", "rest-json"}, f"{fault}: met {proxy.notations} alone")
            if fault in ("throttle", "slow", "expire"):
                expect(not run.gaps, f"{fault}: {run.gaps}")
            print(f"{fault}: {proxy.requests} requests, {len(run.resources)} resources, {run.seconds:.1f} s, {proxy.done}",
                  flush=True)
    with Proxy(url, "deny") as proxy:
        run = Run(program, proxy.url, folder, name="denied.jsonl").finish()
        expect(run.lacking == set(DENIED.values()), f"lacking: {run.lacking}")
        sagemaker = [line for line in run.resources if line["type"].startswith("AWS::SageMaker::")]
        expect(all("tags" not in line for line in sagemaker), "denied tags are not known, not empty")
        endpoints = [line for line in run.resources if line["type"] == "AWS::SageMaker::Endpoint"]
        expect(endpoints and all(line["summary"] for line in endpoints), "what was not described is a summary")
        expect(all("metrics" not in line for line in endpoints), "what was not described is not measured")
        expect("lacking permissions: iam:GetAccountAuthorizationDetails" in run.errors, f"permissions are named: {run.errors}")
        buckets = [line for line in run.resources if line["type"] == "AWS::S3::Bucket"]
        expect(buckets and all("tags" not in line for line in buckets), "denied tags of buckets are not known, not empty")
    # What no policy of the account can allow, and what was not signed well, lacks no permission.
    for fault, words in (("forbid", "service control policy"), ("unsigned", "InvalidSignatureException")):
        with Proxy(url, fault) as proxy:
            run = Run(program, proxy.url, folder, name=f"{fault}.jsonl").finish()
            expect(run.code == 2 and run.gaps and not run.lacking, f"{fault}: {run.gaps}, lacking {run.lacking}")
            expect(words in run.errors and "lacking permissions" not in run.errors, f"{fault}: {run.errors}")
    with Proxy(url, "endless") as proxy:
        run = Run(program, proxy.url, folder, name="endless.jsonl").finish()
        expect(run.code == 2 and run.gaps == ENDLESS, f"endless: {run.gaps}")
        expect(len(run.resources) == len(whole.resources), f"endless: {len(run.resources)} resources are kept")
    with Proxy(url, "trickle") as proxy:
        run = Run(program, proxy.url, folder, "--timeout", "2", name="trickle.jsonl").finish()
        expect(run.code == 2 and run.gaps == {"ListModels", "GetAccountAuthorizationDetails"}, f"trickle: {run.gaps}")
        print(f"trickle: {run.seconds:.1f} s", flush=True)


def check_resuming(program, url, folder, whole, times):
    source = random.Random(7)
    stopped = 0
    for number in range(times):
        run = Run(program, url, folder, name=f"resumed-{number}.jsonl")
        kills = 0
        while kills < 5 and run.kill_after(source.uniform(0.02, whole.seconds * 0.9)):
            kills += 1
        run.finish()
        stopped += kills
        expect(run.resources == whole.resources, f"run {number}, killed {kills} times, has other resources")
        expect(run.manifest["calls"] == whole.manifest["calls"], f"run {number}, killed {kills} times, has other gaps")
    expect(stopped >= times, f"{times} runs were killed {stopped} times only")
    print(f"resumed: {times} runs that were killed {stopped} times", flush=True)


def check_organization(program, url, folder):
    """Of four accounts one is suspended, and the role of one trusts nobody."""
    run = Run(program, url, folder, "--organization", "--role-name", "audit", "--service", "sagemaker",
              name="organization.jsonl").finish()
    refused = [call for call in run.manifest["calls"] if call["status"] != "complete"]
    expect(run.code == 2 and [call["account"] for call in refused] == ["333333333333"], f"refused are {refused}")
    expect({line["account"] for line in run.resources} == {"123456789012", "222222222222"}, "two accounts are read")
    expect("444444444444 is suspended" in run.errors and "sts:AssumeRole" in run.errors, f"it is said: {run.errors}")


def check_sign_in(program, url, folder):
    """Who ends a run while roles are assumed, or can assume none, keeps the snapshot of before and what was begun."""
    role = "arn:aws:iam::{}:role/audit".format
    options = ("--service", "sagemaker", "--role", role("222222222222"))
    whole = Run(program, url, folder, *options, name="role.jsonl").finish()
    expect(whole.code == 0 and whole.resources, f"a role is assumed: {whole.errors}")
    run = Run(program, url, folder, *options, name="begun.jsonl")
    seconds = whole.seconds / 2
    while not run.kill_after(seconds):
        seconds /= 2
    os.replace(whole.path, run.path)
    with open(run.path, "rb") as file:
        before = file.read()

    def kept(what):
        with open(run.path, "rb") as file:
            expect(file.read() == before, f"{what}: the snapshot of before is another")
        expect(os.path.exists(run.path + ".journal"), f"{what}: the journal is gone")

    with Proxy(url, "slow") as proxy:
        run.environment = account.environment(proxy.url)
        process = subprocess.Popen(run.words, env=run.environment, stderr=subprocess.DEVNULL)
        while not proxy.requests and process.poll() is None:
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        expect(process.wait(60) == 130, f"sign-in: an interruption ends with {process.returncode}")
    kept("sign-in")
    with Proxy(url, "forbid-roles") as proxy:
        run.environment = account.environment(proxy.url)
        run.finish()
        expect(run.code == 2 and "cannot be assumed" in run.errors, f"no role: {run.code}, {run.errors}")
    kept("no role")
    run.environment = account.environment(url)
    run.finish()
    expect(run.code == 0 and run.resources == whole.resources, f"a run goes on after that: {run.errors}")
    expect("going on" in run.errors, f"a run goes on after that: {run.errors}")
    print("sign-in: kept what there was", flush=True)


def check_judging(proviso, whole):
    done = subprocess.run([proviso, "check", whole.path, "--format", "json"], capture_output=True, text=True, timeout=120)
    report = json.loads(done.stdout)
    findings = {(f["rule"], f["resource"]["name"]) for f in report["findings"] if f["verdict"] == "fail"}
    expect(done.returncode == 1, f"check ends with {done.returncode}: {done.stderr}")
    expect(("tagging/required-tags", "notebook-0") in findings, f"the untagged notebook is found: {sorted(findings)[:5]}")
    expect(report["summary"]["resources"] >= len(whole.resources) - 1200, "all resources are judged")


def check_audit(program, url, folder):
    """An audit of the same snapshot gives the same bytes; what was not looked at again is not resolved."""
    history, snapshot = os.path.join(folder, "history.sqlite"), os.path.join(folder, "audit.jsonl")
    environment = account.environment(url)
    sagemaker = account.client("sagemaker", url)

    def audit(*options):
        words = [program, "audit", "--history", history, "--allow-partial", "--no-config", "--format", "json", *options]
        done = subprocess.run(words, env=environment, capture_output=True, text=True, timeout=120, cwd=folder)
        expect(done.returncode == 1, f"the audit ends with {done.returncode}: {done.stderr}")
        return done.stdout, {(f["rule"], f["name"]): f["state"] for f in json.loads(done.stdout)["findings"]}

    text, first = audit("--out", snapshot)
    expect(first.get(("tagging/required-tags", "notebook-0")) == "new", f"the finding is new: {first}")
    expect(audit("--snapshot", snapshot)[0] == text, "the same snapshot gives the same bytes")
    arn = f"arn:aws:sagemaker:{account.REGION}:{account.ACCOUNT}:notebook-instance/notebook-0"
    sagemaker.add_tags(ResourceArn=arn, Tags=account.GOOD)
    time.sleep(1.1)
    with Proxy(url, "deny") as proxy:
        environment = account.environment(proxy.url)
        _, second = audit("--out", snapshot)
        expect(second[("tagging/required-tags", "notebook-0")] == "unseen", f"not looked at is not resolved: {second}")
    environment = account.environment(url)
    time.sleep(1.1)
    _, third = audit("--out", snapshot)
    expect(third.get(("tagging/required-tags", "notebook-0")) == "resolved", f"the finding is resolved: {third}")
    shown = subprocess.run([program, "history", history], capture_output=True, text=True, timeout=60)
    expect(shown.returncode == 0 and shown.stdout.count("resolved") == 3, f"the history has three audits: {shown.stdout}")


def main():
    program, proviso = os.path.abspath(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else None
    with tempfile.TemporaryDirectory() as folder:
        with fixtures.server(all=3) as url:
            whole = check_fixtures(program, url, folder)
            check_organization(program, url, folder)
            check_sign_in(program, url, folder)
            check_resuming(program, url, folder, whole, int(os.environ.get("PROVISO_RESUMES", "20")))
            check_faults(program, url, folder, whole)
        with account.server() as url:
            account.fill(url)
            known = account.read(url)
            whole = check_whole(program, url, folder, known)
            if proviso:
                check_judging(os.path.abspath(proviso), whole)
            # Changes the account, so it is the last.
            check_audit(program, url, folder)
            audit.check(program, url, folder, os.path.join(folder, "audit.jsonl"), expect)
    print("failed" if FAILURES else "all holds", flush=True)
    sys.exit(1 if FAILURES else 0)


main()
