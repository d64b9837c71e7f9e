#!/usr/bin/env python3
"""Writes fixtures.json: for each type of SageMaker that is collected, what its list and its description answer.

    python3 Tests/LiveAccounts/generate_fixtures.py

The shapes are those of the service model in botocore; `{n}` stands for the number of the resource.
"""
import json
import pathlib
import re
import sys

import yaml

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent.parent / "Scripts"))
from generate_calls import HERE as SCRIPTS, Model, listing, source  # noqa: E402

ROLE = "arn:aws:iam::123456789012:role/sm-exec"
# Values that rules and metrics look at; None leaves a member out.
VALUES = {
    "EndpointStatus": "InService", "InferenceComponentStatus": "InService", "NotebookInstanceStatus": "InService",
    "InstanceType": "ml.g5.xlarge", "AppType": "JupyterLab", "TrainingJobStatus": "Completed",
    "TransformJobStatus": "Completed", "ProcessingJobStatus": "Completed", "VolumeSizeInGB": 50, "InstanceCount": 1,
    "MaxRuntimeInSeconds": 86400, "CurrentInstanceCount": 2, "DesiredInstanceCount": 2, "TrainingTimeInSeconds": 3600,
    "BillableTimeInSeconds": 3600, "ModelName": "model-{n}", "EndpointConfigName": "endpoint-config-{n}",
    "EndpointName": "endpoint-{n}", "VariantName": "AllTraffic", "DomainId": "d-a{n}",
    "UserProfileName": "user-profile-{n}", "SpaceName": "space-{n}", "ClusterName": "cluster-{n}", "RoleArn": ROLE,
    "ExecutionRoleArn": ROLE, "ExecutionRole": ROLE,
    **dict.fromkeys(["FailureReason", "FailureMessage", "ReturnCode", "ShadowProductionVariants", "AsyncInferenceConfig",
                     "ServerlessConfig", "CurrentServerlessConfig", "DesiredServerlessConfig", "PendingDeploymentSummary",
                     "ExplainerConfig", "NextToken", "InstanceGroups", "ModelDataSource"])}
OWN = ["JobDefinition", "TrackingServer", "MonitoringJobDefinition", "Job", ""]


class Writer:
    def __init__(self, model, name):
        self.model, self.name = model, name
        self.kebab = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", name).lower()

    def value(self, shape, field="", depth=0):
        shape = self.model.shapes[shape]
        kind = shape["type"]
        if field in VALUES and (VALUES[field] is None or kind not in ("structure", "list")):
            return VALUES[field]
        if kind == "structure":
            return self.structure(shape, depth)
        if kind == "list":
            element = self.value(shape["member"]["shape"], field, depth + 1)
            return None if element is None else [element]
        if kind == "map":
            return {"key": "value"} if self.model.shapes[shape["value"]["shape"]]["type"] == "string" else None
        if kind == "string":
            return shape["enum"][0] if "enum" in shape else self.text(field)
        return {"timestamp": 1764367910.5, "boolean": True, "integer": shape.get("min", 1), "long": shape.get("min", 1),
                "float": 1.0, "double": 1.0}.get(kind)

    def structure(self, shape, depth):
        if shape.get("document") or shape.get("union") or depth >= 4:
            return None
        found = {}
        for field, member in shape.get("members", {}).items():
            kind = self.model.shapes[member["shape"]]["type"]
            is_plain = kind not in ("structure", "list", "map")
            if depth == 0 or field in shape.get("required", []) or depth == 1 and is_plain:
                value = self.value(member["shape"], field, depth + 1)
                if value is not None and value != {} and value != [{}]:
                    found[field] = value
        return found

    def text(self, field):
        if field in [f"{own}Name" for own in [self.name, *OWN]]:
            return f"{self.kebab}-{{n}}"
        if field in [f"{own}Arn" for own in [self.name, *OWN]]:
            return f"arn:aws:sagemaker:us-east-1:123456789012:{self.kebab}/{self.kebab}-{{n}}"
        if field.endswith("Arn"):
            return f"arn:aws:sagemaker:us-east-1:123456789012:other/{field.lower()}"
        return "s3://bucket/prefix/" if field.endswith("Uri") or "S3" in field else "text"


def main():
    data = yaml.safe_load((SCRIPTS / "data/calls.yaml").read_text())["sagemaker"]
    model, entries = Model("sagemaker"), []
    for name in data["types"]:
        writer = Writer(model, name)
        operation, result, fields = listing(model, name)
        describe = data.get("describe", {}).get(name, f"Describe{name}")
        inputs = {field: source(model, field, fields, describe) for field in model.required(describe)}
        item = writer.value(model.shapes[model.outputs(operation)[result]["shape"]]["member"]["shape"])
        description = writer.value(model.operations[describe]["output"]["shape"])
        for field, listed in inputs.items():
            item[listed] = description.get(field, item[listed])
        entries.append({"type": f"AWS::SageMaker::{name}", "list": operation, "result": result, "describe": describe,
                        "inputs": inputs, "item": item, "description": description,
                        "tags": [{"Key": "owner", "Value": "ana"}]})
    lines = ",\n".join(json.dumps(entry) for entry in entries)
    (HERE / "fixtures.json").write_text(f"[\n{lines}\n]\n")
    print(f"{len(entries)} types")


main()
