"""The ranked page of 5,000 stations that three experts each have scored, beside pretalx's review dashboard of 5,000 submissions with three reviews each, both on PostgreSQL.

Ours is the ranking of an evaluation period after the experts' scores were revealed: experts' points of each station are merged once, when they are revealed, and all that is counted from records is
computed as the page is shown. pretalx takes the median of the reviews as it shows its page. Ours shows 50 of the 5,000 on a page and pretalx 250, which are its page lengths; both rank all of them.
pretalx comes from PyPI at the versions of requirements-pretalx.txt, behind gunicorn with three workers, with redis for its cache and sessions.
"""

import contextlib
import os
import re
import shutil
import socket
import subprocess
import tempfile
import time

from client import Client
from house import PASSWORD, Cluster, House, root, stop
from rounds import Row, fetch, in_turn
from rows import PostgresRows
from town import DEMO, more_stations

STATIONS, REVIEWS, PAGES, BAR = 5000, 3, 5, 20
WHAT, PEER = f"ranking of {STATIONS} × {REVIEWS} reviews, PostgreSQL", "pretalx + gunicorn, its review dashboard"
PERIOD = "bench-period"

# Makes an event with submissions and reviews, and a session of somebody who sees all of them. Prints the session's cookie.
SEED = """
import random, sys
import django
django.setup()
import datetime
from importlib import import_module
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.utils.timezone import now
from django_scopes import scope, scopes_disabled
from pretalx.event.models import Event, Organiser, Team
from pretalx.person.models import SpeakerProfile, User
from pretalx.submission.models import Review, Submission
count, per = int(sys.argv[1]), int(sys.argv[2])
dice = random.Random(20201116)
with scopes_disabled():
    organiser = Organiser.objects.create(name="Bench", slug="bench")
    chief = User.objects.create_user(email="chief@example.org", password=None, name="Chief")
    day = (now() + datetime.timedelta(days=25)).date()
    event = Event.objects.create(name="Stations", slug="stations", organiser=organiser, is_public=True, date_from=day, date_to=day, timezone="Asia/Shanghai", email="o@example.org", locale_array="en", locale="en")
    team = Team.objects.create(organiser=organiser, name="All", all_events=True, can_change_event_settings=True, can_change_submissions=True, is_reviewer=True)
    team.members.add(chief)
with scope(event=event):
    event.build_initial_data()
    speakers = User.objects.bulk_create([User(email=f"s{i}@example.org", name=f"Applicant {i}", password="!", code=f"S{i:05d}") for i in range(count // 5)])
    SpeakerProfile.objects.bulk_create([SpeakerProfile(user=user, event=event, biography="-") for user in speakers])
    reviewers = User.objects.bulk_create([User(email=f"r{i}@example.org", name=f"Reviewer {i}", password="!", code=f"R{i:05d}") for i in range(30)])
    submissions = Submission.objects.bulk_create([Submission(event=event, code=f"A{i:05d}", title=f"Application {i}", submission_type=event.cfp.default_type, state="submitted", abstract="An application.",
        review_code=f"rc{i}", invitation_token=f"it{i}") for i in range(count)], batch_size=1000)
    Submission.speakers.through.objects.bulk_create([Submission.speakers.through(submission_id=one.pk, user_id=speakers[i % len(speakers)].pk) for i, one in enumerate(submissions)], batch_size=2000)
    scores = list(event.score_categories.first().scores.all())
    picked, reviews = [], []
    for one in submissions:
        for user in dice.sample(reviewers, per):
            score = dice.choice(scores)
            picked.append(score)
            reviews.append(Review(submission=one, user=user, text="Grounds.", score=score.value))
    reviews = Review.objects.bulk_create(reviews, batch_size=2000)
    Review.scores.through.objects.bulk_create([Review.scores.through(review_id=review.pk, reviewscore_id=score.pk) for review, score in zip(reviews, picked)], batch_size=2000)
    event.review_settings["aggregate_method"] = "median"
    event.save()
session = import_module(settings.SESSION_ENGINE).SessionStore()
session[SESSION_KEY] = str(chief.pk)
session[BACKEND_SESSION_KEY] = next(name for name in settings.AUTHENTICATION_BACKENDS if name.endswith("ModelBackend"))
session[HASH_SESSION_KEY] = chief.get_session_auth_hash()
session.save()
print("COOKIE", settings.SESSION_COOKIE_NAME + "=" + session.session_key)
"""


class Ours:
    """A period with its expert group and what each station came to, written as rows: how experts are drawn and score is no part of the measurement."""

    def __init__(self, cluster, folder):
        self.rows, self.folder, self.database = PostgresRows(cluster), folder, cluster.address
        with House(self.database, DEMO, folder):
            pass
        more_stations(self.rows, STATIONS)
        self.period()

    def period(self):
        rows, now = self.rows, 1_605_488_400_000
        rows.execute(f"""
            INSERT INTO evaluation_periods (id, programme_id, programme_hash, level, name, first_day, last_day, is_trial, state, by_account, opened_at, changed_at)
            SELECT '{PERIOD}', s.programme_id, c.programme_hash, 'city', 'Bench', '2020-11-01', '2020-12-31', true, 'revealed', (SELECT MIN(id) FROM accounts WHERE login = 'centre-handler'), {now}, {now}
            FROM stations s JOIN cases c ON c.id = s.case_id ORDER BY s.id LIMIT 1
            """)
        rows.execute(f"""
            INSERT INTO expert_panels (period_id, seed, state, by_account, assigned_at, revealed_at, settled_at)
            SELECT id, '00', 'settled', by_account, {now}, {now}, {now} FROM evaluation_periods WHERE id = '{PERIOD}'
            """)
        for number in range(REVIEWS):
            rows.execute(f"""
                INSERT INTO experts (id, programme_id, account_id, name, employer, fields, by_account, added_at)
                SELECT 'bench-expert-{number}', e.programme_id, a.id, ''::bytea, ''::bytea, '[]', e.by_account, {now}
                FROM evaluation_periods e, (SELECT id FROM accounts ORDER BY id OFFSET {number} LIMIT 1) a WHERE e.id = '{PERIOD}'
                """)
            rows.execute(f"""
                INSERT INTO expert_tasks (id, period_id, station_id, expert_id, state, n, left_out, assigned_at, handed_in_at, changed_at)
                SELECT 'bench-task-{number}-' || s.id, '{PERIOD}', s.id, 'bench-expert-{number}', 'revealed', {number + 1}, false, {now}, {now}, {now} FROM stations s WHERE s.level = 'city'
                """)
        rows.execute(f"""
            INSERT INTO expert_results (period_id, station_id, indicator, points)
            SELECT '{PERIOD}', s.id, i.name, (('x' || substr(md5(s.id || i.name), 1, 7))::bit(28)::int % 100) * 1000
            FROM stations s, (VALUES {", ".join(f"('{name}')" for name in self.indicators())}) AS i (name) WHERE s.level = 'city'
            """)

    @staticmethod
    def indicators():
        """What experts score, as the programme file says."""
        text = (root / "programmes/qingdao-2020.yaml").read_text()
        section = text[text.index("\nevaluation:"):]
        names = re.findall(r"\bid: ([a-z_]+),.*\bfrom: experts\b", section)
        if not names:
            raise SystemExit("the programme has no indicator that experts score")
        return names

    def path(self):
        return f"/scorecards?period={PERIOD}"


class Pretalx:
    """pretalx in a folder of its own, on a database of the same server."""

    def __init__(self, cluster):
        self.bin, self.folder, self.processes = root / ".venv/pretalx/bin", tempfile.mkdtemp(prefix="yizhan-pretalx-"), []
        try:
            self.start(cluster)
        except BaseException:
            self.close()
            raise

    def start(self, cluster):
        port, redis = free_port(), free_port()
        cluster.run("createdb", "-h", "127.0.0.1", "-p", str(cluster.port), "-U", "postgres", "pretalx")
        configuration = os.path.join(self.folder, "pretalx.cfg")
        os.mkdir(os.path.join(self.folder, "data"))
        with open(configuration, "w") as file:
            file.write(f"""[filesystem]
data={self.folder}/data
static={self.folder}/static
[site]
url=http://127.0.0.1:{port}
debug=False
[database]
backend=postgresql
name=pretalx
user=postgres
host=127.0.0.1
port={cluster.port}
[redis]
location=redis://127.0.0.1:{redis}/0
session=True
""")
        self.environment = {**os.environ, "PRETALX_CONFIG_FILE": configuration, "DJANGO_SETTINGS_MODULE": "pretalx.settings", "PYTHONDONTWRITEBYTECODE": "1"}
        self.run("redis", "redis-server", "--port", str(redis), "--bind", "127.0.0.1", "--save", "", "--dir", self.folder)
        print("  pretalx makes its tables, which takes some minutes", flush=True)
        self.ask(self.bin / "python", "-m", "pretalx", "migrate", "--noinput")
        self.ask(self.bin / "python", "-m", "pretalx", "collectstatic", "--noinput")
        script = os.path.join(self.folder, "seed.py")
        with open(script, "w") as file:
            file.write(SEED)
        said = self.ask(self.bin / "python", script, str(STATIONS), str(REVIEWS))
        self.headers = {"Cookie": next(line.split(" ", 1)[1] for line in said.splitlines() if line.startswith("COOKIE "))}
        cluster.run("psql", "-h", "127.0.0.1", "-p", str(cluster.port), "-U", "postgres", "-d", "pretalx", "-c", "ANALYZE")
        server = self.run("gunicorn", self.bin / "gunicorn", "pretalx.wsgi", "--workers", "3", "--bind", f"127.0.0.1:{port}", "--timeout", "180")
        self.address = f"http://127.0.0.1:{port}/orga/event/stations/reviews/"
        for _ in range(300):
            if server.poll() is not None:
                break
            with contextlib.suppress(OSError):
                if len(set(re.findall(r"/orga/event/stations/submissions/(A\d{5})/", fetch(self.address, self.headers)))) < 250:
                    raise SystemExit("pretalx does not show 250 submissions")
                return
            time.sleep(0.2)
        raise SystemExit("pretalx did not start:\n" + open(os.path.join(self.folder, "gunicorn.log"), errors="replace").read()[-2000:])

    def run(self, name, *command):
        process = subprocess.Popen([str(part) for part in command], cwd=self.folder, env=self.environment, stdout=subprocess.DEVNULL, stderr=open(os.path.join(self.folder, name + ".log"), "w"))
        self.processes.append(process)
        return process

    def ask(self, *command):
        done = subprocess.run([str(part) for part in command], cwd=self.folder, env=self.environment, capture_output=True, text=True)
        if done.returncode:
            raise SystemExit(f"{command[1]}: {done.stdout[-1000:]}{done.stderr[-2000:]}")
        return done.stdout

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


def pages(address, headers):
    """Pages a second, one after the other."""
    began = time.monotonic()
    for _ in range(PAGES):
        fetch(address, headers)
    return PAGES / (time.monotonic() - began)


def measure(options):
    if not (root / ".venv/pretalx/bin/python").exists():
        yield Row(WHAT, PEER, unmeasured="pretalx is not there: scripts/setup bench")
        return
    folder = tempfile.mkdtemp(prefix="yizhan-bench-")
    try:
        with Cluster() as cluster:
            ours = Ours(cluster, folder)
            with House(ours.database, DEMO, folder) as house, Pretalx(cluster) as peer:
                token = Client(house.port).ask("POST", "/session", body={"login": "centre-handler", "password": PASSWORD})["token"]
                address, headers = f"http://127.0.0.1:{house.port}{ours.path()}", {"Authorization": f"Bearer {token}", "Accept": "text/html"}
                shown = set(re.findall(r"/scorecards/([A-Za-z0-9_.-]+)", fetch(address, headers)))
                if len(shown) < 50:
                    raise SystemExit(f"the ranking shows {len(shown)} stations")
                for _ in range(6):   # each of pretalx's workers has loaded its code
                    fetch(peer.address, peer.headers)
                yield in_turn(WHAT, PEER, lambda: pages(address, headers), lambda: pages(peer.address, peer.headers), options.rounds, BAR, "ms")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
