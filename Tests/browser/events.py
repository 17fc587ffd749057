"""Journeys around events: a talent registers on a phone and shows a ticket, a door with a poor network, a record that counts once."""

import base64
import re
import time

from playwright.sync_api import expect

from desk import Program
from hiring import later
from visit import PDF, Visit

SALON = "人工智能项目对接沙龙（示例）"
CLASS = "创业第一课：股权和融资（小班，示例）"
PARK, TOWN = "13800000001", "13800000002"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01"


def event_id(program, title):
    """An announced event by its title."""
    return next(event["id"] for event in program.ask("/events")["events"] if event["title"] == title)


def ticket(address, login, title):
    """The eight digits of somebody's registration."""
    seats = Program(address, login).ask("/me/events")["coming"]
    return next(seat["number"] for seat in seats if seat["event"]["title"] == title)


def ends(program, event, seconds=30):
    """Waits until the event is over; the end falls due in the background."""
    deadline = time.monotonic() + seconds
    while program.ask(f"/events/{event}")["summary"]["state"] == "open":
        assert time.monotonic() < deadline, f"{event} does not end"
        time.sleep(0.5)


def held(visit):
    """How many events the target counts, as anybody can read it."""
    targets = visit.context.request.get(visit.address + "/targets", headers={"Accept": "application/json"}).json()["targets"]
    return next(target["count"] for target in targets if target["id"] == "events")


def a_talent_registers_on_a_phone(browser, house):
    """From the calendar to a ticket: what is missing is said at the field; the ticket is kept; where all seats are taken there is a place in line. With scripts and without."""
    for script, person in ((True, "周凯"), (False, "Emma Fischer")):
        visit = Visit(browser, house.address, width=390, script=script)
        yield visit
        visit.go("/events")
        visit.follow(SALON)
        visit.follow("登录后报名")
        visit.role(person)
        visit.go("/events")
        visit.follow(SALON)
        event = visit.path
        visit.press("报名", exact=True)
        visit.says("处需要修改")
        visit.type("answers.q1", "机器人")
        visit.page.locator('[name="answers.q2"][value="no"]').check()
        visit.type("people", "2")
        visit.press("报名", exact=True)
        visit.says("请填写同行 1 人的姓名")
        expect(visit.field("answers.q1")).to_have_value("机器人")
        visit.type("companions", "王同学")
        visit.press("报名", exact=True)
        assert visit.path.startswith("/event-seats/"), visit.path
        code = visit.page.locator("#ticket img")
        expect(code).to_be_visible()
        if script:
            assert code.evaluate("image => image.complete && image.naturalWidth > 0"), "the QR code does not load"
        assert re.search(r"\d{4} \d{4}", visit.page.locator("#ticket").inner_text()), "no digits to say at the door"
        expect(visit.page.locator("#registration")).to_contain_text("王同学")
        visit.go(event)
        visit.says("您的报名：已报名")
        visit.go("/me/events")
        expect(visit.page.locator("#coming")).to_contain_text(SALON)
        visit.follow(CLASS)
        visit.says("候补第")
        assert visit.page.locator("#ticket").count() == 0, "somebody in line has a ticket"
        visit.press("取消报名", asked=True)
        visit.says("报名已取消")


def a_door_with_a_poor_network(browser, house):
    """Codes wait in the page while the network is away and count once; a code that was used already is told; without scripts a code is typed, and somebody is let in."""
    clerk = Program(house.address, PARK)
    event = event_id(clerk, SALON)
    first, second = ticket(house.address, "13800000021", SALON), ticket(house.address, "13800000022", SALON)
    for _ in range(3):
        clerk.ask("/demo/clock", {"advance": "day"})
    visit = Visit(browser, house.address, width=390)
    yield visit
    visit.role("林悦")
    visit.go(f"/events/{event}")
    visit.follow("现场签到")
    sent = []
    visit.page.on("response", lambda answer: sent.append(answer.status) if answer.request.method == "POST" and answer.url.endswith("/door") else None)
    check = visit.page.locator("form[data-desk-scans]").get_by_role("button", name="签到", exact=True)
    visit.context.set_offline(True)
    for number, code in enumerate((first, second), 1):
        visit.type("code", code)
        check.click()
        visit.says(f"{number} 项等待网络恢复后发送")
        expect(visit.page.locator("#f-code")).to_have_value("")
    visit.look()
    assert sent == [], f"sent without a network: {sent}"
    visit.context.set_offline(False)
    expect(visit.page.locator(".desk-counts")).to_contain_text(re.compile(r"已签到\s*2\s*人"), timeout=30_000)
    expect(visit.page.locator("[data-desk-queue]")).to_be_hidden()
    assert sent == [200, 200], f"sent with {sent}"
    visit.type("code", first)
    visit.press("签到", inside=visit.page.locator("form[data-desk-scans]"), exact=True)
    visit.says("这个入场码已用过")
    expect(visit.page.locator(".desk-counts")).to_contain_text(re.compile(r"已签到\s*2\s*人"))

    plain = Visit(browser, house.address, width=390, script=False)
    yield plain
    plain.role("林悦")
    plain.go(f"/events/{event}/door")
    plain.press("签到", exact=True)
    expect(plain.page.locator("#f-code-error")).to_have_text("请填写")
    plain.type("code", "0000 0000")
    plain.press("签到", exact=True)
    plain.says("没有这个入场码")
    plain.type("code", second)
    plain.press("签到", exact=True)
    plain.says("这个入场码已用过")
    form = plain.page.locator("form", has=plain.page.locator("#walk-in"))
    plain.press("登记入场", inside=form)
    plain.says("处需要修改")
    form.locator('[name="name"]').fill("孙女士")
    form.locator('[name="people"]').fill("2")
    plain.press("登记入场", inside=form)
    plain.says("已签到：孙女士，2 人")
    attendance = clerk.ask(f"/events/{event}/door")["attendance"]
    assert (attendance["came"], attendance["walkIns"]) == (2, 2), attendance


def a_record_counts_once(browser, house):
    """The station adds sheet and photograph and hands its record in; an office looks at what is alike and confirms; what another station reported of the same event is a duplicate."""
    clerks = [Program(house.address, login) for login in (PARK, TOWN)]
    visit, office = Visit(browser, house.address, width=390), Visit(browser, house.address)
    yield visit
    yield office
    visit.go("/")
    title, day = "青年科技人才交流会", later(visit, 1)
    events = []
    for clerk, name in zip(clerks, (title, "青年科技人才交流活动")):
        made = clerk.ask("/events", {
            "type": "exchange", "title": name, "summary": "二十家企业介绍岗位和项目，随后自由交流。", "place": "青岛市崂山区松岭路示例1号 A 座多功能厅", "begins": f"{day}T14:00:00+08:00",
            "ends": f"{day}T17:00:00+08:00", "seats": 30, "station": clerk.ask("/event-plans")["stations"][0]["id"]})["id"]
        clerk.ask(f"/events/{made}/opening", {})
        events.append(made)
    for _ in range(2):
        clerks[0].ask("/demo/clock", {"advance": "day"})
    for event in events:
        ends(clerks[0], event)
    before = held(visit)

    visit.role("林悦")
    visit.go("/events")
    visit.follow(title, inside=visit.page.locator("#own"))
    visit.follow("筹办与成效")
    visit.press("提交成效")
    visit.says("处需要修改")
    for name, text in {"people": "26", "staff": "4", "money": "1500", "outcome": "达成就业意向六项，约定面谈三次。"}.items():
        visit.type(name, text)
    visit.press("提交成效")
    visit.says("请先上传签到表")
    expect(visit.field("outcome")).to_have_value("达成就业意向六项，约定面谈三次。")
    for kind, file in (("sign_in_sheet", ("签到表.pdf", "application/pdf", PDF)), ("photo", ("现场.jpg", "image/jpeg", JPEG))):
        visit.choose("kind", kind)
        name, kind, kept = file
        visit.page.locator('input[type="file"][name="file"]').set_input_files([{"name": name, "mimeType": kind, "buffer": kept}])
        visit.press("上传", exact=True)
        expect(visit.page.locator("#papers")).to_contain_text(file[0])
    for name, text in {"people": "26", "staff": "4", "money": "1500", "outcome": "达成就业意向六项，约定面谈三次。"}.items():
        visit.type(name, text)
    visit.press("提交成效")
    expect(visit.page.locator("#record")).to_contain_text("待确认")
    assert held(visit) == before, "it counts before an office has looked at it"

    clerk, twin = clerks[1], events[1]
    for kind, name, kept in (("sign_in_sheet", "sheet.pdf", PDF), ("photo", "photo.jpg", JPEG)):
        clerk.ask(f"/events/{twin}/papers", {"kind": kind, "file": {"name": name, "type": "image/jpeg" if kind == "photo" else "application/pdf", "content": base64.b64encode(kept).decode()}})
    clerk.ask(f"/events/{twin}/record", {"people": 26, "staff": 2, "money": 0, "outcome": "达成就业意向六项，约定面谈三次。"})

    office.role("王敏")
    office.go("/event-work")
    office.follow(title)
    expect(office.page.locator("#candidates")).to_contain_text("时间重叠")
    office.press("确认成效，计入统计")
    office.says("确认不是同一场")
    office.field("distinct").check()
    office.press("确认成效，计入统计")
    expect(office.page.locator("#record")).to_contain_text("已确认")
    assert held(office) == before + 1, f"{held(office)} events count, not {before + 1}"
    office.go("/event-work")
    office.follow("青年科技人才交流活动")
    form = office.page.locator("#candidates")
    form.locator('[name="of"]').select_option(events[0])
    form.locator('[name="reason"]').fill("同一时间同一地点的同一场活动。")
    office.press("标记为重复，不计入", asked=False)
    expect(office.page.locator("#record")).to_contain_text("重复填报")
    assert held(office) == before + 1, "it counts twice"
    office.go("/targets/events")
    office.follow(title)
    office.says("已举办")


journeys = [a_talent_registers_on_a_phone, a_door_with_a_poor_network, a_record_counts_once]
