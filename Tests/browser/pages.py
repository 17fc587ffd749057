"""Every page that each role comes to by its links, at desk and phone width: no fault, no overflow, no violation of accessibility."""

import re
import urllib.parse

from visit import Visit

# What stands beside the routes; of these, downloads are told from pages by what they answer.
NOT_PAGES = re.compile(r"^/assets/|^/health$|^/language$")
ROLES = [None, "苏晴", "彭越", "王敏", "赵刚", "周航", "郑磊", "系统管理员", "李雪", "周凯", "林悦"]

# Whose table of jobs would be taken: nothing need lead there for it to be looked at.
IMPORTING = ["王敏", "林悦"]


def template(path, templates):
    """The route that a path belongs to: `/cases/{case}`."""
    parts = path.split("/")
    for route in templates:
        names = route.split("/")
        if len(names) == len(parts) and all(name == part or name.startswith("{") for name, part in zip(names, parts)):
            return route
    return path


def links(visit):
    found = []
    for link in visit.page.locator("a[href]").all():
        target = urllib.parse.urlsplit(urllib.parse.urljoin(visit.page.url, link.get_attribute("href")))
        if f"{target.scheme}://{target.netloc}" == visit.address and not NOT_PAGES.search(target.path):
            found.append((target.path, target.query))
    return found


def walk(visit, who, routes, pages, each, seen):
    """Goes through the site by its links, `each` pages of a route at most, and looks at those nobody looked at before in this role."""
    waiting = [("/", ""), ("/design", ""), ("/jobs", "q=%E8%BD%AF%E4%BB%B6&area=370212"), ("/finds", "q=%E8%BD%AF%E4%BB%B6"), ("/jobs/imports" if who in IMPORTING else "/shortages", ""),
               ("/policies/entitlements", "")]
    counts = {}
    known = set(waiting)
    waiting_from = {}
    while waiting:
        path, query = waiting.pop(0)
        route = template(path, routes)
        if counts.get(route, 0) >= each or (route in routes and route not in pages):
            continue
        counts[route] = counts.get(route, 0) + 1
        answer = visit.page.goto(visit.address + path + ("?" + query if query else ""))
        if answer.status == 401 and who is None:
            continue   # the page for signing in
        if answer.status != 200:
            visit.find(f"for {who or 'a visitor'} a link leads to {answer.status}; it stands on {waiting_from[(path, query)]}")
            continue
        for width in (1280, 390):
            visit.width = width
            visit.page.set_viewport_size({"width": width, "height": 900})
            visit.look()
        for link in links(visit):
            if link not in known and "lang=" not in link[1]:
                known.add(link)
                waiting_from[link] = path
                waiting.append(link)
    seen |= set(counts)


def every_page(browser, house):
    """The pages of each role, and the public ones in English."""
    seen = set()
    routes = None
    for role in ROLES:
        visit = Visit(browser, house.address)
        yield visit
        if routes is None:
            spec = visit.context.request.get(house.address + "/openapi.json").json()
            # Longer names first, so that /notices/{notice}/objections/new is not taken for something shorter.
            routes = sorted((path for path, verbs in spec["paths"].items() if "get" in verbs), key=lambda path: (path.count("{"), path))
            pages = {route for route in routes if "text/html" in str(spec["paths"][route]["get"]["responses"].get("200", ""))}
        if role:
            visit.role(role)
        walk(visit, role, routes, pages, 2 if role is None else 1, seen)
    visit = Visit(browser, house.address, language="en-GB")
    yield visit
    visit.go("/?lang=en")
    walk(visit, None, routes, pages, 1, seen)
    house.said.append(f"{len(seen & pages)} of {len(pages)} page routes were reached by links; not: {', '.join(sorted(pages - seen)) or 'none'}")


journeys = [every_page]
