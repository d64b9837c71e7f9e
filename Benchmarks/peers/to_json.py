"""Converts CloudFormation templates to JSON with the long names of their functions: `to_json.py DIRECTORY FILE...`.

Prints the files that were written. A file that is no template, or cannot be read, is left out.
"""

import json
import pathlib
import sys

import yaml

Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class TemplateLoader(Loader):
    """Short functions become mappings, and dates stay texts."""


def function(loader, suffix, node):
    if isinstance(node, yaml.ScalarNode):
        value = loader.construct_scalar(node)
        if suffix == "GetAtt":
            value = value.split(".", 1)
    elif isinstance(node, yaml.SequenceNode):
        value = loader.construct_sequence(node, deep=True)
    else:
        value = loader.construct_mapping(node, deep=True)
    return {suffix if suffix in ("Ref", "Condition") else f"Fn::{suffix}": value}


TemplateLoader.add_multi_constructor("!", function)
TemplateLoader.add_constructor("tag:yaml.org,2002:timestamp", TemplateLoader.construct_yaml_str)


def main(directory, files):
    for number, file in enumerate(files):
        try:
            template = yaml.load(pathlib.Path(file).read_text(), Loader=TemplateLoader)
            text = json.dumps(template)
        except (yaml.YAMLError, ValueError, TypeError, RecursionError):
            continue
        if isinstance(template, dict) and isinstance(template.get("Resources"), dict):
            out = pathlib.Path(directory) / f"{number:04}.json"
            out.write_text(text)
            print(out)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
