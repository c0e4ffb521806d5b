"""The whole admin before axe: its pages as they are drawn, with the admin's own styles and scripts,
on a desk by daylight and on a phone in the dark.

Pages are drawn by Django's client (`drawn_admin`) and handed to the browser. Of some 800 so many
are judged that whatever one of them shows is seen: axe takes half a second for each.
"""

import re

import pytest
from django.contrib.staticfiles import finders
from lxml import html

from tests.browser.judging import DESK, PHONE, judged, wider_than

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

HOST = "http://admin.test"
# Classes that name a model, a field or a row, and say nothing of how a thing looks.
NAMES = re.compile(r"(field|column|model|app|dynamic|module)-|.*(\d|__prefix__)")
OF_A_PAGE = 400  # elements: to load one takes as long as to judge so many
SAMPLE = re.compile(r"/admin/(program/(session|publish)/)?(1/)?(change/)?")


def test_the_admin_has_no_fault_that_axe_finds(drawn_admin, open_page):
    in_chinese = drawn_admin.pages["zh-hans"]
    acts = {path: page for path, page in in_chinese.items() if " " in path}
    pages = acts | drawn_admin.pages["en"]
    sample = {p: page for p, page in in_chinese.items() if SAMPLE.fullmatch(p.partition(" ")[0])}
    assert len(pages) > 250 and len(sample) > 3
    judged = telling(pages) | {f"{path} in Chinese": page for path, page in sample.items()}

    faults = faults_of(open_page(bypass_csp=True), judged, drawn_admin.catalog)

    assert faults == []


def telling(pages):
    """Few and small pages that show together whatever all of them show."""
    roots = {address: html.document_fromstring(page) for address, page in pages.items()}
    left = {address: looks(root) for address, root in roots.items()}
    size = {address: len(elements_of(root)) + OF_A_PAGE for address, root in roots.items()}
    found, missing = {}, set().union(*left.values())
    while missing:
        most = max(
            left, key=lambda address: (len(left[address] & missing) / size[address], address)
        )
        found[most] = pages[most]
        missing -= left.pop(most)
    return found


def looks(root):
    """Each element of a page as its kind and that of what it stands in."""
    return {(kind_of(node), kind_of(node.getparent())) for node in elements_of(root)[1:]}


def elements_of(root):
    return [node for node in root.iter() if isinstance(node.tag, str)]


def kind_of(node):
    classes = {name for name in (node.get("class") or "").split() if not NAMES.match(name)}
    classes = frozenset() if node.tag == "body" else frozenset(classes)
    return node.tag, classes, node.get("type"), node.get("role")


def faults_of(page, pages, catalog):
    """[(page, rule, element)] by axe, and what a script complained of."""
    served, faults, seen, but = {}, [], set(), None

    def serve(route):
        path = route.request.url.removeprefix(HOST).partition("?")[0]
        if path == served["path"]:
            route.fulfill(body=served["page"], content_type="text/html; charset=utf-8")
        elif path == "/admin/jsi18n/":
            route.fulfill(body=catalog, content_type="text/javascript")
        elif path.startswith("/static/"):
            route.fulfill(path=finders.find(path.removeprefix("/static/")))
        else:  # a picture, or a choice asked for: neither is there
            route.fulfill(body="")

    page.route("**/*", serve)
    page.on("pageerror", lambda error: faults.append((served["address"], "script", str(error))))
    for number, address in enumerate(pages):
        served |= {"address": address, "path": f"/{number}", "page": pages[address]}
        page.set_viewport_size(DESK)
        page.emulate_media(color_scheme="light")
        page.goto(f"{HOST}/{number}")
        kinds = {kind_of(node) for node in elements_of(html.document_fromstring(served["page"]))}
        # Size and color decide of a kind of element, wherever it stands.
        narrow = () if kinds <= seen else ((PHONE, "dark"),)
        seen |= kinds
        faults += judged(page, address, (DESK, "light"), *narrow, but=but)
        if 'id="menu"' in served["page"]:
            but = "#menu"  # a third of each page, and the same
        if not narrow:
            page.set_viewport_size(PHONE)
            faults += wider_than(PHONE, page, address)
    return faults
