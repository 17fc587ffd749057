#!/usr/bin/env python3
"""Eligibility in OpenFisca-Core: many people at once, vectorised, and one person. Prints JSON with medians.

    bench/openfisca_eligibility.py CASES [ROUNDS]

CASES as bench/eligibility_cases.py reads them. Each policy is a variable whose formula is one expression over whole columns, as somebody who knows
the library writes it. Every answer is checked against the right one first, for all at once and for one person at a time.
"""

import gzip
import json
import statistics
import sys
import time

import numpy
from openfisca_core.entities import build_entity
from openfisca_core.periods import DateUnit
from openfisca_core.simulation_builder import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

MONTH = "2020-11"
PERSON = build_entity(key="person", plural="persons", label="a talent", is_person=True)


def read(path):
    with gzip.open(path, "rt", encoding="utf-8") if path.endswith(".gz") else open(path, encoding="utf-8") as file:
        return json.load(file)


def expression(rule):
    """A rule as an expression over `fact`, a dictionary of columns."""
    match rule:
        case ["all", *parts]:
            return "(" + " & ".join(map(expression, parts)) + ")"
        case ["any", *parts]:
            return "(" + " | ".join(map(expression, parts)) + ")"
        case ["not", part]:
            return "~" + expression(part)
        case [name, "in", values]:
            return f"isin(fact[{name!r}], {values!r})"
        case [name, "under", [begin, below]]:
            # Codes that begin with some digits are a range of numbers.
            return f"((fact[{name!r}] >= {begin * below}) & (fact[{name!r}] < {(begin + 1) * below}))"
        case ["first_job", "eq", value]:
            return "(fact['first_job'])" if value else "(~fact['first_job'])"
        case [name, test, value]:
            return f"(fact[{name!r}] {dict(ge='>=', le='<=', eq='==')[test]} {value})"


def asked(rule):
    if rule[0] in ("all", "any", "not"):
        return {name for part in rule[1:] for name in asked(part)}
    return {rule[0]}


def variable(name, kind, formula=None):
    members = {"value_type": kind, "entity": PERSON, "definition_period": DateUnit.MONTH, "label": name}
    if formula:
        members["formula"] = formula
    return type(name, (Variable,), members)


def formula_of(rule):
    names = sorted(asked(rule))
    body = eval("lambda fact, isin: " + expression(rule))

    def formula(person, period, parameters):
        return body({name: person(name, period) for name in names}, numpy.isin)

    return formula


def system(cases):
    made = TaxBenefitSystem([PERSON])
    for name in cases["talents"]:
        made.add_variable(variable(name, bool if name == "first_job" else int))
    for policy in cases["policies"]:
        made.add_variable(variable(policy["id"], bool, formula_of(policy["rule"])))
    return made


def answers(rules, policies, columns):
    """A column of answers for each policy."""
    people = len(next(iter(columns.values())))
    simulation = SimulationBuilder().build_default_simulation(rules, count=people)
    for name, column in columns.items():
        simulation.set_input(name, MONTH, column)
    return [simulation.calculate(policy, MONTH) for policy in policies]


def bits(columns):
    return [sum(int(value) << place for place, value in enumerate(row)) for row in zip(*columns)]


def median(rounds, work):
    times = []
    for number in range(rounds):
        began = time.perf_counter()
        work(number)
        times.append(time.perf_counter() - began)
    return statistics.median(times)


def main(path, rounds=15):
    cases = read(path)
    rules, policies = system(cases), [policy["id"] for policy in cases["policies"]]
    columns = {name: numpy.array(values, dtype=bool if name == "first_job" else numpy.int32) for name, values in cases["talents"].items()}
    right = cases["answers"]
    some = [{name: column[row:row + 1] for name, column in columns.items()} for row in range(min(500, len(right)))]
    wrong = sum(found != wanted for found, wanted in zip(bits(answers(rules, policies, columns)), right, strict=True))
    wrong += sum(bits(answers(rules, policies, one))[0] != wanted for one, wanted in zip(some, right))
    if wrong:
        raise SystemExit(f"{wrong} answers of OpenFisca differ from the right ones")
    print(json.dumps({
        "rules": len(policies), "people": len(right), "wrong": 0,
        "batch_ms": median(rounds, lambda _: answers(rules, policies, columns)) * 1e3,
        "one_us": median(len(some), lambda number: answers(rules, policies, some[number])) * 1e6,
    }))


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    main(sys.argv[1], *map(int, sys.argv[2:]))
