"""Which beds of a whole city are free, night by night for 90 nights, in one answer: beside the same rows counted by plain SQL."""

import contextlib
import datetime
import json
import os
import re
import sqlite3
import time

from rounds import fetch, in_turn, rate
from town import HEADERS

NIGHTS = 90
# What of the beds is taken: three nights of five, other ones for each bed.
TAKEN, OF = 3, 5


def fill(town, first):
    """Closes beds on so many nights, by rows of the ledger as each closure has them; nobody is sent anything meanwhile. The server is not running."""
    town.rows.execute("UPDATE outbox SET sent_at = created_at WHERE sent_at IS NULL")
    days = [first + datetime.timedelta(number) for number in range(NIGHTS)]
    listed = ", ".join(f"'{place}'" for place in town.places)
    town.rows.execute(f"""
        INSERT INTO lodging_closures (id, programme_id, lodging_id, kind, first_night, end_day, reason, by_actor, created_at)
        SELECT 'bench-' || id, programme_id, id, 'closed', '{days[0]}', '{days[-1] + datetime.timedelta(1)}', '', 'bench', 0 FROM lodgings WHERE id IN ({listed})
        """)
    return town.rows.execute(f"""
        INSERT INTO bed_nights (unit_id, night, programme_id, lodging_id, gender, closure_id, taken_at)
        SELECT u.id, n.column1, u.programme_id, u.lodging_id, u.gender, 'bench-' || u.lodging_id, 0
        FROM (SELECT *, ROW_NUMBER() OVER (ORDER BY id) AS place FROM lodging_units WHERE lodging_id IN ({listed})) u
            CROSS JOIN (VALUES {", ".join(f"('{day}', {number})" for number, day in enumerate(days))}) n
        WHERE (u.place + n.column2) % {OF} < {TAKEN} ON CONFLICT DO NOTHING
        """)


def counting(first, end):
    """What the answer is made of, as somebody would ask it of the database by hand."""
    return [
        "SELECT l.id, l.name, l.area, s.name, l.list_price, l.special_price FROM lodgings l JOIN stations s ON s.id = l.station_id JOIN plaques p ON p.station_id = l.station_id "
        "WHERE l.published AND p.state = 'valid' ORDER BY l.name, l.id",
        "SELECT lodging_id, gender, accessible, from_day, to_day, COUNT(*) FROM lodging_units GROUP BY lodging_id, gender, accessible, from_day, to_day",
        f"SELECT lodging_id, night, gender, COUNT(*) FROM bed_nights WHERE released_at IS NULL AND night >= '{first}' AND night < '{end}' GROUP BY lodging_id, night, gender",
        f"SELECT u.lodging_id, COUNT(*) FROM lodging_units u WHERE u.from_day <= '{first}' AND (u.to_day IS NULL OR u.to_day >= '{end}') AND NOT EXISTS (SELECT 1 FROM bed_nights b "
        f"WHERE b.unit_id = u.id AND b.released_at IS NULL AND b.night >= '{first}' AND b.night < '{end}') GROUP BY u.lodging_id",
    ]


def by_hand(town, statements, seconds):
    """A function that gives how many times a second the engine answers all statements, on one connection."""
    if town.cluster:
        script = os.path.join(town.cluster.folder, "counting.sql")
        with open(script, "w") as file:
            file.write("".join(statement + ";\n" for statement in statements))
        os.chmod(script, 0o644)
        place = ("-h", "127.0.0.1", "-p", str(town.cluster.port), "-U", "postgres")

        def pgbench():
            said = town.cluster.run("pgbench", *place, "-n", "-M", "prepared", "-f", script, "-c", "1", "-T", str(seconds), "house").stdout.decode()
            return float(re.search(r"^tps = ([\d.]+)", said, re.M).group(1))

        return pgbench

    def sqlite():
        with contextlib.closing(sqlite3.connect(f"file:{town.rows.path}?mode=ro", uri=True)) as database:
            began, done = time.perf_counter(), 0
            while time.perf_counter() < began + seconds:
                for statement in statements:
                    database.execute(statement).fetchall()
                done += 1
            return done / (time.perf_counter() - began)

    return sqlite


def measure(town, options):
    today = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=8))).date()
    first, end = today + datetime.timedelta(1), today + datetime.timedelta(1 + NIGHTS)
    filled = fill(town, first)
    if town.cluster:
        # As autovacuum does in a while.
        town.rows.run("VACUUM ANALYZE")
    seconds = max(1, options.seconds // 2)
    statements = counting(first, end)
    with town.served() as house:
        address = f"http://127.0.0.1:{house.port}/lodging?first={first}&end={end}"
        json_face, html_face = {**HEADERS, "Accept": "application/json"}, {**HEADERS, "Accept": "text/html"}
        answer, page = fetch(address, json_face), fetch(address, html_face)
        found = {place["lodging"]["id"]: place for place in json.loads(answer)["availability"]["places"]}
        places = {place: found[place]["free"] for place in town.places}
        listed = ", ".join(f"'{place}'" for place in town.places)
        # Nights that are not open yet have no bed in the answer, and are counted all the same. The rules are the same for all places.
        days = [str(first + datetime.timedelta(number)) for number in range(NIGHTS)]
        nights = [night for night in days if not any(part["first"] <= night < part["end"] for part in found[town.places[0]]["shut"])]
        opened = ", ".join(f"'{night}'" for night in nights)
        taken = town.rows.query(f"SELECT COUNT(*) FROM bed_nights WHERE released_at IS NULL AND night IN ({opened}) AND lodging_id IN ({listed})")[0][0]
        free = sum(sum(places[place]) for place in town.places)
        if free + taken != len(town.places) * town.beds * len(nights) or any(len(places[place]) != NIGHTS for place in town.places):
            raise SystemExit(f"{free} bed-nights are free and {taken} are taken of {len(town.places)} × {town.beds} × {len(nights)}")
        print(f"  {town.engine}: {filled} bed-nights more are taken, {taken} of {free + taken}; the answer has {len(answer.encode()):,} bytes in JSON, {len(page.encode()):,} in HTML", flush=True)
        what, theirs = f"{len(town.places)} stations × {town.beds} beds × {NIGHTS} nights", by_hand(town, statements, seconds)
        for face, headers in (("JSON", json_face), ("HTML", html_face)):
            rate(address, 1, headers, 1)
            yield in_turn(f"{what}, {town.engine}, {face}", "the same rows counted by plain SQL", lambda: rate(address, seconds, headers, 1), theirs, options.rounds, None, "ms")
