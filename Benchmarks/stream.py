"""`proviso check --stream` beside `jq`, which selects one field of the same lines: throughput, and memory by the size of the
stream and of its accounts."""

import json
import shutil
import subprocess
import time

import table
import tools

# Resources of an account; the last stream has one that is so many times as large.
ACCOUNT = 1000
LARGE = 10
MARK = b"@ACCOUNT@"


def lines(count):
    """The lines of one account: what the teams of an estate have, a quarter of it wrong."""
    account, region = MARK.decode(), "eu-west-1"
    for index in range(count):
        kind, name = index % 4, f"r{index}"
        tags = {"cost-center": "42", "owner": "ml", "environment": "dev"} if index % 8 < 6 else {"owner": "ml"}
        type_name, arn, properties = [
            ("NotebookInstance", "notebook-instance", {"InstanceType": "ml.t3.medium", "RoleArn": f"arn:aws:iam::{account}:role/ml"}),
            ("Model", "model", {"ModelName": name, "ExecutionRoleArn": f"arn:aws:iam::{account}:role/ml"}),
            ("EndpointConfig", "endpoint-config", {"ProductionVariants": [
                {"VariantName": "a", "ModelName": f"r{index - 1}", "InstanceType": "ml.m5.large", "InitialInstanceCount": 1}]}),
            ("Endpoint", "endpoint", {"EndpointName": name, "EndpointConfigName": f"r{index - 1}"}),
        ][kind]
        yield json.dumps({
            "account": account, "region": region, "type": "AWS::SageMaker::" + type_name, "name": name,
            "id": f"arn:aws:sagemaker:{region}:{account}:{arn}/{name}", "tags": tags, "properties": properties,
        }) + "\n"


def block(count):
    return "".join(lines(count)).encode()


def run(command, blocks):
    """Feeds accounts to a command: seconds of wall and CPU, peak MB, and bytes that it was given."""
    child = subprocess.Popen([tools.launcher(), "--stdin", *command], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    size, began = 0, time.monotonic()
    try:
        for number, text in enumerate(blocks):
            size += child.stdin.write(text.replace(MARK, str(100000000000 + number).encode()))
        child.stdin.close()
    except BrokenPipeError:
        pass
    said = child.stdout.read().split()
    child.wait()
    wall = time.monotonic() - began
    if child.returncode != 0 or said[3] != b"0":
        raise RuntimeError(f"{' '.join(command)} ended with {said[3:] or child.returncode}")
    return wall, int(said[1]) / 1e6, int(said[2]) / 1024, size


def compare(slow):
    """Lines of the report."""
    jq = shutil.which("jq")
    text = block(ACCOUNT)
    proviso = [tools.PROVISO, "check", "--stream", "--exit-zero", "--allow-empty"]
    commands = {"proviso": proviso, "proviso, one rule": [*proviso, "--rule", "notebooks/*"]}
    if jq:
        commands["jq -c .type"] = [jq, "-c", ".type"]
    rows = table.Table("stream", "resources", "MB", "wall s", "CPU s", "peak MB", "lines a second of CPU", "")
    notes = [] if jq else ["stream: no comparison, jq is not there"]
    sizes = [100_000, 1_000_000] + ([10_000_000] if slow else [])
    for size in sizes:
        for name, command in commands.items():
            wall, cpu, peak, given = run(command, (text for _ in range(size // ACCOUNT)))
            rows.add(name, f"{size:,}", f"{given / 1e6:,.0f}", f"{wall:.1f}", f"{cpu:.1f}", f"{peak:.0f}",
                     f"{size / cpu:,.0f}", "")
    # One account that is larger than the others, in the middle.
    large = block(ACCOUNT * LARGE)
    count = 100_000 // ACCOUNT - LARGE
    _, cpu, peak, given = run(proviso, (large if index == count // 2 else text for index in range(count + 1)))
    rows.add("proviso", "100,000", f"{given / 1e6:,.0f}", "", f"{cpu:.1f}", f"{peak:.0f}", f"{100_000 / cpu:,.0f}",
             f"one account has {ACCOUNT * LARGE:,} of them, {len(large) / 1e6:.1f} MB")
    if not slow:
        notes.append("stream: ten million resources are measured with --slow only")
    return [*rows.lines(), "", *notes, ""]
