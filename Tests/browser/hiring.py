"""Journeys of jobs and talents finding each other: search and apply, invite and hire, a placement that counts once, a table of jobs, a fair."""

import datetime
import re
import time
import urllib.parse

from playwright.sync_api import expect

from desk import Program
from journeys import credit_code, pick
from visit import Visit, paper

PARK = "13800000001"
GRADUATE = "13800000021"
ROOM = "青岛市崂山区松岭路示例1号 A 座 305 室"


def today(visit):
    """The day of the demonstration's clock."""
    return datetime.date.fromisoformat(visit.page.locator(".demo-now time").first.get_attribute("datetime")[:10])


def later(visit, days):
    return today(visit) + datetime.timedelta(days=days)


def counted(visit):
    """How many placements the target counts, as anybody can read it."""
    targets = visit.context.request.get(visit.address + "/targets", headers={"Accept": "application/json"}).json()["targets"]
    return next(target["count"] for target in targets if target["id"] == "placements")


def reaches(visit, path, words, seconds=30):
    """A page that the server works on in the background says so in the end."""
    deadline = time.monotonic() + seconds
    while True:
        visit.go(path, look=False)
        if visit.page.locator("main").get_by_text(words).count():
            return visit.look()
        if time.monotonic() > deadline:
            raise AssertionError(f"{path} does not say {words}")
        time.sleep(0.5)


def search(visit, words):
    """What everybody does first; the list of jobs is prepared when a server starts."""
    reaches(visit, "/jobs", re.compile(r"共 [1-9]\d* 个岗位"))
    visit.type("q", words)
    visit.press("搜索", exact=True)


def a_talent_applies_on_a_phone(browser, house):
    """She searches, filters, sees why a job fits, applies, and chooses one of the times that the employer proposes; with scripts and without."""
    employer = Program(house.address, PARK)
    for script, words, title in ((True, "软件测试 Linux", "软件测试工程师"), (False, "软件 实习", "软件开发实习生")):
        visit = Visit(browser, house.address, width=390, script=script)
        yield visit
        visit.role("李雪")
        search(visit, words)
        visit.page.locator(".job-filters summary").click()
        visit.choose("area", "370212")
        visit.choose("degree", "bachelor")
        visit.press("搜索", exact=True)
        assert "area=370212" in visit.path and "degree=bachelor" in visit.path, f"the filters are not in the address: {visit.path}"
        expect(visit.page.locator(".job-card mark").first).to_be_visible()
        card = visit.page.locator(".job-card").filter(has=visit.page.get_by_role("link", name=title))
        visit.follow(title, inside=card)
        fit = visit.page.locator("#fit")
        expect(fit).to_contain_text("符合")
        expect(fit.locator(".fit-yes li").first).to_be_visible()
        job = re.match(r"/jobs/[^/?#]+", visit.path).group()
        visit.follow("投递", inside=visit.page.locator("main"), exact=True)
        visit.type("note", "两周内可到岗，熟悉 Linux。")
        visit.press("投递", exact=True)
        visit.says("处需要修改")
        expect(visit.field("note")).to_have_value("两周内可到岗，熟悉 Linux。")
        visit.field("consent").check()
        visit.press("投递", exact=True)
        pursuit = re.match(r"/pursuits/[^/?#]+", visit.path).group()
        visit.go(job)
        visit.follow("查看求职进展")
        assert visit.path == pursuit
        employer.ask(f"{pursuit}/slots", {"slots": [{"at": f"{later(visit, days)}T{hour}:00:00Z"} for days, hour in ((3, "02"), (4, "06"))], "place": ROOM})
        visit.go("/me/pursuits")
        visit.follow("选择面试时间", inside=visit.page.get_by_role("row").filter(has_text=title))
        visit.press("选定面试时间")
        visit.says("处需要修改")
        visit.page.locator('#now input[name="slot"]').last.check()
        visit.press("选定面试时间")
        visit.says("已选定")
        code = re.search(r"面试码：\s*(\S+)", visit.page.locator("#interview").inner_text()).group(1)
        visit.go("/me")
        expect(visit.page.locator("#interviews")).to_contain_text(code)
        assert employer.ask(pursuit)["summary"]["state"] == "interview_set"


def an_employer_hires(browser, house):
    """Who fits is invited without being named, accepts with a phone, is proposed times, gets an offer, begins; the placement is recorded from it and counts."""
    visit, talent = Visit(browser, house.address), Visit(browser, house.address, width=390)
    yield visit
    yield talent
    title = "软件开发实习生"
    before = counted(visit)
    visit.role("林悦")
    visit.go("/hiring")
    visit.follow(title)
    reaches(visit, re.match(r"/jobs/[^/?#]+", visit.path).group() + "/talents", re.compile(r"共 [1-9]\d* 人"))
    assert "李雪" not in visit.page.locator("main").inner_text(), "somebody is named before they accept"
    card = visit.page.locator(".job-card").first
    expect(card.locator(".fit-yes")).to_contain_text("符合")
    visit.press("邀请", inside=card, exact=True)
    pursuit = re.match(r"/pursuits/[^/?#]+", visit.path).group()
    expect(visit.page.locator("main")).to_contain_text("接受后可见")

    talent.role("李雪")
    talent.go("/me/pursuits")
    talent.page.get_by_role("row").filter(has_text=title).first.wait_for()
    talent.go(pursuit)
    talent.type("reply", "谢谢邀请，每周可到岗五天。")
    talent.field("consent").check()
    talent.press("接受", exact=True)

    visit.go(pursuit)
    expect(visit.page.locator("main")).to_contain_text("李雪")
    expect(visit.page.locator("main")).to_contain_text("每周可到岗五天")
    visit.type("place", ROOM)
    visit.press("提出面试时间")
    visit.says("处需要修改")
    expect(visit.field("place").first).to_have_value(ROOM)
    for number, (days, hour) in enumerate(((2, "09:30"), (3, "14:00"))):
        visit.type(f"slots.{number}.at", f"{later(visit, days)}T{hour}")
    visit.press("提出面试时间")
    talent.go(pursuit)
    talent.page.locator('#now input[name="slot"]').first.check()
    talent.press("选定面试时间")

    visit.go(pursuit)
    offer = visit.page.locator("#offer")
    for name, value in {"position": title, "payFrom": "3500", "payTo": "4000", "startsOn": str(later(visit, 7)), "replyUntil": str(later(visit, 5))}.items():
        offer.locator(f'[name="{name}"]').fill(value)
    visit.press("发出录用通知")
    visit.says("3,500")
    talent.go(pursuit)
    talent.press("接受录用", exact=True)
    visit.go(pursuit)
    visit.type("startedOn", str(later(visit, 0)))
    visit.press("确认入职")
    visit.press("登记人才资源配置")
    visit.says("证明齐备后计入")
    placement = re.match(r"/placements/[^/?#]+", visit.path).group()
    visit.choose("kind", "agreement")
    visit.attach("file", paper("实习协议"))
    visit.press("上传证明")
    visit.says("已计入")
    assert counted(visit) == before + 1, f"{counted(visit)} are counted, not {before + 1}"
    talent.go(placement)
    talent.says("已计入")
    talent.go("/me/pursuits")
    talent.follow("青岛海蓝软件园有限公司", inside=talent.page.locator("#placements"))
    assert talent.path == placement


def a_broker_records_a_placement(browser, house):
    """A station records somebody whom it brought to an employer; with its evidence it counts once, and what another station claims of it is a case."""
    visit = Visit(browser, house.address)
    yield visit
    before = counted(visit)
    visit.role("林悦")
    visit.go("/placements")
    visit.follow("登记", inside=visit.page.locator("main"), exact=True)
    visit.press("登记", exact=True)
    visit.says("处需要修改")
    first = today(visit)
    claim = {"name": "秦朗", "phone": "13800006001", "employer": "青岛蓝湾海洋装备有限公司", "creditCode": "91370215DEMA00071", "position": "机械工程师", "startsOn": str(first)}
    fill_placement(visit, claim)
    visit.press("登记", exact=True)
    visit.says("社会信用代码")
    expect(visit.field("position")).to_have_value("机械工程师")
    claim["creditCode"] = credit_code("91370215DEMA0007")
    fill_placement(visit, claim)
    visit.press("登记", exact=True)
    placement = re.match(r"/placements/[^/?#]+", visit.path).group()
    visit.says("证明齐备后计入")
    assert counted(visit) == before
    visit.choose("kind", "contract")
    visit.attach("file", ("合同.pdf", "application/pdf", b"this is a plain text"))
    visit.press("上传证明")
    visit.says("只收 PDF、JPEG、PNG")
    for kind in ("contract", "employer_confirmation"):
        visit.choose("kind", kind)
        visit.attach("file", paper("证明"))
        visit.press("上传证明")
    visit.says("已计入")
    visit.go("/targets/placements")
    assert counted(visit) == before + 1, f"{counted(visit)} are counted, not {before + 1}"

    visit.sign_in("13800000002")
    visit.go("/desk/placements/new")
    fill_placement(visit, claim)
    visit.press("登记", exact=True)
    visit.says("有争议，裁定前不计入")
    assert counted(visit) == before + 1, "what two stations claim is counted twice"
    visit.role("王敏")
    visit.go("/placements")
    visit.follow("秦*")
    visit.follow("查看案件")
    visit.says("现有记录")
    visit.role("林悦")
    visit.go(placement)
    visit.says("已计入")


def fill_placement(visit, claim):
    stations = visit.page.locator('main select[name="station"]')
    if stations.input_value() == "":
        stations.select_option(index=1)
    visit.tick("type", "employment")
    for name, text in claim.items():
        visit.page.locator(f'main [name="{name}"]').fill(text)


TABLE = """岗位名称,待遇,最低学历,经验要求,工作地区,技能标签,做什么
数据库开发工程师,12-18k·13薪,本科及以上,3-5年,山东省青岛市崂山区,PostgreSQL；SQL,负责园区数据平台的表结构设计、数据同步和性能优化，与业务团队一起定义数据口径。
数据库开发工程师,12-18k·13薪,本科及以上,3-5年,山东省青岛市崂山区,PostgreSQL；SQL,负责园区数据平台的表结构设计、数据同步和性能优化，与业务团队一起定义数据口径。
产品设计实习生,200/天,不限,应届,青岛市崂山区,Figma,参与人才服务网站的交互和视觉设计，整理用户反馈，每周到岗四天。
,面议,大专,不限,青岛市市南区,,这一行没有岗位名称，不应导入。
"""


def a_table_of_jobs(browser, house):
    """An organisation brings its jobs in a table as spreadsheets here write it, says what a column means, and reads what became of each row."""
    visit = Visit(browser, house.address)
    yield visit
    visit.role("林悦")
    visit.go("/hiring")
    visit.follow("批量导入")
    visit.attach("file", ("岗位.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", b"PK"))
    visit.says("“岗位.docx”不是可以上传的格式，请选择 .csv 或 .xlsx 文件")
    visit.attach("file", ("岗位.csv", "text/csv", "岗位名称,薪资\n".encode("gb18030")))
    visit.press("上传", exact=True)
    visit.says("文件只有表头，没有岗位")
    visit.attach("file", ("岗位.csv", "text/csv", TABLE.encode("gb18030")))
    visit.press("上传", exact=True)
    visit.says("共 4 行")
    shown = visit.page.locator("#shown")
    expect(shown).to_contain_text(re.compile("12,?000"))
    expect(shown).to_contain_text("不导入")
    column = visit.page.get_by_role("combobox", name="做什么")
    expect(column).to_have_value("")
    column.select_option("description")
    visit.press("保存并重新读取")
    expect(visit.page.get_by_role("combobox", name="做什么")).to_have_value("description")
    visit.press("开始导入")
    reaches(visit, visit.path.split("#")[0], "导入完成")
    for term, count in (("新增", 2), ("重复", 1), ("未采用", 1)):
        expect(visit.page.locator("main dl").first).to_contain_text(re.compile(rf"{term}\s*{count}"))
    visit.go("/hiring")
    visit.says("产品设计实习生")
    visit.leave()
    # The title is marked where it says what was looked for.
    reaches(visit, "/jobs?q=" + urllib.parse.quote("数据库开发工程师"), re.compile("^数据库开发工程师$"))


def a_fair(browser, house):
    """An office plans a fair, an employer takes part, somebody signs up with a phone; each sees the timetable with reasons."""
    visit, talent = Visit(browser, house.address), Visit(browser, house.address, width=390)
    yield visit
    yield talent
    name = "崂山软件人才专场（演练）"
    visit.role("王敏")
    visit.go("/fairs")
    visit.follow("筹办招聘会")
    visit.fill(title=name, place="青岛市崂山区松岭路示例1号多功能厅", minutes="20", slots="3", tables="1", places="20")
    visit.press("保存，去邀请单位")
    visit.says("处需要修改")
    expect(visit.field("title")).to_have_value(name)
    visit.type("begins", f"{later(visit, 10)}T09:30")
    visit.press("保存，去邀请单位")
    schedule = visit.path.split("#")[0]
    pick(visit, "organisation", "青岛海蓝软件园有限公司")
    visit.press("发出邀请")
    visit.press("开放报名")
    fair = schedule.removesuffix("/schedule")

    visit.role("林悦")
    visit.go("/fairs")
    visit.follow(name)
    visit.page.locator("#invitation").get_by_label("后端开发工程师").check()
    visit.type("tables", "1")
    visit.press("接受邀请")

    talent.role("李雪")
    talent.go("/fairs")
    talent.follow(name)
    talent.type("most", "0")
    talent.type("wishes", "后端开发，会 Java 和 MySQL")
    talent.press("报名", exact=True)
    talent.says("处需要修改")
    expect(talent.field("wishes")).to_have_value("后端开发，会 Java 和 MySQL")
    talent.type("most", "2")
    talent.page.locator('#sign-up input[name="employers"]').first.check()
    talent.press("报名", exact=True)
    talent.says("已报名，报名截止后统一排期")

    visit.role("王敏")
    visit.go(schedule)
    visit.press("截止报名并排期", asked=True)
    reaches(visit, schedule, "李雪")
    visit.says("已证明为最优")
    talent.go(fair)
    timetable = talent.page.locator("#timetable")
    expect(timetable).to_contain_text("青岛海蓝软件园有限公司")
    expect(timetable).to_contain_text("符合")
    talent.go("/inbox")
    talent.says(name)
    visit.role("林悦")
    visit.go(fair)
    visit.follow("查看本单位时间表")
    visit.says("李雪")


journeys = [a_talent_applies_on_a_phone, an_employer_hires, a_broker_records_a_placement, a_table_of_jobs, a_fair]
