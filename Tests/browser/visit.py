"""Somebody at a browser. Every page that a visit comes to is looked at: errors, width, accessibility."""

import pathlib
import re

import axe_playwright_python
from playwright.sync_api import expect

from house import PASSWORD

AXE = (pathlib.Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")


class Visit:
    """One person's browser window at one width, in one language, with or without JavaScript."""

    def __init__(self, browser, address, width=1280, script=True, language="zh-CN"):
        self.address = address
        self.width = width
        self.script = script
        self.context = browser.new_context(
            viewport={"width": width, "height": 900}, locale=language, java_script_enabled=script, is_mobile=width < 600, has_touch=width < 600)
        self.context.set_default_timeout(15_000)
        self.page = self.context.new_page()
        self.findings = []
        self.looked = 0
        self.page.on("pageerror", lambda error: self.find(f"script failed: {error}"))
        self.page.on("console", lambda message: self.find(f"console: {message.text}") if self.matters(message) else None)

    @staticmethod
    def matters(message):
        # A page that answers 4xx on purpose is noted by the browser as an error of the network.
        return message.type == "error" and "Failed to load resource" not in message.text

    @property
    def path(self):
        return self.page.url.removeprefix(self.address)

    def find(self, words):
        self.findings.append(f"{self.path} at {self.width} px: {words}")

    def close(self):
        self.context.close()

    # moving about

    def go(self, path, status=200, look=True):
        answer = self.page.goto(self.address + path)
        if status and answer.status != status:
            raise AssertionError(f"{path} answered {answer.status}, not {status}")
        if look:
            self.look()

    def follow(self, name, inside=None, exact=False):
        """Clicks a link by its words; the first of several."""
        self.navigate((inside or self.page).get_by_role("link", name=name, exact=exact).first)

    def press(self, name, inside=None, asked=False, exact=False):
        """Presses a button by its words. `asked`: the page asks first, and the answer is yes (where scripts run)."""
        self.navigate((inside or self.page).get_by_role("button", name=name, exact=exact).first, asked and self.script)

    def navigate(self, element, asked=False):
        if asked:
            element.click()
            element = self.page.locator("dialog.ask button").first
        with self.page.expect_navigation(wait_until="domcontentloaded"):
            element.click()
        self.look()

    def role(self, name):
        """Becomes one of the demonstration's people by the bar at the top."""
        self.go("/", look=False)
        self.page.locator(".demo-roles summary").click()
        with self.page.expect_navigation(wait_until="domcontentloaded"):
            self.page.locator(".demo-roles button").filter(has=self.page.get_by_text(name, exact=True)).click()
        expect(self.page.locator(".demo-who")).to_contain_text(name)

    def sign_in(self, login):
        """Becomes somebody whom the bar does not offer, by number and password."""
        self.leave()
        self.go("/session/new")
        self.fill(login=login, password=PASSWORD)
        self.press("登录", inside=self.page.locator("main"), exact=True)

    def leave(self):
        """Signs out."""
        self.go("/", look=False)
        with self.page.expect_navigation(wait_until="domcontentloaded"):
            self.page.get_by_role("button", name="退出", exact=True).first.click()

    # filling in

    def field(self, name):
        return self.page.locator(f'[name="{name}"]')

    def fill(self, **answers):
        for name, text in answers.items():
            self.type(name, text)

    def type(self, name, text):
        self.field(name).first.fill(text)

    def tick(self, name, *values):
        for value in values:
            self.page.locator(f'[name="{name}"][value="{value}"]').check()

    def choose(self, name, value):
        self.field(name).first.select_option(value)

    def attach(self, name, *files):
        """Files as (name, type, bytes)."""
        self.field(name).first.set_input_files([{"name": n, "mimeType": t, "buffer": b} for n, t, b in files])

    def unfold(self, group):
        box = self.page.locator(f"#g-{group}")
        if box.get_attribute("open") is None:
            box.locator("summary").first.click()

    # looking

    def says(self, words):
        expect(self.page.locator("body")).to_contain_text(words)

    def look(self):
        """Everything that has to hold on every page."""
        self.looked += 1
        if self.page.locator("main h1").count() + self.page.locator("main .paper h2, main .paper h1").count() == 0:
            self.find("no heading")
        if not self.script:
            return
        wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if wide > 0:
            self.find(f"overflows by {wide} px")
        if not self.page.evaluate("typeof axe !== 'undefined'"):
            self.page.evaluate(AXE)
        for violation in self.page.evaluate("axe.run(document).then((found) => found.violations)"):
            places = "; ".join(" ".join(map(str, node["target"])) for node in violation["nodes"][:3])
            self.find(f"axe {violation['id']} ({violation['impact']}): {violation['help']}: {places}")


PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def paper(name):
    """A small PDF to attach."""
    return (f"{name}.pdf", "application/pdf", PDF)


def decide(visit, person, title, ruling=None, reason=None, conditions=()):
    """Somebody in an office opens the case from their queue and rules: proposes, or, without a ruling, agrees."""
    visit.role(person)
    visit.go("/work")
    visit.follow(title)
    form = visit.page.locator("#decision")
    if ruling is None:
        visit.press(re.compile("^同意"), inside=form)
        return
    form.get_by_label(ruling, exact=True).check()
    for condition in conditions:
        form.get_by_label(condition, exact=True).check()
    if reason:
        form.locator('[name="reason"]').fill(reason)
    visit.press(re.compile("^提交意见"), inside=form)
