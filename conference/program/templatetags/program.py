"""Tags of pages that show sessions; they join what `conference.program.public.drawing` draws."""

from django import template
from django.utils.safestring import mark_safe

from conference.program.public.drawing import drawn, expected_sentence
from conference.program.public.overview import overview

register = template.Library()


@register.simple_tag
def session_entry(session, place, level=3, brief=False):
    """One session as a schedule shows it; `brief` inside its own sub-forum's page."""
    return mark_safe(drawn(place).entry(session, level=level, brief=brief))


@register.simple_tag
def search_result(session, place):
    """One session as a search lists it."""
    return mark_safe(drawn(place).result(session))


@register.simple_tag
def column_head(column, place):
    """What stands above a column of the grid: its room, or why it has none."""
    return mark_safe(drawn(place).head_of(column))  # escaped there


@register.simple_tag
def day_bands(table, place):
    """The times of a day with their cards."""
    return drawn(place).bands(table)


@register.simple_tag
def speaker_cards(group, place):
    """The cards of one group of the list of speakers."""
    return drawn(place).speakers(group.entries)


@register.simple_tag
def day_overview(table, place, query=""):
    """A large day in one look, nothing for a small one; `query`: what else is chosen."""
    picture = overview(table)
    return drawn(place).overview(picture, query) if picture else ""


@register.simple_tag
def expected_line(expected, place):
    """'16 experts: 3 named, 13 to be announced'."""
    return mark_safe(expected_sentence(expected, place))  # the label is escaped there
