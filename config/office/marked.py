"""Pages for signed-in people, put right once they are drawn: Chinese names, and ticks.

Django's admin prints names by its own templates and helpers in hundreds of places: breadcrumbs,
cells, choices, messages, histories. A Chinese name on an English page is read aloud as Chinese only
when it says so (WCAG 3.1.2), and a tick's text is Python's own word. So both are done here, in one
place, over the tokens of the page; public pages mark their texts themselves.
"""

import re

from django.utils.translation import gettext as _

from conference.chinese import has_chinese

PRIVATE = re.compile(r"/admin/|/[a-z-]+/desk/", re.IGNORECASE)
# A comment, or a tag with whatever stands in its quotes.
TAG = re.compile(r"""(<!--.*?-->|<[/!a-zA-Z](?:[^<>"']|"[^"]*"|'[^']*')*>)""", re.DOTALL)
OPENS = re.compile(r"<([a-zA-Z][a-zA-Z0-9]*)")
LANG = re.compile(r"""\slang=["']?([A-Za-z-]+)""")
VALUE = re.compile(r"""\s(?:value|placeholder)="([^"]*)\"""")
PAGE_IN_CHINESE = re.compile(r"""\s*<!DOCTYPE html>\s*<html[^>]*\slang=["']?zh""", re.IGNORECASE)
CJK = r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]+"
# What stands between is never empty nor among the characters: else a long name takes for ever.
RUN = re.compile(rf"{CJK}(?:[· \t\r\n0-9-]+{CJK})*")
TICK = re.compile(r'(<img src="[^"]*/icon-(?:yes|no|unknown)[^"]*" alt=")(True|False|None)"')
VOID = frozenset(
    (
        *("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta"),
        *("source", "track", "wbr"),
    )
)
# Nothing can be wrapped in these, and what a script holds is not a page.
UNWRAPPED = frozenset(("title", "textarea", "option", "script", "style"))
# What somebody typed or may choose: the element itself says its language.
HOLDS_TEXT = frozenset(("textarea", "option"))
CHINESE = 'lang="zh-Hans"'


class MarkedPagesMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        is_page = response.get("Content-Type", "").startswith("text/html")
        if is_page and not response.streaming and PRIVATE.match(request.path_info):
            page = response.content.decode(response.charset)
            marked = with_named_ticks(page)
            if has_chinese(marked) and not PAGE_IN_CHINESE.match(marked):
                marked = with_marked_chinese(marked)
            if marked != page:
                response.content = marked
        return response


def with_named_ticks(page: str) -> str:
    """A page whose pictures for yes, no and unknown are named in its language."""
    words = {"True": _("Yes"), "False": _("No"), "None": _("Unknown")}
    return TICK.sub(lambda found: f'{found[1]}{words[found[2]]}"', page)


def with_marked_chinese(page: str) -> str:
    """A page whose Chinese texts all say that they are; what stands in Chinese already stays."""
    parts, open_tags = TAG.split(page), [("", "")]
    for place, part in enumerate(parts):
        tag, language = open_tags[-1]
        if place % 2 == 0:
            if language.startswith("zh") or not has_chinese(part):
                continue
            if tag in HOLDS_TEXT:
                parts[place - 1] = saying_so(parts[place - 1])
            elif tag not in UNWRAPPED:
                parts[place] = wrapped(part)
        elif part.startswith("</"):
            name = part[2:-1].strip().lower()
            if any(name == tag for tag, _language in open_tags):
                while open_tags.pop()[0] != name:
                    pass
        elif (opens := OPENS.match(part)) and tag not in ("script", "style"):
            name, said = opens[1].lower(), LANG.search(part)
            if name not in VOID:
                if not part.endswith("/>"):
                    open_tags.append((name, said[1].lower() if said else language))
            elif name == "input" and not language.startswith("zh"):
                value = VALUE.search(part)
                if value and has_chinese(value[1]):
                    parts[place] = saying_so(part)
    return "".join(parts)


def saying_so(tag: str) -> str:
    """An opening tag with its language, where it names none itself."""
    if LANG.search(tag):
        return tag
    end = -2 if tag.endswith("/>") else -1
    return f"{tag[:end].rstrip()} {CHINESE}{tag[end:]}"


def wrapped(text: str) -> str:
    inner = text.strip()
    if RUN.fullmatch(inner):
        marked = f"<span {CHINESE}>{inner}</span>"
    else:
        # One element around all of it: parts of a text must not become parts of a row.
        runs = RUN.sub(lambda run: f"<span {CHINESE}>{run[0]}</span>", inner)
        marked = f"<span>{runs}</span>"
    return text.replace(inner, marked, 1)
