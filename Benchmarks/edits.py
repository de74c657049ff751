#!/usr/bin/env python3
"""What it takes to change one rule of many: time, and bytes that are sent to the kernel.

    Benchmarks/edits.py [--family services] [--rules 10000,100000]

`qosctl reorder`, `qosctl set` and `qosctl disable` of the rule in the middle, there and back, and `qosctl apply` of the
edited file; beside loading the whole policy where there was none, which gives the ratio of bytes; `nft replace rule` in
the linear list, and replacing one element of a map by hand. Results are added to edits.tsv in the
directory of --results.
"""

import pathlib
import re
import sys
import tempfile

import generate
from arguments import parser
from lab import CommandFailed, Namespace, begin
from results import Figures, add_rows, tool
from timing import hyperfine, prepare_script, used

COLUMNS = ("family", "rules", "what", "least", "quarter", "median", "bytes")
WHOLE = "qosctl apply, full"


class There:
    """A change and its reverse, which are run in turn: each run changes something. `before` is run before each."""

    def __init__(self, there: list, back: list, before: list | None = None):
        self.commands = there, back
        self.before = before
        self.samples: list[float] = []
        self.sent = 0


def sent_bytes(place: Namespace, command, record: pathlib.Path) -> int:
    """What the command sends over netlink: requests and batches."""
    record.unlink(missing_ok=True)
    used(place.enter(command), {"LD_PRELOAD": str(tool("record.so")), "NETLINK_RECORD": str(record)})
    sent, at, data = 0, 0, record.read_bytes() if record.exists() else b""
    while at < len(data):
        length = int.from_bytes(data[at:at + 4], sys.byteorder)
        sent, at = sent + length, at + 4 + length
    return sent


def own_edits(chosen, place: Namespace, rules: pathlib.Path, work: pathlib.Path, count: int) -> dict[str, There]:
    state = ["--state-dir", work / "state"]
    middle = count // 2
    place.run([chosen.qosctl, "apply", *state, rules / "policy.qos"])
    policy = (rules / "policy.qos").read_text()
    match, rule_class = re.search(rf"^rule r{middle} (.*) class (\w+)$", policy, re.MULTILINE).groups()
    other = "c1" if rule_class == "c0" else "c0"

    def reorder(to: int) -> list:
        return [chosen.qosctl, "reorder", *state, f"r{middle}", "--to", to]

    def change(to: str) -> list:
        return [chosen.qosctl, "set", *state, f"r{middle}", *match.split(), "class", to]

    def switch(word: str) -> list:
        return [chosen.qosctl, word, *state, f"r{middle}"]

    return {"qosctl reorder": There(reorder(max(1, middle // 2)), reorder(middle)),
            "qosctl set": There(change(other), change(rule_class)),
            "qosctl disable": There(switch("disable"), switch("enable"))}


def applies(chosen, place: Namespace, rules: pathlib.Path, work: pathlib.Path) -> dict[str, There]:
    """The policy with the middle rule in another class, and back: over the other one, and where nothing is loaded."""
    first = rules / "policy.qos"
    second = work / "changed.qos"
    lines = first.read_text().splitlines(keepends=True)
    middle = len(lines) // 2
    lines[middle] = re.sub(r"class c(\d)", lambda found: f"class c{(int(found[1]) + 1) % 8}", lines[middle])
    second.write_text("".join(lines))
    state = ["--state-dir", work / "applied"]
    apply = [chosen.qosctl, "apply", *state]
    place.run([*apply, first])
    stop = prepare_script(work / "stop.sh", f"{chosen.qosctl} stop {state[0]} {state[1]}\nsleep 0.05")
    return {"qosctl apply": There([*apply, second], [*apply, first]),
            WHOLE: There([*apply, second], [*apply, first], before=stop)}


def nft_edits(place: Namespace, rules: pathlib.Path, work: pathlib.Path, count: int) -> dict[str, There]:
    place.run(["nft", "-f", rules / "linear.nft"])
    listing = [line for line in place.run(["nft", "-a", "list", "chain", "ip", "linear", "output"]).splitlines()
               if " goto " in line]
    text, handle = listing[count // 2].split(" # handle ")
    match, rule_class = text.strip().split(" goto ")
    other = "c1" if rule_class == "c0" else "c0"

    def replace(to: str) -> list:
        script = work / f"replace-{to}.nft"
        script.write_text(f"replace rule ip linear output handle {handle} {match} goto {to}\n")
        return ["nft", "-f", script]

    def element(to: str) -> list:
        script = work / f"element-{to}.nft"
        script.write_text(f"delete element ip linear m {{ {keys[count // 2]} }}\n"
                          f"add element ip linear m {{ {keys[count // 2]} : goto {to} }}\n")
        return ["nft", "-f", script]

    keys = [f"10.{index >> 16}.{index >> 8 & 255}.{index & 255} . udp . 5060" for index in range(count)]
    elements = ", ".join(f"{key} : goto c{index % 8}" for index, key in enumerate(keys))
    size = f"type ipv4_addr . inet_proto . inet_service : verdict; size {count * 2}"
    place.run(["nft", "-f", "-"], input=f"table ip linear {{ map m {{ {size}; elements = {{ {elements} }}; }}\n}}\n")
    now = f"c{count // 2 % 8}"
    return {"nft replace rule": There(replace(other), replace(rule_class)),
            "nft one map element": There(element("c1" if now == "c0" else "c0"), element(now))}


def measure(chosen, family: str, count: int) -> None:
    rounds = min(2, chosen.rounds) if count > 20_000 else chosen.rounds
    print(f"{family}, {count} rules, seed {chosen.seed}, one changed:")
    with (tempfile.TemporaryDirectory(prefix="qosctl-bench-") as directory,
          Namespace("own") as own, Namespace("applied") as applied, Namespace("nft") as nft):
        work = pathlib.Path(directory)
        rules = work / "rules"
        generate.write(family, count, rules, seed=chosen.seed, packets=1)
        places = [(own, own_edits(chosen, own, rules, work, count)),
                  (applied, applies(chosen, applied, rules, work)),
                  (nft, nft_edits(nft, rules, work, count))]
        changes = [(name, place, change) for place, found in places for name, change in found.items()]
        for name, place, change in changes:
            if change.before:
                place.run(change.before)
            change.sent = sent_bytes(place, change.commands[0], work / "record")
            place.run(change.commands[1])
        nothing = prepare_script(work / "nothing.sh", "sleep 0.05")
        for _ in range(rounds):
            for name, place, change in changes:
                change.samples += [hyperfine(place, command, change.before or nothing) for command in change.commands]
        rows = []
        loaded = next(change.sent for name, _, change in changes if name == WHOLE)
        for name, _, change in changes:
            figures = Figures(change.samples)
            rows.append((family, count, name, figures.least, figures.quarter, figures.median, change.sent))
            shown = f"{figures.least:10.2f} {figures.quarter:10.2f} {figures.median:10.2f} ms {change.sent:10} bytes"
            shown += f" {100 * change.sent / loaded:8.2f} %" if name.startswith("qosctl") else ""
            print(f"  {name:22} {shown}", flush=True)
    add_rows(chosen.results / "edits.tsv", COLUMNS, rows)


def main() -> None:
    chosen = parser(__doc__, "services", "10000", 5).parse_args()
    begin()
    for family in chosen.family:
        for count in chosen.rules:
            measure(chosen, family, count)


if __name__ == "__main__":
    try:
        main()
    except CommandFailed as failure:
        sys.exit(f"edits.py: {failure}")
