"""What a run was made with: machine, kernel, versions."""

import os
import pathlib
import platform
import re

from lab import CommandFailed, run
from results import ROOT
from timing import version


def processor() -> str:
    text = pathlib.Path("/proc/cpuinfo").read_text()
    model = re.search(r"^model name\s*: (.*)$", text, re.MULTILINE)
    hypervisor = ", virtual" if re.search(r"^flags.*\bhypervisor\b", text, re.MULTILINE) else ""
    return f"{model[1] if model else platform.machine()}, {os.cpu_count()} CPUs{hypervisor}"


def branch_mitigation() -> str:
    path = pathlib.Path("/sys/devices/system/cpu/vulnerabilities/spectre_v2")
    return path.read_text().strip().split(";")[0].removeprefix("Mitigation: ") if path.exists() else "unknown"


def commit() -> str:
    try:
        changed = run(["git", "-C", ROOT, "status", "--porcelain", "--untracked-files=no", "Sources"])
        return run(["git", "-C", ROOT, "rev-parse", "--short", "HEAD"]).strip() + (", changed" if changed else "")
    except (CommandFailed, FileNotFoundError):
        return "unknown"


def facts(qosctl: pathlib.Path) -> dict[str, str]:
    memory = re.search(r"^MemTotal:\s*(\d+)", pathlib.Path("/proc/meminfo").read_text(), re.MULTILINE)
    return {
        "processor": processor(),
        "memory": f"{int(memory[1]) / 1048576:.0f} GiB" if memory else "unknown",
        "kernel": platform.release(),
        "indirect branches": branch_mitigation(),
        "qosctl": f"{version([qosctl, '--version'])} ({commit()})",
        "nft": version(["nft", "--version"]),
        "iptables": version(["iptables-legacy", "--version"]),
        "hyperfine": version(["hyperfine", "--version"]),
    }
