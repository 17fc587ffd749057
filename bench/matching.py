"""Search and matching over many postings, beside tantivy and SQLite FTS5 on the same postings and questions; and how well is ranked for judged profiles.

The postings are no part of this project. YIZHAN_MATCHING_DATA names a folder with postings.csv (id, title, company, city, degree, years_min, years_max,
salary_min, salary_max, skills, description) and queries.jsonl (a line each: kind `profile` with profile, words, filters; kind `two` with text, words, filters).
YIZHAN_JUDGED names one with postings.csv and judged.jsonl (qid, profile, rel, exclude, hidden_skills).
"""

import contextlib
import csv
import functools
import json
import math
import os
import pathlib
import re
import sqlite3
import statistics
import subprocess
import tempfile
import time
import unicodedata

from house import program, root
from rounds import Row, in_turn

KINDS = {
    "profile_filtered": ("top 20 for a profile, city and degree", "profile", True, 20),
    "profile_unfiltered": ("top 20 for a profile, no filter", "profile", False, 4),
    "words_unfiltered": ("top 20 for a profile's words alone", "profile", False, 4),
    "two_words": ("two words, both wanted, city and degree", "two", True, 5),
}
DEGREES = {"不限": 0, "高中": 1, "大专": 2, "本科": 3, "硕士": 4, "博士": 5}
DICTIONARY = "/usr/lib/python3/dist-packages/jieba/dict.txt"
PIECE = re.compile(r"\.net|[a-z0-9][a-z0-9+#.\-]*|[\u3400-\u9fff]+")


def plain(text):
    """Runs of one script; Latin names in letters that no tokenizer breaks."""
    for run in PIECE.findall(unicodedata.normalize("NFKC", text).lower()):
        if run[0] < "\u3400":
            run = run.rstrip(".-").replace("-", "").replace("+", "plus").replace("#", "sharp").replace(".", "dot")
        if run:
            yield run


@functools.lru_cache(maxsize=2_000_000)
def words(line):
    import jieba

    return " ".join(word for run in plain(line) for word in ([run] if run[0] < "\u3400" else jieba.lcut_for_search(run)))


def pairs(text):
    return [pair for run in plain(text) for pair in ([run] if run[0] < "\u3400" or len(run) == 1 else [run[at : at + 2] for at in range(len(run) - 1)])]


def rows(path):
    csv.field_size_limit(10**9)
    with open(path, encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def lines(path):
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


def number(text, otherwise):
    return int(text) if text else otherwise


class Ours:
    """The program, asked for one round at a time."""

    def __init__(self, folder):
        command = [program(), "measure", "matching", "--postings", f"{folder}/postings.csv", "--queries", f"{folder}/queries.jsonl", "--dictionary", DICTIONARY, "--turns"]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.built = self.answer()

    def answer(self):
        said = self.process.stdout.readline()
        if not said:
            raise SystemExit("yizhan measure matching has ended")
        return json.loads(said)

    def round(self):
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        return self.answer()

    def close(self):
        self.process.stdin.close()
        self.process.wait()


class Tantivy:
    """All text in one field, the title three times and skills twice: faster than boosted fields. City and each degree that suffices are words of a second field."""

    name = "tantivy, one thread"

    def __init__(self, folder):
        import tantivy

        self.tantivy, self.cities = tantivy, {}
        builder = tantivy.SchemaBuilder()
        builder.add_integer_field("id", stored=True, indexed=True, fast=True)
        builder.add_text_field("text", tokenizer_name="blank", index_option="freq")
        builder.add_text_field("tag", tokenizer_name="blank", index_option="basic")
        self.schema = builder.build()
        self.index = tantivy.Index(self.schema, path=folder)
        self.index.register_tokenizer("blank", tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())

    def build(self, postings):
        writer = self.index.writer(heap_size=1_000_000_000, num_threads=1)
        for at, (title, skills, body, city, degree) in enumerate(postings):
            document = self.tantivy.Document()
            document.add_integer("id", at)
            document.add_text("text", f"{title} {title} {title} {skills} {skills} {body}")
            document.add_text("tag", f"c{self.cities.setdefault(city, len(self.cities))} " + " ".join(f"d{level}" for level in range(degree, 6)))
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()
        self.index.reload()
        self.searcher = self.index.searcher()

    def ask(self, question, is_filtered):
        query, occur = self.tantivy.Query, self.tantivy.Occur
        every = occur.Must if question["kind"] == "two" else occur.Should
        text = query.boolean_query([(every, query.term_query(self.schema, "text", word, "freq")) for word in question["words"]])
        if is_filtered:
            wanted = question["filters"]
            tag = lambda name: query.term_query(self.schema, "tag", name, "basic")  # noqa: E731
            places = query.boolean_query([(occur.Should, tag(f"c{self.cities.get(city, -1)}")) for city in wanted["cities"]])
            text = query.boolean_query([(occur.Must, text), (occur.Must, query.const_score_query(places, 0.0)), (occur.Must, query.const_score_query(tag(f"d{wanted['degree']}"), 0.0))])
        hits = self.searcher.search(text, 20, count=False).hits
        return self.searcher.fast_field_values("id", [address for _, address in hits]) if hits else []


class FTS5:
    """Three columns with the usual weights; the city stands as a word of a fourth, which is far faster than a join."""

    name = "SQLite FTS5"

    def __init__(self, folder):
        self.cities = {}
        self.database = sqlite3.connect(f"{folder}/fts5.db", isolation_level=None)
        self.database.executescript("""PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-1000000; PRAGMA mmap_size=8000000000;
            CREATE TABLE jobs(id INTEGER PRIMARY KEY, degree INT, years_from INT, years_to INT, pay_from INT, pay_to INT);
            CREATE VIRTUAL TABLE texts USING fts5(title, skills, body, tag, content='', tokenize='unicode61 remove_diacritics 0');""")

    def build(self, postings):
        self.database.execute("BEGIN")
        for at, (title, skills, body, city, degree, *rest) in enumerate(postings):
            self.database.execute("INSERT INTO jobs VALUES (?, ?, ?, ?, ?, ?)", (at, degree, *(rest or (0, 99, 0, 10**9))))
            self.database.execute("INSERT INTO texts(rowid, title, skills, body, tag) VALUES (?, ?, ?, ?, ?)", (at, title, skills, body, f"zq{self.cities.setdefault(city, len(self.cities))}"))
        self.database.execute("COMMIT")
        self.database.execute("INSERT INTO texts(texts) VALUES ('optimize')")

    def ask(self, question, is_filtered, all_four=False, count=20):
        match = "{title skills body}: (" + (" AND " if question["kind"] == "two" else " OR ").join(f'"{word}"' for word in question["words"]) + ")"
        where, values = "", []
        if is_filtered:
            wanted = question["filters"]
            match = "tag: (" + " OR ".join(f"zq{self.cities.get(city, -1)}" for city in wanted["cities"]) + f") AND ({match})"
            where, values = " AND jobs.degree <= ?", [wanted["degree"]]
            if all_four:
                where += " AND years_from <= ? AND years_to >= ? AND pay_to >= ? AND pay_from <= ?"
                values += [wanted["years"], wanted["years"] - 2, wanted["smin"], wanted["smax"]]
        joined = "CROSS JOIN jobs ON jobs.id = texts.rowid" if is_filtered else ""
        sql = f"SELECT texts.rowid FROM texts {joined} WHERE texts MATCH ?{where} ORDER BY bm25(texts, 3.0, 2.0, 1.0, 0.0) LIMIT ?"
        return [row[0] for row in self.database.execute(sql, [match, *values, count])]


def cut(folder):
    for row in rows(f"{folder}/postings.csv"):
        body = " ".join(words(line) for line in row["description"].split("\n"))
        skills = " ".join(words(skill) for skill in row["skills"].split(","))
        yield words(row["title"]), skills, body, row["city"], DEGREES.get(row["degree"], 0)


def timed(peer, questions, is_filtered):
    """Milliseconds of each question, sorted."""
    times = []
    for question in questions:
        began = time.perf_counter()
        peer.ask(question, is_filtered)
        times.append((time.perf_counter() - began) * 1e3)
    return sorted(times)


def percentile(times, share):
    return times[max(math.ceil(share * len(times)) - 1, 0)]


def speed(folder, options):
    questions = lines(f"{folder}/queries.jsonl")
    with tempfile.TemporaryDirectory(prefix="yizhan-bench-") as place, contextlib.closing(Ours(folder)) as ours:
        built = ours.built
        print(f"  ours: {built['postings']:.0f} postings in {built['build_s']:.0f} s, index {built['index_mb']:.0f} MB, process {built['resident_mb']:.0f} MB, "
              f"dictionary {built['dictionary_mb']:.0f} MB in {built['dictionary_ms']:.0f} ms; with counts for filters, two words take {built['two_words_counted_p50_ms']:.2f} ms", flush=True)
        for make in (Tantivy, FTS5):
            peer = make(place)
            began = time.perf_counter()
            peer.build(cut(folder))
            print(f"  {make.name}: built, with cutting its words, in {time.perf_counter() - began:.0f} s", flush=True)
            for key, (what, kind, is_filtered, bar) in KINDS.items():
                chosen = [question for question in questions if question["kind"] == kind]
                # FTS5 takes most of a second for one question: fewer of them.
                chosen = chosen if make is Tantivy else chosen[:: max(len(chosen) // 20, 1)]
                timed(peer, chosen, is_filtered)
                late = {"ours": [], "theirs": []}

                def mine():
                    said = ours.round()
                    late["ours"].append(said[f"{key}_p99_ms"])
                    return 1e3 / said[f"{key}_p50_ms"]

                def theirs():
                    times = timed(peer, chosen, is_filtered)
                    late["theirs"].append(percentile(times, 0.99))
                    return 1e3 / percentile(times, 0.5)

                yield in_turn(what, peer.name, mine, theirs, options.rounds, bar, "ms")
                print(f"  {what}, p99: {statistics.median(late['ours']):.2f} ms beside {statistics.median(late['theirs']):.2f} ms", flush=True)


# Quality


def measures(judged, ranked, skills):
    """nDCG@10 with gain 2^grade − 1, and the share of the first ten that list one of the hidden skills."""
    grade = {id: int(level) for level, ids in judged["rel"].items() for id in ids}
    out = set(judged["exclude"])
    top = [id for id in ranked if id not in out][:10]
    gain = lambda grades: sum((2**level - 1) / math.log2(at + 2) for at, level in enumerate(grades))  # noqa: E731
    hidden = {skill.lower() for skill in judged["hidden_skills"]}
    return gain([grade.get(id, 0) for id in top]) / gain(sorted(grade.values(), reverse=True)[:10]), sum(bool(hidden & skills[id]) for id in top) / 10 if hidden else None


def quality(folder):
    with tempfile.TemporaryDirectory(prefix="yizhan-bench-") as place:
        judged = lines(f"{folder}/judged.jsonl")
        postings = list(rows(f"{folder}/postings.csv"))
        skills = {int(row["id"]): {skill.lower() for skill in row["skills"].split(",")} for row in postings}
        run = f"{place}/run.jsonl"
        subprocess.run([program(), "measure", "matching", "--postings", f"{folder}/postings.csv", "--queries", f"{folder}/judged.jsonl", "--dictionary", DICTIONARY, "--run", run],
                       check=True, stdout=subprocess.DEVNULL)
        ours = {line["qid"]: line["ids"] for line in lines(run)}
        peer = FTS5(place)
        peer.build((" ".join(pairs(row["title"])), " ".join(pairs(row["skills"])), " ".join(pairs(row["description"])), row["city"], DEGREES.get(row["degree"], 0),
                    number(row["years_min"], 0), number(row["years_max"], 99), number(row["salary_min"], 0), number(row["salary_max"], 10**9)) for row in postings)
        ids = [int(row["id"]) for row in postings]
        mine, theirs = [], []
        for line in judged:
            profile = line["profile"]
            question = dict(kind="profile", words=list(dict.fromkeys(pair for text in profile["occupation"] + profile["skills"] for pair in pairs(text))),
                            filters=dict(cities=profile["cities"], degree=DEGREES[profile["degree"]], years=profile["years"], smin=profile["salary_min"], smax=profile["salary_max"]))
            # The best way to ask it: all four filters, then city and degree, then the words alone.
            ladder = [row for step in ((True, True), (True, False), (False, False)) for row in peer.ask(question, *step, count=20 + len(line["exclude"]))]
            mine.append(measures(line, ours.get(line["qid"], []), skills))
            theirs.append(measures(line, [ids[row] for row in dict.fromkeys(ladder)], skills))
        for name, at in (("nDCG@10", 0), ("HS@10", 1)):
            both = [(one[at], other[at]) for one, other in zip(mine, theirs) if one[at] is not None]
            differences = [one - other for one, other in both]
            error = statistics.stdev(differences) / math.sqrt(len(differences))
            print(f"  {name} over {len(both)} judged profiles: ours {statistics.mean(one for one, _ in both):.3f}, FTS5 bigrams asked in three steps {statistics.mean(other for _, other in both):.3f}, "
                  f"difference {statistics.mean(differences):+.3f} ± {2 * error:.3f} (two standard errors, paired)", flush=True)


def measure(options):
    folder, judged, python = os.environ.get("YIZHAN_MATCHING_DATA", ""), os.environ.get("YIZHAN_JUDGED", ""), root / ".venv/bench/bin/python"
    missing = (
        "YIZHAN_MATCHING_DATA names no folder" if not folder or not pathlib.Path(folder, "postings.csv").exists()
        else "python3-jieba is not installed" if not pathlib.Path(DICTIONARY).exists()
        else "scripts/setup bench has not installed tantivy" if not any(python.parent.parent.glob("lib/python3*/site-packages/tantivy")) else "")
    if judged and pathlib.Path(judged, "judged.jsonl").exists():
        quality(judged)
    else:
        print("  ranking quality: not measured, YIZHAN_JUDGED names no folder", flush=True)
    if missing:
        for what, *_ in KINDS.values():
            yield Row(what, Tantivy.name, unmeasured=missing)
        return
    yield from speed(folder, options)
