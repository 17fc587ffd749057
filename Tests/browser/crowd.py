"""Many people who may book a bed, and places with beds for them, made as people make them: over HTTP, by the verbs.

The server runs in demo mode, where the code of a new number is in the answer, and trusts loopback as a proxy (`PROXY`), so that each person comes
from an address of their own.
"""

import concurrent.futures
import datetime
import re
import threading

from client import Client
from house import PASSWORD

PROXY = ("--trusted-proxy", "127.0.0.1/32")
# Of the demonstration: somebody who acts for a recognised station.
# The clerks of the demonstration who keep beds, with the numbers they sign in by.
CLERKS = {"林悦": "13800000001", "高峰": "13800000002"}
CLERK = "林悦"


def address(number):
    return f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"


def document(number):
    """The number of an identity card: a county that is none, and a check character that fits. Odd numbers are men's."""
    born = datetime.date(1985, 1, 1) + datetime.timedelta(days=number // 900)
    body = f"370199{born:%Y%m%d}{number % 900 + 100:03d}"
    total = sum(int(digit) * pow(2, 17 - place, 11) for place, digit in enumerate(body))
    return body + "10X98765432"[total % 11]


def register(client, number):
    """Gives the token of a talent who says all that the conditions of a bed ask."""
    client.address = address(number)
    phone = f"1396{number:07d}"
    code = re.search(r"\d{6}", client.ask("POST", "/phone-codes", body={"phone": phone, "next": "register"})["message"]).group()
    token = client.ask("POST", "/talents", body={"phone": phone, "code": code, "consent": True})["token"]
    client.ask("POST", "/me/identity", token, {"name": f"人才{number}", "kind": "resident_id", "number": document(number), "consent": True})
    client.ask("POST", "/me/consents", token, {"purpose": "lodging"})
    for section, answers in (("education", {"degree": ["master"]}), ("places", {"homes": ["none"]}), ("purpose", {"purpose": ["job_seeking"]})):
        client.ask("POST", f"/me/profile/{section}", token, {"answers": answers})
    return token


def talents(port, numbers, together=8):
    """Tokens of people by number, registered several at a time."""
    own = threading.local()

    def one(number):
        if not hasattr(own, "client"):
            own.client = Client(port)
        return register(own.client, number)

    with concurrent.futures.ThreadPoolExecutor(together) as pool:
        return list(pool.map(one, numbers))


def prove(rows):
    """An office has looked at the proofs of everybody who has come: what they state is proven. The server is not running."""
    office = rows.query("SELECT id FROM accounts WHERE login = 'centre-handler'")[0][0]
    return rows.execute(f"UPDATE talent_facts SET accepted_by = '{office}', accepted_at = stated_at WHERE fact IN ('degree', 'purpose') AND accepted_at IS NULL")


def clerk_stations(rows, clerk=CLERK):
    """The stations for which a clerk of the demonstration acts, the first one first."""
    statement = "SELECT s.id FROM stations s JOIN members m ON m.organisation_id = s.organisation_id JOIN accounts a ON a.id = m.account_id WHERE a.name = '{}' ORDER BY s.id"
    return [row[0] for row in rows.query(statement.format(clerk))]


def keep_places(port, stations, beds, clerk=CLERK):
    """A clerk keeps a place with so many beds at each station, in rooms of at most five, for women and men in turn."""
    client = Client(port, address(1 << 23))
    token = client.ask("POST", "/session", body={"login": CLERKS[clerk], "password": PASSWORD})["token"]
    rooms = [{"room": str(101 + number), "beds": min(5, beds - 5 * number), "gender": ("female", "male")[number % 2]} for number in range(-(-beds // 5))]
    place = {"kind": "own", "address": "青岛市崂山区示例路 1 号", "area": "laoshan", "phone": "0532-85910001", "listPrice": "198", "specialPrice": "60", "published": True, "beds": rooms}
    return [client.ask("POST", f"/lodging/keeping/stations/{station}/places", token, {**place, "name": f"住处{number}"})["id"] for number, station in enumerate(stations)]
