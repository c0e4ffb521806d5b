"""All doors at once: who is expected and here, by category, unit and door, and lately; which
guests of honor are not here yet; which codes wait to be judged.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Case, Count, Exists, F, Max, OuterRef, Q, Value, When
from django.utils import timezone
from django.utils.text import capfirst

from conference.attendance.checkpoints import checkpoint_choices
from conference.attendance.models import Admission, CheckIn, Checkpoint, Choice, Registration
from conference.models import Conference
from conference.program.models import Participation, SessionRole

MINUTES = 30  # of the small chart
MOST_UNITS = 30
NEWS = timedelta(minutes=10)  # so long somebody's coming is told
HONORED = [Participation.Category.LEADER, Participation.Category.GUEST]


@dataclass(frozen=True, slots=True)
class Line:
    """So many are expected under a name, and so many of them are here."""

    name: str
    expected: int
    here: int
    about: str = ""

    @property
    def missing(self) -> int:
        return self.expected - self.here

    @property
    def percent(self) -> int:
        return round(100 * self.here / self.expected) if self.expected else 0


@dataclass(frozen=True, slots=True)
class Door:
    """A station: how many it let in, and when it was heard of last."""

    name: str
    count: int
    heard_at: datetime
    is_silent: bool


class Board:
    """One conference as its organizer sees it now. Each part costs one query; eleven in all."""

    def __init__(self, conference: Conference, *, at: datetime | None = None):
        self.conference, self.now = conference, at or timezone.now()
        self.places = [p for _label, found in checkpoint_choices(conference) for p in found]
        self.arrival = next(p for p in self.places if p.kind == Checkpoint.Kind.ARRIVAL)
        people = Registration.objects.filter(conference=conference)
        here = Admission.objects.filter(
            registration=OuterRef("pk"), checkpoint_id=self.arrival.pk or 0
        )
        expected = Registration.objects.expected_at(self.arrival).filter(pk=OuterRef("pk"))
        self.people = people.annotate(is_here=Exists(here)).filter(Exists(expected))
        self.categories = self._categories()
        self.units = self._units()
        self.forums = self._forums()
        self.doors = self._doors()
        self.minutes = self._minutes()
        self.guests_to_come, self.guests_here = self._guests()
        self.to_judge = CheckIn.objects.filter(conference=conference).to_be_judged().count()

    @property
    def total(self) -> Line:
        lines = self.categories
        return Line("", sum(line.expected for line in lines), sum(line.here for line in lines))

    @property
    def most_in_a_minute(self) -> int:
        return max(count for _minute, count in self.minutes) or 1

    @property
    def lately(self) -> int:
        """How many came in the last five minutes."""
        return sum(count for _minute, count in self.minutes[-5:])

    def _counted(self, by: str):
        counts = {"expected": Count("pk"), "here": Count("pk", filter=Q(is_here=True))}
        return self.people.order_by().values_list(by).annotate(**counts)

    def _categories(self) -> list[Line]:
        labels = dict(Participation.Category.choices)
        found = {value: (expected, here) for value, expected, here in self._counted("category")}
        return [
            Line(capfirst(str(label)), *found[value])
            for value, label in labels.items()
            if value in found
        ]

    def _units(self) -> list[Line]:
        """Those of which most are still to come first."""
        rows = self._counted("organization_name").exclude(organization_name="")
        missing = (F("expected") - F("here")).desc()
        return [
            Line(name, expected, here)
            for name, expected, here in rows.order_by(missing, "organization_name")[:MOST_UNITS]
        ]

    def _forums(self) -> list[Line]:
        """The other places at which somebody is expected or was signed in."""
        chosen = dict(
            Choice.objects.filter(
                registration__conference=self.conference,
                registration__status=Registration.Status.CONFIRMED,
            )
            .order_by()
            .values_list("session_id")
            .annotate(count=Count("pk"))
        )
        here = dict(
            Admission.objects.filter(checkpoint__conference=self.conference)
            .order_by()
            .values_list("checkpoint_id")
            .annotate(count=Count("pk"))
        )
        lines = []
        for place in self.places:
            expected, came = chosen.get(place.session_id or 0, 0), here.get(place.pk, 0)
            if place is self.arrival or not (expected or came):
                continue
            room = place.session.effective_room if place.session else None
            lines.append(Line(str(place), expected, came, about=str(room.name) if room else ""))
        return lines

    def _doors(self) -> list[Door]:
        """By station, today's; one that was not heard of for ten minutes is silent."""
        rows = (
            CheckIn.objects.filter(
                conference=self.conference, received_at__gte=self.now - timedelta(hours=14)
            )
            .order_by()
            .values_list("station")
            .annotate(
                count=Count("pk", filter=Q(result=CheckIn.Result.ADMITTED, direction="in")),
                heard_at=Max("received_at"),
            )
            .order_by("station")
        )
        return [
            Door(name, count, heard_at, is_silent=self.now - heard_at > NEWS)
            for name, count, heard_at in rows
        ]

    def _minutes(self) -> list[tuple[datetime, int]]:
        """[(minute, how many came)], the present one last."""
        now = self.now.replace(second=0, microsecond=0)
        begins = now - timedelta(minutes=MINUTES - 1)
        came = Admission.objects.filter(
            checkpoint__conference=self.conference, signed_in_at__gte=begins
        ).values_list("signed_in_at", flat=True)
        counts = Counter(moment.replace(second=0, microsecond=0) for moment in came)
        every = [begins + timedelta(minutes=n) for n in range(MINUTES)]
        return [(minute, counts[minute]) for minute in every]

    def _guests(self) -> tuple[list[Registration], list[Registration]]:
        """(not here yet, here, the last to come first): leaders, guests, and guests of honor of the
        program.
        """
        honored = SessionRole.objects.filter(
            participation=OuterRef("participation"), role=SessionRole.Role.GUEST_OF_HONOR
        )
        came_at = Admission.objects.filter(
            registration=OuterRef("pk"), checkpoint_id=self.arrival.pk or 0
        ).values("signed_in_at")[:1]
        rows = (
            self.people.filter(Q(category__in=HONORED) | Exists(honored))
            .annotate(came_at=Case(When(is_here=True, then=came_at), default=Value(None)))
            .in_order()
            .only("name", "name_en", "organization_name", "title", "remarks", "number")
        )
        people = list(rows)
        here = sorted((p for p in people if p.came_at), key=lambda p: p.came_at, reverse=True)
        for person in here:
            person.is_news = self.now - person.came_at < NEWS
        return [person for person in people if not person.came_at], here
