#!/usr/bin/env python3
"""Every measurement, one after the other, and the report: 20 to 30 minutes; with BENCH_QUICK=1 about three.

    Benchmarks/run.py [--qosctl PROGRAM] [--results DIRECTORY]

Old .tsv files in the directory of results are deleted first. A part that fails is said, and the others go on. With
BENCH_QUICK=1 docs/benchmarks.md stays as it is, and the bars are only printed.
"""

import argparse
import json
import os
import pathlib
import subprocess
import sys
import time

from arguments import existing
from facts import facts
from results import DIRECTORY, ROOT

# Seconds after which a part is given up.
LONGEST = 1200

SERVICES = "ports,prefixes,services,sections"
DENSE = "acl1,acl2,fw1,fw2,ipc1,ipc2"

TRACES = "first,middle,last,none,mixed"


def part(script: str, *flags: str, **values: object) -> list[str]:
    return [script, *flags, *(word for name, value in values.items() for word in (f"--{name}", str(value)))]


FULL = [
    part("packets.py", family="office", trace=TRACES, rounds=25),
    part("packets.py", family=SERVICES, rules="10,100,1000,10000", trace=TRACES),
    part("packets.py", family=SERVICES, rules=100000, trace=TRACES, rounds=5),
    part("packets.py", family=DENSE, rules="1000,10000", way="none,nft,iptables-legacy,qosctl-class", rounds=7),
    part("load.py", family=SERVICES, rules="10,1000,10000", rounds=5),
    part("load.py", family=DENSE, rules=10000, rounds=3),
    part("load.py", family=SERVICES, rules=100000, rounds=2, command="qosctl apply,nft -f linear"),
    part("delay.py", rules=10000, rounds=4),
    part("memory.py", family="services,acl1", rules="1000,10000"),
    part("memory.py", family=SERVICES, rules=100000, rounds=1, way="nft,qosctl-class"),
    part("offline.py", family=f"{SERVICES},acl1,fw1", rules=10000),
    part("offline.py", "--no-nft", family=SERVICES, rules=100000, rounds=2),
    part("edits.py", rules=10000),
    part("edits.py", rules=100000, rounds=1),
]

QUICK = [
    part("packets.py", family="office", trace="last,mixed", rounds=15),
    part("packets.py", family=SERVICES, rules="10,10000", trace="last,mixed", rounds=5,
         way="none,nft,iptables-legacy,qosctl-class,qosctl-rule"),
    part("packets.py", family=DENSE, rules=10000, rounds=3, way="none,nft,qosctl-class"),
    part("load.py", family=f"{SERVICES},acl1", rules=10000, rounds=2),
    part("delay.py", rules=10000, rounds=1),
    part("memory.py", family="services", rules=10000, rounds=1),
    part("offline.py", "--no-nft", family="services", rules=10000, rounds=3),
    part("edits.py", rules=10000, rounds=1),
]


def measure(command: list) -> str | None:
    """What went wrong."""
    process = subprocess.Popen(command)
    try:
        code = process.wait(LONGEST)
        return f"exit {code}" if code else None
    except subprocess.TimeoutExpired:
        return f"took longer than {LONGEST} s"
    finally:
        # It removes its namespaces and files.
        if process.poll() is None:
            process.terminate()
            process.wait()


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--qosctl", type=existing, default=ROOT / ".build/release/qosctl")
    arguments.add_argument("--results", type=pathlib.Path, default=DIRECTORY)
    chosen = arguments.parse_args()
    quick = os.environ.get("BENCH_QUICK", "") not in ("", "0")
    chosen.results.mkdir(parents=True, exist_ok=True)
    for old in chosen.results.glob("*.tsv"):
        old.unlink()
    (chosen.results / "facts.json").write_text(json.dumps(facts(chosen.qosctl), indent=2) + "\n")
    common = ["--qosctl", str(chosen.qosctl), "--results", str(chosen.results)]
    scripts = pathlib.Path(__file__).parent
    failed = []
    begin = time.monotonic()
    for script, *words in QUICK if quick else FULL:
        shown = f"Benchmarks/{script} {' '.join(words)}"
        print(f"\n== {time.monotonic() - begin:.0f} s: {shown}", flush=True)
        said = measure([sys.executable, scripts / script, *words, *common])
        if said:
            failed.append(f"{shown}: {said}")
    print(f"\n== {time.monotonic() - begin:.0f} s: report", flush=True)
    report = [sys.executable, scripts / "write_report.py", "--results", chosen.results]
    subprocess.run([*report, "--dry-run"] if quick else report, check=True)
    for line in failed:
        print(f"failed: {line}", file=sys.stderr)
    sys.exit(bool(failed))


if __name__ == "__main__":
    main()
