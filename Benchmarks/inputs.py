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


def plan(resources):
    """A Terraform plan."""
    file = tools.WORK / f"plan-{resources}.json"
    if not file.exists():
        tools.WORK.mkdir(exist_ok=True)
        subprocess.run([sys.executable, tools.HERE / "generate_plan.py", file, str(resources)], check=True)
    return str(file)


def terraform(files):
    """The folder of a repository of Terraform files."""
    folder = tools.WORK / f"terraform-{files}"
    if not folder.exists():
        tools.WORK.mkdir(exist_ok=True)
        subprocess.run([sys.executable, tools.HERE / "generate_terraform.py", folder, str(files)], check=True)
    return str(folder)


def records(megabytes):
    """Answers of the API, one JSON object to a line."""
    file = tools.WORK / f"records-{megabytes}.jsonl"
    if not file.exists():
        tools.WORK.mkdir(exist_ok=True)
        subprocess.run([sys.executable, tools.HERE / "generate_records.py", file, str(megabytes)], check=True)
    return str(file)
