"""Audits that run unattended: a history in S3, a digest to a webhook and a topic, findings for Security Hub, drift."""

import http.server
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time

import account
from faults import Proxy

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
TEMPLATE = """AWSTemplateFormatVersion: "2010-09-09"
Resources:
  Notebook:
    Type: AWS::SageMaker::NotebookInstance
    Properties:
      NotebookInstanceName: notebook-3
      InstanceType: ml.t3.medium
      RoleArn: arn:aws:iam::123456789012:role/sm-exec
      Tags:
        - { Key: owner, Value: ana@example.com }
        - { Key: cost-center, Value: ml-platform }
        - { Key: environment, Value: dev }
"""


class Webhook:
    """Takes what is sent to it, and answers at once or after some seconds."""

    def __init__(self, seconds=0):
        bodies = self.bodies = []

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                bodies.append((self.path, self.rfile.read(int(self.headers["Content-Length"]))))
                time.sleep(seconds)
                self.send_response(204)
                self.end_headers()

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/services/s3cr3t"

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()


def check(program, url, folder, snapshot, expect):
    environment = account.environment(url)
    storage, topics = account.client("s3", url), account.client("sns", url)
    storage.create_bucket(Bucket="ml-audits")
    topic = topics.create_topic(Name="audits")["TopicArn"]
    place = "s3://ml-audits/team a/history.sqlite"

    def run(*words, code=1, **more):
        done = subprocess.run([program, *words], env=environment | more, capture_output=True, text=True, timeout=120, cwd=folder)
        expect(done.returncode == code, f"{words} ends with {done.returncode}, not {code}: {done.stderr}")
        return done

    audit = ("audit", "--snapshot", snapshot, "--allow-partial", "--no-config", "--history", place, "--format", "json")
    first = run(*audit)
    states = {finding["state"] for finding in json.loads(first.stdout)["findings"]}
    expect(states == {"new"}, f"all is new in a history that is made: {states}")
    version = storage.head_object(Bucket="ml-audits", Key="team a/history.sqlite")["ETag"]
    expect(run(*audit).stdout == first.stdout, "the same snapshot gives the same bytes by a history in S3")
    same = storage.head_object(Bucket="ml-audits", Key="team a/history.sqlite")["ETag"]
    expect(same == version, "what is known is not written again")

    # Several at a time: none is lost.
    later = os.path.join(folder, "later-{}.jsonl")
    with open(snapshot) as file:
        head, *rest = file.readlines()
    for number in range(4):
        manifest = json.loads(head) | {"collected": "2027-01-01T00:00:00Z", "tool": str(number)}
        with open(later.format(number), "w") as file:
            file.write(json.dumps(manifest, separators=(",", ":")) + "\n" + "".join(rest))
    running = [subprocess.Popen([program, *audit[:2], later.format(number), *audit[3:]], env=environment, cwd=folder,
                                stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) for number in range(4)]
    for process in running:
        _, errors = process.communicate(timeout=120)
        expect(process.returncode == 1, f"an audit beside others ends with {process.returncode}: {errors}")
    history = json.loads(run("history", place, "--format", "json", code=0).stdout)
    expect(len(history["audits"]) == 5, f"{len(history['audits'])} of 5 audits are in the history")
    run("history", "s3://ml-audits/none.sqlite", code=2)
    missing = run("audit", "--snapshot", snapshot, "--no-config", "--history", "s3://no-such-bucket/h.sqlite", code=2)
    expect("NoSuchBucket" in missing.stderr, f"a bucket that is not there is said: {missing.stderr}")

    for form in ("html", "csv", "markdown", "ocsf", "text"):
        texts = [run(*audit[:-1], form).stdout for _ in range(2)]
        expect(texts[0] == texts[1], f"two audits of one snapshot give the same {form}")

    plain = ("audit", "--snapshot", snapshot, "--allow-partial", "--no-config")
    tags = ("--rule", "tagging/required-tags")
    run(*plain, *tags, "--fail-on", "critical", code=0)
    run(*plain, *tags, "--exit-zero", code=0)
    run(*[word for word in plain if word != "--allow-partial"], *tags, "--exit-zero", code=2)
    run(*plain, "--rule", "compute/no-such-rule", code=2)
    kept = run("history", place, "--keep-days", "0", "--format", "json", code=0)
    expect(len(json.loads(kept.stdout)["audits"]) == 4, f"older audits are forgotten: {kept.stderr}")
    with Webhook() as webhook:
        done = run(*plain, "--sns", topic, PROVISO_WEBHOOK=webhook.url)
        path, body = webhook.bodies[0] if webhook.bodies else ("", b"{}")
        digest = json.loads(body)
        expect(path == "/services/s3cr3t" and digest.get("schema") == "proviso-digest/1", f"the digest arrives: {body[:200]}")
        expect("s3cr3t" not in done.stdout + done.stderr, "the address is not shown")
    gone = run(*plain, code=2, PROVISO_WEBHOOK=webhook.url)
    expect("not delivered" in gone.stderr and "s3cr3t" not in gone.stderr, f"what did not arrive is said: {gone.stderr}")
    run(*plain, "--sns", topic.replace("audits", "none"), code=2)

    # What an earlier run collected is not judged in the place of what could not be.
    old = os.path.join(folder, "old.jsonl")
    shutil.copy(snapshot, old)
    nobody = {"AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": "", "AWS_EC2_METADATA_DISABLED": "true", "HOME": folder}
    failed = run("audit", "--out", old, "--allow-partial", "--no-config", code=2, **nobody)
    expect("audited" not in failed.stdout + failed.stderr, f"nothing is judged without credentials: {failed.stdout}")

    check_endings(program, url, folder, expect)
    findings = json.loads(run(*plain, "--format", "asff").stdout)
    hub = account.client("securityhub", url)
    hub.enable_security_hub()
    # boto3 refuses what lacks a field that is required.
    answer = hub.batch_import_findings(Findings=findings[:100])
    expect(answer["FailedCount"] == 0, f"Security Hub takes all findings: {answer}")

    os.makedirs(os.path.join(folder, "code"), exist_ok=True)
    with open(os.path.join(folder, "code", "notebook.yaml"), "w") as file:
        file.write(TEMPLATE)
    drift = json.loads(run(*plain, "--expected", "code", "--format", "json").stdout)["drift"]
    drifted = {(item["rule"], item["live"]["name"]) for item in drift["findings"] if item["kind"] == "drifted"}
    expect(("compute/accelerator-approval", "notebook-3") in drifted, f"what was changed by hand is found: {drifted}")
    names = {resource["name"] for resource in drift["notInCode"]}
    expect("notebook-0" in names and "notebook-3" not in names, f"what is in no code is found: {names}")
    run(*plain, "--expected", "no-such-folder", code=2)
    check_script(program, url, folder, expect)


def check_endings(program, url, folder, expect):
    """What is wrong is said before anything is collected, and a signal ends an audit also when all is collected."""
    words = [program, "audit", "--out", os.path.join(folder, "ended.jsonl"), "--no-config", "--allow-partial"]
    with Proxy(url) as proxy:
        for options, variables in (((), {"PROVISO_WEBHOOK": "no address"}), (("--history", "s3://x"), {}),
                                   (("--expected", "no-such-folder"), {}), (("--policy", "no-such-pack.yaml"), {}), (("--prices", "no-such-prices.yaml"), {}),
                                   (("--exceptions", "no-such-exceptions.yaml"), {})):
            done = subprocess.run([*words, *options], env=account.environment(proxy.url) | variables, cwd=folder,
                                  capture_output=True, text=True, timeout=60)
            expect(done.returncode == 2 and proxy.requests == 0,
                   f"{options} {variables} ends with {done.returncode} after {proxy.requests} requests: {done.stderr}")
    with Webhook(seconds=30) as webhook:
        process = subprocess.Popen([*words, "--webhook", webhook.url], env=account.environment(url), cwd=folder,
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(600):
            if webhook.bodies:
                break
            time.sleep(0.1)
        process.terminate()
        try:
            code = process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            code = None
        expect(webhook.bodies and code == -signal.SIGTERM, f"a signal ends an audit that tells of itself, not {code}")


def check_script(program, url, folder, expect):
    """What the scheduled workflow runs, with the role that it assumes."""
    place = os.path.join(ROOT, "Examples", "audit")
    summary, out = os.path.join(folder, "summary.md"), os.path.join(folder, "out")
    iam = account.client("iam", url)
    role = iam.create_role(RoleName="proviso-audit", AssumeRolePolicyDocument=account.TRUST)["Role"]["Arn"]
    storage = account.client("s3", url)
    variables = {
        "AUDIT_REGIONS": account.REGION, "AUDIT_HISTORY": "s3://ml-audits/workflow.sqlite", "AUDIT_ROLES": role,
        "AUDIT_EXTERNAL_ID": "0123456789", "AUDIT_EXPECTED": "code", "AUDIT_OUT": out, "GITHUB_STEP_SUMMARY": summary,
        "PATH": os.path.dirname(program) + os.pathsep + os.environ["PATH"]}

    def run(*options):
        return subprocess.run([os.path.join(place, "audit-accounts"), *options], env=account.environment(url) | variables,
                              cwd=folder, capture_output=True, text=True, timeout=300)

    done = run()
    expect(done.returncode == 2, f"what moto lacks is not seen, so the workflow fails with 2, not {done.returncode}: {done.stderr}")
    done = run("--allow-partial")
    expect(done.returncode == 1, f"the script ends as the audit, with 1, not {done.returncode}: {done.stderr}")
    for name in ("audit.html", "audit.json", "audit.md", "security-hub.json", "account.jsonl.gz"):
        expect(os.path.exists(os.path.join(out, name)), f"{name} is written")
    with open(summary) as file:
        expect("# Audit" in file.read(), "the summary of the run has the tables")
    expect(storage.head_object(Bucket="ml-audits", Key="workflow.sqlite")["ContentLength"] > 0, "the history is put back")
    with open(os.path.join(place, "github-actions.yml")) as workflow, open(os.path.join(place, "audit-accounts")) as script:
        names = set(re.findall(r"^ {10}((?:AUDIT|PROVISO)_[A-Z_]+):", workflow.read(), re.M))
        text = script.read()
    expect(names and all(name in text for name in names), f"the script knows what the workflow gives: {names}")
    # moto brings it along.
    linter = os.path.join(os.path.dirname(sys.executable), "cfn-lint")
    if os.path.exists(linter):
        templates = [os.path.join(ROOT, "Docs", "audit", name) for name in ("read-only-role.yaml", "runner-role.yaml")]
        lint = subprocess.run([linter, *templates], capture_output=True, text=True, timeout=120)
        expect(lint.returncode == 0, f"cfn-lint finds nothing in the templates: {lint.stdout}")
