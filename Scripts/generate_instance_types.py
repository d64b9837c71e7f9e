#!/usr/bin/env python3
"""Regenerates Sources/Resources/Facts/InstanceTypeTable.swift.

    pip install -r Scripts/requirements.txt
    python3 Scripts/generate_instance_types.py

Reads Scripts/data/instance-types.yaml (which ml.* types each API accepts, their class and size) and moto's copy of EC2's
DescribeInstanceTypes (the size of every EC2 type; an ml.X instance has the size of EC2's X).
"""

import gzip
import json
import os
import re

import moto
import yaml

from catalogue import tables

HERE = os.path.dirname(os.path.abspath(__file__))
OUTPUT = os.path.join(HERE, "..", "Sources", "Resources", "Facts")
NOTES = ["Sources: botocore 1.44.5 (which API accepts which type, Apache-2.0) through Scripts/data/instance-types.yaml; EC2's",
         "DescribeInstanceTypes as carried by moto 5.2.1 (Apache-2.0).",
         "Fields: name, class, generation, marks (p previous generation, g Graviton), vCPUs, memory in GiB, accelerators,",
         "accelerator name, accelerator memory in GiB, NVMe storage in GB, the APIs that accept `ml.` before the name."]
#: Class by the letters before the first digit. The same table, for names that nobody has seen, is in InstanceFamily.swift.
CLASSES = {"t": "burstable", "m": "general", "a": "general", "c": "compute", "hpc": "compute", "r": "memory",
           "x": "memory", "z": "memory", "u": "memory", "i": "storage", "d": "storage", "h": "storage", "im": "storage",
           "is": "storage", "g": "gpu-nvidia", "gr": "gpu-nvidia", "p": "gpu-nvidia", "inf": "inferentia",
           "trn": "trainium", "dl": "gaudi", "eia": "elastic-inference"}


def number(value):
    return "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)


def family_parts(family):
    match = re.match(r"([a-z]+)(\d*)", family)
    return match[1], match[2]


def ec2_facts(name, e):
    letters, generation = family_parts(name.split(".")[0])
    gpus = e.get("GpuInfo", {}).get("Gpus")
    neuron = e.get("NeuronInfo", {}).get("NeuronDevices")
    inference = e.get("InferenceAcceleratorInfo", {}).get("Accelerators")
    kind, count, label, memory = CLASSES.get(letters, "special"), 0, "", None
    if gpus:
        count, label = sum(g["Count"] for g in gpus), f'{gpus[0]["Manufacturer"]} {gpus[0]["Name"]}'
        memory = e["GpuInfo"].get("TotalGpuMemoryInMiB")
        kind = {"NVIDIA": "gpu-nvidia", "AMD": "gpu-amd"}.get(gpus[0]["Manufacturer"], kind)
    elif neuron:
        count, label = sum(n["Count"] for n in neuron), f'AWS {neuron[0]["Name"]}'
        memory = e["NeuronInfo"].get("TotalNeuronDeviceMemoryInMiB")
    elif inference:
        count, label = sum(a["Count"] for a in inference), f'AWS {inference[0]["Name"]}'
        memory = e["InferenceAcceleratorInfo"].get("TotalInferenceMemoryInMiB")
    graviton = "arm64" in e.get("ProcessorInfo", {}).get("SupportedArchitectures", []) and letters != "mac"
    return {"class": kind, "gen": generation, "previous": not e.get("CurrentGeneration", True), "graviton": graviton,
            "vcpu": e["VCpuInfo"]["DefaultVCpus"], "memGiB": e["MemoryInfo"]["SizeInMiB"] / 1024, "accel": count,
            "accelName": label, "accelMemGiB": round(memory / 1024, 1) if memory else None,
            "nvmeGB": e.get("InstanceStorageInfo", {}).get("TotalSizeInGB")}


def row(name, f):
    marks = ("p" if f.get("previous") else "") + ("g" if f.get("graviton") else "")
    accelerators = f.get("accel", 0) if f.get("vcpu") else f.get("accel")
    return [name, f["class"], str(f.get("gen", "")), marks, number(f.get("vcpu")), number(f.get("memGiB")),
            number(accelerators), f.get("accelName", ""), number(f.get("accelMemGiB")), number(f.get("nvmeGB")),
            ",".join(f.get("apis", []))]


def main():
    with open(os.path.join(HERE, "data", "instance-types.yaml")) as file:
        known = yaml.safe_load(file)["types"]
    with gzip.open(os.path.join(os.path.dirname(moto.__file__), "ec2", "resources", "instance_types.json.gz")) as file:
        facts = {name: ec2_facts(name, e) for name, e in json.load(file).items()}
    for name, f in known.items():
        short = name.removeprefix("ml.")
        merged = facts.setdefault(short, {})
        ec2_class = merged.get("class")
        if ec2_class and ec2_class != f["class"]:
            raise ValueError(f"{name}: class {f['class']} or {ec2_class}?")
        if merged and merged["vcpu"] != f.get("vcpu"):
            raise ValueError(f"{name}: {f.get('vcpu')} or {merged['vcpu']} vCPUs?")
        merged.setdefault("previous", False)
        merged.update({k: v for k, v in f.items() if not (k == "graviton" and "graviton" in merged)})
    ours = {f["family"]: f.get("previous", False) for f in known.values()}
    for name, f in facts.items():
        # SageMaker recommends types that EC2 already calls previous, such as m5: for its families its own facts count.
        f["previous"] = ours.get(name.split(".")[0], f["previous"])
    size = tables.write(OUTPUT, "InstanceTypeTable", os.path.basename(__file__), NOTES,
                        [row(name, f) for name, f in facts.items()])
    print(f"InstanceTypeTable: {len(facts)} rows, {size} bytes")


if __name__ == "__main__":
    main()
