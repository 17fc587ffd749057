"""Registrations a second when 64 clients rush for the 500 seats of one event, beside pretix over the same PostgreSQL.

Ours writes the registration with its names sealed, the seat, the audit record, the message in the inbox and what leaves by text message, under an idempotency key; pretix makes a free order of
one ticket through its API, with gunicorn, redis and its queue of tasks, on which nobody works meanwhile: the most that its web side can do. Either side must give all seats and not one more.
pretix comes from PyPI at the versions of requirements-pretix.txt.
"""

import contextlib
import json
import os
import shutil
import socket
import subprocess
import tempfile
import time

import crowd
from bookings import compiled, counted
from house import root, stop
from rounds import Row, fetch, in_turn
from town import HEADERS, Town

SEATS, CLIENTS, BAR = 500, 64, 20
WHAT, PEER = f"registration, {SEATS} seats, {CLIENTS} clients, PostgreSQL", "pretix + gunicorn, free orders by its API"
DAY = 86_400_000

# Makes an organizer, a token, and for each event a free ticket with a quota. Prints the token and the number of each ticket.
SEED = """
import sys
import django
django.setup()
import datetime, decimal
from django.utils import timezone
from django_scopes import scopes_disabled
from pretix.base.models import Event, Item, Organizer, Quota, Team
seats, names = int(sys.argv[1]), sys.argv[2:]
with scopes_disabled():
    organizer = Organizer.objects.create(slug="bench", name="Bench")
    team = Team.objects.create(organizer=organizer, name="bench", all_events=True, all_event_permissions=True, all_organizer_permissions=True)
    print(team.tokens.create(name="bench").token)
    for name in names:
        event = Event.objects.create(organizer=organizer, slug=name, name=name, currency="CNY", live=True, is_public=True, plugins="", date_from=timezone.now() + datetime.timedelta(days=30))
        event.set_defaults()
        ticket = Item.objects.create(event=event, name="Seat", default_price=decimal.Decimal("0.00"))
        Quota.objects.create(event=event, name="Seats", size=seats).items.add(ticket)
        print(ticket.pk)
"""


def message(path, headers, body):
    text = json.dumps(body).encode()
    lines = [f"POST {path} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items()), "Accept: application/json", "Content-Type: application/json", f"Content-Length: {len(text)}", "", ""]
    return "\r\n".join(lines).encode() + text


class Rush:
    """Sends prepared requests by many clients; each must be answered with 201. Gives how many a second."""

    def __init__(self, folder):
        self.program, self.folder = compiled(folder, "load", "-lpthread"), folder

    def __call__(self, port, requests, clients=CLIENTS, statuses=("201",)):
        names = [os.path.join(self.folder, name) for name in ("rush", "rushed")]
        with open(names[0], "wb") as file:
            for one in requests:
                file.write(b"%d\n" % len(one) + one)
        rate = counted(self.program, str(port), str(clients), *names)
        with open(names[1]) as file:
            said = [line.split()[1] for line in file]
        if len(said) != len(requests) or any(status not in statuses for status in said):
            raise SystemExit(f"of {len(requests)} requests: { {status: said.count(status) for status in set(said)} }")
        return rate


class Ours:
    """An event for each round, written as a row: how it is planned and announced is no part of the measurement."""

    def __init__(self, town, port, rush):
        self.town, self.port, self.rush, self.rounds = town, port, rush, 0
        self.station = crowd.clerk_stations(town.rows)[0]

    def __call__(self, seats=SEATS):
        event, now, rows = f"bench-event-{self.rounds}", int(time.time() * 1000), self.town.rows
        self.rounds += 1
        rows.execute(f"""
            INSERT INTO events (id, programme_id, station_id, type, title, summary, place, on_site, begins_at, ends_at, seats, opens_at, closes_at, approval, group_most, waitlist, questions, state, version,
                by_account, created_at, opened_at)
            SELECT '{event}', s.programme_id, s.id, 'salon', 'Rush', 'Rush', 'Rush', true, {now + 30 * DAY}, {now + 30 * DAY + 7_200_000}, {seats}, {now - DAY}, {now + 29 * DAY}, false, 1, false, '[]', 'open', 1,
                (SELECT MIN(account_id) FROM members m WHERE m.organisation_id = s.organisation_id), {now}, {now}
            FROM stations s WHERE s.id = '{self.station}'
            """)
        rate = self.rush(self.port, [self.request(event, number) for number in range(seats)], min(CLIENTS, seats))
        # One more is refused, and what was acknowledged is stored.
        self.rush(self.port, [self.request(event, seats)], 1, ("409",))
        stored = rows.query(f"""
            SELECT COUNT(*), COUNT(DISTINCT t.n), COUNT(DISTINCT r.account_id), MIN(t.n), MAX(t.n) FROM event_seats t JOIN event_registrations r ON r.id = t.registration_id
            WHERE t.event_id = '{event}' AND t.released_at IS NULL AND r.state = 'registered'
            """)[0]
        if tuple(map(int, stored)) != (seats, seats, seats, 1, seats):
            raise SystemExit(f"{event} has {stored} instead of {seats} seats of {seats} people")
        return rate

    def request(self, event, number):
        headers = {"Host": HEADERS["Host"], "Authorization": f"Bearer {self.town.tokens[number]}", "Idempotency-Key": f"{event}-{number}", "X-Forwarded-For": crowd.address(number)}
        return message(f"/events/{event}/seats", headers, {})


class Pretix:
    """pretix in a folder of its own, on a database of the same server, with an event for each round."""

    def __init__(self, cluster, rush, rounds):
        self.cluster, self.rush, self.taken = cluster, rush, 0
        self.bin, self.folder, self.processes = root / ".venv/pretix/bin", tempfile.mkdtemp(prefix="yizhan-pretix-"), []
        self.place = ("-h", "127.0.0.1", "-p", str(cluster.port), "-U", "postgres")
        try:
            self.start(rounds)
        except BaseException:
            self.close()
            raise

    def start(self, rounds):
        self.port, redis = free_port(), free_port()
        self.cluster.run("createdb", *self.place, "pretix")
        os.mkdir(os.path.join(self.folder, "data"))
        configuration = os.path.join(self.folder, "pretix.cfg")
        with open(configuration, "w") as file:
            file.write(f"""[pretix]
instance_name=bench
url=http://127.0.0.1:{self.port}
currency=CNY
datadir={self.folder}/data
registration=off
[database]
backend=postgresql
name=pretix
user=postgres
host=127.0.0.1
port={self.cluster.port}
[mail]
from=bench@localhost
host=127.0.0.1
[redis]
location=redis://127.0.0.1:{redis}/0
sessions=true
[celery]
backend=redis://127.0.0.1:{redis}/1
broker=redis://127.0.0.1:{redis}/2
""")
        self.environment = {**os.environ, "PRETIX_CONFIG_FILE": configuration, "DJANGO_SETTINGS_MODULE": "pretix.settings", "PYTHONDONTWRITEBYTECODE": "1"}
        self.run("redis", "redis-server", "--port", str(redis), "--bind", "127.0.0.1", "--save", "", "--dir", self.folder)
        print("  pretix makes its tables, which takes some minutes", flush=True)
        self.ask(self.bin / "python", "-m", "pretix", "migrate", "--noinput")
        script = os.path.join(self.folder, "seed.py")
        with open(script, "w") as file:
            file.write(SEED)
        self.events = ["warm", *(f"round{number}" for number in range(rounds))]
        said = [line for line in self.ask(self.bin / "python", script, str(SEATS), *self.events).split("\n") if line.strip()][-len(self.events) - 1:]
        self.token, self.tickets = said[0].strip(), dict(zip(self.events, map(int, said[1:])))
        # Three workers, as its documentation says for a machine of this size.
        server = self.run("gunicorn", self.bin / "gunicorn", "pretix.wsgi", "--name", "pretix", "--workers", "3", "--bind", f"127.0.0.1:{self.port}", "--timeout", "120")
        address = f"http://127.0.0.1:{self.port}/bench/warm/"
        for _ in range(300):
            if server.poll() is not None:
                break
            with contextlib.suppress(OSError):
                fetch(address)
                return
            time.sleep(0.2)
        raise SystemExit("pretix did not start:\n" + self.said("gunicorn"))

    def run(self, name, *command):
        process = subprocess.Popen([str(part) for part in command], cwd=self.folder, env=self.environment, stdout=subprocess.DEVNULL, stderr=open(os.path.join(self.folder, name + ".log"), "w"))
        self.processes.append(process)
        return process

    def said(self, name):
        with open(os.path.join(self.folder, name + ".log"), errors="replace") as file:
            return file.read()[-2000:]

    def ask(self, *command):
        done = subprocess.run([str(part) for part in command], cwd=self.folder, env=self.environment, capture_output=True, text=True)
        if done.returncode:
            raise SystemExit(f"{command[1]}: {done.stdout[-1000:]}{done.stderr[-2000:]}")
        return done.stdout

    def request(self, event, number):
        headers = {"Host": f"127.0.0.1:{self.port}", "Authorization": f"Token {self.token}"}
        ticket = {"item": self.tickets[event], "variation": None, "price": "0.00"}
        order = {"email": f"guest{number}@example.org", "locale": "en", "status": "p", "payment_provider": "free", "send_email": False, "positions": [ticket]}
        return message(f"/api/v1/organizers/bench/events/{event}/orders/", headers, order)

    def __call__(self, seats=SEATS):
        event = self.events[self.taken]
        self.taken += 1
        rate = self.rush(self.port, [self.request(event, number) for number in range(seats)], min(CLIENTS, seats))
        if seats == SEATS:
            self.rush(self.port, [self.request(event, seats)], 1, ("400",))
        statement = f"""
            SELECT COUNT(*) FROM pretixbase_orderposition p JOIN pretixbase_order o ON o.id = p.order_id JOIN pretixbase_event e ON e.id = o.event_id WHERE e.slug = '{event}' AND o.status = 'p'
            """
        stored = int(self.cluster.run("psql", *self.place, "-d", "pretix", "-qAt", "-c", statement).stdout.decode())
        if stored != seats:
            raise SystemExit(f"pretix has stored {stored} of {seats} tickets")
        return rate

    def close(self):
        for process in reversed(self.processes):
            stop(process, 60)
        shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def measure(options):
    if "PostgreSQL" not in options.engines:
        return
    missing = "scripts/setup bench has not installed pretix" if not (root / ".venv/pretix/bin/gunicorn").exists() else "" if shutil.which("redis-server") else "redis-server is not installed"
    if missing:
        yield Row(WHAT, PEER, unmeasured=missing)
        return
    # One more talent than seats, to be refused.
    with Town("PostgreSQL", 2, 1, SEATS + 1) as town, town.served() as house:
        rush = Rush(town.folder)
        with Pretix(town.cluster, rush, options.rounds) as theirs:
            ours = Ours(town, house.port, rush)
            ours(50)
            theirs(50)
            yield in_turn(WHAT, PEER, ours, theirs, options.rounds, BAR)
