"""Reads the CloudFormation resource schemas that the cfn-lint wheel carries (MIT-0)."""

import json
import zipfile

from .model import SEPARATORS, Property, ResourceType

SCALARS = {"string": "s", "integer": "i", "number": "n", "boolean": "b"}
#: Longest allowed list of values, in characters; longer ones (instance types, regions) age too fast to be of use.
ENUM_LENGTH = 160
#: `format` of a string that names another resource, as cfn-lint annotates it.
FORMAT_SUFFIXES = (".Arn", ".Id", ".Ids", ".Name", ".Names", ".AliasName")


def load(wheel):
    """All types of all regions: {type name: schema}."""
    with zipfile.ZipFile(wheel) as archive:
        hashes = {}
        for entry in sorted(archive.namelist()):
            if entry.startswith("cfnlint/data/schemas/providers/") and entry.endswith(".json"):
                for name, digest in json.loads(archive.read(entry)).items():
                    hashes.setdefault(name, digest)
        return {
            name: json.loads(archive.read(f"cfnlint/data/schemas/resources/{digest}.json"))
            for name, digest in sorted(hashes.items())
        }


def read_type(name, schema):
    return Reader(name, schema).read()


class Reader:
    def __init__(self, name, schema):
        self.schema = schema
        self.type = ResourceType(name)

    def read(self):
        result, schema = self.type, self.schema
        self.add_object("", schema)
        for pointer in schema.get("readOnlyProperties", []):
            prop = self.property_at(pointer)
            if prop:
                prop.read_only = True
        result.identifiers = [p.removeprefix("/properties/") for p in schema.get("primaryIdentifier", [])]
        self.read_tags()
        return result

    def property_at(self, pointer):
        path = [p for p in pointer.removeprefix("/properties/").split("/") if p not in ("*", "properties", "items")]
        try:
            return self.type.resolve(".".join(path))[-1][1]
        except KeyError:
            return None

    def read_tags(self):
        """The tag property is the one the schema names, or, where it names none, a property that is called like one."""
        tagging = self.schema.get("tagging") or {}
        taggable = tagging.get("taggable", self.schema.get("taggable"))
        pointer = tagging.get("tagProperty")
        candidates = [pointer.removeprefix("/properties/").replace("/*", "")] if pointer else []
        candidates = [c.replace("/", ".") for c in candidates if c] + ["Tags", "tags"]
        for candidate in candidates:
            try:
                prop = self.type.resolve(candidate)[-1][1]
            except KeyError:
                continue
            shape = self.tag_shape(prop)
            if shape and taggable is not False:
                self.type.taggable = True
                self.type.tag_property, self.type.tag_shape = candidate, shape
                return

    def tag_shape(self, prop):
        code = prop.type
        if code.startswith("[@"):
            members = self.type.objects.get(code[2:], {})
            names = set(members)
            if names == {"Key", "Value"}:
                return "list"
            if {n.lower() for n in names} >= {"key", "value"} or any("key" in n.lower() for n in names):
                return "other"
            return None
        if code.startswith("{") or code == "j":
            return "map"
        if code.startswith("@"):
            return "map" if not self.type.objects.get(code[1:]) else None
        return None

    # Objects and values

    def add_object(self, name, node):
        if name in self.type.objects:
            return
        members = self.type.objects[name] = {}
        properties, required = self.members_of(node)
        for key in sorted(properties):
            if any(c in key for c in SEPARATORS + ":!~+@"):
                continue
            members[key] = self.read_property(name, key, properties[key], key in required)

    def members_of(self, node):
        """Properties of an object with those of its alternatives, which are all optional."""
        properties = dict(node.get("properties", {}))
        required = set(r for r in node.get("required", []) if isinstance(r, str))
        for keyword in ("allOf", "anyOf", "oneOf"):
            for branch in node.get(keyword, []):
                if not isinstance(branch, dict):
                    continue
                _, branch = self.deref("", branch)
                more, needed = self.members_of(branch)
                if keyword == "allOf":
                    required |= needed
                for key, value in more.items():
                    if key not in properties:
                        properties[key] = value
        return properties, required

    def read_property(self, owner, key, node, required):
        name, node = self.deref(f"{owner}.{key}", node)
        prop = Property(key, self.code_of(name, node), required=required)
        leaf = node
        while isinstance(leaf.get("items"), dict):
            if leaf.get("format"):
                break
            _, leaf = self.deref("", leaf["items"])
        values = leaf.get("enum", [])
        if values and all(isinstance(v, (str, int, bool)) for v in values):
            texts = [str(v).lower() if isinstance(v, bool) else str(v) for v in values]
            if sum(map(len, texts)) <= ENUM_LENGTH and not any(c in t for t in texts for c in SEPARATORS + "\\"):
                prop.enum = sorted(set(texts))
        if prop.type in "in":
            prop.minimum, prop.maximum = node.get("minimum"), node.get("maximum")
        target = self.reference_of(leaf)
        if target:
            prop.references.append(target)
        return prop

    def reference_of(self, node):
        relation = node.get("relationshipRef")
        if isinstance(relation, dict) and relation.get("typeName"):
            return relation["typeName"]
        text = node.get("format", "")
        if text.startswith("AWS::"):
            for suffix in FORMAT_SUFFIXES:
                if text.endswith(suffix):
                    return text.removesuffix(suffix)
        return None

    def deref(self, name, node):
        seen = set()
        while "$ref" in node:
            pointer = node["$ref"]
            if pointer in seen or not pointer.startswith("#/"):
                return name, {}
            seen.add(pointer)
            parts = pointer[2:].split("/")
            target = self.schema
            for part in parts:
                target = target.get(part, {}) if isinstance(target, dict) else {}
            name = ".".join([""] + [p for p in parts if p not in ("definitions", "properties", "items")])
            extra = {k: v for k, v in node.items() if k != "$ref"}
            node = {**target, **extra} if isinstance(target, dict) else {}
        return name, node

    def code_of(self, name, node):
        kind = node.get("type")
        if isinstance(kind, list):
            kinds = [k for k in kind if k != "null"]
            if set(kinds) <= {"integer", "number", "boolean", "string"} and len(kinds) == 2 and "string" in kinds:
                kind = next(k for k in kinds if k != "string")
            else:
                kind = kinds[0] if len(kinds) == 1 else "any"
        if kind is None:
            kind = self.implied_kind(node)
        if kind == "string" and node.get("format") in ("date-time", "timestamp"):
            return "t"
        if kind in SCALARS:
            return SCALARS[kind]
        if kind == "array":
            items = node.get("items")
            if not isinstance(items, dict):
                return "[j"
            inner, item = self.deref(name if name.startswith(".") else f".{name}", items)
            return "[" + self.code_of(inner, item)
        if kind == "object":
            return self.object_code(name, node)
        return "j"

    def implied_kind(self, node):
        if "properties" in node or "patternProperties" in node:
            return "object"
        if "items" in node:
            return "array"
        branches = [self.deref("", b)[1] for k in ("oneOf", "anyOf", "allOf") for b in node.get(k, []) if isinstance(b, dict)]
        kinds = {b.get("type") if not isinstance(b.get("type"), list) else "any" for b in branches} - {None}
        if kinds == {"object"} or any("properties" in b for b in branches) and kinds <= {"object"}:
            return "object"
        return kinds.pop() if len(kinds) == 1 else "any"

    def object_code(self, name, node):
        properties, _ = self.members_of(node)
        if properties:
            self.add_object(name, node)
            return "@" + name
        patterns = node.get("patternProperties") or {}
        value = next(iter(patterns.values()), None)
        if value is None and isinstance(node.get("additionalProperties"), dict):
            value = node["additionalProperties"]
        if isinstance(value, dict):
            inner, value = self.deref(f"{name}.Value", value)
            return "{" + self.code_of(inner, value)
        return "j"
