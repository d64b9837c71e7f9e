"""Reads request and answer shapes from botocore's service models (Apache-2.0)."""

import gzip
import json
import os
import re

from .cloudformation import ENUM_LENGTH
from .model import SEPARATORS, Property, ResourceType

SCALARS = {"string": "s", "integer": "i", "long": "i", "float": "n", "double": "n", "boolean": "b", "timestamp": "t",
           "blob": "s", "bigdecimal": "n"}
#: Members of answers that belong to the transport.
TRANSPORT = {"NextToken", "ResponseMetadata"}


class Service:
    """One service model."""

    def __init__(self, name, directory=None):
        if directory is None:
            import botocore

            directory = os.path.dirname(botocore.__file__)
        root = os.path.join(directory, "data", name)
        version = sorted(os.listdir(root))[-1]
        path = os.path.join(root, version, "service-2.json")
        if os.path.exists(path):
            with open(path) as file:
                model = json.load(file)
        else:
            with gzip.open(path + ".gz") as file:
                model = json.load(file)
        self.shapes, self.operations = model["shapes"], model["operations"]

    def input_of(self, operation):
        return self.operations[operation]["input"]["shape"]

    def output_of(self, operation):
        return self.operations[operation]["output"]["shape"]

    def members(self, shape):
        return {k: v["shape"] for k, v in self.shapes[shape].get("members", {}).items() if k not in TRANSPORT}

    def member(self, shape, path):
        """The shape at the end of a path such as `A.B[].C`; raises KeyError where it does not exist."""
        for part in path.split("."):
            name = part.removesuffix("[]")
            members = self.members(shape)
            if name not in members:
                raise KeyError(f"{shape}: `{path}` ends at `{name}`")
            shape = members[name]
            while self.shapes[shape]["type"] == "list":
                shape = self.shapes[shape]["member"]["shape"]
        return shape

    def pairs(self):
        """Names X for which both CreateX and DescribeX exist, without version suffixes."""
        names = {}
        for operation in self.operations:
            match = re.fullmatch(r"Describe(\w+?)(V2)?", operation)
            if match and any(f"Create{match[1]}{v}" in self.operations for v in ("", "V2")):
                names.setdefault(match[1], []).append(operation)
        return {name: sorted(operations) for name, operations in names.items()}


class Reader:
    """Adds the members of shapes to the objects of a type."""

    def __init__(self, service, resource_type, api_only):
        self.service, self.type, self.api_only = service, resource_type, api_only

    def merge(self, owner, shape, renames=None, path="", seen=None, with_required=False):
        """Adds what `shape` has and the object `owner` lacks.

        `renames` maps API paths to canonical ones; a member that stands under another name is not added again.
        """
        seen = set() if seen is None else seen
        if (owner, shape) in seen:
            return
        seen.add((owner, shape))
        members = self.type.objects.setdefault(owner, {})
        required = self.service.shapes[shape].get("required", []) if with_required else []
        for key, member in sorted(self.service.members(shape).items()):
            here = f"{path}.{key}" if path else key
            name = (renames or {}).get(here, key)
            if name is None or "." in name:
                continue
            prop = members.get(name)
            if prop is None:
                members[name] = self.property(name, member, key in required)
                continue
            if prop.read_only and prop.type == "s" and self.code(member) == "t":
                prop.type = "t"
            target, element = prop.target_object(), self.element(member)
            if target is not None and self.service.shapes[element]["type"] == "structure":
                self.merge(target, element, renames, here, seen, with_required)

    def element(self, shape):
        while self.service.shapes[shape]["type"] == "list":
            shape = self.service.shapes[shape]["member"]["shape"]
        return shape

    def property(self, name, shape, required):
        prop = Property(name, self.code(shape), required=required, api_only=self.api_only)
        leaf = self.service.shapes[self.element(shape)]
        values = leaf.get("enum", [])
        if values and sum(map(len, values)) <= ENUM_LENGTH and not any(c in v for v in values for c in SEPARATORS):
            prop.enum = sorted(values)
        model = self.service.shapes[shape]
        if prop.type in "in":
            prop.minimum, prop.maximum = model.get("min"), model.get("max")
        return prop

    def code(self, shape):
        model = self.service.shapes[shape]
        kind = model["type"]
        if kind in SCALARS:
            return SCALARS[kind]
        if kind == "list":
            return "[" + self.code(model["member"]["shape"])
        if kind == "map":
            return "{" + self.code(model["value"]["shape"])
        if kind == "structure" and model.get("members"):
            return "@" + self.add_object(shape)
        return "j"

    def add_object(self, shape):
        """The object for a structure: the type's own of that name if it has the same members, else a new one."""
        members = self.service.members(shape)
        for name in (f".{shape}", f".{shape}Answer"):
            known = self.type.objects.get(name)
            if known is None:
                self.type.objects[name] = {}
                self.merge(name, shape, with_required=not self.api_only)
                return name
            if set(members) <= set(known):
                return name
        raise ValueError(f"{self.type.name}: no free name for the shape {shape}")


def api_type(service, prefix, name, describes):
    """A type that only the API has: members of the create requests and of the describe answers."""
    result = ResourceType(f"{prefix}{name}", has_schema=False)
    reader = Reader(service, result, api_only=False)
    creates = [f"Create{name}{v}" for v in ("", "V2") if f"Create{name}{v}" in service.operations]
    for operation in creates:
        reader.merge("", service.input_of(operation), with_required=len(creates) == 1)
    inputs = set(result.objects.get("", {}))
    for operation in describes:
        reader.merge("", service.output_of(operation))
    root = result.objects[""]
    for key, prop in root.items():
        prop.read_only = key not in inputs
    if "Tags" in root and "@" in root["Tags"].type:
        result.taggable, result.tag_property, result.tag_shape = True, "Tags", "list"
    return result
