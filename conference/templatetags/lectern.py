"""Tags of every page: bilingual text with the right `lang`, links to twins, dates, addresses.

What they say is made in `conference.wording`; Python imports it from there.
"""

from django import template
from django.conf import settings
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe

from conference import documents, spoken, twins
from conference.bilingual import HTML_LANG, active_side, html_lang_of
from conference.images import file_address
from conference.modules import imports_of
from conference.site_identity import site_logo, site_name
from conference.wording import clocks, days, labels, texts

register = template.Library()

for _tag in (texts.text, texts.other_text, texts.other_name, texts.long_name, texts.html_text):
    register.simple_tag(_tag)
for _tag in (days.date_range, clocks.clock_range, clocks.zone_name, labels.track_dot):
    register.simple_tag(_tag)

for _tag in (site_name, site_logo):
    register.simple_tag(_tag)

for _filter in (texts.free_text, texts.is_long, html_lang_of):
    register.filter(_filter)
for _filter in (days.day, days.short_day, days.calendar_date, clocks.moment):
    register.filter(_filter)
for _filter in (labels.first_upper, labels.affiliation, labels.tells_kind, labels.is_shown):
    register.filter(_filter)

# `{{ name|media:320 }}`: of a copy that is no larger than that.
register.filter("media", file_address)
# `{{ title|named:"pdf" }}`: under which a file is saved.
register.filter(documents.named)
register.filter("language_name", spoken.name_of)


@register.filter
def clock(value):
    return clocks.clock(value)


@register.simple_tag
def html_lang():
    """The page's language for the `lang` attribute: zh-Hans or en."""
    return HTML_LANG[active_side()]


@register.simple_tag
def module(name):
    """A script of the page, an ES module, and what it imports, all asked for at once."""
    link = '<link rel="modulepreload" href="{}" fetchpriority="low">'
    imported = format_html_join("", link, ((static(each),) for each in imports_of(name)))
    return format_html('<script src="{}" type="module"></script>{}', static(name), imported)


@register.simple_tag(takes_context=True, name="twins")
def twins_of_page(context):
    """This page in each language, see `conference.twins`; none outside of a request."""
    request = context.get("request")
    return twins.twins(request, context.get("place")) if request else []


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
def absolute(path):
    """The whole address of a path of this site."""
    return f"{settings.PUBLIC_URL}{path}"
