"""A wish for a paper: which, of which version, in which languages, with what else was chosen.

An address brings it, background work keeps it, and it becomes an Order with the rights of an
account as they are at that moment.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone

from conference.models import Conference
from conference.program.papers import cards, handbook
from conference.program.papers.choices import check, check_language
from conference.program.papers.order import Order
from conference.program.papers.shelf import PAPERS, Paper
from conference.program.papers.sources import (
    Source,
    draft_source,
    release_source,
    with_book,
    with_everybody,
    with_participants,
    with_private,
    with_registered,
)
from conference.program.papers.words import LANGUAGES

MAX_NUMBER_LENGTH = 9  # digits of a release that a database can be asked for


@dataclass(frozen=True, slots=True)
class Wish:
    """`release` is a number as it was typed, "" for the draft; `choices` are those of the paper's
    own. It stands for a paper and a format that there are.
    """

    name: str
    file_format: str
    release: str
    language: str
    choices: Mapping[str, list[str]] = field(default_factory=dict)

    @property
    def paper(self) -> Paper:
        return PAPERS[self.name]

    def as_json(self) -> dict[str, Any]:
        return {
            "paper": self.name,
            "format": self.file_format,
            "release": self.release,
            "language": self.language,
            "choices": dict(self.choices),
        }


def from_json(kept: Mapping[str, Any]) -> Wish:
    return Wish(
        kept["paper"], kept["format"], kept["release"], kept["language"], dict(kept["choices"])
    )


def order_for(wish: Wish, conference: Conference) -> Order | None:
    """What the wish asks for, as far as it names nobody who only takes part; None where the release
    does not stand. Thirteen queries of the draft, one of a release, and those of the paper's own.
    Raises ChoiceRefused.
    """
    check_language(wish.language)
    source = _source(conference, wish.release)
    if source is None:
        return None
    if wish.paper.tells_private:
        source = with_private(source, conference)
    if wish.paper.is_for_everybody:
        source = with_everybody(source, conference)
    if wish.paper.is_book:
        source = with_book(source, conference)
    order = Order(source, LANGUAGES[wish.language], wish.choices)
    check(order, wish.paper.looks_at)
    return order


def with_people(order: Order, wish: Wish, conference: Conference, by: User) -> Order:
    """With the participants, where the paper names them and the account may have them; that is
    logged.
    """
    if wish.paper.is_for_everybody and (categories := cards.registered_categories(order)):
        return replace(order, source=with_registered(order.source, conference, by, categories))
    if not (wish.paper.is_book and handbook.names_participants(order)):
        return order
    return replace(order, source=with_participants(order.source, conference, by))


def _source(conference: Conference, release: str) -> Source | None:
    if not release:
        return draft_source(conference, at=timezone.now())
    is_number = release.isascii() and release.isdigit() and len(release) <= MAX_NUMBER_LENGTH
    return release_source(conference, int(release) if is_number else 0)
