"""The same rule set as a policy, as nft's rules and as iptables' rules: first match, one chain a class."""

from .rule import CLASSES, PROTOCOLS, Rule, RuleSet, dotted


def spelled(prefix: tuple[int, int]) -> str:
    return dotted(prefix[0]) if prefix[1] == 32 else f"{dotted(prefix[0])}/{prefix[1]}"


def span(ports: tuple[int, int], sign: str) -> str:
    return str(ports[0]) if ports[0] == ports[1] else f"{ports[0]}{sign}{ports[1]}"


def policy(rules: RuleSet, counters: str) -> str:
    """`counters`: rule, class, none, or auto."""

    def match(rule: Rule) -> str:
        words = []
        if rule.user is not None:
            words.append(f"user {rule.user}")
        if rule.proto is not None:
            words.append(f"proto {PROTOCOLS[rule.proto]}")
        if rule.saddr:
            words.append(f"saddr {spelled(rule.saddr)}")
        if rule.daddr:
            words.append(f"daddr {spelled(rule.daddr)}")
        if rule.sport:
            words.append(f"sport {span(rule.sport, '-')}")
        if rule.dport:
            words.append(f"dport {span(rule.dport, '-')}")
        return " ".join(words)

    lines = [f'policy "{rules.family} {len(rules.rules)}, seed {rules.seed}"', f"counters {counters}"]
    lines += [f"class {name} dscp {dscp}" for name, dscp in CLASSES]
    lines += [f"rule r{place + 1} {match(rule)} class {CLASSES[index][0]}"
              for place, (rule, index) in enumerate(zip(rules.rules, rules.classes))]
    return "\n".join(lines) + "\n"


def nft(rules: RuleSet, counters: bool = False) -> str:
    """IPv4 only, and the cheapest comparison of each rule first: what a careful person would write by hand."""

    def match(rule: Rule) -> str:
        words = []
        if rule.user is not None:
            words.append(f"meta skuid {rule.user}")
        if rule.daddr:
            words.append(f"ip daddr {spelled(rule.daddr)}")
        if rule.saddr:
            words.append(f"ip saddr {spelled(rule.saddr)}")
        if rule.proto is not None and not (rule.sport or rule.dport):
            words.append(f"ip protocol {rule.proto}")
        for name, ports in (("dport", rule.dport), ("sport", rule.sport)):
            if ports:
                words.append(f"{PROTOCOLS[rule.proto]} {name} {span(ports, '-')}")
        return " ".join(words)

    count = "counter " if counters else ""
    lines = ["table ip linear {"]
    lines += [f"\tchain {name} {{ {count}ip dscp set {dscp} accept; }}" for name, dscp in CLASSES]
    lines += ["\tchain output {", "\t\ttype filter hook output priority -140; policy accept;"]
    lines += [f"\t\t{match(rule)} goto {CLASSES[index][0]}" for rule, index in zip(rules.rules, rules.classes)]
    return "\n".join(lines) + "\n\t}\n}\n"


def iptables(rules: RuleSet) -> str:
    """For iptables-restore. -j DSCP goes on with the next rule: -g to the chain of a class makes it a first match,
    since the end of that chain returns to where OUTPUT jumped from."""

    def match(rule: Rule) -> str:
        words = []
        if rule.proto is not None:
            words.append(f"-p {rule.proto}")
        if rule.saddr:
            words.append(f"-s {spelled(rule.saddr)}")
        if rule.daddr:
            words.append(f"-d {spelled(rule.daddr)}")
        for name, ports in (("sport", rule.sport), ("dport", rule.dport)):
            if ports:
                words.append(f"--{name} {span(ports, ':')}")
        if rule.user is not None:
            words.append(f"-m owner --uid-owner {rule.user}")
        return " ".join(words)

    lines = ["*mangle", ":qos - [0:0]"]
    lines += [f":{name} - [0:0]" for name, _ in CLASSES]
    lines += [f"-A {name} -j DSCP --set-dscp {dscp}" for name, dscp in CLASSES]
    lines += ["-A OUTPUT -j qos"]
    lines += [f"-A qos {match(rule)} -g {CLASSES[index][0]}" for rule, index in zip(rules.rules, rules.classes)]
    return "\n".join(lines) + "\nCOMMIT\n"
