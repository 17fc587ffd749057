"""Journeys of policies: what somebody is entitled to, papers that a station does for them, and an offer that needs one word."""

import re

from playwright.sync_api import expect

from visit import Visit, decide, paper

RENT = "高校毕业生住房补贴（示例）"

# What she says when she is asked; what is not here she leaves open.
ANSWERS = {
    "degree": "bachelor", "education": "undergraduate", "graduation_date": "2020-06-25", "insurance": "370212", "homes": "none", "rents_home": "yes", "work": "370212",
    "first_job": "yes", "contract_from": "2020-08-01", "months_insured": "8", "birth_date": "1998-03-12",
}


def answer(visit):
    """Answers the questions of the page, as far as she can. Returns what was asked."""
    asked = visit.page.locator('input[name="asked"]').evaluate_all("all => all.map(one => one.value)")
    for fact in asked:
        if fact not in ANSWERS:
            continue
        name, value = f"answers.{fact}", ANSWERS[fact]
        choice = visit.page.locator(f'[name="{name}"][value="{value}"]')
        if choice.count():
            choice.first.check()
        else:
            visit.type(name, value)
    visit.press("继续", exact=True)
    return asked


def what_she_is_entitled_to(browser, house):
    """On a phone, first without an account, then by her profile; with scripts and without. Questions that do not matter any more are not asked."""
    for script in (True, False):
        visit = Visit(browser, house.address, width=390, script=script)
        yield visit
        visit.go("/policies?q=nothing-of-that-name")
        visit.says("没有找到政策")
        visit.go("/policies")
        visit.says("共 15 条")
        visit.follow("我能享受哪些政策", inside=visit.page.locator("main"))
        visit.says("不会保存")
        asked = []
        for _ in range(8):
            if not visit.page.locator('input[name="asked"]').count():
                break
            now = answer(visit)
            assert not [fact for fact in now if fact in asked and fact in ANSWERS], f"{now} was answered before"
            asked += now
            assert "answers" not in visit.path and "bachelor" not in visit.path, f"answers stand in the address: {visit.path}"
        assert set(ANSWERS) & set(asked), "nothing was asked"
        due = visit.page.locator(".panel").filter(has=visit.page.get_by_role("heading", name=RENT, exact=True))
        expect(due).to_contain_text("符合")
        expect(due).to_contain_text("¥18,000.00")
        expect(visit.page.locator(".banner-good")).to_contain_text("合计")
        expect(visit.page.locator(".banner-good")).to_contain_text("不能同时享受")
        visit.follow("登录后委托驿站代办", inside=due) if script else visit.follow("查看政策全文和依据", inside=due)
        visit.role("李雪")
        visit.go("/policies/entitlements")
        visit.says("按您“我的资料”判断")
        visit.follow("修改我的资料")
        visit.go("/me/profile/places")


def a_station_does_the_papers(browser, house):
    """A talent signs on a phone; the agent works through the list; the office returns it once, grants and pays; she sees each step."""
    talent, agent, office = Visit(browser, house.address, width=390), Visit(browser, house.address, width=390), Visit(browser, house.address)
    yield talent
    yield agent
    yield office
    talent.role("李雪")
    talent.go("/mandates")
    talent.follow("委托驿站代办", inside=talent.page.locator("main"))
    talent.follow(RENT)
    talent.fill(until="2030-01-01")
    talent.press("生成委托书")
    talent.says("处需要修改")
    talent.fill(until=talent.page.locator(".demo-now time").first.get_attribute("datetime")[:10])
    talent.choose("station", talent.field("station").locator("option").last.get_attribute("value"))
    talent.press("生成委托书")
    mandate = re.match(r"/mandates/[^/?#]+", talent.path).group()
    talent.says("学位证书")
    talent.press("签署委托书", exact=True)
    talent.says("处需要修改")
    talent.field("consent").check()
    talent.press("签署委托书", exact=True)
    talent.says("等待驿站接办")

    agent.role("林悦")
    agent.go("/mandates")
    agent.follow(RENT)
    assert agent.path.startswith(mandate), f"the agent came to {agent.path}"
    agent.press("由我经办")
    agent.says("还差 4 份材料")
    assert not agent.page.get_by_role("button", name="递交", exact=True).count(), "papers are missing and it can be handed in"
    for number in range(agent.page.locator("#materials li[id]").count()):
        item = agent.page.locator("#materials li[id]").nth(number)
        if item.get_attribute("id") == "paper-lease":
            item.locator('[name="state"][value="asked"]').check()
            item.locator('[name="reason"]').fill("请上传租房合同")
        else:
            item.locator('[name="state"][value="unneeded"]').check()
            item.locator('[name="reason"]').fill("前台已当面核对原件")
        agent.press("保存", inside=item, exact=True)
    step = agent.page.locator("#steps li").first
    step.locator('[name="note"]').fill("条件核对无误")
    agent.press("完成", inside=step, exact=True)

    talent.go(mandate)
    talent.says("条件核对无误")
    lease = talent.page.locator("#paper-lease")
    expect(lease).to_contain_text("请上传租房合同")
    lease.locator('[name="file"]').set_input_files([{"name": name, "mimeType": kind, "buffer": data} for name, kind, data in [paper("租房合同")]])
    talent.press("上传", inside=lease, exact=True)
    talent.fill(bank="示例银行青岛分行 6200000000001234567")
    talent.press("保存", inside=talent.page.locator("#payment"), exact=True)

    agent.go(mandate)
    assert "6200000000001234567" not in agent.page.content(), "the agent sees the bank account"
    agent.press("递交", exact=True)
    agent.says("等待部门审核")

    decide(office, "王敏", RENT, "退回补正", "请补充合同备案页。")
    decide(office, "刘洋", RENT)
    decide(office, "孙立", RENT)
    agent.go(mandate)
    agent.says("请补充合同备案页")
    agent.press("递交", exact=True)

    office.role("王敏")
    office.go("/work")
    office.follow(RENT)
    amount = office.page.locator("#amount")
    amount.locator('[name="amount"]').fill("6000")
    office.press("核定金额", inside=amount, exact=True)
    decide(office, "王敏", RENT, "予以受理", "材料齐全，予以受理。")
    decide(office, "刘洋", RENT)
    decide(office, "孙立", RENT)
    decide(office, "陈静", RENT, "通过", "符合条件，同意发放。")
    decide(office, "赵刚", RENT)
    talent.go(mandate)
    talent.says("审核通过，待拨付 ¥6,000.00")

    office.role("王敏")
    office.go(mandate)
    office.press("登记拨付结果")
    office.says("处需要修改")
    office.tick("state", "paid")
    office.type("paidOn", office.page.locator(".demo-now time").first.get_attribute("datetime")[:10])
    office.press("登记拨付结果")
    talent.go(mandate)
    talent.says("已拨付")
    talent.go("/mandates")
    talent.says("已拨付，办结")


def an_offer_needs_one_word(browser, house):
    """Somebody whose proofs show it is told, and confirms with one press, without scripts too; the office has the case, and no papers are wanted."""
    visit, office = Visit(browser, house.address, width=390, script=False), Visit(browser, house.address)
    yield visit
    yield office
    visit.role("Emma Fischer")
    visit.go("/mandates")
    visit.follow(RENT)
    visit.says("免申即享：确认一次即可")
    visit.says("¥54,000.00")
    visit.press("确认领取", exact=True)
    visit.says("等待部门审核")
    office.role("王敏")
    office.go("/policies/offers")
    office.says("代办情况")
    office.go("/work")
    office.follow(RENT)
    office.says("已核验的资料，无需另交材料")


journeys = [what_she_is_entitled_to, a_station_does_the_papers, an_offer_needs_one_word]
