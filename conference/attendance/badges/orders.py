"""What is wanted of badges or table cards, made into a file and logged."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from conference.attendance.badges import drawing
from conference.attendance.badges.colors import colors_of
from conference.attendance.badges.people import Wanted, choice, people, wanted_of
from conference.attendance.badges.sizes import SIZES, Size
from conference.attendance.models import BadgeStyle, ExportLog, Registration
from conference.attendance.models.badges import A4, OWN, PAPERS
from conference.attendance.whose import Whose
from conference.bilingual import in_both_languages
from conference.chinese import has_chinese
from conference.imposing import Sheet
from conference.models import Conference
from conference.program.models import Participation, Session
from conference.program.papers.signs import CARD_TEMPLATE, NameCard, card_data, table_cards
from conference.typesetting import draw

BADGES, TABLE_CARDS = "badges", "table-cards"
LABELS = {
    BADGES: pgettext_lazy("printed for people", "badges"),
    TABLE_CARDS: pgettext_lazy("a paper", "table cards"),
}
# What of people stands on one, by the keys of lists.
COLUMNS = {
    BADGES: ["name", "name_en", "organization", "category", "code"],
    TABLE_CARDS: ["name", "name_en", "organization", "title"],
}


@dataclass(frozen=True, slots=True)
class Order:
    """`paper` is badges or table-cards, `sheet` whether several stand on A4; `is_bare` a card with
    the name alone.
    """

    paper: str
    size: str
    sheet: str
    wanted: Wanted
    is_bare: bool = False
    has_forums: bool = False  # the sub-forums that people chose, on a badge
    anyway: bool = False  # with 〓 for what the font lacks

    @property
    def of(self) -> Size:
        return SIZES[self.paper][self.size]

    @property
    def imposed(self) -> Sheet:
        return self.of.on_a4 if self.sheet == A4 else self.of.alone

    def as_query(self) -> dict[str, str]:
        told = {"size": self.size, "sheet": self.sheet, **self.wanted.as_query()}
        told |= {"about": "no"} if self.is_bare else {}
        told |= {"forums": "yes" if self.has_forums else "no"} if self.paper == BADGES else {}
        return told | ({"anyway": "1"} if self.anyway else {})


def style_of(conference: Conference) -> BadgeStyle:
    """The conference's, or the usual one. One query."""
    return BadgeStyle.objects.filter(conference=conference).first() or BadgeStyle(
        conference=conference
    )


def order_of(paper: str, data: Mapping[str, Any], style: BadgeStyle) -> Order:
    """What an address asks for; a badge without a size is the conference's. Raises BadChoice."""
    usual_size, usual_sheet = (style.size, style.paper) if paper == BADGES else (A4, OWN)
    return Order(
        paper=paper,
        size=choice(data.get("size", "").lower() or usual_size, tuple(SIZES[paper])),
        sheet=choice(data.get("sheet", "") or usual_sheet, PAPERS),
        wanted=wanted_of(data),
        is_bare=data.get("about", "") == "no",
        has_forums=paper == BADGES and _has_forums(data, style),
        anyway=data.get("anyway", "") not in ("", "0"),
    )


def _has_forums(data: Mapping[str, Any], style: BadgeStyle) -> bool:
    usual = "yes" if style.shows_forums else "no"
    return choice(data.get("forums", "") or usual, ("yes", "no")) == "yes"


def people_of(order: Order, conference: Conference) -> list[Registration]:
    """Who gets one, with all that stands on it. Raises BadChoice."""
    return people(conference, order.wanted, order.paper, with_chosen=order.has_forums)


# --- What stands on one ---------------------------------------------------------------------------


def made(
    order: Order,
    rows: Sequence[Registration],
    *,
    conference: Conference,
    style: BadgeStyle,
    at: datetime,
) -> bytes:
    """The PDF. Raises Unprintable, unless it is wanted anyway."""
    if order.paper == TABLE_CARDS:
        cards = _name_cards(order, rows)
        return table_cards(cards, at=at, lang="zh", sheet=order.imposed, anyway=order.anyway)
    return drawing.badges(
        _badges(order, rows, style),
        head=head_of(conference),
        size=order.of,
        sheet=order.imposed,
        at=at,
        anyway=order.anyway,
    )


def first_sheet(
    order: Order, rows: Sequence[Registration], *, conference: Conference, style: BadgeStyle
) -> bytes:
    """The first page of it as PNG, some 900 pixels high or wide."""
    sheet = order.imposed
    rows, ppi = rows[: sheet.cards], int(min(300, 900 * 25.4 / max(sheet.page)))
    if order.paper == TABLE_CARDS:
        data = card_data(_name_cards(order, rows), lang="zh", sheet=sheet)
        return draw(CARD_TEMPLATE, data, ppi=ppi)
    return drawing.first_sheet(
        _badges(order, rows, style), head=head_of(conference), size=order.of, sheet=sheet, ppi=ppi
    )


def said_of(
    order: Order, rows: Sequence[Registration], *, conference: Conference
) -> list[tuple[str, str]]:
    """[(whose one is, all names and organizations on it)], for asking which characters can be
    printed.
    """
    if order.paper == TABLE_CARDS:
        return [
            (" / ".join(card.names), " ".join((*card.names, *card.about)))
            for card in _name_cards(order, rows)
        ]
    cards = _badges(order, rows, BadgeStyle())
    return [("", " ".join(head_of(conference))), *(card.texts for card in cards)]


def head_of(conference: Conference) -> tuple[str, ...]:
    return _once(conference.name.as_list())


def _badges(order: Order, rows: Sequence[Registration], style: BadgeStyle) -> list[drawing.Badge]:
    colors = colors_of(style.colors)
    words = {category: _word(label) for category, label in Participation.Category.choices}
    return [
        drawing.Badge(
            names=_names(row),
            about=_organizations(row),
            category=words[row.category],
            color=colors[row.category],
            code=row.code,
            forums=_forums(row) if order.has_forums else (),
        )
        for row in rows
    ]


def _word(label: str | Promise) -> str:
    """'专家 Expert'."""
    return " ".join(_once(in_both_languages(lambda: capfirst(str(label))).as_list()))


def _name_cards(order: Order, rows: Sequence[Registration]) -> list[NameCard]:
    return [NameCard(_names(row), () if order.is_bare else (_post(row),)) for row in rows]


def _names(row: Registration) -> tuple[str, ...]:
    return _once((row.name, row.name_en))


def _organizations(row: Registration) -> tuple[str, ...]:
    """As it was written; in the other language too, where the directory has it under that name."""
    known = row.organization
    names = (known.name_zh, known.name_en) if known else ()
    if row.organization_name in names:
        return _once((row.organization_name, *names))
    return _once((row.organization_name or (names and (names[0] or names[1])) or "",))


def _forums(row: Registration) -> tuple[str, ...]:
    """'分论坛一 · 201', 'Forum 1 · Room 201': all of one language in a line."""
    chosen: list[Session] = getattr(row, "chosen", [])
    told = in_both_languages(
        lambda: " / ".join(
            " · ".join(filter(None, (str(one.title), str(one.room.name) if one.room else "")))
            for one in chosen
            if not one.is_cancelled
        )
    )
    return _once(told.as_list())


def _post(row: Registration) -> str:
    """'东北大学 教授', 'Professor, Northeastern University'."""
    if row.organization_name and row.organization_name in row.title:
        return row.title
    parts = [text for text in (row.organization_name, row.title) if text]
    is_chinese = has_chinese("".join(parts))
    return " ".join(parts) if is_chinese else ", ".join(reversed(parts))


def _once(texts: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in texts if text))


# --- The file -------------------------------------------------------------------------------------


def filename(order: Order, conference: Conference) -> str:
    """'spring-badges-a6.pdf': in letters that every program knows."""
    return f"{conference.slug}-{order.paper}-{order.size}.pdf"


def spoken_filename(order: Order, conference: Conference) -> str:
    words = pgettext("name of a file", "%(paper)s - %(conference)s (%(size)s)") % {
        "paper": capfirst(str(LABELS[order.paper])),
        "conference": conference,
        "size": order.size,
    }
    words = re.sub(r'[\x00-\x1f\x7f/\\:*?"<>|]+', " ", words)
    return f"{' '.join(words.split())[:120].rstrip(' .')}.pdf"


def log(
    order: Order, people: str, count: int, *, conference: Conference, by_id: int | None, via: str
) -> ExportLog:
    """That names and codes leave the house. One query."""
    return ExportLog.objects.create(
        conference=conference,
        by_id=by_id,
        via=via,
        list_name=order.paper,
        format="pdf",
        columns=[*COLUMNS[order.paper], *(["sessions"] if order.has_forums else [])],
        rows=count,
        unmasked=False,
        people=people,
    )


def whose(rows: Sequence[Registration]) -> str:
    return str(Whose(row.pk for row in rows))


def too_many() -> str:
    return _(
        "These are more than %(most)d people, too many for one file. Choose a category, a "
        "sub-forum or numbers, such as 1-%(most)d."
    )


def as_json(order: Order) -> dict[str, Any]:
    return {"paper": order.paper, **order.as_query()}


def from_json(told: Mapping[str, Any], style: BadgeStyle) -> Order:
    """An order of a row again. Raises BadChoice."""
    return order_of(told["paper"], told, style)
