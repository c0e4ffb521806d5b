"""Tags of every page: bilingual text with the right `lang`, links to twins, dates, addresses."""

import re
from datetime import date, datetime

from django import template
from django.conf import settings
from django.urls import get_script_prefix
from django.utils.dateformat import format as format_date
from django.utils.encoding import escape_uri_path, iri_to_uri
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from conference import spoken, wording
from conference.bilingual import HTML_LANG, Text, active_side
from conference.images import file_address

register = template.Library()

# Of which the names of conferences and alliances are made.
WORDS = re.compile(
    "(人工智能|高等教育|高质量|研讨会|推进会|交流会|产业学院|教育|教学|改革|发展|赋能|创新|建设|现代"
    "|产业|学院|大学|高校|论坛|大会|年会|会议|联盟)"
)

LOCALES = {"zh-hans": "zh_CN", "en": "en_US"}  # Open Graph's names of our languages

SHORT = 10  # characters that fit on a line of every page

LONGEST_CHANGE = 120  # characters; of longer texts it is only said that they changed


# --- Text in two languages ---------------------------------------------------------------------


@register.simple_tag
def html_lang():
    """The page's language for the `lang` attribute: zh-Hans or en."""
    return HTML_LANG[active_side()]


@register.filter
def html_lang_of(code):
    """The `lang` attribute of a Django language code."""
    return "zh-Hans" if code.startswith("zh") else code


@register.simple_tag
def text(value, is_rendering=False):
    """A Text in the reader's language, marked with its own language when it is a fallback.

    A Chinese one that is ours and not official gets a small 译名: the Text knows it, or
    `is_rendering` says it.
    """
    return _marked(value, _in_lang(value, str(value)), is_rendering, value.lang)


@register.simple_tag
def other_text(value, is_rendering=False):
    """The same Text in the other language, with its mark; '' when there is none."""
    if not value.other:
        return ""
    lang = HTML_LANG["en" if active_side() == "zh" else "zh"]
    shown = format_html('<span lang="{}">{}</span>', lang, value.other)
    return _marked(value, shown, is_rendering, lang)


# A line, or what stands beside its translation: '一个报告取消 / One talk is cancelled'.
_BETWEEN_LANGUAGES = re.compile(r"(\s+[/|]\s+|\n+)")
_CHINESE = re.compile("[\u3400-\u9fff]")


@register.filter
def free_text(value):
    """Text, also a bilingual one, that organizers wrote for all: each part marked with its own
    language where that is not the page's.
    """
    page = HTML_LANG[active_side()]
    parts = []
    for part in _BETWEEN_LANGUAGES.split(str(value)):
        lang = HTML_LANG["zh" if _CHINESE.search(part) else "en"]
        is_said = any(map(str.isalpha, part))
        parts.append(
            format_html('<span lang="{}">{}</span>', lang, part)
            if is_said and lang != page
            else conditional_escape(part)
        )
    return mark_safe("".join(parts))  # every part is escaped above


@register.simple_tag
def other_name(value, is_rendering=False):
    """A long formal name in the other language, as `other_text`; no Chinese word of it is cut."""
    if not value.other or active_side() == "zh":
        return other_text(value, is_rendering)
    lang = HTML_LANG["zh"]
    shown = format_html('<span lang="{}">{}</span>', lang, _in_words(value.other))
    return _marked(value, shown, is_rendering, lang)


@register.simple_tag
def long_name(value, is_rendering=False):
    """A long formal name that breaks first where its parts meet (…研讨会｜暨…推进会)."""
    if value.lang != HTML_LANG["zh"]:
        return text(value, is_rendering)
    first, _mark, rest = str(value).partition("暨")
    if not rest:
        return _marked(value, _in_lang(value, _in_words(first)), is_rendering, value.lang)
    last = _marked(value, _in_words(f"暨{rest}"), is_rendering, value.lang)
    phrases = [(_in_words(first),), (last,)]
    return _in_lang(value, format_html_join("", '<span class="phrase">{}</span>', phrases))


def _in_words(shown):
    """A Chinese name whose common words no line break cuts; browsers know no Chinese words."""
    if len(shown) <= SHORT:
        return format_html("{}", shown)
    between, words = WORDS.split(shown)[::2], [*WORDS.findall(shown), ""]
    return format_html_join(
        "",
        "{}{}",
        (
            (plain, word and format_html('<span class="word">{}</span>', word))
            for plain, word in zip(between, words, strict=True)
        ),
    )


@register.simple_tag
def html_text(value):
    """A Text that holds HTML made by `conference.markdown`, in a block with its language."""
    shown = mark_safe(str(value))  # cleaned by nh3 when it was rendered
    if value.is_fallback:
        return format_html('<div lang="{}">{}</div>', value.lang, shown)
    return shown


def _in_lang(value, shown):
    if value.is_fallback:
        return format_html('<span lang="{}">{}</span>', value.lang, shown)
    return format_html("{}", shown)


def _marked(value, shown, is_rendering, lang):
    is_ours = is_rendering or value.zh_is_rendering
    if not is_ours or lang != HTML_LANG["zh"] or not value.zh:
        return shown
    return format_html("{}{}", shown, rendering_mark())


def rendering_mark():
    """The small 译名 behind a Chinese text that is ours."""
    why = _("A Chinese text of ours: the official one has not been announced.")
    return format_html('<span class="rendering" lang="zh-Hans" title="{}">译名</span>', why)


# --- Links -------------------------------------------------------------------------------------


@register.simple_tag(takes_context=True)
def twins(context):
    """This page in each language: [{lang, name, href, is_current, ...}].

    `href` keeps the query, for the reader who switches; `canonical` is the whole address without
    it, for those who pass the page on, `neutral` the one to offer who reads neither language.
    Empty for an address without a language. Absolute addresses come from PUBLIC_URL alone.
    """
    request = context.get("request")
    if request is None:
        return []
    active, place = get_language(), context.get("place")
    prefix = get_script_prefix()
    own = f"{prefix}{active}/"
    if not (place and place.is_preview) and not request.path.startswith(own):
        return []
    query = iri_to_uri(request.META.get("QUERY_STRING", ""))
    found = []
    for code, name in settings.LANGUAGES:
        if place and place.is_preview:
            path = place.urls.twin_of(request.path, code)
        else:
            path = f"{prefix}{code}/{request.path.removeprefix(own)}"
        href = escape_uri_path(path) + (f"?{query}" if query else "")
        found.append(
            {
                "lang": html_lang_of(code),
                "name": name,
                "href": href,
                "canonical": settings.PUBLIC_URL + escape_uri_path(path),
                # The site's home alone has an address that chooses the language itself.
                "neutral": settings.PUBLIC_URL
                + (escape_uri_path(path) if request.path != own else prefix),
                "is_default": code == settings.LANGUAGE_CODE,
                "locale": LOCALES[code],
                "is_current": code == active,
            }
        )
    return found


@register.simple_tag(takes_context=True)
def nav_item(context, href, label):
    """One entry of a navigation list; nothing where the address does not exist."""
    if not href:
        return ""
    path, current = context["request"].path, ""
    if path == href:
        current = mark_safe(' aria-current="page"')
    elif path.startswith(href):
        current = mark_safe(' aria-current="true"')
    return format_html('<li><a href="{}"{}>{}</a></li>', href, current, label)


@register.simple_tag(takes_context=True)
def address(context, name, *args):
    """`{% address "session" session.code %}`: inside the preview it stays inside the preview."""
    return context["place"].urls.to(name, *args)


@register.filter
def media(name, side=None):
    """The address of a public file by its stored name ('public/<sha256>.webp'); `media:320` of a
    copy that is no larger than that.
    """
    return file_address(name, side)


@register.filter
def absolute(path):
    """The whole address of a path of this site."""
    return f"{settings.PUBLIC_URL}{path}"


# --- Dates: values are in the conference's own zone already, and stay in it ----------------------


@register.filter
def day(value: date):
    return format_date(value, pgettext("date format", "l j F Y"))


@register.filter
def short_day(value: date):
    return format_date(value, pgettext("date format", "D j M"))


@register.filter
def calendar_date(value: date):
    return format_date(value, pgettext("date format", "j F Y"))


@register.filter
def moment(value: datetime):
    return wording.told_apart(format_date(value, pgettext("date format", "j F Y, H:i")), value)


@register.filter
def clock(value: datetime):
    return wording.clock(value)


@register.simple_tag
def date_range(first: date, last: date):
    """'18 April 2025', '22–23 November 2025', '2025年11月22日至23日'."""
    if first == last:
        return calendar_date(first)
    if (first.year, first.month) == (last.year, last.month):
        return pgettext("days of one month", "%(first)s–%(last)s") % {
            "first": format_date(first, pgettext("first day of one month", "j")),
            "last": format_date(last, pgettext("last day of one month", "j F Y")),
        }
    return pgettext("days of two months", "%(first)s – %(last)s") % {
        "first": calendar_date(first),
        "last": calendar_date(last),
    }


def clock_span(first: datetime, last: datetime) -> tuple[str, str]:
    """('09:00', '09:30'); the end says so when it is on another day ('01:30 next day', '24:00').

    Where the clocks are set meanwhile, both say how far they are from UTC.
    """
    starts, ends = clock(first), clock(last)
    days = (last.date() - first.date()).days
    if days == 1:
        ends = "24:00" if ends == "00:00" else _("%(clock)s next day") % {"clock": ends}
    elif days:
        ends = moment(last)
    if first.utcoffset() != last.utcoffset():
        starts, ends = (
            shown if wording.is_shown_twice(moment) else wording.with_offset(shown, moment)
            for shown, moment in ((starts, first), (ends, last))
        )
    return starts, ends


@register.simple_tag
def clock_range(first: datetime, last: datetime):
    """'09:00–09:30' in two time elements; see `clock_span`."""
    starts, ends = clock_span(first, last)
    return format_html(
        '<time datetime="{}">{}</time>–<time datetime="{}">{}</time>',
        first.isoformat(),
        starts,
        last.isoformat(),
        ends,
    )


@register.simple_tag
def zone_name(facts):
    """'Asia/Shanghai, UTC+8', '北京时间，UTC+8': the one place where a page names its zone.

    Of a conference during which the clocks are set it names both offsets.
    """
    first, last = (
        datetime(on.year, on.month, on.day, 12, tzinfo=facts.zone)
        for on in (facts.starts_on, facts.ends_on)
    )
    zone = facts.time_zone.replace("_", " ")
    if zone == "Asia/Shanghai":
        zone = pgettext("time zone", "Asia/Shanghai")
    if active_side() == "zh":
        zone = format_html('<span class="word">{}</span>', zone)
    named = pgettext("time zone and offset", "%(zone)s, %(offset)s")
    parts = {"zone": conditional_escape(zone), "offset": wording.offset(first)}
    if first.utcoffset() != last.utcoffset():
        named = pgettext(
            "time zone, offset and another later", "%(zone)s, %(offset)s, later %(later)s"
        )
        parts["later"] = wording.offset(last)
    return mark_safe(named % parts)


@register.filter
def is_long(value: Text):
    """Whether a name needs the smaller type of long formal names."""
    return len(str(value)) > (22 if value.lang == HTML_LANG["zh"] else 60)


# --- The program -------------------------------------------------------------------------------


@register.filter
def first_upper(value):
    """A label that begins a line; Chinese has no capitals and stays as it is."""
    shown = str(value)
    return shown[:1].upper() + shown[1:]


@register.filter
def affiliation(person, brief=False):
    """[Text] of academic title, position and organization, without what the position says.

    `brief` is the organization alone, where there is one.
    """
    if brief and person.organization:
        return [person.organization]
    parts = [person.title] if person.title else []
    if person.academic_title:
        label = str(person.academic_title_label)
        parts.insert(0, Text(label, label))
    if person.organization:
        side = active_side()
        title = person.title.in_side(side)
        names = (person.organization, person.organization_short_name)
        if not any(_says(title, name.in_side(side)) for name in names):
            parts.append(person.organization)
    return parts


def _says(title, name):
    """Whether a position holds an organization's name; a Latin one as words of their own."""
    if name.isascii():
        return bool(name) and bool(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", title))
    return name in title


@register.filter
def tells_kind(session):
    """Whether a schedule prints the kind: not of a plain talk, nor of a tea break called so."""
    return session.kind not in ("talk", "break", "meal", "photo")


@register.simple_tag
def track_dot(track):
    """The track's color, as an SVG attribute: the CSP lets no style attribute pass."""
    return format_html(
        '<svg class="dot" viewBox="0 0 10 10" aria-hidden="true">'
        '<circle cx="5" cy="5" r="5" fill="{}"/></svg>',
        track.color,
    )


@register.filter
def language_name(tag):
    """'Chinese', 'German', 'Chinese and English'."""
    return spoken.name_of(tag)


@register.filter
def is_shown(field):
    """Whether the old and new text of a change are short enough to be read side by side; what an
    image is called tells a reader nothing.
    """
    if field.name == "image":
        return False
    return max(map(len, (*field.old.as_list(), *field.new.as_list()))) <= LONGEST_CHANGE
