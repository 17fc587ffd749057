"""Bookings a second over HTTP, beside the engine's own durable transactions of one row with the same settings.

Each booking is of three nights: the conditions are judged, bed, entitlement, audit, inbox and outbox are written, and it is on disk before the answer.
Everybody books twice, under a key of their own each time. When all are done the ledger is read in the database itself.
"""

import collections
import datetime
import os
import pathlib
import random
import re
import subprocess
import time

import ledger
from rounds import in_turn
from town import Town, request

# Windows of three nights that a booking can be for: late enough that no reminder is due meanwhile, and within the thirty days of the programme file.
FIRST, NIGHTS, WINDOWS = 3, 3, 9
CLIENTS = {1: 0.5, 64: 0.3}
WARM = 50
STATIONS, BEDS = 100, 50


class Bookings:
    """Which talent wants which place when: each place is full of women and of men at the end at most."""

    def __init__(self, town, today, count):
        chance = random.Random(2020)
        # Rooms are for women and for men in turn, five beds each; even numbers are women.
        slots = [[(place, window) for place in town.places for window in range(WINDOWS) for _ in range(BEDS // 2)] for _ in range(2)]
        for some in slots:
            chance.shuffle(some)
        self.requests, windows = [], {}
        for number in range(count):
            talent = number % len(town.tokens)
            free = slots[talent % 2]
            place, window = free.pop(next(index for index in range(len(free) - 1, -1, -1) if free[index][1] != windows.get(talent)))
            windows[talent] = window
            first = today + datetime.timedelta(FIRST + NIGHTS * window)
            self.requests.append(request(place, town.tokens[talent], number, first, first + datetime.timedelta(NIGHTS)))
        self.sent = 0

    def take(self, count):
        some = self.requests[self.sent:self.sent + count]
        self.sent += count
        return some


def compiled(folder, name, *libraries):
    made = os.path.join(folder, name)
    subprocess.run(["cc", "-O2", "-o", made, str(pathlib.Path(__file__).with_name(name + ".c")), *libraries], check=True)
    return made


def counted(*command):
    """A rate from a program that prints a count and seconds."""
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{command[0]}: {done.stdout}{done.stderr}")
    count, seconds = done.stdout.split()
    return int(count) / float(seconds)


class Load:
    """Sends bookings and keeps the stays that were acknowledged."""

    def __init__(self, folder, port, bookings):
        self.program, self.folder, self.port, self.bookings = compiled(folder, "load", "-lpthread"), folder, port, bookings
        self.known = {}

    def __call__(self, clients, count):
        requests, answers = os.path.join(self.folder, "requests"), os.path.join(self.folder, "answers")
        with open(requests, "wb") as file:
            for one in self.bookings.take(count):
                file.write(b"%d\n" % len(one) + one)
        rate = counted(self.program, str(self.port), str(clients), requests, answers)
        with open(answers) as file:
            lines = [line.split() for line in file]
        statuses = collections.Counter(status for _, status, _, _ in lines)
        if statuses != {"201": count}:
            raise SystemExit(f"of {count} bookings by {clients} clients: {dict(statuses)}")
        stays = {location.rpartition("/")[2]: "booked" for _, _, _, location in lines}
        if len(stays) != count or stays.keys() & self.known.keys():
            raise SystemExit("two bookings were answered with one stay")
        self.known.update(stays)
        return rate


def raw(town, seconds):
    """The engine's own transactions: a function of the number of clients that gives a rate."""
    if not town.cluster:
        # SQLite has one writer; more connections would only wait for each other.
        program = compiled(town.folder, "one_row", "-lsqlite3")
        return lambda clients: counted(program, os.path.join(town.folder, "raw.sqlite"), str(seconds))
    cluster, place = town.cluster, ("-h", "127.0.0.1", "-p", str(town.cluster.port), "-U", "postgres")
    settings = [town.rows.query(f"SHOW {name}")[0][0] for name in ("fsync", "synchronous_commit", "full_page_writes")]
    if settings != ["on"] * 3:
        raise SystemExit(f"PostgreSQL is not durable: {settings}")
    cluster.run("createdb", *place, "raw")
    cluster.run("psql", *place, "-d", "raw", "-c", "CREATE TABLE taken (unit text NOT NULL, night text NOT NULL, stay text NOT NULL, at bigint NOT NULL)")
    script = os.path.join(cluster.folder, "one_row.sql")
    with open(script, "w") as file:
        file.write("\\set unit random(1, 5000)\nINSERT INTO taken (unit, night, stay, at) VALUES ('unit-' || :unit, '2020-12-07', 'stay-' || :unit, 1606780800000 + :unit);\n")
    os.chmod(script, 0o644)

    def transactions(clients):
        done = cluster.run("pgbench", *place, "-n", "-M", "prepared", "-f", script, "-c", str(clients), "-j", str(min(clients, 2)), "-T", str(seconds), "raw")
        said = done.stdout.decode()
        if "number of failed transactions: 0 " not in said:
            raise SystemExit(f"pgbench:\n{said}")
        return float(re.search(r"^tps = ([\d.]+)", said, re.M).group(1))

    return transactions


def measure(town, options):
    """Rows of the table; at the end what is stored is what was acknowledged."""
    counts = {1: options.bookings, 64: 2 * options.bookings}
    total = WARM * len(CLIENTS) + options.rounds * sum(counts.values())
    today = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=8))).date()
    bookings, transactions = Bookings(town, today, total), raw(town, max(1, options.seconds // 3))
    with town.served() as house:
        load = Load(town.folder, house.port, bookings)
        for clients, bar in CLIENTS.items():
            load(clients, WARM)
            transactions(clients)
            peer = f"{town.engine}, one row" + ("" if clients == 1 else ", 64 clients" if town.cluster else ", its one writer")
            yield in_turn(f"booking of 3 nights, {town.engine}, {clients} client{'s' * (clients > 1)}", peer, lambda: load(clients, counts[clients]), lambda: transactions(clients), options.rounds, bar)
    began = time.monotonic()
    ledger.check(town.rows, town.places, BEDS, load.known)
    guests = "account_id IN (SELECT account_id FROM stays WHERE lodging_id IN ({}))".format(", ".join(f"'{place}'" for place in town.places))
    told = [town.rows.query(f"SELECT COUNT(*) FROM {table} WHERE {guests}")[0][0] for table in ("messages", "outbox")]
    if told != [total, total]:
        raise SystemExit(f"{total} bookings have {told[0]} messages, and {told[1]} in the outbox")
    print(f"  {town.engine}: {total} bookings acknowledged, {len(load.known)} stays stored, no bed twice for a night, nobody beyond the entitlement, {told[1]} text messages "
          f"in the outbox (read in {time.monotonic() - began:.0f} s)", flush=True)


def talents(options):
    """How many are wanted: everybody books twice, and never twice in one round."""
    total = WARM * len(CLIENTS) + 3 * options.bookings * options.rounds
    return max(-(-total // 2), 2 * options.bookings)


def town(engine, options):
    return Town(engine, options.stations, BEDS, talents(options))
