"""Journeys at a station's desk: a guest is checked in with six digits, by a poor network too, and without scripts."""

import json
import re
import urllib.request

from playwright.sync_api import expect

from house import PASSWORD
from visit import Visit

ROOMS = "海蓝驿站客房"


class Program:
    """Somebody's program: JSON with a token of its own."""

    def __init__(self, address, login):
        self.address = address
        self.token = None
        self.token = self.ask("/session", {"login": login, "password": PASSWORD})["token"]

    def ask(self, path, body=None):
        headers = {"Accept": "application/json", "Content-Type": "application/json"}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        request = urllib.request.Request(self.address + path, None if body is None else json.dumps(body).encode(), headers)
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)


def found(value, name):
    """The first value of this name anywhere in an answer."""
    if isinstance(value, dict):
        if value.get(name) is not None:
            return value[name]
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            if (inner := found(item, name)) is not None:
                return inner
    return None


def booked(visit):
    """A graduate whose proofs are accepted has a bed for tonight. Gives place, stay and the six digits."""
    clerk, guest = Program(visit.address, "13800000001"), Program(visit.address, "13800000021")
    board = clerk.ask("/desk")
    place = next(place["id"] for place in board["places"] if place["name"] == ROOMS)
    year, month, day = map(int, board["today"].split("-"))
    made = guest.ask(f"/lodging/{place}/stays", {"first": board["today"], "end": f"{year}-{month:02}-{day + 2:02}"})
    return place, made["id"], found(guest.ask(f"/stays/{made['id']}"), "code"), clerk


def desk_on_a_phone(browser, house):
    """Six digits open the form at once; without a network the check-in waits in the page and is sent once; then the guest leaves."""
    visit = Visit(browser, house.address, width=390)
    yield visit
    place, stay, code, clerk = booked(visit)
    visit.role("林悦")
    visit.go(f"/desk?place={place}")
    sent = []
    visit.page.on("response", lambda answer: sent.append(answer.status) if answer.url.endswith(f"/desk/stays/{stay}/check-in") else None)
    visit.context.set_offline(True)
    visit.page.locator("#f-code").fill(code)
    quick = visit.page.locator("[data-desk-quick]")
    expect(quick).to_contain_text("李雪")
    quick.locator('[name="identitySeen"]').check()
    quick.locator('[name="deposit"]').fill("50")
    visit.look()
    quick.get_by_role("button", name="办理入住").click()
    visit.says("1 项等待网络恢复后发送")
    visit.look()
    assert sent == [], f"sent without a network: {sent}"
    visit.context.set_offline(False)
    expect(visit.page.locator("#in-house")).to_contain_text("李雪", timeout=30_000)
    expect(visit.page.locator("[data-desk-queue]")).to_be_hidden()
    visit.look()
    assert sent == [200], f"sent with {sent}"
    assert clerk.ask(f"/desk/stays/{stay}")["checkIn"]["deposit"] == 5000
    # The same with a network: the clerk finds somebody by name.
    visit.page.locator("#arrivals").get_by_role("link", name="办理入住").first.click()
    visit.page.locator('#check-in [name="identitySeen"]').check()
    visit.press("办理入住", inside=visit.page.locator("#check-in"))
    visit.says("已办理入住")
    visit.follow("下一位客人")
    visit.go(f"/desk/stays/{stay}")
    visit.press("办理退房", inside=visit.page.locator("#check-out"))
    visit.says("已退房")
    assert clerk.ask(f"/desk/stays/{stay}")["stay"]["state"] == "checked_out"


def desk_without_scripts(browser, house):
    """The plain form works: a wrong code is said so, the right one leads to the guest."""
    visit = Visit(browser, house.address, width=390, script=False)
    yield visit
    place, stay, code, clerk = booked(visit)
    visit.role("林悦")
    visit.go(f"/desk?place={place}")
    visit.type("code", "000000" if code != "000000" else "000001")
    visit.press("查找")
    visit.says("没有找到这个入住码")
    visit.type("code", code)
    visit.press("查找")
    visit.says("李雪")
    visit.press("办理入住", inside=visit.page.locator("#check-in"))
    visit.says("请核对证件")
    visit.page.locator('#check-in [name="identitySeen"]').check()
    visit.press("办理入住", inside=visit.page.locator("#check-in"))
    visit.says("已办理入住")
    assert clerk.ask(f"/desk/stays/{stay}")["checkIn"]["way"] == "code"


def a_station_keeps_its_beds(browser, house):
    """Beds are added, closed for some nights and opened again."""
    visit = Visit(browser, house.address)
    yield visit
    visit.role("林悦")
    visit.go("/lodging/keeping")
    visit.follow(ROOMS)
    visit.follow("修改住处和床位")
    visit.page.get_by_role("button", name="添加一行").first.click()
    visit.type("beds.0.room", "15")
    visit.type("beds.0.beds", "2")
    visit.press("保存", exact=True)
    visit.says("多床房须分男女")
    visit.choose("beds.0.gender", "female")
    visit.press("保存", exact=True)
    expect(visit.page.locator("#calendar")).to_contain_text("15-2")
    visit.fill(first="2021-01-10", end="2021-01-12", reason="更换管道")
    visit.press("停用", exact=True)
    visit.says("更换管道")
    visit.press("恢复开放", asked=True)
    expect(visit.page.locator("#closures")).not_to_contain_text("更换管道")
    visit.role("王敏")
    visit.go("/lodging/figures?month=2020-12")
    visit.page.locator("#occupancy .table").get_by_role("link", name=re.compile("^5$")).click()
    visit.says("共 5 条")
    visit.look()


journeys = [desk_on_a_phone, desk_without_scripts, a_station_keeps_its_beds]
