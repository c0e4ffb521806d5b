"""Whom a change of the program concerns who has not been told of it: the letter about changes says
how what one has chosen stands, and its organizer has to find who needs it.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from django.db.models import CharField, Exists, OuterRef, Q, Value
from django.db.models.functions import Cast, Concat

from conference.attendance.letters import ABOUT
from conference.attendance.models import Choice
from conference.letters.models import Letter
from conference.models import Conference
from conference.program.models import Release

TELLING = (
    "moved",
    "cancelled",
    "reinstated",
    "removed",
)  # kinds of changes: day, time, room, or off


def concerned(conferences: Iterable[Conference]) -> Q:
    """Registrations that chose a session which has moved or was called off since they were last
    told of changes, or since they registered. One query now.
    """
    about = Concat(Value(ABOUT), Cast(OuterRef("pk"), CharField()))
    told = Letter.objects.filter(conference=OuterRef("conference"), about=about, occasion="changed")
    found = Q(pk__in=())
    for (conference, at), codes in _moved(conferences).items():
        chose = Choice.objects.filter(
            registration=OuterRef("pk"),
            session__conference=conference,
            session__code__in=codes,
        )
        found |= Q(Exists(chose), ~Exists(told.filter(written_at__gte=at)), registered_at__lt=at)
    return found


def _moved(
    conferences: Iterable[Conference],
) -> dict[tuple[int, datetime], list[str]]:
    """{(conference, when): the codes of sessions that changed then, and not again since}"""
    rows = Release.objects.standing().filter(conference__in=list(conferences), number__gt=1)
    last: dict[tuple[int, str], datetime] = {}
    columns = ("conference_id", "published_at", "changes")
    for conference, at, changes in rows.order_by("number").values_list(*columns):
        for change in changes:
            if change["subject"] == "session" and change["kind"] in TELLING:
                last[conference, change["code"]] = at
    found = defaultdict(list)
    for (conference, code), at in last.items():
        found[conference, at].append(code)
    return found
