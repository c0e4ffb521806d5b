"""What every public page owes its readers, asked of each kind of page in both languages."""

import re
from datetime import UTC, datetime
from itertools import pairwise

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from lxml import html

from config.demo.accounts import load_accounts
from config.demo.founding import load_alliance, load_founding_event
from config.demo.sample import load_sample
from tests.styles import unstyled

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once(reason="pages are drawn from the same rows on both"),
]

MIDDAY = datetime(2026, 5, 20, 4, 0, tzinfo=UTC)  # 12:00 in Asia/Shanghai
MOST_OF_A_KIND = 3  # sessions look alike, speakers too
PRIVATE = re.compile(r"/(admin|desk|i18n|media|static)/|\.(ics|xml|json|svg|css)$")
HAN = re.compile(r"[\u4e00-\u9fff]")
A_PHRASE = re.compile(r"[A-Za-z]{2,}(?: [A-Za-z]{2,}){2}")  # three words in a row
MAY_MIX = "self::code or self::script or self::title or contains(@class, 'release-note')"


def kind_of(path):
    """'/en/conferences/x/sessions/K7WQ2M/' and its likes are one kind a conference."""
    return re.sub(r"(sessions|speakers|releases)/[^/]+/$", r"\1/…/", path)


@pytest.fixture(scope="module")
def pages(module_database):
    """{path: root element} of the public pages, found by following their links."""
    load_accounts()
    load_founding_event()
    load_alliance()
    load_sample(at=MIDDAY)
    found, kinds, waiting = {}, {}, ["/en/", "/zh-hans/"]
    with time_machine.travel(MIDDAY, tick=False):
        while waiting:
            path = waiting.pop(0)
            alike = kinds.setdefault(kind_of(path), [])
            if path in found or len(alike) >= MOST_OF_A_KIND:
                continue
            response = Client().get(path)
            assert response.status_code == 200, path
            alike.append(path)
            root = found[path] = html.document_fromstring(response.content.decode())
            links = [href.partition("#")[0].partition("?")[0] for href in root.xpath("//a/@href")]
            waiting += [
                link
                for link in links
                if link.startswith("/") and not PRIVATE.search(link) and not link.endswith(".pdf")
            ]
    return found


def test_the_walk_reaches_every_kind_of_page(pages):
    tails = {re.sub(r"^/(en|zh-hans)/(conferences/[^/]+/)?", "", path) for path in pages}
    shown = {
        re.sub(r"^(sessions|speakers|releases|news|alliances)/[^/]+/", r"\1/…/", t) for t in tails
    }

    assert shown == {
        "",
        "schedule/",
        "my/",
        "sessions/…/",
        "speakers/",
        "speakers/…/",
        "venue/",
        "changes/",
        "releases/…/",
        "news/",
        "news/…/",
        "register/",
        "register/lost/",
        "alliances/…/",
        "alliances/…/members/",
    }


def test_a_page_has_one_heading_of_its_own_and_skips_no_level(pages):
    wrong = []
    for path, root in pages.items():
        levels = [int(h.tag[1]) for h in root.xpath("//h1|//h2|//h3|//h4|//h5|//h6")]
        if levels.count(1) != 1 or any(after > before + 1 for before, after in pairwise(levels)):
            wrong.append((path, levels))

    assert wrong == []


def test_ids_are_unique_and_whatever_names_one_finds_it(pages):
    wrong = []
    for path, root in pages.items():
        ids = root.xpath("//@id")
        named = {
            name
            for names in root.xpath("//@for|//@aria-labelledby|//@aria-describedby")
            for name in names.split()
        }
        named |= {href[1:] for href in root.xpath("//a/@href") if re.match("#.", href)}
        wrong += [(path, name) for name in named - set(ids)]
        wrong += [(path, name) for name in set(ids) if ids.count(name) > 1]

    assert wrong == []


def test_fields_links_and_images_have_names(pages):
    wrong = []
    for path, root in pages.items():
        labelled = set(root.xpath("//label/@for"))
        for field in root.xpath("//input[not(@type='hidden')]|//select|//textarea"):
            if field.get("id") not in labelled and not field.xpath(
                "ancestor::label[text()|*/text()]"
            ):
                wrong.append((path, field.get("name")))
        for link in root.xpath("//a|//button"):
            if not (link.text_content().strip() or link.get("aria-label")):
                wrong.append((path, link.get("href")))
        wrong += [(path, src) for src in root.xpath("//img[not(@alt)]/@src")]

    assert wrong == []


def test_words_of_the_other_language_are_marked(pages):
    """WCAG 3.1.2, for screen readers and for the right font."""
    wrong = set()
    for path, root in pages.items():
        lang = root.get("lang")
        assert lang == ("en" if path.startswith("/en/") else "zh-Hans")
        for text in root.xpath(f"//text()[not(ancestor-or-self::*[{MAY_MIX}])]"):
            marked = text.getparent() if text.is_text else text.getparent().getparent()
            own = marked.xpath("(ancestor-or-self::*/@lang)[last()]")[0]
            is_chinese = bool(HAN.search(text))
            if (own == "en" and is_chinese) or (
                own != "en" and not is_chinese and A_PHRASE.search(text)
            ):
                wrong.add((path, text.strip()))

    assert sorted(wrong) == []


# --- Colors ----------------------------------------------------------------------------------

STYLES = (settings.BASE_DIR / "static/css/base.css").read_text()
TEXT = [
    *((ink, ground) for ink in ("ink", "soft", "accent") for ground in ("paper", "surface")),
    *((ink, "accent-wash") for ink in ("ink", "soft", "accent")),
    ("ink", "wash"),
    ("soft", "wash"),
    ("accent-ink", "accent"),
    ("alert", "surface"),
    ("alert", "paper"),
    *((ink, f"{ink}-wash") for ink in ("alert", "good")),
    ("ink", "alert-wash"),
    ("ink", "good-wash"),
]


def luminance(color):
    """WCAG's relative luminance of '#1f2430'."""
    channels = [int(color[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(share * c for share, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_colors_can_be_read(theme):
    blocks = re.findall(r":root \{(.*?)\}", STYLES, re.S)
    colors = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", blocks[theme == "dark"]))

    faint = {pair for pair in TEXT if contrast(*(colors[name] for name in pair)) < 4.5}
    assert faint == set()
    for ground in ("paper", "surface"):
        assert contrast(colors["line-strong"], colors[ground]) >= 3  # borders of fields, buttons


def test_a_page_links_the_styles_of_what_it_shows(pages):
    assert {path: unstyled(root) for path, root in pages.items() if unstyled(root)} == {}
