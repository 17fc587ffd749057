"""Journeys: what people do, in their browser, from end to end. Each gets a server of its own and ends with an assertion of what changed."""

import random
import re

from playwright.sync_api import expect

from house import PASSWORD
from visit import Visit, decide, paper

PLAN = (
    "面向人工智能与软件开发，每季度举办一场校企对接会，走进省内外高校六次，宣讲产业与人才政策；建立来青回青人才库并按月回访，协调解决住宿、落户、社保等问题；"
    "与园区企业共同发布岗位清单，按季度更新；全年活动十二场，促成人才资源配置六百次以上，年底向社会公布成效。"
)
STATION = "青创空间人才驿站"


def credit_code(stem=None):
    """A code with correct check characters (GB 11714, GB 32100); without a stem of sixteen characters one that belongs to nobody we know."""
    signs = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    stem = stem or "91370212" + "".join(random.choice(signs) for _ in range(8))
    rest = 11 - sum(int(sign, 36) * weight for sign, weight in zip(stem[8:], (3, 7, 9, 10, 5, 8, 4, 2))) % 11
    first = stem + {10: "X", 11: "0"}.get(rest, str(rest))
    return first + signs[-sum(signs.index(sign) * pow(3, place, 31) for place, sign in enumerate(first)) % 31]


def row(visit, name, number, **cells):
    """Fills a row of a table; the one column that is a list is chosen from."""
    for column, text in cells.items():
        cell = f"{name}.{number}.{column}"
        if column == "full_time":
            visit.choose(cell, text)
        else:
            visit.type(cell, text)


def fill_lodging(visit):
    visit.unfold("lodging")
    visit.tick("answers.lodging.ways", "own", "hotel")
    row(visit, "answers.lodging.rooms", 0, kind="单人间", rooms="8", price="88", usual_price="198")


def fill_team(visit):
    visit.unfold("team")
    for number, (person, role) in enumerate([("苏晴", "站长"), ("李一鸣", "对接专员"), ("张晓", "服务专员")]):
        row(visit, "answers.team.staff", number, person=person, role=role, phone=f"1380000020{number}", full_time="yes")


def fill_rules(visit):
    visit.unfold("rules")
    visit.type("answers.rules.operation", "日常维护与运作经费由本单位自筹，设专人负责，纳入年度预算，每季度自查一次。")
    for question in ("attendance", "expenses", "events", "safety"):
        visit.attach(f"files.rules.{question}", paper(question))


def recognition(browser, house):
    """In every role, by the bar at the top: from the last lines of a draft to the plaque that anybody can check."""
    visit = Visit(browser, house.address)
    yield visit
    visit.role("苏晴")
    visit.go("/applications")
    visit.follow("继续填写")
    visit.unfold("venue")
    visit.attach("files.venue.photos", paper("场地照片"))
    visit.press(re.compile("保存，继续填写“行动计划”"))
    visit.unfold("plan")
    visit.attach("files.plan.files", paper("行动计划"))
    visit.press(re.compile("保存，继续填写“特价住宿”"))
    fill_lodging(visit)
    visit.press(re.compile("保存，继续填写“管理团队”"))
    fill_team(visit)
    visit.press(re.compile("保存，继续填写“管理制度”"))
    fill_rules(visit)
    visit.field("declared").check()
    visit.press("提交申报", asked=True, exact=True)
    visit.says("组织推荐")
    case = re.match(r"/cases/[^/?#]+", visit.path).group()

    decide(visit, "郑磊", STATION, "同意推荐", "材料齐全，同意推荐。")
    decide(visit, "冯雪", STATION)
    for ruling, reason in (("予以受理", None), ("通过", "现场与申报一致：场地独立，设备齐全，制度上墙。")):
        decide(visit, "王敏", STATION, ruling, reason)
        decide(visit, "刘洋", STATION)
        decide(visit, "孙立", STATION)

    decide(visit, "周航", STATION, "通过")
    decide(visit, "吴婷", STATION, "退回补正", "经费使用制度未写明审批权限，请补充。", ["管理制度"])
    decide(visit, "陈静", STATION, "通过")
    decide(visit, "赵刚", STATION)
    visit.role("苏晴")
    visit.go(case)
    visit.says("审批权限")
    visit.follow("按意见补正")
    visit.unfold("rules")
    visit.type("answers.rules.operation", "日常经费由本单位自筹并纳入年度预算；五千元以上支出由负责人审批，每季度自查一次。")
    visit.field("declared").check()
    visit.press("重新提交", asked=True)
    decide(visit, "吴婷", STATION, "通过")
    decide(visit, "陈静", STATION, "通过")
    decide(visit, "赵刚", STATION)

    visit.role("王敏")
    visit.go("/work")
    visit.follow("准备公示")
    visit.type("phone", "0532-85912345")
    visit.type("address", "青岛市市南区闽江路 7 号 市人才服务中心")
    visit.press("生成公示稿")
    notice = re.match(r"/notices/[^/?#]+", visit.path).group()
    visit.role("赵刚")
    visit.go("/work")
    visit.follow("核对并发布公示")
    visit.press("发布公示", asked=True)
    visit.leave()
    visit.go(notice)
    visit.follow("提出异议")
    pick(visit, "about", STATION)
    visit.type("text", "该单位的会议室是否与其他单位共用，请核实。")
    visit.fill(name="许先生", contact="0532-88880000")
    visit.press("提交异议")
    visit.says("查询码")
    receipt = visit.path

    visit.press("过五个工作日")
    visit.press("过一天")
    decide(visit, "王敏", f"异议：{STATION}", "异议不成立", "经现场核实，会议室由该单位独立使用，租赁合同与申报一致。")
    decide(visit, "刘洋", f"异议：{STATION}")
    decide(visit, "孙立", f"异议：{STATION}")
    visit.leave()
    visit.go(receipt)
    visit.says("租赁合同与申报一致")

    visit.role("陈静")
    visit.go("/work")
    visit.follow("记录审定会议")
    visit.type("heldOn", visit.page.locator(".demo-now time").first.get_attribute("datetime")[:10])
    for number, person in enumerate(("陈静", "周航", "吴婷")):
        visit.type(f"present.{number}.name", person)
    visit.type("minutes", "会议听取审核和公示情况汇报，逐一审议，一致同意下列认定意见。")
    for item in visit.page.locator('[name$=".ruling"][value="pass"]').all():
        item.check()
    visit.press("保存会议记录，报签发")
    visit.role("赵刚")
    visit.go("/work")
    visit.follow("核对并签发审定")
    visit.press("签发审定", asked=True)
    visit.press("印发认定文件并颁发牌匾", asked=True)
    visit.says(STATION)
    visit.role("苏晴")
    visit.go(case)
    visit.follow(re.compile("查看牌匾"))
    number = visit.path.split("/")[2]
    visit.leave()
    visit.go("/plaques")
    visit.type("number", number)
    visit.press(re.compile("查验|查询"), inside=visit.page.locator("main"))
    visit.says("有效")
    visit.says("青岛青创空间管理有限公司")


def pick(visit, name, words):
    """The option of a list whose label contains the words."""
    option = visit.page.locator(f'select[name="{name}"] option').filter(has_text=words).first
    visit.choose(name, option.get_attribute("value"))


def applicant_on_a_phone(browser, house):
    """Somebody registers, applies and hands in with a phone."""
    visit = Visit(browser, house.address, width=390)
    yield visit
    name = f"青岛演练科技{random.randrange(10**6):06d}有限公司"
    visit.go("/")
    visit.go("/organisations/new")
    visit.fill(creditCode=credit_code(), organisation=name, address="青岛市崂山区松岭路 1 号", phone=f"139{random.randrange(10**8):08d}", password="Walk-2020-phone")
    visit.page.locator('main [name="name"]').fill("于海")
    visit.field("consent").check()
    visit.press("注册并登录")
    visit.press("开始申报")
    visit.unfold("profile")
    visit.page.locator('main [name="name"]').fill("演练人才驿站")
    visit.tick("kind", "professional")
    visit.choose("field", "ai")
    visit.choose("area", "laoshan")
    visit.tick("ground", "free")
    visit.press(re.compile("保存，继续填写“场地设施”"))
    visit.unfold("venue")
    visit.type("answers.venue.business", "人工智能产业园区运营，服务企业百余家，已连续三年举办人才对接活动。")
    visit.type("answers.venue.address", "青岛市崂山区松岭路 1 号 3 层")
    visit.type("answers.venue.area", "320")
    visit.tick("answers.venue.spaces", "talks", "leisure")
    visit.tick("answers.venue.separate", "yes")
    visit.tick("answers.venue.equipment", "network", "multimedia", "projection")
    row(visit, "answers.venue.equipment_list", 0, item="会议大屏", count="1")
    visit.attach("files.venue.photos", paper("场地照片"))
    visit.press(re.compile("保存，继续填写“行动计划”"))
    visit.unfold("plan")
    visit.type("answers.plan.summary", PLAN)
    visit.type("answers.plan.events", "12")
    visit.type("answers.plan.placements", "600")
    visit.attach("files.plan.files", paper("行动计划"))
    visit.press(re.compile("保存，继续填写“特价住宿”"))
    fill_lodging(visit)
    visit.press(re.compile("保存，继续填写“管理团队”"))
    visit.press("提交申报", asked=True, exact=True)
    visit.says("处需要修改")
    fill_team(visit)
    fill_rules(visit)
    visit.field("declared").check()
    visit.press("提交申报", asked=True, exact=True)
    visit.says("组织推荐")
    visit.go("/applications")
    visit.says("查看进度")


def without_scripts(browser, house):
    """A returned application is corrected and handed in again, and its office sees it, without JavaScript."""
    visit = Visit(browser, house.address, script=False)
    yield visit
    visit.role("彭越")
    visit.go("/applications")
    visit.follow("去补正")
    visit.unfold("rules")
    visit.type("answers.rules.operation", "日常经费由本单位自筹并纳入年度预算；消防值班每日两班，记录上墙，每季度自查一次。")
    visit.attach("files.rules.safety", paper("安全管理制度（修订）"))
    visit.press("保存草稿")
    visit.says("安全管理制度（修订）.pdf")
    visit.field("declared").check()
    visit.press("重新提交")
    visit.says("受理")
    visit.role("王敏")
    visit.go("/work")
    visit.follow("滨海学子人才驿站")
    visit.says("消防值班每日两班")


def ended_session(browser, house):
    """A session ends in the middle of a form: after signing in again, what was typed comes back and can be sent."""
    visit = Visit(browser, house.address)
    yield visit
    typed = "以下内容是在登录过期之前写下的，一个字也不能少：消防、考勤、经费、活动四项制度均已印发。"
    visit.role("苏晴")
    visit.go("/applications")
    visit.follow("继续填写")
    address = visit.path.split("?")[0]
    visit.unfold("rules")
    visit.type("answers.rules.operation", typed)
    visit.context.clear_cookies(name="session")
    visit.press("保存草稿")
    visit.says("登录已过期，您刚才填写的内容已保留")
    visit.fill(login="13800000012", password=PASSWORD)
    visit.press("登录", inside=visit.page.locator("main"), exact=True)
    visit.says(typed)
    visit.press("再次提交")
    visit.go(address)
    expect(visit.field("answers.rules.operation")).to_have_value(typed)


def wrong_files(browser, house):
    """Files that are too large or not what they say are refused in clear words, with scripts and without, and nothing typed is lost."""
    for script in (True, False):
        visit = Visit(browser, house.address, script=script)
        yield visit
        visit.role("苏晴")
        visit.go("/applications")
        visit.follow("继续填写")
        visit.unfold("plan")
        visit.type("answers.plan.events", "24")
        large = ("大文件.pdf", "application/pdf", b"%PDF-1.4\n" + b"0" * 11_000_000)
        visit.attach("files.plan.files", large)
        if script:
            visit.says("“大文件.pdf”超过 10 MB")
        else:
            visit.press("保存草稿")
            visit.says("10 MB")
            expect(visit.field("answers.plan.events")).to_have_value("24")
        visit.unfold("plan")
        visit.attach("files.plan.files", ("计划.pdf", "application/pdf", b"this is a plain text"))
        visit.press("保存草稿")
        visit.says("不是 PDF、JPEG 或 PNG")
        expect(visit.field("answers.plan.events")).to_have_value("24")


def resident_id():
    """A number with a correct check character (GB 11643) from a county that does not exist."""
    body = f"370199{random.randrange(1990, 2000)}{random.randrange(1, 13):02d}{random.randrange(1, 29):02d}{random.randrange(1000):03d}"
    return body + "10X98765432"[sum(int(digit) * pow(2, 17 - place, 11) for place, digit in enumerate(body)) % 11]


CONDITIONS = {"answers.purpose": "job_seeking", "answers.homes": "none", "answers.degree": "bachelor", "area": "laoshan"}


def graduate_books(browser, house):
    """With a phone, with scripts and without: is she entitled, where is a bed, book it, show the code; change it, and cancel it."""
    for script in (True, False):
        visit = Visit(browser, house.address, width=390, script=script)
        yield visit
        visit.go("/")
        visit.follow("特价住宿", inside=visit.page.locator("main"))
        visit.follow("看看我是否符合", inside=visit.page.locator("main"))
        for _ in range(5):
            for name, value in CONDITIONS.items():
                if visit.page.locator(f'main .choice input[name="{name}"][value="{value}"]').count():
                    visit.tick(name, value)
            visit.press("下一步", inside=visit.page.locator("main"))
            if visit.page.get_by_text("您符合特价住宿条件").count():
                break
        visit.says("您符合特价住宿条件")
        visit.follow("查看床位")
        visit.follow("海蓝人才公寓")
        visit.navigate(visit.page.locator(".month .night-free a").last)
        visit.press("下一步：核对预订")
        visit.says("登录")
        visit.follow("人才注册")
        visit.type("phone", f"137{random.randrange(10**8):08d}")
        visit.press("获取验证码")
        code = re.search(r"\d{6}", visit.page.locator(".banner").first.inner_text()).group()
        visit.type("code", code)
        visit.field("consent").check()
        visit.press("注册并登录")
        visit.says("核对并预订")
        visit.page.locator('main [name="name"]').fill("于晓")
        visit.type("number", resident_id()[:-1] + "a")
        visit.field("consent").check()
        visit.field("lodgingConsent").check()
        for name, value in CONDITIONS.items():
            if name != "area":
                visit.tick(name, value)
        visit.press("确认预订")
        visit.says("处需要修改")
        expect(visit.page.locator('main [name="name"]')).to_have_value("于晓")
        visit.type("number", resident_id())
        visit.press("确认预订")
        visit.says("入住码")
        stay = visit.path
        expect(visit.page.locator(".stay-digits")).to_contain_text(re.compile(r"\d{3} \d{3}"))
        visit.page.locator("#cancel summary").click()
        visit.press("取消预订", asked=True, exact=True)
        visit.says("已取消")
        visit.go("/stays")
        visit.says("以往记录")
        assert stay.startswith("/stays/")


journeys = [recognition, applicant_on_a_phone, without_scripts, ended_session, wrong_files, graduate_books]
