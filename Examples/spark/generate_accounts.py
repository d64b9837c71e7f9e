"""Writes a snapshot of made-up accounts: generate_accounts.py FOLDER [ACCOUNTS [RESOURCES]].

The same numbers give the same files, one for every ten accounts. Every account has notebooks that refer to its own lifecycle
configuration by a name that all accounts use, so that a split or mixed account changes findings.
"""
import json
import os
import random
import sys


def resource(account, kind, name, properties, tags=None):
    member = {"account": account, "region": "eu-west-1", "type": "AWS::SageMaker::" + kind, "name": name,
              "id": f"arn:aws:sagemaker:eu-west-1:{account}:{kind.lower()}/{name}", "properties": properties}
    if tags is not None:
        member["tags"] = tags
    return json.dumps(member)


def lines(number, count):
    chance = random.Random(number)
    account = f"{100000000000 + number}"
    tags = {"cost-center": "42", "environment": "dev", "owner": "ml"}
    if number % 3:
        script = {"NotebookInstanceLifecycleConfigName": "idle"}
        yield resource(account, "NotebookInstanceLifecycleConfig", "idle", script)
    for index in range(count):
        name = f"nb-{index}"
        properties = {"NotebookInstanceName": name, "InstanceType": chance.choice(["ml.t3.medium", "ml.p3.2xlarge"])}
        if chance.random() < 0.5:
            properties["LifecycleConfigName"] = "idle"
        yield resource(account, "NotebookInstance", name, properties, tags if chance.random() < 0.7 else {})


def main():
    folder = sys.argv[1]
    accounts = int(sys.argv[2]) if len(sys.argv) > 2 else 200
    count = int(sys.argv[3]) if len(sys.argv) > 3 else 20
    os.makedirs(folder, exist_ok=True)
    for start in range(0, accounts, 10):
        with open(f"{folder}/part-{start // 10:04}.jsonl", "w", encoding="utf-8") as file:
            for number in range(start, min(start + 10, accounts)):
                file.writelines(line + "\n" for line in lines(number, count))


if __name__ == "__main__":
    main()
