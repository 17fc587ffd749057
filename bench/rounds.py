"""Rounds in turn, the table that comes of them, and the load on servers."""

import dataclasses
import re
import statistics
import subprocess
import urllib.request


@dataclasses.dataclass
class Row:
    """One line of the table. Rates are per second, whatever the unit that is shown."""

    what: str
    peer: str
    ours: float = 0
    theirs: float = 0
    ratios: tuple = ()
    bar: float | None = None
    unit: str = "/s"
    # Why there is no figure.
    unmeasured: str = ""

    HEAD = f"{'what':52} {'peer':50} {'ours':>9} {'peer':>9} {'':3} {'ratio':>8} {'(min–max)':>17} {'bar':>6}"

    def shown(self, rate):
        value = rate * {"/s": 1, "ms": 1e-3, "µs": 1e-6}[self.unit]
        value = value if self.unit == "/s" else 1 / value
        return f"{value:.0f}" if value >= 100 else f"{value:.3g}"

    def __str__(self):
        if self.unmeasured:
            return f"{self.what:52} {self.peer:50} not measured: {self.unmeasured}"
        ratio = statistics.median(self.ratios)
        spread = f"({min(self.ratios):.2f}–{max(self.ratios):.2f})"
        bar = "" if self.bar is None else f"≥ {self.bar:g}"
        verdict = "" if self.bar is None else "held" if ratio >= self.bar else "MISSED"
        return f"{self.what:52} {self.peer:50} {self.shown(self.ours):>9} {self.shown(self.theirs):>9} {self.unit:3} {ratio:8.2f} {spread:>17} {bar:>6}  {verdict}".rstrip()


def in_turn(what, peer, ours, theirs, rounds, bar=None, unit="/s"):
    """A B A B …: medians of both, and the ratio of each round. `ours` and `theirs` measure once and give a rate."""
    pairs = []
    for number in range(rounds):
        pairs.append((ours(), theirs()))
        print(f"  {what}, {number + 1} of {rounds}: {pairs[-1][0]:.4g}/s beside {pairs[-1][1]:.4g}/s", flush=True)
    return Row(what, peer, statistics.median(a for a, _ in pairs), statistics.median(b for _, b in pairs), tuple(a / b for a, b in pairs), bar, unit)


def fetch(address, headers=()):
    request = urllib.request.Request(address, headers=dict(headers))
    with urllib.request.urlopen(request, timeout=30) as answer:
        return answer.read().decode()


def rate(address, seconds, headers=(), connections=32):
    """Requests a second that were answered with 200. Anything else ends the measurement."""
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s"]
    for name, value in dict(headers).items():
        command += ["-H", f"{name}: {value}"]
    said = subprocess.run([*command, address], capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in said or "Socket errors" in said and not re.search(r"Socket errors: connect 0, read \d+, write 0, timeout 0", said):
        raise SystemExit(f"{address} did not answer well:\n{said}")
    return float(re.search(r"Requests/sec:\s+([\d.]+)", said).group(1))
