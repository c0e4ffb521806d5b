"""static/css: small files by subject, each asked for by a page, and nothing in them for nobody."""

import re
from functools import cache
from pathlib import Path

import crispy_bootstrap5
import pytest
from django.contrib import admin

ROOT = Path(__file__).resolve().parent.parent
SHEETS = sorted((ROOT / "static/css").rglob("*.css"))
MOST = 800  # lines
# Class names that are put together from a value where they are used, by their beginnings.
MADE = (
    *("alert-", "change-", "tag-"),  # with the level, or the kind
    *("is-", "c-", "w-", "r-", "h-"),  # what an entry is, and its place in the grid (timetable.py)
    "field-",  # a column's or field's name, in the admin
)
# Names that scripts of Django's admin, select2 or its forms write.
FOREIGN = {
    *("datetimeshortcuts", "delete-confirmation", "fieldBox", "form-multiline", "sortoptions"),
    *("related-widget-wrapper", "related-widget-wrapper-link", "timezonewarning"),
    *("select2-container", "vDateField", "vLargeTextField", "vTextField", "vURLField"),
}

pytestmark = pytest.mark.once(reason="reads the source alone")


def name_of(sheet):
    return sheet.relative_to(ROOT / "static").as_posix()


@pytest.mark.parametrize("sheet", SHEETS, ids=name_of)
def test_a_style_sheet_is_short(sheet):
    assert len(sheet.read_text("utf-8").splitlines()) <= MOST


def test_each_style_sheet_is_asked_for():
    templates = "".join(page.read_text("utf-8") for page in (ROOT / "templates").rglob("*.html"))
    linked = set(re.findall(r"""(?:static ["']|/static/)(css/[\w/-]+\.css)""", templates))
    assert linked == {name_of(sheet) for sheet in SHEETS}


@cache
def written():
    """Every word of what draws a page."""
    ours = ("templates", "conference", "alliance", "config", "static/js")
    homes = [ROOT / house for house in ours]
    homes += [Path(package.__file__).parent for package in (admin, crispy_bootstrap5)]
    sources = (
        path for home in homes for path in home.rglob("*") if path.suffix in (".html", ".py", ".js")
    )
    return {word for path in sources for word in re.findall(r"[\w-]+", path.read_text("utf-8"))}


@pytest.mark.parametrize("sheet", SHEETS, ids=name_of)
def test_no_rule_is_for_a_class_that_nothing_writes(sheet):
    rules = re.sub(r"/\*.*?\*/", "", sheet.read_text("utf-8"), flags=re.S)
    selectors = " ".join(re.findall(r"([^{};]+)\{", rules))
    classes = set(re.findall(r"\.([A-Za-z_][\w-]*)", selectors))

    unknown = {name for name in classes - FOREIGN - written() if not name.startswith(MADE)}

    assert unknown == set()
