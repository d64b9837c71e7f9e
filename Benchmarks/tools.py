"""The programs that take part, where they are there."""

import functools
import os
import pathlib
import subprocess

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent
WORK = HERE / ".build"
PEERS = HERE / "peers"
PYTHON = os.environ.get("PROVISO_BENCH_PYTHON", "python3")
# cfn-lint and checkov want different versions of the same packages, so they may live apart.
CFN_LINT_PYTHON = os.environ.get("PROVISO_BENCH_CFN_LINT_PYTHON", PYTHON)
# So do c7n-left and checkov.
C7N_PYTHON = os.environ.get("PROVISO_BENCH_C7N_PYTHON", PYTHON)

PROVISO = os.environ.get("PROVISO_BENCH_PROVISO", str(ROOT / ".build/release/proviso"))


def compiled(source, *flags):
    """A C program beside this file, compiled if it is newer than its executable."""
    program = WORK / source.stem
    if not program.exists() or program.stat().st_mtime < source.stat().st_mtime:
        WORK.mkdir(exist_ok=True)
        subprocess.run(["cc", "-O2", "-o", program, source, *flags], check=True)
    return str(program)


@functools.cache
def launcher():
    return compiled(HERE / "launch.c")


@functools.cache
def floor():
    """libyaml's event loop over files, or with --read plain reading."""
    return compiled(HERE / "floor.c", "-lyaml")


@functools.cache
def has_module(name, python=PYTHON):
    """Whether a Python package can be imported."""
    try:
        return subprocess.run([python, "-c", f"import {name}"], capture_output=True, timeout=60).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


@functools.cache
def benchmark(name):
    """An executable of the nested package; None where it was not built."""
    program = WORK / "release" / name
    return str(program) if program.exists() else None


def output(arguments, given=None):
    """The lines that a program prints."""
    return subprocess.run(arguments, input=given, stdout=subprocess.PIPE, text=True, check=True).stdout.splitlines()
