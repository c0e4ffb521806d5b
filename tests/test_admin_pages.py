"""Every page of the admin, as outside judges look at it: well formed, named, in one language.

The pages are found by `admin_walk`: one account that may do everything, one that may only look.
They are drawn once for these and for axe (`browser/test_admin_judged.py`).
"""

import re
from itertools import pairwise

import pytest
from django.contrib import admin
from django.core.exceptions import FieldDoesNotExist
from django.utils.functional import Promise
from lxml import html

from tests.admin_walk import DATUM, HAN, LATIN
from tests.styles import unstyled

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once(reason="pages are drawn from the same rows on both"),
    pytest.mark.drawn,
]

# Names of formats, systems and standards, which have no other in Chinese.
NAMES = frozenset(
    LATIN.findall(
        "Lectern pretalx frab wafer Markdown Excel Word LDAP UTC UTC- ISO CN URL QR UTF MB Esc "
        "lectern manage.py work SITE NAME LOGO Name Organization English PowerPoint WPS "
        "Organizing Committee member "
        "JPEG PNG WebP PDF CSV XLSX JSON schedule http https xlsx csv json xml docx html tsv txt "
        "pdf"
    )
)
CHECKED = ("title", "alt", "placeholder", "aria-label")


@pytest.fixture(scope="module")
def walks(drawn_admin):
    """{language: {address: root}}, what was refused, and the words of the rows."""
    found = {}
    for language, pages in drawn_admin.pages.items():
        looked = drawn_admin.by_viewer[language]
        pages = pages | {f"{address} by a viewer": page for address, page in looked.items()}
        found[language] = {path: html.document_fromstring(page) for path, page in pages.items()}
    return found, drawn_admin.refused, drawn_admin.data


@pytest.fixture
def pages(walks):
    return [(lang, path, root) for lang, found in walks[0].items() for path, root in found.items()]


def test_the_walk_meets_every_model_and_no_failure(walks):
    found, refused, _data = walks
    assert len(found["en"]) > 250
    for model in admin.site._registry:
        opts = model._meta
        assert f"/admin/{opts.app_label}/{opts.model_name}/" in found["zh-hans"]
    assert [fault for fault in refused if fault[0] >= 500] == []


def test_a_page_links_the_styles_of_what_it_shows(pages):
    assert {path: unstyled(root) for _lang, path, root in pages if unstyled(root)} == {}


def test_headings_begin_with_one_and_skip_no_level(pages):
    wrong = []
    for _lang, path, root in pages:
        levels = [int(h.tag[1]) for h in root.xpath("//h1|//h2|//h3|//h4|//h5|//h6")]
        empty = [h for h in root.xpath("//h1|//h2|//h3") if not h.text_content().strip()]
        if levels.count(1) != 1 or levels[0] != 1 or empty:
            wrong.append((path, levels, len(empty)))
        elif any(after > before + 1 for before, after in pairwise(levels)):
            wrong.append((path, levels, 0))

    assert wrong == []


def test_ids_are_unique_and_whatever_names_one_finds_it(pages):
    wrong = []
    for _lang, path, root in pages:
        ids = root.xpath("//@id")
        wrong += [(path, name) for name in set(ids) if ids.count(name) > 1]
        named = root.xpath("//@aria-labelledby|//@aria-describedby|//label/@for")
        wrong += [(path, n) for names in named for n in names.split() if n not in ids]
        hidden = set(root.xpath("//input[@type='hidden']/@id"))
        wrong += [(path, name) for name in root.xpath("//label/@for") if name in hidden]

    assert wrong == []


def test_every_field_link_and_button_has_a_name(pages):
    wrong = []
    for _lang, path, root in pages:
        labelled = set(root.xpath("//label/@for"))
        for field in root.xpath("//input[not(@type='hidden')]|//select|//textarea"):
            is_button = field.get("type") in ("submit", "button", "reset", "image")
            if is_button:
                named = field.get("value") or field.get("alt")
            else:
                named = field.get("aria-label") or field.get("id") in labelled
            is_hidden = "hidden" in (field.get("class") or "").split()
            if not named and not is_hidden and not field.xpath("ancestor::label"):
                wrong.append((path, field.get("name"), field.get("class")))
        for link in root.xpath("//a[@href]|//button"):
            said = link.text_content().strip() or link.get("aria-label") or link.get("title")
            if not said and not link.xpath(".//img[@alt!='']"):
                wrong.append((path, link.get("href"), link.get("class")))
        wrong += [(path, src, "img") for src in root.xpath("//img[not(@alt)]/@src")]

    assert wrong == []


def test_the_markup_is_what_html_allows(pages):
    wrong = []
    for _lang, path, root in pages:
        bad = root.xpath(
            "//span//p|//input[@type='color'][@maxlength or @required]"
            "|//span[@aria-label][not(@role)]|//div[@aria-label][not(@role)]|//p[@aria-label]"
            "|//span//form|//p//form|//time[string-length(@datetime) > 25]"
            "|//input[@type='date'][starts-with(@value, '-')]"
            "|//select[@required][not(@multiple)][not(option)]|//select//option[not(text())][not(@label)]"
        )
        wrong += [(path, html.tostring(node)[:120]) for node in bad]
        for table in root.xpath("//table[thead/tr]"):
            heads = sum(int(th.get("colspan", 1)) for th in table.xpath("thead/tr[1]/*"))
            for row in table.xpath("tbody/tr"):
                cells = sum(int(cell.get("colspan", 1)) for cell in row.xpath("th|td"))
                if cells != heads:
                    wrong.append((path, f"{cells} cells under {heads} heads"))

    assert wrong == []


def test_nothing_is_printed_for_what_is_not_there(pages):
    wrong = [
        (path, text.strip())
        for _lang, path, root in pages
        for text in root.xpath("//body//text()[not(ancestor::script)]|//@alt|//@value")
        if text.strip() in ("None", "nan", "[]", "{}", "()")
    ]

    assert wrong == []


MARKDOWN = ("abstract", "body", "report", "description", "directions", "biography")


def test_fields_that_take_markdown_say_what_that_means(pages):
    said = {}
    for _lang, path, root in pages:
        of_room = "/room/" in path  # whose directions are plain
        for field in () if of_room else root.xpath("//textarea"):
            name, _, side = field.get("name").rpartition("_")
            if name in MARKDOWN and side in ("zh", "en"):
                helps = root.xpath("//*[@id=$id]", id=field.get("aria-describedby", "").split()[0])
                said.setdefault(name, set()).update("**" in h.text_content() for h in helps)

    assert said == {name: {True} for name in MARKDOWN}


ADDRESS = re.compile(r"https?://\S+")
# Of every page of one row, also its history and what asks before it is deleted.
NAMED = re.compile(
    r"/program/(publish|clashes|import|push)/\d+/$|/session/\d+/change/$"
    r"|/(session|room|track|participation|registration)/\d+/(history|delete)/$"
)


def test_titles_name_their_conference(pages):
    for lang, path, root in pages:
        if NAMED.search(path):
            title = root.xpath("string(//title)")
            assert f"{DATUM}nameen" in title or HAN.search(title.split("|")[-2]), (lang, path)


def test_titles_name_their_alliance(walks):
    pages = walks[0]["en"]
    acts = [path for path in pages if re.search(r"/membership/\d+/(change/|act/\w+/)$", path)]

    assert len(acts) > 2
    for path in acts:
        assert f"| {DATUM}nameen |" in pages[path].xpath("string(//title)"), path


def test_chinese_on_an_english_page_says_that_it_is(walks):
    wrong = set()
    for path, root in walks[0]["en"].items():
        if root.get("lang") != "en":
            continue
        for text in root.xpath("//body//text()[not(ancestor::script or ancestor::textarea)]"):
            marked = text.getparent() if text.is_text else text.getparent().getparent()
            own = marked.xpath("(ancestor-or-self::*/@lang)[last()]")[0]
            if HAN.search(text) and not own.startswith("zh"):
                wrong.add((path, text.strip()[:60]))

    assert sorted(wrong) == []


def test_the_chinese_admin_has_no_word_that_is_not_chinese(walks):
    found, _refused, data = walks
    wrong = {}
    for path, root in found["zh-hans"].items():
        for text in shown(root):
            for word in LATIN.findall(ADDRESS.sub("", text)):
                if word not in NAMES and word not in data and not word.startswith(DATUM):
                    wrong.setdefault(word, (path, text.strip()[:60]))

    assert wrong == {}


def shown(root):
    """What a page says in its own language; names of zones, folded texts and hashes are data."""
    for node in root.iter():
        if not isinstance(node.tag, str) or node.tag in ("script", "style"):
            continue
        if node.xpath("ancestor-or-self::*[@lang='en']"):
            continue
        if node.tag == "textarea" or (node.get("class") or "") == "field-search":
            continue
        yield from (node.get(name) for name in CHECKED if node.get(name))
        if node.tag == "input" and node.get("type") in ("submit", "button"):
            yield node.get("value", "")
        yield node.text or ""
        yield from (child.tail or "" for child in node)


def test_every_label_that_the_admin_shows_is_one_of_ours():
    """Django makes labels from names, in English alone, where nobody gave one."""
    made_up = []
    for model, of in admin.site._registry.items():
        opts = model._meta
        if opts.app_label == "auth":
            continue
        if not isinstance(opts.verbose_name, Promise):
            made_up.append(opts.label)
        if not isinstance(opts.verbose_name_plural, Promise):
            made_up.append(f"{opts.label}, plural")
        names = {*of.list_display, *admin.utils.flatten_fieldsets(of.fieldsets or ())}
        names |= set(admin.utils.flatten(of.fields or ())) | set(of.readonly_fields)
        for inline in of.inlines:
            inline_names = admin.utils.flatten(inline.fields or ())
            made_up += [
                f"{inline.__name__}.{name}"
                for name in inline_names
                if not is_ours(name, inline.model, inline)
            ]
        made_up += [f"{opts.label}.{n}" for n in names if not is_ours(n, model, of)]

    assert made_up == []


def is_ours(name, model, of):
    if callable(name):
        return isinstance(getattr(name, "short_description", None), Promise | str)
    try:
        return isinstance(model._meta.get_field(name).verbose_name, Promise)
    except FieldDoesNotExist:
        found = getattr(of, name, None) or getattr(model, name, None)
        return isinstance(getattr(found, "short_description", None), Promise)
