#!/usr/bin/env python3
"""Writes Sources/Accounts/Facts/CallTable.swift from data/calls.yaml and the service models in botocore.

    python3 Scripts/generate_calls.py

Every operation, field and paging token is looked up in the models; what is not there ends the script.
"""
import gzip
import json
import pathlib
import sys

import botocore
import yaml

HERE = pathlib.Path(__file__).resolve().parent
TARGET = HERE.parent / "Sources/Accounts/Facts/CallTable.swift"
DATA = pathlib.Path(botocore.__file__).parent / "data"
TOKENS = [("NextToken", "NextToken"), ("Marker", "NextMarker"), ("Marker", "Marker"), ("NextPageToken", "NextPageToken"),
          ("ContinuationToken", "ContinuationToken")]
SIZES = ["MaxResults", "MaxItems", "MaxBuckets"]


class Model:
    """The operations of one service."""

    def __init__(self, service):
        version = sorted(p for p in (DATA / service).iterdir() if p.is_dir())[-1]
        path = next(version.glob("service-2.json*"))
        text = gzip.open(path).read() if path.suffix == ".gz" else path.read_bytes()
        model = json.loads(text)
        self.service, self.operations, self.shapes = service, model["operations"], model["shapes"]
        self.has_paths = model["metadata"]["protocol"].startswith("rest")

    def shape(self, operation, side):
        if operation not in self.operations:
            sys.exit(f"{self.service} has no operation {operation}")
        name = self.operations[operation].get(side, {}).get("shape")
        return self.shapes[name] if name else {"members": {}}

    def inputs(self, operation):
        return self.shape(operation, "input")["members"]

    def required(self, operation):
        return self.shape(operation, "input").get("required", [])

    def outputs(self, operation):
        return self.shape(operation, "output")["members"]

    def items(self, operation, result):
        """The fields of an element of the list that an answer holds."""
        member = self.outputs(operation).get(result)
        shape = self.shapes[member["shape"]] if member else {}
        if shape.get("type") != "list":
            sys.exit(f"{operation} has no list {result}")
        return self.shapes[shape["member"]["shape"]].get("members", {})

    def list(self, operation, result):
        """The name of a list of an answer, with a mark if a service may leave it out."""
        return result if result in self.shape(operation, "output").get("required", []) else f"{result}?"

    def paging(self, operation):
        """The field that asks for the next page, the one that announces it, the field for its size, the largest size."""
        inputs, outputs = self.inputs(operation), self.outputs(operation)
        for asks, announces in TOKENS:
            if asks in inputs and announces in outputs:
                size = next((name for name in SIZES if name in inputs), None)
                largest = self.shapes[inputs[size]["shape"]].get("max") if size else None
                return [self.wire(operation, asks), announces, self.wire(operation, size) if largest else "", str(largest or "")]
        return ["", "", "", ""]


    def wire(self, operation, field):
        """What a field is called in the address of a request."""
        return self.inputs(operation)[field].get("locationName", field) if self.has_paths else field

    def named(self, operation, mapping):
        """Fields by their names in requests; those of the path keep theirs."""
        for field in mapping:
            if field not in self.inputs(operation):
                sys.exit(f"{operation} has no field {field}")
        return pairs({self.wire(operation, field): value for field, value in mapping.items()})

    def path(self, operation):
        return self.operations[operation]["http"]["requestUri"] if self.has_paths else ""


def timestamps(models):
    """The names of members that are times wherever they are numbers on the wire."""
    times, others = set(), set()
    for model in models:
        for shape in model.shapes.values():
            for name, member in shape.get("members", {}).items():
                kind = model.shapes[member["shape"]]["type"]
                if kind == "timestamp":
                    times.add(name)
                elif kind in ("integer", "long", "float", "double"):
                    others.add(name)
    return sorted(times - others)


def pairs(mapping):
    return ",".join(f"{key}={value}" for key, value in mapping.items())


def sagemaker(data, rows):
    model = Model("sagemaker")
    for name in data["types"]:
        operation, result, fields = listing(model, name)
        describe = data.get("describe", {}).get(name, f"Describe{name}")
        optional = data.get("optional", {}).get(name, [])
        inputs = {field: source(model, field, fields, describe) for field in model.required(describe) + optional}
        arn = next((f for f in (f"{name}Arn", "JobDefinitionArn", "TrackingServerArn", "MonitoringJobDefinitionArn",
                                "JobArn", "Arn")
                    if f in model.outputs(describe)), None)
        listed = next((f for f in (arn, f"{name}Arn", "MonitoringJobDefinitionArn", "TrackingServerArn") if f in fields), None)
        if not arn:
            sys.exit(f"{describe} has no ARN")
        identity = [listed] if listed else [f"{field}?" if field in optional else field for field in inputs.values()]
        if model.required(operation):
            sys.exit(f"{operation} needs fields")
        rows.append(["sagemaker", operation, "", *model.paging(operation), f"{model.list(operation, result)}=AWS::SageMaker::{name}",
                     ",".join(identity), describe, pairs(inputs), arn, "ListTags", "", "", ""])
    model.paging("ListTags")


def listing(model, name):
    """The operation that lists a type: the plural is not always regular."""
    plural = f"{name[:-1]}ies" if name.endswith("y") else f"{name}s"
    operation = f"List{plural}"
    lists = [key for key, member in model.outputs(operation).items()
             if model.shapes[member["shape"]]["type"] == "list"]
    if len(lists) != 1:
        sys.exit(f"{operation} has the lists {lists}")
    return operation, lists[0], model.items(operation, lists[0])


def source(model, field, fields, describe):
    """The field of an item that gives an input of the description."""
    alternatives = [field, {"JobDefinitionName": "MonitoringJobDefinitionName"}.get(field)]
    found = next((name for name in alternatives if name in fields), None)
    if not found:
        sys.exit(f"no field of the list gives {field} of {describe}: {list(fields)}")
    return found


def others(data, rows, parts):
    models = {}
    for call in data:
        model = models.setdefault(call["service"], None) or Model(call["service"])
        models[call["service"]] = model
        operation, describe = call["list"], call.get("describe", "")
        for field in list(call.get("fields", {})) + model.required(operation):
            if field not in model.inputs(operation) or field not in call.get("fields", {}):
                sys.exit(f"{operation}: {field} is no field or not given")
        for result in call["results"]:
            fields = model.items(operation, result)
            for field in call["identity"] + list(call.get("inputs", {}).values()):
                if field not in fields:
                    sys.exit(f"{operation} lists no {field}")
        if describe and not set(model.required(describe)) <= set(call["inputs"]):
            sys.exit(f"{describe} needs {model.required(describe)}")
        rows.append([call["service"], operation, model.named(operation, call.get("fields", {})), *model.paging(operation),
                     pairs({model.list(operation, name): kind for name, kind in call["results"].items()}), ",".join(call["identity"]), describe,
                     model.named(describe, call["inputs"]) if describe else "", "",
                     f"={call['tagsField']}" if "tagsField" in call else "", model.path(operation),
                     model.path(describe) if describe else "", call.get("wrapper", "")])
        for part in call.get("parts", []):
            parts.append(part_row(model, call["service"], operation, part))


def part_row(model, service, listing, part):
    """What is asked beside the description, and becomes a member of the answer or the tags."""
    operation, each = part["operation"], part.get("each", {})
    if set(model.required(operation)) != set(part["inputs"]):
        sys.exit(f"{operation} needs {model.required(operation)}")
    if each and set(model.required(each["operation"])) != set(part["inputs"]) | {each["member"]}:
        sys.exit(f"{each['operation']} needs {model.required(each['operation'])}")
    return [service, listing, operation, part["member"], model.named(operation, part["inputs"]), model.path(operation),
            part.get("result", ""), each.get("member", ""), each.get("operation", ""), each.get("result", "")]


def metrics(data):
    """The rows of the table of metrics."""
    rows = []
    for subject, entries in data.items():
        for entry in entries:
            unknown = set(entry) - {"namespace", "metric", "statistic", "name", "unit", "empty", "factor"}
            if unknown or entry["statistic"] not in ("Sum", "Maximum"):
                sys.exit(f"{subject}: {entry} has something that is not known")
            rows.append([subject, entry.get("name", entry["metric"]), entry["namespace"], entry["metric"], entry["statistic"],
                         entry.get("unit", ""), entry.get("empty", ""), f"{entry.get('factor', 1):.6f}"])
    return rows


def main():
    data = yaml.safe_load((HERE / "data/calls.yaml").read_text())
    rows, parts = [], []
    sagemaker(data["sagemaker"], rows)
    others(data["operations"], rows, parts)
    actions = "\n".join(f"{service}\t{operation}\t{action}" for service, names in data["actions"].items()
                        for operation, action in names.items())
    asides = "\n".join("\t".join(row) for row in parts)
    text = "\n".join("\t".join(row) for row in rows)
    measured = "\n".join("\t".join(row) for row in metrics(data["metrics"]))
    times = "\n".join(timestamps([Model(name) for name in sorted({row[0] for row in rows} - {"iam", "s3"})]))
    TARGET.write_text(f'''// swift-format-ignore-file
// Generated by Scripts/generate_calls.py; do not edit. How to regenerate it: Scripts/README.md.
// Sources: service models in botocore {botocore.__version__} (Apache-2.0), Scripts/data/calls.yaml.
enum CallTable {{
    /// Service, operation, fixed fields; the fields that ask for and announce the next page, that of the page's size and the
    /// largest size; lists of the answer, with a mark where they may be left out, and their types; what tells the items apart;
    /// the description, where its inputs come from, its ARN; the operation for tags, or `=` and the field that holds them; the
    /// paths of the list and the description, where the service has paths; the member into which the description goes.
    static let text: StaticString = #"""
{text}
"""#

    /// What is asked for each element beside its description: service, list; operation, the member that its answer becomes,
    /// inputs, path, the list within the answer; the member that an element of that becomes, what is asked for each of them,
    /// the list within that answer.
    static let parts: StaticString = #"""
{asides}
"""#

    /// IAM actions that are called otherwise than their operations: service, operation, action.
    static let actions: StaticString = #"""
{actions}
"""#

    /// Metrics of CloudWatch: what of, the name in rules, namespace, metric, statistic; what counts 100 % each, what nothing
    /// measured means, the factor.
    static let metrics: StaticString = #"""
{measured}
"""#

    /// Members of answers that are times.
    static let times: StaticString = #"""
{times}
"""#
}}
''')
    print(f"{len(rows)} calls")


if __name__ == "__main__":
    main()
