"""Journeys of the six finds and of requests: look through all lanes, ask, be answered, handed on, rate; an hour with a mentor; a directory from a table."""

import io
import re
import urllib.parse
import zipfile
from xml.sax.saxutils import escape

from playwright.sync_api import expect

from desk import Program
from hiring import later, reaches
from visit import Visit, paper

TOWN = "13800000002"
NEED = "想找可以测试嵌入式设备电磁兼容性的实验平台，样机两台。"


def entry(visit):
    """The request that is open in the browser."""
    return re.match(r"/requests/[^/?#]+", visit.path).group()


def a_talent_asks_on_a_phone(browser, house):
    """She looks through six lanes, finds a platform, asks for more; the station answers and hands it on, the other closes it; she rates it, and reopens it."""
    for script in (True, False):
        visit, desk, town = Visit(browser, house.address, width=390, script=script), Visit(browser, house.address, script=script), Visit(browser, house.address, width=390, script=script)
        yield visit
        yield desk
        yield town
        visit.role("李雪")
        visit.go("/finds")
        for lane in ("找政策", "找平台", "找项目", "找资金", "找人才", "找岗位"):
            expect(visit.page.locator("main")).to_contain_text(lane)
        reaches(visit, "/finds?q=" + urllib.parse.quote("人工智能"), re.compile("找岗位 [1-9]"))
        visit.type("q", "机器人 实验室")
        visit.press("搜索", exact=True)
        expect(visit.page.locator(".tabs a")).to_have_count(7)
        expect(visit.page.locator("mark").first).to_be_visible()
        visit.page.locator(".tabs a").filter(has_text="找平台").first.wait_for()
        visit.follow("找平台", inside=visit.page.locator(".tabs"))
        assert "lane=platforms" in visit.path, f"the lane is not in the address: {visit.path}"
        visit.follow("沧口机器人实验室")
        visit.says("上次核对于")
        visit.follow("提出需求")
        expect(visit.page.locator('[name="topic"][value="platforms"]')).to_be_checked()
        visit.press("提交", exact=True)
        visit.says("处需要修改")
        expect(visit.page.locator('[name="topic"][value="platforms"]')).to_be_checked()
        visit.type("text", NEED)
        station = visit.field("station").locator("option").filter(has_text="海蓝软件人才驿站").first.get_attribute("value")
        visit.choose("station", station)
        visit.press("提交", exact=True)
        request = entry(visit)
        visit.says("待答复")

        desk.role("林悦")
        desk.go("/requests")
        expect(desk.page.locator("#owned")).to_contain_text("李雪")
        desk.go(request)
        desk.says(NEED)
        desk.press("发送", exact=True)
        desk.says("处需要修改")
        desk.type("text", "请告知样机供电方式。")
        desk.press("发送", exact=True)
        visit.go(request)
        visit.says("请告知样机供电方式。")
        visit.type("text", "直流 24V。")
        visit.press("发送", exact=True)
        visit.attach("file", ("样机.pdf", "application/pdf", b"this is a plain text"))
        visit.press("上传", exact=True)
        visit.says("只收 PDF、JPEG、PNG")
        visit.attach("file", paper("样机"))
        visit.press("上传", exact=True)
        expect(visit.page.locator("#files")).to_contain_text("样机.pdf")

        desk.go(request)
        box = desk.page.locator("#actions")
        box.locator("summary").filter(has_text="转办").click()
        desk.press("转办", inside=box, exact=True)
        desk.says("处需要修改")
        other = box.locator('[name="to"] option').filter(has_text="汇才综合人才驿站").first.get_attribute("value")
        box.locator('[name="to"]').select_option(other)
        box.locator('[name="reason"]').fill("对方与检测机构有固定合作")
        desk.press("转办", inside=box, exact=True)
        desk.says("已转办，您看到的是转办前的内容")
        visit.go(request)
        expect(visit.page.locator("#holders")).to_contain_text("对方与检测机构有固定合作")

        town.role("林悦")
        town.sign_in(TOWN)
        town.go(request)
        box = town.page.locator("#actions")
        box.locator("summary").filter(has_text="办结").click()
        box.locator('[name="outcome"][value="solved"]').check()
        box.locator('[name="text"]').fill("已约定两台样机的测试时间。")
        town.press("办结", inside=box, exact=True)
        expect(town.page.locator("#result")).to_contain_text("已解决")

        visit.go("/inbox")
        visit.says("诉求已办结")
        visit.go(request)
        visit.press("评价", exact=True)
        visit.says("处需要修改")
        visit.tick("stars", "5")
        visit.page.locator('#rating [name="text"]').fill("当天就有回音")
        visit.press("评价", exact=True)
        expect(visit.page.locator("#result")).to_contain_text("评价 5 分")
        visit.page.locator("#actions summary").filter(has_text="重新打开").click()
        visit.page.locator('#actions [name="reason"]').fill("另一台样机没有安排")
        visit.press("重新打开", inside=visit.page.locator("#actions"), exact=True)
        visit.says("待答复")
        # Whoever supervises sees how it goes, and not who asks or what was said.
        desk.role("王敏")
        desk.go("/requests")
        expect(desk.page.locator("#supervised")).to_contain_text("找平台")
        desk.go(request)
        desk.says("监督查看")
        for words in ("李雪", NEED, "样机.pdf"):
            assert words not in desk.page.locator("main").inner_text(), f"an office that supervises reads {words}"
        visit.press("撤回诉求", asked=True)
        visit.says("已撤回")


def an_hour_with_a_mentor(browser, house):
    """A founder books an hour and describes the project; funds are ranked with reasons; another finds the hour taken; the keeper records it."""
    visit, keeper = Visit(browser, house.address, width=390), Visit(browser, house.address)
    yield visit
    yield keeper
    visit.go("/mentors")
    visit.follow("孙启航")
    visit.says("登录后预约")
    visit.role("王航")
    visit.go("/mentors")
    visit.follow("孙启航")
    mentor = visit.path.split("#")[0]
    visit.press("预约", exact=True)
    visit.says("处需要修改")
    visit.type("text", "请教商业计划")
    hour = visit.field("hour").first.get_attribute("value")
    visit.tick("hour", hour)
    visit.press("预约", exact=True)
    request = entry(visit)
    expect(visit.page.locator("#bookings")).to_contain_text("孙启航")
    box = visit.page.locator("#project")
    box.locator("summary").first.click()
    box.locator('[name="field"]').select_option("software")
    box.locator('[name="stage"]').select_option("seed")
    box.locator('[name="sum"]').fill("500000")
    visit.press("保存", inside=box, exact=True)
    box = visit.page.locator("#project")
    expect(box.locator("ol > li").first).to_contain_text("投向领域含软件开发")
    expect(box).to_contain_text("青创种子基金")
    expect(box).to_contain_text("符合")

    other = Program(house.address, "13800000021")
    assert [slot["id"] for slot in other.ask(mentor)["hours"] if slot["id"] == hour and slot["isFree"]] == [], "a booked hour is offered"
    keeper.role("林悦")
    keeper.go(mentor)
    keeper.follow("查看诉求", inside=keeper.page.locator("#bookings"))
    keeper.says("请教商业计划")
    keeper.go(mentor)
    keeper.press("公布时段", exact=True)
    keeper.says("处需要修改")
    keeper.fill(**{"from": f"{later(keeper, 9)}T10:00", "minutes": "30", "count": "2", "place": "线上会议"})
    keeper.press("公布时段", exact=True)
    expect(keeper.page.locator("#hours")).to_contain_text("线上会议")
    visit.go(request)
    visit.press("取消预约", asked=True)
    expect(visit.page.locator("#bookings")).to_contain_text("已取消")
    free = [slot["id"] for slot in other.ask(mentor)["hours"] if slot["isFree"]]
    assert hour in free, "an hour that was given back is not offered again"


def workbook(rows):
    """A table as a spreadsheet, its cells written in place."""
    def column(index):
        return chr(ord("A") + index)
    lines = "".join(
        f'<row r="{number}">' + "".join(f'<c r="{column(index)}{number}" t="inlineStr"><is><t>{escape(cell)}</t></is></c>' for index, cell in enumerate(row)) + "</row>"
        for number, row in enumerate(rows, 1))
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    main, relations = "http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
                               f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kind}.worksheet+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" Type="{relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{relations}"><sheets><sheet name="平台" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" Type="{relations}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{lines}</sheetData></worksheet>',
    }
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in parts.items():
            file.writestr(name, head + text)
    return written.getvalue()


ROWS = [
    ["名称", "简介", "产业领域", "所在区市", "联系方式", "平台类型", "备注"],
    ["石老人声学实验室（演练）", "水声与噪声测试，向中小企业开放预约。", "海洋产业", "崂山区", "0532-00000101", "实验室", "内部"],
    ["浮山湾软件孵化器（示例）", "面向软件和互联网初创团队的孵化器，提供两年免租工位。", "软件开发", "市南区", "0532-00000102", "孵化器", ""],
    ["", "没有名称的一行。", "", "", "0532-00000103", "", ""],
]
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def an_office_imports_a_directory(browser, house):
    """An office brings platforms in a table, sees how they are read and what became of each; what it brought is found, checked, changed and withdrawn."""
    visit = Visit(browser, house.address)
    yield visit
    name = ROWS[1][0]
    visit.role("王敏")
    visit.go("/finds/platforms")
    visit.follow("批量导入")
    expect(visit.field("lane")).to_have_value("platforms")
    visit.press("上传", exact=True)
    visit.says("处需要修改")
    visit.choose("lane", "platforms")
    visit.attach("file", ("平台.xlsx", SHEET, b"PK not a workbook"))
    visit.press("上传", exact=True)
    visit.says("处需要修改")
    visit.choose("lane", "platforms")
    visit.attach("file", ("平台.xlsx", SHEET, workbook(ROWS)))
    visit.press("上传", exact=True)
    visit.says("共 3 行，其中 1 行不能采用")
    visit.says("这些列不会导入：备注")
    visit.press("开始导入", exact=True)
    for term, count in (("新增", 1), ("更新", 1), ("未采用", 1)):
        expect(visit.page.locator("main dl").first).to_contain_text(re.compile(rf"{term}\s*{count}"))
    visit.go("/finds?lane=platforms&q=" + urllib.parse.quote("声学实验室"))
    visit.follow(name)
    visit.says("0532-00000101")
    visit.follow("修改", exact=True)
    visit.type("contact", "0532-00000199")
    visit.type("url", "ftp://example.cn")
    visit.press("保存", exact=True)
    visit.says("处需要修改")
    expect(visit.field("contact")).to_have_value("0532-00000199")
    visit.type("url", "https://example.cn/lab")
    visit.press("保存", exact=True)
    visit.says("0532-00000199")
    place = visit.path.split("#")[0]
    visit.press("已核对，内容无误")
    visit.page.locator("#keep summary").click()
    visit.press("撤下", exact=True)
    visit.says("处需要修改")
    visit.type("reason", "实验室已停止开放")
    visit.press("撤下", exact=True)
    visit.says("已从目录撤下")
    visit.leave()
    visit.go(place, status=404, look=False)
    visit.go("/finds/platforms?area=laoshan")
    expect(visit.page.locator("main")).not_to_contain_text(name)


journeys = [a_talent_asks_on_a_phone, an_hour_with_a_mentor, an_office_imports_a_directory]
