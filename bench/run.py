#!/usr/bin/env python3
"""Measures Yizhan beside others on this machine, in turn and in one run, and prints a table: what, ours, peer, ratio, bar.

    make bench                     or: .venv/bench/bin/python bench/run.py [--rounds N] [--seconds N] [--only stations,eligibility,lodging,matching,registrations]

Machines differ and their speed drifts, so only ratios count: each round measures ours, then the peer, for the same time; the ratio is the median
of the rounds' ratios. Servers listen on loopback and are stopped by their ids. What is booked is checked in the database at the end of each engine's
bookings. Eligibility wants the cases of another engine, which are no part of this project: YIZHAN_ELIGIBILITY_CASES names their file. So it is
with the postings of matching: YIZHAN_MATCHING_DATA and YIZHAN_JUDGED name their folders.
"""

import argparse
import os
import pathlib
import sys

root = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(root / "Tests/browser"))
os.environ.setdefault("YIZHAN_PROGRAM", str(root / ".build/release/yizhan"))
import availability  # noqa: E402
import bookings  # noqa: E402
import eligibility  # noqa: E402
import matching  # noqa: E402
import registrations  # noqa: E402
import stations  # noqa: E402
from rounds import Row  # noqa: E402

ENGINES = ("SQLite", "PostgreSQL")


def lodging(options):
    for engine in options.engines:
        with bookings.town(engine, options) as town:
            yield from bookings.measure(town, options)
            yield from availability.measure(town, options)


PARTS = {"stations": stations.measure, "eligibility": eligibility.measure, "lodging": lodging, "matching": matching.measure, "registrations": registrations.measure}


def listed(known):
    def read(text):
        names = text.split(",")
        if any(name not in known for name in names):
            raise argparse.ArgumentTypeError(f"some of {','.join(known)}")
        return names

    return read


def main():
    reader = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    reader.add_argument("--rounds", type=int, default=5)
    reader.add_argument("--seconds", type=int, default=5, help="of one measurement of a server (5)")
    reader.add_argument("--bookings", type=int, default=1000, help="of one client in a round; 64 clients book twice as many (1000)")
    reader.add_argument("--stations", type=int, default=100, help="with 50 beds each, where beds are booked (100)")
    reader.add_argument("--only", type=listed(PARTS), default=list(PARTS), help=f"some of {','.join(PARTS)}")
    reader.add_argument("--engines", type=listed(ENGINES), default=list(ENGINES), help=f"some of {','.join(ENGINES)}")
    options = reader.parse_args()
    rows = []
    for part in options.only:
        print(f"{part}:", flush=True)
        rows += PARTS[part](options)
    print(f"\n{Row.HEAD}")
    for row in rows:
        print(row)
    return 0


if __name__ == "__main__":
    sys.exit(main())
