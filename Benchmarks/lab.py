"""Throw-away network namespaces: they end with the process that made them, however that ends."""

import os
import pathlib
import signal
import subprocess
import sys

DEVICE = "v0"
FAR_END = "v1"

NO_IPV6 = "for file in /proc/sys/net/ipv6/conf/*/disable_ipv6; do echo 1 >$file; done"

# The far end of the route has a fixed neighbour, so that nothing is ever asked for; without IPv6 nothing else talks.
SETUP = f"""
{NO_IPV6}
ip link add {DEVICE} type veth peer name {FAR_END}
ip address add 192.0.2.1/24 dev {DEVICE}
ip link set lo up && ip link set {DEVICE} up && ip link set {FAR_END} up
ip neighbour add 192.0.2.2 lladdr 02:00:00:00:00:99 dev {DEVICE} nud permanent
ip route add default via 192.0.2.2
"""

SINK = f"""
table netdev sink {{
	chain egress {{ type filter hook egress device {DEVICE} priority 0; policy drop; }}
}}
"""


class CommandFailed(Exception):
    pass


def run(command, **options) -> str:
    """Its standard output. Raises what it said if it failed."""
    result = subprocess.run(command, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options)
    if result.returncode:
        shown = " ".join(map(str, command))
        raise CommandFailed(f"exit {result.returncode} of: {shown}\n{result.stderr.strip()[:2000]}")
    return result.stdout


class Namespace:
    """A network namespace; with one interface and a default route, unless `setup` is None."""

    def __init__(self, name: str, setup: str | None = SETUP):
        self.name = name
        self.holder = subprocess.Popen(
            ["setpriv", "--pdeathsig", "KILL", "unshare", "--net", "sh", "-c", "echo made; exec sleep infinity"],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)
        if self.holder.stdout.readline() != b"made\n":
            raise CommandFailed("unshare --net")
        self.path = pathlib.Path(f"/proc/{self.holder.pid}/ns/net")
        if setup:
            self.run(["sh", "-ec", setup])

    def enter(self, command) -> list[str]:
        """The command as it has to be started to run in here."""
        return ["nsenter", f"--net={self.path}", *map(str, command)]

    def run(self, command, **options) -> str:
        return run(self.enter(command), **options)

    def drop_what_is_sent(self) -> None:
        """Behind the marking, before the device: sending ends here."""
        self.run(["nft", "-f", "-"], input=SINK)

    def give_far_end(self, other: "Namespace") -> None:
        """The far end of the interface is in the other namespace from now on, under the same name."""
        self.run(["ip", "link", "set", FAR_END, "netns", str(other.holder.pid)])
        other.run(["sh", "-ec", f"{NO_IPV6}; ip link set {FAR_END} up"])

    def close(self) -> None:
        if self.holder.returncode is None:
            self.holder.send_signal(signal.SIGKILL)
            self.holder.wait()
            self.holder.stdout.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def begin() -> None:
    """A measurement that is told to end removes what it made, as one that fails does."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    if os.geteuid() != 0:
        raise SystemExit("measurements in network namespaces need root")
