#!/usr/bin/env python3
"""Turns rules, people and answers made for another engine into this project's rule language and columns.

    bench/eligibility_cases.py CASES FOLDER

CASES is JSON (or .json.gz): `policies` of `["all" | "any" | "not", …]` and leaves `[fact, ge|le|eq|in|under, value]`, `talents` as columns of
whole numbers, `answers` with bit k set where a person is entitled under policy k. FOLDER receives

    rules.yaml     the policies as rules, with the facts that they ask
    talents.csv    a person a line: an answer for each fact, as rules.yaml spells it, and `entitled`, the bits of the right answers
"""
import gzip
import json
import pathlib
import sys

DEGREES = {10: "none", 20: "secondary", 30: "college", 40: "bachelor", 50: "master", 60: "doctor"}
HEAD = """\
# Written by bench/eligibility_cases.py: rules over numbers, in the rule language.
division: 3702
facts:
  schooling:
    name: { zh: 学历学位, en: Schooling }
    question: { zh: 您的最高学历学位？, en: Your highest degree? }
    type: scale
    options:
"""


def whole(name):
    return f"""\
  {name}:
    name: {{ zh: {name}, en: {name} }}
    question: {{ zh: {name}, en: {name} }}
    type: number
"""


NAMES = {"degree": "schooling", "age": "age_years", "occupation": "occupation", "residence": "residence", "first_job": "first_job"}
PLAIN = ["age", "graduated_months", "insurance_months", "monthly_pay"]


def rule(given):
    """One rule as YAML in flow style."""
    kind = given[0]
    if kind in ("all", "any"):
        return "{ " + kind + ": [" + ", ".join(rule(part) for part in given[1:]) + "] }"
    if kind == "not":
        return "{ not: " + rule(given[1]) + " }"
    fact, test, value = given
    name = NAMES.get(fact, fact)
    if fact == "first_job":
        assert test == "eq"
        return "{ first_job: " + ("yes" if value else "no") + " }"
    if fact in ("residence", "occupation"):
        codes = {"eq": [value], "in": value, "under": value[:1] if test == "under" else None}[test]
        return "{ " + name + ": [" + ", ".join(f"'{code}'" for code in codes) + "] }"
    if fact == "degree":
        value = DEGREES[value]
    limits = {"ge": ["at_least"], "le": ["at_most"], "eq": ["at_least", "at_most"]}[test]
    return "{ " + name + ": { " + ", ".join(f"{limit}: {value}" for limit in limits) + " } }"


def answer(fact, value):
    if fact == "degree":
        return DEGREES[value]
    if fact == "first_job":
        return "yes" if value else "no"
    return str(value)


def main(cases, folder):
    opened = gzip.open(cases, "rt", encoding="utf-8") if cases.endswith(".gz") else open(cases, encoding="utf-8")
    with opened as file:
        given = json.load(file)
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    lines = [HEAD]
    lines += [f"      - {{ id: {name}, name: {{ zh: {name}, en: {name} }} }}\n" for name in DEGREES.values()]
    lines += [whole(NAMES.get(name, name)) for name in PLAIN]
    lines += ["rules:\n"]
    lines += [f"  - {{ id: {policy['id']}, assumed: 测量用, eligible: {rule(policy['rule'])} }}\n" for policy in given["policies"]]
    (folder / "rules.yaml").write_text("".join(lines), encoding="utf-8")
    columns = given["talents"]
    with open(folder / "talents.csv", "w", encoding="utf-8") as file:
        file.write(",".join([NAMES.get(fact, fact) for fact in columns] + ["entitled"]) + "\n")
        for row, entitled in enumerate(given["answers"]):
            file.write(",".join([answer(fact, column[row]) for fact, column in columns.items()] + [str(entitled)]) + "\n")
    print(f"{len(given['policies'])} rules and {len(given['answers'])} people in {folder}")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2])
