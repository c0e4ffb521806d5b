"""What a station keeps on its device: who is expected and where, without phones and addresses."""

import re
from collections import defaultdict
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.utils.text import capfirst

from conference.attendance.answers import forum_and_room
from conference.attendance.checkpoints import checkpoint_choices
from conference.attendance.desk import place_of
from conference.attendance.models import (
    Admission,
    CheckIn,
    Checkpoint,
    Choice,
    Registration,
    Station,
    somebody_chose,
)
from conference.folding import tables
from conference.models import Conference
from conference.program.models import Participation, Session

# A remark is a note to whoever receives the person; numbers and addresses in it are not.
PRIVATE = re.compile(r"\S+@\S+|\+?\d(?:[\d \-()]{3,})\d")


def people_and_places(station: Station) -> dict[str, list[dict[str, Any]]]:
    """{"people": [...], "checkpoints": [...]}: all that its device needs to decide by itself.

    Everybody of the conference: who chose another sub-forum is known here too, and is asked about.
    `here` of a person is {checkpoint: when they were signed in}, `left` the checkpoints that they
    left after that, `chosen` the codes of their sub-forums. Seven queries.
    """
    conference = station.conference
    given = set(station.checkpoints.values_list("pk", flat=True))
    places = [
        checkpoint
        for _label, checkpoints in checkpoint_choices(conference)
        for checkpoint in checkpoints
        if not given or checkpoint.pk in given
    ]
    names = {place.pk: place.token for place in places if place.pk}
    chosen = defaultdict(list)
    for person, code in Choice.objects.filter(registration__conference=conference).values_list(
        "registration_id", "session__code"
    ):
        chosen[person].append(code)
    here: dict[int, dict[str, str]] = defaultdict(dict)
    admissions = Admission.objects.filter(checkpoint__in=list(names))
    for person, place, moment in admissions.values_list(
        "registration_id", "checkpoint_id", "signed_in_at"
    ):
        here[person][names[place]] = moment.isoformat(timespec="seconds")
    left = defaultdict(list)
    for person, place in who_left(admissions):
        left[person].append(names[place])
    rows = Registration.objects.filter(conference=conference).known().in_order()
    people = [
        {
            "code": row.code,
            "name": row.name,
            "name_en": row.name_en,
            "organization": row.organization_name,
            "title": row.title,
            "category": row.category,
            "status": row.status,
            "note": " ".join(PRIVATE.sub("…", row.remarks).split()),
            "search": row.search,
            "chosen": sorted(chosen[row.pk]),
            "here": here[row.pk],
            "left": sorted(left[row.pk]),
        }
        for row in rows.only(
            *("code", "name", "name_en", "organization_name", "title", "category", "status"),
            *("remarks", "search"),
        )
    ]
    return {"people": people, "checkpoints": _places(conference, places)}


def who_left(admissions: "QuerySet[Admission]") -> list[tuple[int, int]]:
    """[(registration, checkpoint)] of those whose last way was out. One query."""
    ways = (
        CheckIn.objects.ways()
        .filter(
            registration=OuterRef("registration"),
            checkpoint=OuterRef("checkpoint"),
            pk__gte=OuterRef("check_in"),
        )
        .order_by("-scanned_at", "-pk")
    )
    rows = admissions.filter(Exists(ways.filter(direction=CheckIn.Direction.OUT)))
    rows = rows.annotate(last_way=Subquery(ways.values("direction")[:1]))
    return list(
        rows.filter(last_way=CheckIn.Direction.OUT).values_list("registration", "checkpoint")
    )


def _places(conference: Conference, places: list[Checkpoint]) -> list[dict[str, Any]]:
    asks = any(place.is_chosen_by_attendees for place in places)
    is_chosen = (
        asks and Conference.objects.filter(somebody_chose(conference.pk), pk=conference.pk).exists()
    )
    return [
        {
            "checkpoint": place.token,
            "name": str(place),
            "place": place_of(place),
            "sub_forum": _sub_forum(place) if is_chosen else "",
            "opens_at": place.opens_at.timestamp() if place.opens_at else None,
            "closes_at": place.closes_at.timestamp() if place.closes_at else None,
            "categories": place.categories,
            "confirmed_only": place.confirmed_only,
            "by_themselves": place.by_themselves,
        }
        for place in places
    ]


def _sub_forum(place: Checkpoint) -> str:
    """The code of the session that people choose for this place; '' where they choose none."""
    if place.session is None or not place.is_chosen_by_attendees:
        return ""
    return place.session.code


def about(station: Station) -> dict[str, Any]:
    """What stands around the list: names, and the tables of the search. Two queries."""
    conference = station.conference
    forums = Session.objects.filter(conference=conference, chosen_by__isnull=False)
    searches = Registration.objects.filter(conference=conference).values_list("search", flat=True)
    return {
        "station": station.name,
        "conference": str(conference.short_name) or str(conference.name),
        "zone": conference.time_zone,
        "ends_at": station.ends_at.isoformat(timespec="seconds"),
        "categories": {
            value: capfirst(str(label)) for value, label in Participation.Category.choices
        },
        "forums": {
            session.code: forum_and_room(session)
            for session in forums.select_related("room").distinct()
        },
        "folding": tables(searches),
    }
