#!/usr/bin/env python3
"""Writes the manual page from what the program says of its own commands.

    python3 Scripts/generate_manual.py .build/release/proviso > Docs/man/proviso.1
"""
import json
import subprocess
import sys


def escape(text):
    text = text.replace("\\", "\\e").replace("-", "\\-")
    return "\n".join("\\&" + line if line.startswith((".", "'")) else line for line in text.splitlines())


def paragraphs(text):
    """Lines stay lines, and an empty one begins a paragraph."""
    lines = [".PP" if not line else escape(line) for line in text.splitlines()]
    return "\n".join(
        line if index == 0 or ".PP" in (line, lines[index - 1]) else f".br\n{line}" for index, line in enumerate(lines))


def option(argument):
    names = [("--" if n["kind"] != "short" else "-") + n["name"] for n in argument.get("names") or []]
    value = argument.get("valueName", "")
    if argument["kind"] == "positional":
        return f"\\fI{escape(value)}\\fR" + (" ..." if argument["isRepeating"] else "")
    words = ", ".join(f"\\fB{escape(name)}\\fR" for name in names)
    return words + (f" \\fI{escape(value)}\\fR" if argument["kind"] == "option" else "")


def write(command, path):
    if command["commandName"] == "help":
        return
    path = path + [command["commandName"]]
    print(f".SS {escape(' '.join(path))}")
    print(escape(command.get("abstract", "")))
    if command.get("discussion"):
        print(f".PP\n{paragraphs(command['discussion'])}")
    for argument in command.get("arguments") or []:
        names = {n["name"] for n in argument.get("names") or []}
        if not argument.get("shouldDisplay", True) or names & {"help", "version"}:
            continue
        print(f".TP\n{option(argument)}\n{escape(argument.get('abstract') or '')}")
    for sub in command.get("subcommands") or []:
        write(sub, path)


def main():
    program = sys.argv[1]
    dump = json.loads(subprocess.run([program, "--experimental-dump-help"], capture_output=True, check=True).stdout)
    command = dump["command"]
    version = subprocess.run([program, "--version"], capture_output=True, check=True, text=True).stdout.split()[1]
    print(f'.\\" Made by Scripts/generate_manual.py; do not edit.\n.TH PROVISO 1 "" "proviso {version}" "User Commands"')
    print(f".SH NAME\nproviso \\- {escape(command['abstract'])}")
    print(".SH SYNOPSIS\n.B proviso\n.I command\n[\\fIoption\\fR ...]")
    print(f".SH DESCRIPTION\n{paragraphs(command.get('discussion', ''))}\n.SH COMMANDS")
    for sub in command["subcommands"]:
        write(sub, ["proviso"])
    print(".SH FILES\n.TP\n.I proviso.yaml\nThe configuration, searched from the working directory up to the root of the repository.")
    print(".SH ENVIRONMENT\n.TP\n.B PROVISO_CONFIG\nThe configuration file.\n.TP\n.B NO_COLOR\nNo colour.")


main()
