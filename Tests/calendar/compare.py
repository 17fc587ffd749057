"""Compares calendars/cn.yaml day by day with two independent calendars from PyPI: chinesecalendar and holidays.

    python3 Tests/calendar/compare.py        (pip install chinesecalendar holidays)

Prints, for each year, the working days of each calendar and the days on which they differ from ours. chinesecalendar follows the same
announcements of the State Council and must agree on every day of 2004 to 2026; holidays is a second opinion, its differences are printed;
version 0.109 has one, 2005-12-31, which it takes for a make-up day of New Year 2006; the other two calendars do not.
Ends with 0 if chinesecalendar agrees, 1 if it does not, and 2 if it is not installed.
"""
import datetime
import pathlib
import re
import sys

FIRST, LAST = 2004, 2026
FILE = pathlib.Path(__file__).resolve().parents[2] / "calendars" / "cn.yaml"


def ours():
    """The working days of cn.yaml, read without a YAML library: a second reading of the same text."""
    off, made_up, years, kind = set(), set(), set(), None
    for line in FILE.read_text(encoding="utf-8").splitlines():
        line = line.split("#")[0].rstrip()
        if year := re.fullmatch(r"  (\d{4}):", line):
            years.add(int(year[1]))
        elif line.strip() in ("holidays:", "make_up:"):
            kind = off if line.strip() == "holidays:" else made_up
        else:
            for first, last in re.findall(r"(\d{4}-\d\d-\d\d)(?: to (\d{4}-\d\d-\d\d))?", line):
                day, end = datetime.date.fromisoformat(first), datetime.date.fromisoformat(last or first)
                while kind is not None and day <= end:
                    kind.add(day)
                    day += datetime.timedelta(1)
    if years != set(range(FIRST, LAST + 1)):
        sys.exit(f"{FILE.name} has the years {sorted(years)}")
    return lambda day: day in made_up or (day.weekday() < 5 and day not in off)


def peers():
    try:
        import chinese_calendar
        yield "chinesecalendar", chinese_calendar.is_workday
    except ImportError:
        print("chinesecalendar is not installed")
    try:
        import holidays
        china = holidays.country_holidays("CN", years=range(FIRST, LAST + 1))
        yield "holidays", china.is_working_day
    except ImportError:
        print("holidays is not installed")


def main():
    is_workday = ours()
    verdict = 2
    for name, theirs in peers():
        total, differing = 0, 0
        for year in range(FIRST, LAST + 1):
            day, count, differences = datetime.date(year, 1, 1), 0, []
            while day.year == year:
                count += is_workday(day)
                total += 1
                if is_workday(day) != theirs(day):
                    differences.append(day)
                day += datetime.timedelta(1)
            differing += len(differences)
            print(f"{name} {year}: {count} working days, {len(differences)} differences", *differences)
        print(f"{name}: {differing} of {total} days differ")
        if name == "chinesecalendar":
            verdict = 1 if differing else 0
    return verdict


if __name__ == "__main__":
    sys.exit(main())
