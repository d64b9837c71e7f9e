"""Prints what cfn-lint makes of templates: a JSON object by path.

    python cfn_lint_templates.py FILE...

Each file has `refused`, the reason for which it is not parsed or null, and `values`: for each function among the properties
of its resources that comes to something, where it stands and the values that cfn-lint gives it, of all parameters' defaults
and allowed values, in us-east-1. Needs `pip install cfn-lint`.
"""

import json
import logging
import sys

from cfnlint.context import create_context_for_template
from cfnlint.decode import decode
from cfnlint.helpers import is_function
from cfnlint.jsonschema import CfnTemplateValidator
from cfnlint.template import Template

logging.disable(logging.CRITICAL)


def functions(node, path):
    """The functions that lie inside no other one."""
    if isinstance(node, dict):
        if is_function(node)[0] is not None:
            yield path, node
        else:
            for key, inner in node.items():
                yield from functions(inner, path + [str(key)])
    elif isinstance(node, list):
        for index, inner in enumerate(node):
            yield from functions(inner, path + [index])


def text(value):
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, (str, int, float)) else None


def values(template, path):
    for parameter in template.get("Parameters", {}).values():
        # The ends of a range are no values that somebody named.
        for bound in ("MinValue", "MaxValue"):
            parameter.pop(bound, None)
    cfn = Template(path, template, regions=["us-east-1"])
    validator = CfnTemplateValidator({}, context=create_context_for_template(cfn), cfn=cfn)
    found = []
    for name, resource in template.get("Resources", {}).items():
        properties = resource.get("Properties") if isinstance(resource, dict) else None
        for where, function in functions(properties, []):
            try:
                results = list(validator.resolve_value(function))
            except Exception:
                continue
            texts = {text(value) for value, _, error in results}
            if texts and None not in texts and all(error is None for _, _, error in results):
                found.append({"resource": name, "path": where, "values": sorted(texts)})
    return found


answers = {}
for path in sys.argv[1:]:
    template, matches = decode(path)
    if template is None or matches:
        answers[path] = {"refused": matches[0].message if matches else "empty", "values": []}
        continue
    try:
        answers[path] = {"refused": None, "values": values(template, path)}
    except Exception as error:
        answers[path] = {"refused": None, "values": [], "failed": str(error)}
json.dump(answers, sys.stdout)
