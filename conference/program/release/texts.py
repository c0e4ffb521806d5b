"""Texts as other programs can hold them: feeds write them so, and an import knows them again."""

import re

from conference import markdown

# Calendars drop an event without a place (Giggity PR 341), so one without a room has this.
ANY_ROOM = "Venue / 会场"

# Characters that XML 1.0 cannot carry, and that calendars cannot show.
UNPRINTABLE = re.compile("[^\t\n -~\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# Whatever some reader takes for the end of a line: it must mean the same to all of them.
_LINE_ENDS = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_WHITE = re.compile("[\t\n]+")


def plain(value: object) -> str:
    """A text without what XML or a calendar cannot hold, its lines ended by \\n alone."""
    text = str(value)
    if text.isascii() and text.isprintable():
        return text
    return UNPRINTABLE.sub("", _LINE_ENDS.sub("\n", text))


def line(value: object) -> str:
    """The same in one line, for titles and names."""
    return _WHITE.sub(" ", plain(value))


def plain_from_html(value: object) -> str:
    """The plain form of HTML made by `conference.markdown`."""
    return plain(markdown.plain(value)).strip("\n")


# What the schemas do not take: a digit at the beginning, and a single character.
_NO_XML_SLUG = re.compile(r"(?:t-)*(?:[0-9].*|[a-z])")


def xml_slug(slug: str) -> str:
    """A track's or room's slug in two characters or more, from a letter: '31c3' as 't-31c3'. What
    reads like one of these gets one more, so that each comes back as it was (`slug_of_xml`).
    """
    return f"t-{slug}" if _NO_XML_SLUG.fullmatch(slug) else slug


def slug_of_xml(written: str) -> str:
    """The slug that `xml_slug` wrote."""
    rest = written.removeprefix("t-")
    return rest if _NO_XML_SLUG.fullmatch(rest) else written
