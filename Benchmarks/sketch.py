"""The questions of iam-bench, put to a sketch of the procedure in Python.

    sketch.py FOLDER POLICIES STEP

FOLDER holds the modules `model`, `own` and `prove` of the sketch, which need policy_sentry; POLICIES is the file that
iam-bench reads, of which every STEPth policy is asked about. Prints question, policy, milliseconds of processor time and
verdict, like iam-bench.
"""

import json
import re
import sys
import time

sys.path.insert(0, sys.argv[1])
import model  # noqa: E402
import own  # noqa: E402
from model import LIT, NOT, arn, glob, lit  # noqa: E402
from prove import prove  # noqa: E402


def carries(row, key):
    return any(key in name for name in row["condition_keys"])


def actions(service, test=lambda name, rows: True):
    privileges = model.sar()[service]["privileges"]
    return [
        f"{service}:{name}" for name, privilege in privileges.items() if test(name, privilege["resource_types"].values())
    ]


def taggable(name, rows):
    return name.startswith("Create") and any(carries(row, "aws:RequestTag") for row in rows)


def questions():
    """Name, actions and what no allowed request may be."""
    tag = NOT(LIT(("in", "aws:requesttag/environment", tuple(sorted((lit("dev"), lit("staging")), key=repr)))))
    gpu = LIT(("any", "sagemaker:instancetypes", (glob("ml.g*"), glob("ml.p*")), False))
    center = LIT(("any", "aws:tagkeys", (lit("cost-center"),), False))
    yield "create with tag", actions("sagemaker", taggable), tag
    yield "no GPU", actions("sagemaker"), gpu
    yield "no untagging", ["sagemaker:DeleteTags"], center
    yield "no retagging", ["sagemaker:AddTags"], center
    limit = LIT(("num", "sagemaker:maxruntimeinseconds", ">", 86400.0))
    missing = NOT(LIT(("present", "sagemaker:maxruntimeinseconds")))
    yield "run time", ["sagemaker:CreateTrainingJob"], model.OR([limit, missing])
    yield "encrypted", ["sagemaker:CreateNotebookInstance"], NOT(LIT(("present", "sagemaker:volumekmskey")))
    region = NOT(LIT(("in", "aws:requestedregion", (lit("eu-west-1"),))))
    yield "region", ["s3:PutObject", "ec2:RunInstances"], region
    yield "role passed", ["iam:PassRole"], NOT(LIT(("in", "iam:passedtoservice", (lit("sagemaker.amazonaws.com"),))))


def resources(action):
    """The forms of the ARNs of an action, as the sketch wants them."""
    service, name = action.split(":")
    facts = model.sar()[service]
    patterns = []
    for kind in filter(None, facts["privileges"][name]["resource_types"]):
        form = facts["resources"][kind]["arn"].replace("${Partition}", "aws")
        form = form.replace("${Region}", "??-*-?").replace("${Account}", "????????????")
        patterns.append(arn(re.sub(r"\$\{[^}]*\}", "?*", form)))
    return {"resource": [tuple(sorted(patterns or [lit("*")], key=repr))]}


def main():
    policies = list(json.load(open(sys.argv[2])).items())[:: int(sys.argv[3])]
    asked = [(name, [(action, resources(action)) for action in names], bad) for name, names, bad in questions()]
    for policy, document in policies:
        layers = model.layers([document])
        for name, domains, bad in asked:
            start = time.process_time()
            verdicts = {prove(layers, action, bad, own.solve, domain)[0] for action, domain in domains}
            elapsed = (time.process_time() - start) * 1e3
            verdict = "CEX" if "CEX" in verdicts else "UNKNOWN" if "UNKNOWN" in verdicts else "PROVED"
            print(name, policy, elapsed, verdict, sep="\t")


main()
