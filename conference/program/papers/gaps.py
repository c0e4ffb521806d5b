"""What a paper in one language cannot say: texts that are there in the other one alone, and people
without an English name, of whom table cards print more than the program shows.
"""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser, User
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conference.hooks import Hook
from conference.models import Conference
from conference.permissions import Right, may

# {"zh": how many texts lack their Chinese, "en": their English}, of all that a conference prints.
GAPS: Hook[[Conference, User | AnonymousUser], dict[str, int]] = Hook(
    "How many texts of this conference lack a language? (conference, user)"
)


@dataclass(frozen=True, slots=True)
class Nameless:
    """`told` how many of those on cards have no English name; `address` with its `label` leads to
    them, and is "" for whom they are closed.
    """

    told: str
    label: str
    address: str


# None where everybody has one.
NAMELESS: Hook[[Conference, User | AnonymousUser], Nameless] = Hook(
    "Who else would stand on a table card without an English name? (conference, user)"
)


def lacking(conference: Conference, user: User | AnonymousUser) -> dict[str, int]:
    """{side: texts that its papers say in the other language}, where there are some."""
    found: dict[str, int] = {}
    for counts in GAPS.ask(conference, user):
        found |= {side: count for side, count in counts.items() if count}
    return found


def without_english_name(conference: Conference, user: User | AnonymousUser) -> list[Nameless]:
    """Of the program's people, shown or not, and of whom else cards are for. A query each."""
    found = NAMELESS.ask(conference, user)
    if count := conference.participations.without_english_name().count():
        text = ngettext(
            "%(count)d person of the program has no English name: English papers, table cards and "
            "room signs say the Chinese one.",
            "%(count)d people of the program have no English name: English papers, table cards and "
            "room signs say the Chinese ones.",
            count,
        )
        may_see = may(user, Right.VIEW_DRAFT, conference)
        people = reverse("admin:program_participation_changelist")
        address = f"{people}?conference__id__exact={conference.pk}&needs=english" if may_see else ""
        found.insert(
            0, Nameless(text % {"count": count}, _("See them and give the names"), address)
        )
    return found
