"""What may be chosen for a paper, and refusing in words what may not: a wrong choice passed over
would print something else than was asked for.
"""

from collections.abc import Collection

from django.utils.translation import gettext as _

from conference.program.models import HandbookPart
from conference.program.papers.cards import WHO
from conference.program.papers.order import Order
from conference.program.papers.signs import ARROWS
from conference.program.papers.words import LANGUAGES

# {choice: what it may be}; an empty one is none.
ALLOWED: dict[str, Collection[str]] = {
    "size": ("a5", "a4"),
    "who": WHO,
    "cards": ("1", "2"),
    "about": ("yes", "no"),
    "arrow": tuple(ARROWS),
    "parts": tuple(HandbookPart.Kind.values),
}


class ChoiceRefused(Exception):
    """This cannot be chosen: `message` says what can."""

    def __init__(self, message: str):
        super().__init__(message)
        self.message = message


def check_language(language: str) -> None:
    if language not in LANGUAGES:
        _refuse(language, LANGUAGES)


def check(order: Order, names: Collection[str]) -> None:
    """Judge those choices of an order that its paper looks at. No query. Raises ChoiceRefused."""
    for name in names:
        for value in order.choices.get(name, ()):
            if value and name in ALLOWED:
                for part in value.split(",") if name == "parts" else [value.lower()]:
                    if part not in ALLOWED[name]:
                        _refuse(part, ALLOWED[name])
            elif value:
                _check_of_program(order, name, value)


def _check_of_program(order: Order, name: str, value: str) -> None:
    """A room, a session or a day that this version has: another one may have more."""
    program = order.source.program
    if name == "room" and program.room(value) is None:
        raise ChoiceRefused(
            _("This version has no room “%(name)s”. Choose another room, or another version.")
            % {"name": value[:80]}
        )
    if name == "session" and program.session(value) is None:
        raise ChoiceRefused(
            _("This version has no session “%(name)s”. Choose another one, or another version.")
            % {"name": value[:80]}
        )
    if name == "day" and value not in {str(day) for day in program.conference.days}:
        days = [str(day) for day in program.conference.days]
        _refuse(value, days)


def _refuse(value: str, allowed: Collection[str]) -> None:
    raise ChoiceRefused(
        _("“%(value)s” cannot be chosen here. Possible are: %(allowed)s.")
        % {"value": value[:80], "allowed": ", ".join(allowed)}
    )
