#!/usr/bin/env python3
"""How fast accounts are collected, beside boto3, from a server on loopback that holds thousands of resources.

    python3 Benchmarks/collect.py PATH/TO/proviso-account [RESOURCES ...]

Needs what Tests/LiveAccounts/requirements.txt names. Both list, describe and ask for tags with four requests at a time, which is
what Proviso does for each service and region; both write one resource a line. The server takes a good part of one processor.
"""
import concurrent.futures
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "Tests/LiveAccounts"))
import account  # noqa: E402
import fixtures  # noqa: E402

THREADS = 4


def counts(total):
    """Mostly jobs, as in accounts of years."""
    return {"TrainingJob": total * 5 // 10, "NotebookInstance": total // 10, "Endpoint": total // 10,
            "EndpointConfig": total // 10, "Model": total // 10, "TransformJob": total // 10, "all": 0}


def with_boto3(url, path):
    """What a script does that somebody writes for this."""
    client = fixtures.client(url, connections=THREADS)

    def line(entry, item):
        answer, tags, arn = fixtures.described(client, entry, item)
        return json.dumps({"type": entry["type"], "id": arn, "answer": answer, "tags": tags}, default=str)

    with open(path, "w") as file, concurrent.futures.ThreadPoolExecutor(THREADS) as pool:
        for entry in fixtures.entries():
            for page in fixtures.pages(client, entry):
                for text in pool.map(lambda item, entry=entry: line(entry, item), page):
                    file.write(text + "\n")


def measured(words, url, environment):
    """Seconds, processor seconds, peak memory in MB and requests of a process."""
    before = requests(url)
    started = time.time()
    process = subprocess.Popen(words, env=environment, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.time() - started
    if os.waitstatus_to_exitcode(status) != 0:
        sys.exit(f"{words[0]} ended with {os.waitstatus_to_exitcode(status)}")
    scale = 1 if sys.platform != "darwin" else 1024
    return seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024 / scale, requests(url) - before - 1


def requests(url):
    return int(urllib.request.urlopen(f"{url}/requests").read())


def main():
    program = os.path.abspath(sys.argv[1])
    sizes = [int(size) for size in sys.argv[2:]] or [2500, 10000]
    print(f"{'':<10}{'resources':>10}{'requests':>10}{'seconds':>9}{'a second':>10}{'CPU s':>8}{'peak MB':>9}")
    for size in sizes:
        with fixtures.server(**counts(size)) as url, tempfile.TemporaryDirectory() as folder:
            environment = account.environment(url)
            runs = {
                "proviso": [program, "collect", "--service", "sagemaker", "--out", f"{folder}/a.jsonl"],
                "boto3": [sys.executable, __file__, "--boto3", url, f"{folder}/b.jsonl"],
            }
            for name, words in runs.items():
                seconds, cpu, memory, asked = measured(words, url, environment)
                with open(f"{folder}/{'a' if name == 'proviso' else 'b'}.jsonl") as file:
                    found = sum('"answer"' in line for line in file)
                print(f"{name:<10}{found:>10}{asked:>10}{seconds:>9.1f}{asked / seconds:>10.0f}{cpu:>8.1f}{memory:>9.0f}",
                      flush=True)


if len(sys.argv) == 4 and sys.argv[1] == "--boto3":
    with_boto3(sys.argv[2], sys.argv[3])
else:
    main()
