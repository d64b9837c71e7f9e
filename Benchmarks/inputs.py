"""The files that are measured."""

import os
import pathlib
import subprocess
import sys

import tools

TEMPLATE = tools.HERE / "inputs" / "template.yaml"
YAML = (".yaml", ".yml", ".template")


def corpus(name):
    """The files of a directory of `$PROVISO_SHARED_DATA/templates`, in order; none where the variable is not set."""
    data = os.environ.get("PROVISO_SHARED_DATA")
    if not data:
        return []
    directory = pathlib.Path(data) / "templates" / name
    return sorted(str(file) for file in directory.iterdir() if file.is_file()) if directory.is_dir() else []


def as_yaml(files):
    """Those that are written as YAML; some files named `.template` hold JSON."""
    return [
        file for file in files if file.endswith(YAML) and not pathlib.Path(file).read_bytes().lstrip().startswith(b"{")
    ]


def below(folder, suffix):
    """The files of a folder and those inside of it, in order."""
    return sorted(str(file) for file in pathlib.Path(folder).rglob("*" + suffix))


def generated(name, script, size):
    """What a script beside this one writes, unless it is there already."""
    target = tools.WORK / name
    if not target.exists():
        tools.WORK.mkdir(exist_ok=True)
        subprocess.run([sys.executable, tools.HERE / script, target, str(size)], check=True)
    return str(target)


def plan(resources):
    """A Terraform plan."""
    return generated(f"plan-{resources}.json", "generate_plan.py", resources)


def terraform(files):
    """The folder of a repository of Terraform files."""
    return generated(f"terraform-{files}", "generate_terraform.py", files)


def records(megabytes):
    """Answers of the API, one JSON object to a line."""
    return generated(f"records-{megabytes}.jsonl", "generate_records.py", megabytes)
