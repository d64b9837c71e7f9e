"""Runs commands as whole processes and reads the operating system's own accounting of each."""

import os
import statistics
import subprocess
import tempfile
from dataclasses import dataclass, field

import tools


@dataclass
class Command:
    arguments: list
    # The one processor to run on; None for all.
    processor: int | None = None
    # Exit codes that mean that the work was done.
    codes: tuple = (0,)
    environment: dict = field(default_factory=dict)


@dataclass
class Sample:
    wall: float  # seconds
    cpu: float  # seconds, user and system
    memory: float  # MB, peak resident size
    code: int
    work: float | None  # seconds that the command says its work took, start-up apart


@dataclass
class Figure:
    """Medians of several runs of one command; the peak of their memory."""

    wall: float
    least_wall: float
    cpu: float
    memory: float
    work: float | None
    runs: int


class Failed(Exception):
    pass


def run_once(command):
    """Runs a command with its output thrown away."""
    pinned = [] if command.processor is None else ["--processor", str(command.processor)]
    with tempfile.NamedTemporaryFile("r") as work:
        done = subprocess.run(
            [tools.launcher(), *pinned, *command.arguments],
            env={**os.environ, **command.environment, "PROVISO_BENCH_WORK": work.name},
            stdout=subprocess.PIPE,
            text=True,
        )
        said = work.read().strip()
    if done.returncode != 0:
        raise Failed(f"cannot run {command.arguments[0]}")
    wall, cpu, memory, code = (int(part) for part in done.stdout.split())
    if code not in command.codes:
        raise Failed(f"{' '.join(command.arguments[:6])} ended with {code}")
    return Sample(wall / 1e6, cpu / 1e6, memory / 1024, code, float(said) if said else None)


def measure(commands, runs):
    """Runs several commands in turn, so that a machine that slows down slows all of them; one run of each is not counted.

    A command that fails is left out, with its reason among the second of the results.
    """
    samples = {name: [] for name in commands}
    failures = {}
    for round_number in range(runs + 1):
        for name, command in commands.items():
            if name in failures:
                continue
            try:
                sample = run_once(command)
            except Failed as failure:
                failures[name] = str(failure)
                continue
            if round_number > 0:
                samples[name].append(sample)
    return {name: figure(taken) for name, taken in samples.items() if name not in failures}, failures


def figure(samples):
    works = [sample.work for sample in samples if sample.work is not None]
    return Figure(
        statistics.median(sample.wall for sample in samples),
        min(sample.wall for sample in samples),
        statistics.median(sample.cpu for sample in samples),
        max(sample.memory for sample in samples),
        statistics.median(works) if works else None,
        len(samples),
    )
