#!/usr/bin/env python3
"""Measures Yizhan beside others on this machine, in turn and in one run, and prints a table: what, ours, peer, ratio, bar.

    make bench                     or: .venv/bench/bin/python bench/run.py [--rounds N] [--seconds N]

Machines differ and their speed drifts, so only ratios count: each round measures ours, then the peer, for the same time; the ratio is the median
of the rounds' ratios. Servers listen on loopback, read one SQLite file, and are stopped by their ids.
"""

import argparse
import json
import os
import pathlib
import re
import shutil
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request

root = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(root / "Tests/browser"))
os.environ.setdefault("YIZHAN_PROGRAM", str(root / ".build/release/yizhan"))
from house import House, stop  # noqa: E402

ORIGIN = "https://bench.example"


def fifty_stations(folder):
    """A house of the demonstration, with as many more stations as make 50: copies of a recognised one under names of their own."""
    path = os.path.join(folder, "house.sqlite")
    with House(folder=folder):
        pass
    with sqlite3.connect(path) as db:
        db.row_factory = sqlite3.Row
        there = db.execute("SELECT COUNT(*) FROM stations").fetchone()[0]

        def copy(table, key, **changes):
            row = dict(db.execute(f"SELECT * FROM {table} WHERE {key[0]} = ?", (key[1],)).fetchone())
            row.update(changes)
            db.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})", list(row.values()))

        first = db.execute("SELECT s.id, s.case_id, p.number, c.round_id FROM stations s JOIN plaques p ON p.station_id = s.id JOIN cases c ON c.id = s.case_id").fetchone()
        # A demonstration is not served as a city's own; for this measurement it becomes one.
        db.execute("DELETE FROM settings WHERE name = 'demo'")
        for number in range(there, 50):
            station, case = f"bench-station-{number:02d}", f"bench-case-{number:02d}"
            copy("cases", ("id", first["case_id"]), id=case, number=f"bench-{number}", round_id=None)
            copy("stations", ("id", first["id"]), id=station, case_id=case, name=f"第 {number} 号人才驿站")
            copy("plaques", ("station_id", first["id"]), number=f"QDYZ-2020-{900 + number}", station_id=station)
    db.close()
    return path


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


def in_turn(ours, peer, rounds, seconds):
    """A B A B …: median of ours, of the peer, and of the ratios."""
    for one in (ours, peer):
        rate(*one[:1], 2, *one[1:])
    pairs = [(rate(ours[0], seconds, *ours[1:]), rate(peer[0], seconds, *peer[1:])) for _ in range(rounds)]
    return statistics.median(a for a, _ in pairs), statistics.median(b for _, b in pairs), statistics.median(a / b for a, b in pairs), [a / b for a, b in pairs]


def django(path, folder):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [str(pathlib.Path(sys.executable).parent / "gunicorn"), "--workers", "3", "--bind", f"127.0.0.1:{port}", "--log-level", "warning", "django_stations:application"],
        cwd=root / "bench", env={**os.environ, "STATIONS_DATABASE": path}, stdout=subprocess.DEVNULL, stderr=open(os.path.join(folder, "gunicorn.log"), "w"))
    address = f"http://127.0.0.1:{port}/stations"
    for _ in range(100):
        try:
            fetch(address)
            return process, address
        except OSError:
            time.sleep(0.1)
    stop(process)
    raise SystemExit("Django did not start:\n" + open(os.path.join(folder, "gunicorn.log")).read()[-2000:])


def stations(options, rows):
    folder = tempfile.mkdtemp(prefix="yizhan-bench-")
    process = None
    try:
        path = fifty_stations(folder)
        # As a city runs it: not in demo mode, behind an origin.
        with House(arguments=("--origin", ORIGIN, "--bench"), folder=folder) as house:
            address = "http://127.0.0.1:%s" % house.port
            host = {"Host": ORIGIN.removeprefix("https://"), "Accept": "text/html"}
            process, peer = django(path, folder)
            names = [row[0] for row in sqlite3.connect(f"file:{path}?mode=ro", uri=True).execute("SELECT name FROM stations")]
            for where, page in (("ours", fetch(address + "/stations", host)), ("Django's", fetch(peer))):
                absent = [name for name in names if name not in page]
                if absent or len(names) != 50:
                    raise SystemExit(f"{where} page does not show all of the 50 stations; first absent: {absent[:1]}")
            ours = (address + "/stations", host)
            bare = (address + "/bench/stations", {**host, "Accept": "application/json"})
            if json.loads(fetch(*bare))["rows"] != 50:
                raise SystemExit("the bare query does not give 50 rows")
            rows.append(("page of 50 stations, requests/s", "the same query, answered without a page", *in_turn(ours, bare, options.rounds, options.seconds), 0.8))
            rows.append(("page of 50 stations, requests/s", "Django + gunicorn, the same file", *in_turn(ours, (peer, {}), options.rounds, options.seconds), 10))
    finally:
        if process:
            stop(process)
        shutil.rmtree(folder, ignore_errors=True)


def main():
    reader = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    reader.add_argument("--rounds", type=int, default=5)
    reader.add_argument("--seconds", type=int, default=5)
    options = reader.parse_args()
    rows = []
    stations(options, rows)
    print(f"\n{'what':34} {'peer':46} {'ours':>9} {'peer':>9} {'ratio':>7} {'(min–max)':>15} {'bar':>7}")
    for what, peer, ours, theirs, ratio, all_ratios, bar in rows:
        spread = f"({min(all_ratios):.2f}–{max(all_ratios):.2f})"
        print(f"{what:34} {peer:46} {ours:9.0f} {theirs:9.0f} {ratio:7.2f} {spread:>15} {'≥ ' + str(bar):>7}  {'held' if ratio >= bar else 'MISSED'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
