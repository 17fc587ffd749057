#!/usr/bin/env python3
"""Races for beds while servers are killed, on both engines: no night is given twice, nobody has more than the entitlement, each key has one effect.

    Tests/prove/beds.py [sqlite] [postgres]        YIZHAN_RUSHES=2 rounds on each engine; YIZHAN_PROGRAM names the program

200 people want one of 10 beds at two stations on overlapping nights, several times each, under an idempotency key of their own for each booking; some cancel at once.
On PostgreSQL two servers share the database. At a random moment a server is killed (SIGKILL); whoever was asking it asks again after it is back,
under the same keys, as do some who had their answer. Then the ledger is read in the database itself, everything is cancelled, and the next round begins.
"""

import collections
import datetime
import http.client
import os
import pathlib
import random
import secrets
import shutil
import sys
import tempfile
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "browser"))
import crowd  # noqa: E402
import ledger  # noqa: E402
from client import Client, Refused  # noqa: E402
from house import Cluster, House  # noqa: E402
from kill import verify  # noqa: E402
from rows import PostgresRows, SQLiteRows  # noqa: E402

ROUNDS = int(os.environ.get("YIZHAN_RUSHES", "2"))
PEOPLE = int(os.environ.get("YIZHAN_RUSH_PEOPLE", "200"))
BEDS = 10  # half of them at each of two stations: the entitlement is one for both
ARGUMENTS = ("--demo", "--clock", "2020-11-16T09:00:00+08:00", *crowd.PROXY)
# Nights that are wanted, counted from today: early enough that cancelling is free and that nobody comes to stay meanwhile.
FIRST, LAST = 3, 9
# Whoever is refused for these reasons was refused rightly; the ledger says whether everybody was.
REFUSALS = {"no_bed", "bed_elsewhere", "nights_used", "stays_used", "too_long", "rush"}


class Guest(threading.Thread):
    """Asks for beds until told to stop, or until the server is gone. `open` is the request that may be done or not."""

    def __init__(self, port, number, token, places, today):
        super().__init__(daemon=True)
        self.client, self.token, self.places, self.today = Client(port, crowd.address(number)), token, places, today
        self.open, self.fault, self.stopping = None, None, False
        # Requests that had an answer with the stay that it named, by key; stays of these; those among them that were cancelled.
        self.answered, self.made, self.cancelled = {}, set(), set()
        self.refused = collections.Counter()

    def run(self):
        try:
            while not self.stopping:
                first = random.randint(FIRST, LAST)
                nights = [str(self.today + datetime.timedelta(days)) for days in (first, first + random.randint(1, ledger.NIGHTS_A_STAY))]
                stay = self.send((f"/lodging/{random.choice(self.places)}/stays", {"first": nights[0], "end": nights[1], "mayMove": random.random() < 0.3}, secrets.token_hex(8)))
                if stay and random.random() < 0.2:
                    self.cancel(stay)
                time.sleep(random.uniform(0, 0.2))
        except (OSError, http.client.HTTPException):
            pass
        except Exception as error:
            self.fault = error

    def cancel(self, stay):
        self.send((f"/stays/{stay}/cancellation", {}, secrets.token_hex(8)))

    def send(self, request):
        """Gives the stay, or None where the request is refused. What had an answer once must have the same one again."""
        self.open = request
        path, body, key = request
        before = self.answered.get(key, (None, None))[1]
        try:
            stay = self.client.ask("POST", path, self.token, body, key)["id"]
        except Refused as refused:
            if refused.code not in REFUSALS or before:
                raise
            self.refused[refused.code] += 1
            stay = None
        else:
            assert before in (None, stay), f"{key} has made {before} and {stay}"
            self.answered[key] = request, stay
            (self.cancelled if path.endswith("/cancellation") else self.made).add(stay)
        self.open = None
        return stay

    def repeat(self, port):
        """Asks again, under the same keys: what was in the air, and something that was answered."""
        self.client = Client(port, self.client.address)
        wanted = ([self.open] if self.open else []) + [request for request, _ in random.sample(list(self.answered.values()), min(2, len(self.answered)))]
        for request in wanted:
            self.send(request)
        return len(wanted)

    def states(self):
        return {stay: "cancelled" if stay in self.cancelled else "booked" for stay in self.made}


def together(guests, what):
    """Everybody does it at once. Gives what came of it."""
    done = []

    def one(guest):
        try:
            done.append(what(guest))
        except Exception as error:
            guest.fault = error

    threads = [threading.Thread(target=one, args=(guest,), daemon=True) for guest in guests]
    for thread in threads:
        thread.start()
    ended(threads, guests)
    return done


def ended(threads, guests):
    for thread in threads:
        thread.join(120)
        assert not thread.is_alive(), "somebody waits for ever"
    for guest in guests:
        if guest.fault:
            raise guest.fault


class Town:
    """The servers of one database: one, or two on PostgreSQL."""

    def __init__(self, folder, address):
        self.folder, self.address = folder, address
        self.houses = []
        for number in range(2 if address else 1):
            self.houses.append(self.open(number))

    def open(self, number):
        return House(self.address, ARGUMENTS, self.folder, log=f"server-{number}.log")

    def kill(self):
        """One of them; another takes its place."""
        number = random.randrange(len(self.houses))
        self.houses[number].process.kill()
        self.houses[number].process.wait()
        self.houses[number].close()
        return number

    def close(self):
        for house in self.houses:
            house.close()


def races(folder, address, rows):
    town = Town(folder, address)
    try:
        port = town.houses[0].port
        tokens = crowd.talents(port, range(PEOPLE))
        places = [place for clerk in crowd.CLERKS for place in crowd.keep_places(port, crowd.clerk_stations(rows, clerk)[:1], BEDS // len(crowd.CLERKS), clerk)]
        ahead = int(rows.query("SELECT value FROM settings WHERE name = 'clock_offset'")[0][0]) / 1000
        today = datetime.datetime.fromtimestamp(time.time() + ahead, datetime.timezone(datetime.timedelta(hours=8))).date()
        known, counts, refused = {}, collections.Counter(), collections.Counter()
        for number in range(ROUNDS):
            guests = [Guest(town.houses[index % len(town.houses)].port, index, token, places, today) for index, token in enumerate(tokens)]
            for guest in guests:
                guest.start()
            # Not before it is a race: somebody has found every bed taken.
            latest = time.monotonic() + 30
            while not any(guest.refused["no_bed"] for guest in guests) and time.monotonic() < latest:
                time.sleep(0.02)
            time.sleep(random.uniform(0, 2))
            killed = town.kill()
            for guest in guests:
                guest.stopping = True
            ended(guests, guests)
            town.houses[killed] = town.open(killed)
            counts["acknowledged"] += sum(len(guest.answered) for guest in guests)
            counts["in the air"] += sum(guest.open is not None for guest in guests)
            port = town.houses[killed].port
            counts["repeated"] += sum(together(guests, lambda guest: guest.repeat(port)))
            for guest in guests:
                known.update(guest.states())
                refused.update(guest.refused)
            ledger.check(rows, places, BEDS // len(places), known)
            taken = rows.query("SELECT lodging_id, COUNT(*) FROM bed_nights WHERE stay_id IS NOT NULL AND released_at IS NULL GROUP BY lodging_id")
            here = {place: count for place, count in taken if place in places}
            counts["taken"] += sum(int(count) for count in here.values())
            assert len(here) == len(places), f"beds were given at {len(here)} places only"
            # The next round begins with an empty house.
            together(guests, lambda guest: [guest.cancel(stay) for stay, state in guest.states().items() if state == "booked"])
            for guest in guests:
                known.update(guest.states())
            ledger.check(rows, places, BEDS // len(places), known)
            if (number + 1) % 10 == 0:
                print(f"    {number + 1} rounds: {len(known)} stays, nothing given twice", flush=True)
    finally:
        town.close()
    assert counts["acknowledged"] > 0 and refused["no_bed"] > 0, f"this was no race: {counts}, {refused}"
    print(f"    {ROUNDS} rounds and kills, {PEOPLE} people for {BEDS} beds: {len(known)} stays, {counts['taken']} nights taken at the end of a round, 0 twice, 0 beyond an entitlement; "
          f"{counts['acknowledged']} requests acknowledged, 0 lost; {counts['repeated']} repeated, {counts['in the air']} of them in the air, 0 with a second effect")
    print("    refused: " + ", ".join(f"{code} {count}" for code, count in sorted(refused.items())))


def run(what, races, engines):
    """The races on each engine, each in a folder and a house of its own, whose trail is verified in the end; the last line counts. - Returns: the status to end with."""
    failed = 0
    for engine in engines or ("sqlite", "postgres"):
        print(f"  races for {what}, {engine}", flush=True)
        folder = tempfile.mkdtemp(prefix=f"yizhan-{what}-")
        began = time.monotonic()
        try:
            if engine == "sqlite":
                path = os.path.join(folder, "house.sqlite")
                races(folder, None, SQLiteRows(path))
                print(f"    {verify(['--database', path])}")
            else:
                with Cluster() as cluster:
                    races(folder, cluster.address, PostgresRows(cluster))
                    print(f"    {verify(['--database', cluster.address, '--files', os.path.join(folder, 'files'), '--keys', os.path.join(folder, 'keys')])}")
            print(f"    passed, {time.monotonic() - began:.0f} s", flush=True)
            shutil.rmtree(folder, ignore_errors=True)
        except Exception as error:
            failed += 1
            words = "".join(path.read_text(errors="replace")[-2000:] for path in sorted(pathlib.Path(folder).glob("server-*.log")))
            print(f"    FAILED, {time.monotonic() - began:.0f} s: {type(error).__name__}: {error}\n    its data is kept in {folder}; the servers said:\n{words}", flush=True)
    print(f"{'FAILED' if failed else 'passed'}: {ROUNDS} races of {PEOPLE} people for {what} on each engine, a server killed in each")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(run("beds", races, sys.argv[1:]))
