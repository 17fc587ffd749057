"""Journeys from records to rewards: an expert scores blind, one office allocates and another pays, everybody follows the payments, a station reports its month, an office opens a number."""

import base64
import re

from playwright.sync_api import expect

from desk import Program
from house import PASSWORD
from journeys import credit_code
from visit import PDF, Visit

PARK, TOWN = "海蓝软件人才驿站", "汇才综合人才驿站"
GROUNDS = "台账逐笔可查，回访及时；海边沙龙办得有特色，签到和纪要齐全。"
SCORE = 83
# Who pays: in the demonstration everybody else of that office examines claims.
PAYERS = (("pay.handler", "何清", "handler"), ("pay.signer", "邓岩", "signer"))


def later(program, day):
    """The demonstration's clock moves on until it is past a day. Gives the day that it is then."""
    for _ in range(12):
        today = program.ask("/demo/clock", {"advance": "workdays5"})["now"][:10]
        if today > day:
            return today
    raise AssertionError(f"the clock stands at {today}, not past {day}")


def by_code(visit, phone):
    """Somebody without a password signs in by a code that is sent to their number; the demonstration shows it."""
    visit.leave()
    visit.go("/session/new")
    visit.type("phone", phone)
    visit.press("获取验证码")
    visit.type("code", re.search(r"\b\d{6}\b", visit.page.locator("main").inner_text()).group())
    visit.navigate(visit.page.locator("main form button").first)


def tasks(visit):
    """The addresses of an expert's stations."""
    visit.go("/expert-work")
    return visit.page.locator('main .cell-main a[href^="/expert-work/"]').evaluate_all("all => all.map(one => one.getAttribute('href'))")


def scored(visit, score, grounds):
    """Writes the same score and grounds into each indicator of the page."""
    count = visit.page.locator('input[name$=".indicator"]').count()
    assert count, "nothing is to be scored"
    for number in range(count):
        visit.type(f"scores.{number}.score", score)
        visit.type(f"scores.{number}.grounds", grounds)
    return count


def an_expert_scores_blind(browser, house):
    """On a tablet: first each station is declared, then scored with grounds; nobody else sees a score, neither another expert nor the office that counts who is done."""
    expert, other, office = Visit(browser, house.address, width=768), Visit(browser, house.address, width=768), Visit(browser, house.address)
    yield expert
    yield other
    yield office
    keeper = Program(house.address, "centre-handler")
    period = keeper.ask("/evaluations")["periods"][0]
    expert.role("许明")
    own = tasks(expert)
    assert own, "the first expert has nothing to do"
    expert.says(f"还差 {len(own)} 家")
    expert.follow("声明", inside=expert.page.locator("main"), exact=True)
    # A conflict wants to be named; what was chosen stays chosen.
    expert.tick("conflict", "yes")
    expert.press("提交声明")
    expert.says("处需要修改")
    expect(expert.page.locator('[name="conflict"][value="yes"]')).to_be_checked()
    for task in own:
        expert.go(task)
        assert not expert.page.locator('[name="scores.0.score"]').count(), "a station is scored before it is declared"
        expert.tick("conflict", "no")
        expert.press("提交声明")
    expert.go(own[0])
    expert.says("评估期内记录")
    assert not expert.page.locator('[name="scores.0.score"]').count(), "the period runs, and it is scored"

    later(keeper, period["lastDay"])
    office.role("王敏")
    office.go("/evaluations")
    office.follow(period["name"], inside=office.page.locator("main"))
    office.press("开始专家评议")
    office.says("揭晓前任何人看不到分数")

    expert.go(own[0])
    scored(expert, "120", "太短")
    expert.press("提交评分", asked=True)
    expert.says("处需要修改")
    expert.says("请填写 0 至 100 的整数")
    expect(expert.field("scores.0.score")).to_have_value("120")
    expect(expert.field("scores.0.grounds")).to_have_value("太短")
    count = scored(expert, str(SCORE), GROUNDS)
    expert.press("保存草稿")
    expert.go("/expert-work")
    expert.says("继续评分")
    expert.go(own[0])
    expect(expert.field("scores.0.score")).to_have_value(str(SCORE))
    expect(expert.field("scores.0.grounds")).to_have_value(GROUNDS)
    expert.press("提交评分", asked=True)
    expert.go(own[0])
    assert not expert.page.locator('[name="scores.0.score"]').count(), "scores that were handed in can be changed"
    expect(expert.page.locator("#scores tbody tr")).to_have_count(count)
    expect(expert.page.locator("#scores")).to_contain_text(GROUNDS)

    by_code(other, "13800000032")
    theirs = tasks(other)
    assert theirs and not set(theirs) & set(own), f"two experts have one task: {theirs}, {own}"
    other.go(own[0], status=404)
    for task in theirs:
        other.go(task)
        assert GROUNDS not in other.page.content(), "an expert reads another's grounds"
    station = keeper.ask("/scorecards")["list"]["stations"][0]["station"]
    other.go(f"/expert-panels/{period['id']}/stations/{station}", status=None)
    assert GROUNDS not in other.page.content(), "an expert reads what is not revealed"

    office.go(f"/expert-panels/{period['id']}")
    expect(office.page.locator("main")).to_contain_text("1 / 10")
    assert GROUNDS not in office.page.content() and not office.page.get_by_role("button", name="揭晓", exact=True).count(), "the office sees scores, or reveals before all are in"
    for path in (f"/expert-panels/{period['id']}", f"/evaluations/{period['id']}", "/expert-panels"):
        said = str(keeper.ask(path))
        assert GROUNDS not in said and "'score'" not in said, f"{path} gives a score away"
    office.go(own[0], status=404)


def granted(house):
    """A claim of the park's station that is examined and approved, so that half of its reward is due; and two people of the paying office who had no hand in it."""
    park, town, talent = (Program(house.address, f"138000000{number}") for number in ("01", "02", "21"))
    office, admin = Program(house.address, "centre-handler"), Program(house.address, "admin")
    file = {"name": "文件.pdf", "type": "application/pdf", "content": base64.b64encode(PDF).decode()}
    talent.ask("/me/profile/level", {"answers": {"high_level_talent": ["yes"], "talent_class": ["c"]}})
    proof = talent.ask("/me/proofs", {"kind": "other", "note": "人才认定文件", "file": file})["id"]
    talent.ask(f"/proofs/{proof}/uses", {"purpose": "check", "subject": "qingdao-2020", "consent": True})
    office.ask(f"/proofs/{proof}/looks", {"why": "核验人才类别"})
    stated = next(fact["statedAt"] for fact in office.ask(f"/proof-checks/{proof}")["check"]["facts"] if fact["id"] == "talent_class")
    office.ask(f"/proof-checks/{proof}", {"fact": "talent_class", "statedAt": stated})
    introduction = next(one for one in park.ask("/introductions")["introductions"] if one["state"] == "confirmed")
    today = park.ask("/desk")["today"]
    placement = park.ask("/desk/placements", {
        "station": introduction["station"], "type": "employment", "name": introduction["who"], "phone": "13800000021", "creditCode": credit_code("91370203DEMA0002"),
        "employer": introduction["employerName"], "position": introduction["position"], "startsOn": today})["id"]
    park.ask(f"/placements/{placement}/evidence", {"kind": "contract", "file": file})
    town.ask(f"/placements/{placement}/confirmation", {})
    claim = park.ask("/reward-claims", {
        "introduction": introduction["id"], "contractOn": today, "contractMonths": 36, "insuredMonths": 1, "certifiedBy": "市委组织部", "certifiedOn": "2020-05-01",
        "bank": "示例银行青岛分行 6200000000010001", "phone": "13800000001"})["id"]
    case = park.ask(f"/reward-claims/{claim}")["caseID"]
    office.ask(f"/cases/{case}/decision", {"office": "centre", "act": "propose", "ruling": "pass"})
    for login in ("centre-checker", "centre-signer"):
        Program(house.address, login).ask(f"/cases/{case}/decision", {"office": "centre", "act": "agree"})
    Program(house.address, "hrss-handler").ask(f"/cases/{case}/decision", {"office": "hrss", "act": "propose", "ruling": "pass"})
    Program(house.address, "hrss-signer").ask(f"/cases/{case}/decision", {"office": "hrss", "act": "agree"})
    for login, name, place in PAYERS:
        admin.ask("/accounts", {"login": login, "name": name, "password": PASSWORD, "office": "qingdao-2020/centre", "place": place})
    return claim


def finance_allocates_and_an_office_pays(browser, house):
    """Finance raises a budget with a document and a reason; who examined cannot pay; one makes the batch, another lets it go, and what became of it is written down."""
    finance, maker, signer = (Visit(browser, house.address) for _ in range(3))
    yield finance
    yield maker
    yield signer
    granted(house)
    finance.role("吴婷")
    finance.go("/budgets")
    finance.follow("中介引才奖励", inside=finance.page.locator("main"))
    finance.press("记入台账")
    finance.says("处需要修改")
    finance.tick("way", "raise")
    finance.fill(amount="50000", document="青财预〔2020〕88号")
    finance.press("记入台账")
    finance.says("处需要修改")
    expect(finance.field("document")).to_have_value("青财预〔2020〕88号")
    finance.fill(reason="四季度引才增加，追加预算")
    finance.press("记入台账")
    expect(finance.page.locator("#sums")).to_contain_text("¥1,050,000.00")
    expect(finance.page.locator("#sums")).to_contain_text("¥10,000.00")
    expect(finance.page.locator("#ledger")).to_contain_text("四季度引才增加，追加预算")
    finance.go("/batches", status=None, look=False)
    assert finance.page.locator("text=制作批次").count() == 0, "finance pays"

    # Who had a hand in the approval sees why it is not for them.
    maker.role("王敏")
    maker.go("/batches")
    maker.says("您审核或批准过")
    assert not maker.page.get_by_role("button", name="制作批次").count(), "who examined may pay"

    maker.sign_in(PAYERS[0][0])
    maker.go("/batches")
    expect(maker.page.locator("#due")).to_contain_text("¥10,000.00")
    for box in maker.page.locator('[name="orders"]').all():
        box.uncheck()
    maker.press("制作批次")
    maker.says("处需要修改")
    maker.page.locator('[name="orders"]').first.check()
    maker.press("制作批次")
    batch = re.match(r"/batches/[^/?#]+", maker.path).group()
    maker.says("由另一位复核或签发人员放行")
    assert not maker.page.get_by_role("button", name="放行", exact=True).count(), "who made a batch lets it go"

    signer.sign_in(PAYERS[1][0])
    signer.go(batch)
    signer.press("放行", exact=True)
    signer.says("已放行，等待银行结果")

    maker.go(batch)
    file = maker.context.request.get(house.address + maker.page.get_by_role("link", name="下载银行文件").get_attribute("href"))
    assert file.ok and file.body().startswith(b"PK"), file.status
    assert "6200000000000010001" not in maker.page.content(), "a page shows a whole account number"
    maker.page.locator('[name="outcome"][value="failed"]').check()
    maker.press("登记结果")
    maker.says("处需要修改")
    maker.page.locator('[name="outcome"][value="paid"]').check()
    maker.press("登记结果")
    expect(maker.page.locator("#orders")).to_contain_text("已拨付")
    finance.go("/budgets")
    finance.follow("中介引才奖励", inside=finance.page.locator("main"))
    expect(finance.page.locator("#ledger tbody tr")).to_have_count(3)
    expect(finance.page.locator("#sums")).to_contain_text("¥1,040,000.00")


def everybody_follows_the_payments(browser, house):
    """On a phone and without an account, with scripts and without: what waits, against which promise, what is late, what was paid; nobody's name and no account."""
    visits = [Visit(browser, house.address, width=390, script=script) for script in (True, False)]
    for visit in visits:
        yield visit
        visit.go("/payments")
        visit.says("批准后 10 个工作日内拨付")
        visit.says("没有款项")
    granted(house)
    maker, signer = Program(house.address, PAYERS[0][0]), Program(house.address, PAYERS[1][0])
    for visit in visits:
        visit.go("/payments")
        row = visit.page.get_by_role("row").filter(has_text=PARK)
        expect(row).to_contain_text("¥10,000.00")
        expect(row).to_contain_text("已等待 0 个工作日")
    promised = maker.ask("/payments")["payments"][0]["promisedBy"]
    today = later(maker, promised)
    for visit in visits:
        visit.go("/payments")
        visit.choose("which", "late")
        visit.press("查询")
        row = visit.page.get_by_role("row").filter(has_text=PARK)
        expect(row).to_contain_text("超期")
        said = visit.page.locator("main").inner_text()
        assert "李雪" not in said and "0001" not in said, "the public reads who it is about, or an account"
    batch = maker.ask("/batches", {"orders": [maker.ask("/batches")["due"][0]["id"]]})["id"]
    signer.ask(f"/batches/{batch}/release", {})
    order = maker.ask(f"/batches/{batch}")["lines"][0]["order"]
    maker.ask(f"/batches/{batch}/outcomes", {"orders": [order], "outcome": "paid", "day": today})
    for visit in visits:
        visit.go("/payments?which=paid")
        row = visit.page.get_by_role("row").filter(has_text=PARK)
        expect(row).to_contain_text("已拨付")
        expect(row).to_contain_text("用时")
        visit.follow(PARK, inside=row)
        visit.says(PARK)


def a_station_reports_its_month(browser, house):
    """On a phone, with scripts and without: figures from records are confirmed, another one is explained; then the score of today and what would raise it."""
    office = Visit(browser, house.address)
    yield office
    for number, script in enumerate((True, False)):
        visit = Visit(browser, house.address, width=390, script=script)
        yield visit
        visit.sign_in("13800000002")
        visit.go("/reports")
        if number:
            later(Program(house.address, "13800000002"), "2020-12-31")
            visit.go("/reports")
            visit.follow("2020年12月", inside=visit.page.locator("#own"))
        else:
            visit.follow("2020年11月", inside=visit.page.locator("#own"))
        report = re.match(r"/reports/[^/?#]+", visit.path).group()
        visit.type("figures.0.stated", "7")
        visit.press("确认并报送")
        visit.says("处需要修改")
        expect(visit.field("figures.0.stated")).to_have_value("7")
        visit.says("请核对后勾选确认")
        visit.type("figures.0.explanation", "系统启用前有纸质登记，另附。")
        visit.type("answers.0.text", "举办对接活动一场，接待来青人才。")
        visit.field("confirmed").check()
        visit.press("确认并报送")
        visit.says("有差异")
        visit.says("系统启用前有纸质登记，另附。")
        assert not visit.field("confirmed").count(), "a report that was handed in can be written"

        visit.go("/scorecards")
        if visit.page.locator("#own").count():
            visit.follow(TOWN, inside=visit.page.locator("#own"))
        visit.says("当日得分")
        visit.says("如何提升" if script else "由记录实时核算")
        visit.says("试算")
        rows = visit.page.locator("#lines tbody tr")
        assert rows.count() > 1, "the scorecard has no lines"
        expect(visit.page.locator("#lines")).to_contain_text("再")
    office.role("王敏")
    office.go(report)
    office.says("1 项数据与记录不一致，驿站已说明")
    office.press("确认收到")
    office.go("/reports?month=2020-11")
    expect(office.page.get_by_role("row").filter(has_text=TOWN)).to_contain_text("1 项")


def an_office_opens_a_number(browser, house):
    """Of each figure of the dashboard as many records are listed as it says, cut in whichever way; a record opens; others see no dashboard."""
    visit, stranger = Visit(browser, house.address), Visit(browser, house.address, width=390)
    yield visit
    yield stranger
    visit.role("王敏")
    visit.go("/dashboard")
    lines = visit.page.locator("#lines tbody tr")
    seen = {}
    for number in range(lines.count()):
        line = lines.nth(number)
        link = line.locator("td a").first
        seen[line.locator("th").inner_text().strip()] = (int(link.inner_text().replace(",", "")), link.get_attribute("href"))
    assert len(seen) > 5, seen
    for thing, (count, href) in seen.items():
        visit.go(href)
        expect(visit.page.locator("main tbody tr")).to_have_count(min(count, 50))
        assert re.search(rf"数量\s*{count}\b", visit.page.locator("main .facts").first.inner_text()), f"{thing}: {count} on the dashboard"
    visit.go("/dashboard?what=stations")
    cut = visit.page.locator("#by-area tbody tr").filter(has_text="崂山区")
    expect(cut.locator("a")).to_have_text("1")
    visit.navigate(cut.locator("a"))
    visit.says("崂山区")
    expect(visit.page.locator("main tbody tr")).to_have_count(1)
    visit.follow(PARK, inside=visit.page.locator("main tbody"))
    visit.says(PARK)
    stranger.go("/dashboard", status=401, look=False)
    stranger.role("李雪")
    stranger.go("/dashboard", status=None, look=False)
    assert not stranger.page.locator("#lines").count(), "the dashboard is open to everybody"


journeys = [an_expert_scores_blind, finance_allocates_and_an_office_pays, everybody_follows_the_payments, a_station_reports_its_month, an_office_opens_a_number]
