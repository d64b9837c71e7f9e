"""Writes snapshots of made-up accounts: generate_accounts.py FOLDER [ACCOUNTS [RESOURCES]].

The same numbers give the same files, one for every ten accounts, in the form of `proviso collect`. Every account has notebooks
that refer to its own lifecycle configuration by a name that all accounts use, and in every fourth account nobody could list the
schedules that may stop them, so that a split or mixed account, or one without the head of its snapshot, changes findings.
"""
import json
import os
import random
import re
import sys

REGION = "eu-west-1"


def resource(account, kind, name, answer, tags=None):
    arn = f"arn:aws:sagemaker:{REGION}:{account}:{re.sub('(?<=[a-z])(?=[A-Z])', '-', kind).lower()}/{name}"
    member = {"type": "AWS::SageMaker::" + kind, "account": account, "region": REGION, "id": arn,
              "answer": {kind + "Arn": arn, **answer}}
    if tags is not None:
        member["tags"] = [{"Key": key, "Value": value} for key, value in tags.items()]
    return json.dumps(member)


def calls(number):
    """What was asked of an account."""
    for operation, kind in [("ListNotebookInstances", "SageMaker::NotebookInstance"), ("ListSchedules", "Scheduler::Schedule"),
                            ("ListNotebookInstanceLifecycleConfigs", "SageMaker::NotebookInstanceLifecycleConfig")]:
        call = {"account": f"{100000000000 + number}", "region": REGION, "operation": operation, "types": ["AWS::" + kind],
                "status": "complete", "gaps": []}
        if operation == "ListSchedules" and number % 4 == 0:
            call.update(status="refused", gaps=[{"operation": operation, "reason": "access is denied"}])
        yield call


def head(numbers):
    return json.dumps({"snapshot": "proviso-snapshot/1", "accounts": [f"{100000000000 + number}" for number in numbers],
                       "regions": [REGION], "calls": [call for number in numbers for call in calls(number)]})


def lines(number, count):
    chance = random.Random(number)
    account = f"{100000000000 + number}"
    tags = {"cost-center": "42", "environment": "dev", "owner": "ml"}
    if number % 3:
        script = {"NotebookInstanceLifecycleConfigName": "idle"}
        yield resource(account, "NotebookInstanceLifecycleConfig", "idle", script)
    for index in range(count):
        name = f"nb-{index}"
        answer = {"NotebookInstanceName": name, "InstanceType": chance.choice(["ml.t3.medium", "ml.p3.2xlarge"])}
        if chance.random() < 0.5:
            answer["NotebookInstanceLifecycleConfigName"] = "idle"
        yield resource(account, "NotebookInstance", name, answer, tags if chance.random() < 0.7 else {})


def main():
    folder = sys.argv[1]
    accounts = int(sys.argv[2]) if len(sys.argv) > 2 else 200
    count = int(sys.argv[3]) if len(sys.argv) > 3 else 20
    os.makedirs(folder, exist_ok=True)
    for start in range(0, accounts, 10):
        numbers = range(start, min(start + 10, accounts))
        with open(f"{folder}/part-{start // 10:04}.jsonl", "w", encoding="utf-8") as file:
            file.write(head(numbers) + "\n")
            for number in numbers:
                file.writelines(line + "\n" for line in lines(number, count))


if __name__ == "__main__":
    main()
