#!/usr/bin/env python3
"""Races for seats at events while servers are killed, on both engines: exactly as many as there are, no number twice, nobody twice, each key has one effect.

    Tests/prove/seats.py [sqlite] [postgres]       YIZHAN_RUSHES=2 rounds on each engine; YIZHAN_PROGRAM names the program

In each round 200 people want one of 10 seats of an event of its own, under an idempotency key of their own for each registration; some give theirs back at once and come again.
On PostgreSQL two servers share the database. At a random moment a server is killed (SIGKILL); whoever was asking it asks again after it is back, under the same keys, as do some
who had their answer. Then whoever has no seat asks once more, and the ledger is read in the database itself: the event is full, to the seat.
"""

import collections
import datetime
import http.client
import pathlib
import random
import secrets
import sys
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "browser"))
import crowd  # noqa: E402
from beds import PEOPLE, ROUNDS, Town, ended, run, together  # noqa: E402
from client import Client, Refused  # noqa: E402
from house import PASSWORD  # noqa: E402

SEATS = 10
# Whoever is refused for these reasons was refused rightly; the ledger says whether everybody was.
REFUSALS = {"event_full", "rush"}
DAYS_AHEAD = 10

# What must give no row.
WRONG = {
    "a seat is given twice": "SELECT event_id, n FROM event_seats WHERE released_at IS NULL GROUP BY event_id, n HAVING COUNT(*) > 1",
    "a number is outside the event": "SELECT t.event_id, t.n FROM event_seats t JOIN events e ON e.id = t.event_id WHERE t.released_at IS NULL AND (t.n < 1 OR t.n > e.seats)",
    "somebody is registered twice": """
        SELECT event_id, account_id FROM event_registrations WHERE account_id IS NOT NULL AND state IN ('waiting', 'requested', 'registered', 'came') GROUP BY event_id, account_id HAVING COUNT(*) > 1
        """,
    "a registration has other than its seats": """
        SELECT r.id FROM event_registrations r WHERE r.event_id = '{event}'
            AND (SELECT COUNT(*) FROM event_seats t WHERE t.registration_id = r.id AND t.released_at IS NULL) <> CASE r.state WHEN 'registered' THEN r.people ELSE 0 END
        """,
    "a registration was recorded not once": """
        SELECT r.id FROM event_registrations r LEFT JOIN audit_records a ON a.kind = 'seat' AND a.subject = r.id AND a.verb = 'seat_taken' WHERE r.event_id = '{event}' GROUP BY r.id HAVING COUNT(a.subject) <> 1
        """,
    "a cancellation was recorded not once": """
        SELECT r.id FROM event_registrations r LEFT JOIN audit_records a ON a.kind = 'seat' AND a.subject = r.id AND a.verb = 'seat_cancelled'
        WHERE r.event_id = '{event}' AND r.state = 'cancelled' GROUP BY r.id HAVING COUNT(a.subject) <> 1
        """,
}


def check(rows, event, known):
    """The ledger holds, and the registrations that are stored are those that were acknowledged, each as it was left."""
    for what, statement in WRONG.items():
        found = rows.query(statement.format(event=event))
        assert not found, f"{what}: {found[:3]}"
    stored = dict(rows.query(f"SELECT id, state FROM event_registrations WHERE event_id = '{event}'"))
    assert stored == known, f"{len(known)} registrations were acknowledged, {len(stored)} are stored; first that differs: {sorted(set(stored.items()) ^ set(known.items()))[:2]}"
    return int(rows.query(f"SELECT COUNT(*) FROM event_seats WHERE event_id = '{event}' AND released_at IS NULL")[0][0])


def open_event(port, station, today, seats, title, clerk=crowd.CLERK):
    """A clerk writes an event of a station and announces it. Gives its id."""
    client = Client(port, crowd.address(1 << 23))
    token = client.ask("POST", "/session", body={"login": crowd.CLERKS[clerk], "password": PASSWORD})["token"]
    day = today + datetime.timedelta(DAYS_AHEAD)
    event = {
        "type": "salon", "title": title, "summary": "五个项目路演，随后自由交流，欢迎参加。", "place": "青岛市崂山区示例路 1 号", "begins": f"{day}T14:00:00+08:00", "ends": f"{day}T17:00:00+08:00",
        "seats": seats, "station": station,
    }
    made = client.ask("POST", "/events", token, event)["id"]
    client.ask("POST", f"/events/{made}/opening", token, {})
    return made


class Guest(threading.Thread):
    """Asks for a seat until told to stop, or until the server is gone. `open` is the request that may be done or not."""

    def __init__(self, port, number, token, event):
        super().__init__(daemon=True)
        self.client, self.token, self.event = Client(port, crowd.address(number)), token, event
        self.open, self.fault, self.stopping, self.seat = None, None, False, None
        # Requests that had an answer with the registration that it named, by key; the state of each registration.
        self.answered, self.states = {}, {}
        self.refused = collections.Counter()

    def run(self):
        try:
            while not self.stopping:
                if self.seat is None:
                    self.register()
                elif random.random() < 0.3:
                    self.cancel()
                time.sleep(random.uniform(0, 0.2))
        except (OSError, http.client.HTTPException):
            pass
        except Exception as error:
            self.fault = error

    def register(self):
        self.send((f"/events/{self.event}/seats", {}, secrets.token_hex(8)))

    def cancel(self):
        self.send((f"/event-seats/{self.seat}/cancellation", {}, secrets.token_hex(8)))

    def send(self, request):
        """What had an answer once must have the same one again."""
        self.open = request
        path, body, key = request
        before = self.answered.get(key, (None, None))[1]
        try:
            seat = self.client.ask("POST", path, self.token, body, key)["id"]
        except Refused as refused:
            if refused.code not in REFUSALS or before:
                raise
            self.refused[refused.code] += 1
        else:
            assert before in (None, seat), f"{key} has made {before} and {seat}"
            if before is None:
                ends = path.endswith("/cancellation")
                self.answered[key] = request, seat
                self.states[seat] = "cancelled" if ends else "registered"
                self.seat = None if ends else seat
        self.open = None

    def repeat(self, port):
        """Asks again, under the same keys: what was in the air, and something that was answered."""
        self.client = Client(port, self.client.address)
        wanted = ([self.open] if self.open else []) + [request for request, _ in random.sample(list(self.answered.values()), min(2, len(self.answered)))]
        for request in wanted:
            self.send(request)
        return len(wanted)


def races(folder, address, rows):
    town = Town(folder, address)
    try:
        tokens = crowd.talents(town.houses[0].port, range(PEOPLE))
        station = crowd.clerk_stations(rows)[0]
        ahead = int(rows.query("SELECT value FROM settings WHERE name = 'clock_offset'")[0][0]) / 1000
        today = datetime.datetime.fromtimestamp(time.time() + ahead, datetime.timezone(datetime.timedelta(hours=8))).date()
        counts, refused = collections.Counter(), collections.Counter()
        for number in range(ROUNDS):
            event = open_event(town.houses[0].port, station, today, SEATS, f"第 {number + 1} 场沙龙")
            guests = [Guest(town.houses[index % len(town.houses)].port, index, token, event) for index, token in enumerate(tokens)]
            for guest in guests:
                guest.start()
            # Not before it is a race: somebody has found every seat taken.
            latest = time.monotonic() + 30
            while not any(guest.refused["event_full"] for guest in guests) and time.monotonic() < latest:
                time.sleep(0.02)
            time.sleep(random.uniform(0, 2))
            killed = town.kill()
            for guest in guests:
                guest.stopping = True
            ended(guests, guests)
            town.houses[killed] = town.open(killed)
            counts["in the air"] += sum(guest.open is not None for guest in guests)
            port = town.houses[killed].port
            counts["repeated"] += sum(together(guests, lambda guest: guest.repeat(port)))
            together([guest for guest in guests if guest.seat is None], lambda guest: guest.register())
            known = {}
            for guest in guests:
                known.update(guest.states)
                refused.update(guest.refused)
                counts["acknowledged"] += len(guest.answered)
            taken = check(rows, event, known)
            assert taken == SEATS, f"{taken} of {SEATS} seats are taken after everybody asked"
            counts["registrations"] += len(known)
            if (number + 1) % 10 == 0:
                print(f"    {number + 1} rounds: {counts['registrations']} registrations, nothing given twice", flush=True)
    finally:
        town.close()
    assert counts["acknowledged"] > 0 and refused["event_full"] > 0, f"this was no race: {counts}, {refused}"
    print(f"    {ROUNDS} rounds and kills, {PEOPLE} people for {SEATS} seats: {counts['registrations']} registrations, {SEATS} seats taken at the end of each round, 0 twice; "
          f"{counts['acknowledged']} requests acknowledged, 0 lost; {counts['repeated']} repeated, {counts['in the air']} of them in the air, 0 with a second effect")
    print("    refused: " + ", ".join(f"{code} {count}" for code, count in sorted(refused.items())))


if __name__ == "__main__":
    sys.exit(run("seats", races, sys.argv[1:]))
