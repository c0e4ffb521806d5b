"""Which of a page's classes are styled by sheets that the page does not link."""

import re
from functools import cache
from pathlib import Path

STATIC = Path(__file__).resolve().parent.parent / "static"
# Rules that matter inside something else alone, which links their sheet.
ELSEWHERE = {
    *("session-room", "star"),  # of the schedule's grid; of a button, which a script puts there
    *("module", "position"),  # Django's; of lists
}
SHEET = re.compile(r"css/[\w/-]+?(?=(\.[0-9a-f]{12})?\.css)")


@cache
def styled() -> dict[str, set[str]]:
    """{class: names of the sheets with a rule for it}, a name as 'css/admin/base'."""
    found = {}
    for path in STATIC.glob("css/**/*.css"):
        name = path.relative_to(STATIC).with_suffix("").as_posix()
        rules = re.sub(r"/\*.*?\*/", "", path.read_text("utf-8"), flags=re.S)
        for selectors in re.findall(r"([^{};]+)\{", rules):
            for each in re.findall(r"\.([a-zA-Z][\w-]*)", selectors):
                found.setdefault(each, set()).add(name)
    return found


def _is_of_elsewhere(name):
    return name in ELSEWHERE or name.startswith("field-")  # a column's or a field's name


def unstyled(root) -> dict[str, set[str]]:
    """{class: the sheets that have its rules, none of which is linked} of a parsed page."""
    links = root.xpath("//link[@rel='stylesheet']/@href")
    linked = {found[0] for href in links if (found := SHEET.search(href))}
    is_admin = any(name.startswith("css/admin/") for name in linked)
    classes = {name for each in root.xpath("//@class") for name in each.split()}
    lacking = {}
    for name in classes & styled().keys():
        sheets = {s for s in styled()[name] if s.startswith("css/admin/") == is_admin}
        if sheets and not sheets & linked and not _is_of_elsewhere(name):
            lacking[name] = sheets
    return lacking
