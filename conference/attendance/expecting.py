"""People of the program onto the list of registrations, so that they are expected at the door."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.translation import gettext_noop

from conference.acts.writing import act
from conference.attendance.doubles import People
from conference.attendance.following import language_of, said_of
from conference.attendance.models import Registration, next_number
from conference.attendance.registering import list_lock
from conference.folding import organization_key
from conference.history import create_rows, update_rows
from conference.models import Conference
from conference.people.near import NearIndex, Someone
from conference.program.models import Participation
from conference.stamps import raise_stamps, seats_scope

NEW = "new"
EXPECTED = gettext_noop("Put people of the program on the list of registrations")


@dataclass
class Question:
    """A participant, and the registrations that may be theirs."""

    participation: Participation
    near: list[Registration]


@dataclass
class Plan:
    """What putting people on the list would do, each in the order of the program."""

    new: list[Participation] = field(default_factory=list)
    known: list[tuple[Participation, Registration]] = field(default_factory=list)
    linked: list[Participation] = field(default_factory=list)  # before
    asked: list[Question] = field(default_factory=list)


def plan(conference: Conference, keys: Iterable[int] | None = None, answers=None) -> Plan:
    """`keys`: ids of participations, None for all of them. `answers`: {id of a participation: id
    of a registration, or NEW} to what was asked. Two queries.

    Who is on the list already is known by a link, else by the same name with the same organization,
    phone or e-mail; where only the name is near, it is asked.
    """
    rows = Participation.objects.filter(conference=conference)
    if keys is not None:
        rows = rows.filter(pk__in=list(keys))
    rows = rows.select_related("person__organization").order_by("position", "pk")
    there = list(Registration.objects.filter(conference=conference).order_by("number"))
    linked = {row.participation_id for row in there}
    people = [row for row in there if row.status not in Registration.GONE]
    twins, index, by_key = People(people), NearIndex(), {str(row.pk): row for row in people}
    for row in people:
        for name in filter(None, {row.name, row.name_en}):
            key = organization_key(row.organization_name) or None
            index.add(Someone.named(name, organization=key, key=row.pk))
    found, taken = Plan(), set()
    for participation in rows:
        answer = (answers or {}).get(participation.pk, "")
        if participation.pk in linked:
            found.linked.append(participation)
            continue
        wanted = wanted_of(participation)
        twin = twins.first(wanted)
        if twin is None and answer in by_key:
            twin = by_key[answer]
        if twin is not None and twin.pk not in taken and twin.participation_id is None:
            taken.add(twin.pk)
            found.known.append((participation, twin))
            continue
        near = near_of(index, participation, by_key, taken)
        if near and answer != NEW:
            found.asked.append(Question(participation, near))
        else:
            found.new.append(participation)
    return found


def wanted_of(participation: Participation) -> Registration:
    """The registration of a participant, not saved."""
    row = Registration(
        conference_id=participation.conference_id,
        participation=participation,
        follows_program=True,
        source=Registration.Source.PROGRAM,
        status=Registration.Status.CONFIRMED,
        category=participation.category,
        phone=participation.contact_phone,
        email=participation.contact_email,
        **(said := said_of(participation)),
    )
    row.language = language_of(said["name"])
    row.prepare()
    return row


def near_of(index, participation, by_key, taken) -> list[Registration]:
    said = said_of(participation)
    found = defaultdict(int)
    for name in filter(None, {said["name"], said["name_en"]}):
        employer = organization_key(said["organization_name"]) or None
        for other, _near in index.near(Someone.named(name, organization=employer)):
            found[other.key] += 1
    rows = [by_key[str(key)] for key in found]
    return [row for row in rows if row.pk not in taken and row.participation_id is None]


def expect(conference: Conference, keys=None, *, answers=None, by=None, at=None) -> Plan:
    """Put people on the list, but those who are still asked about; returns what was done.

    They are confirmed, of the category that they have in the program, and follow it. Whoever is on
    the list is marked as the one of the program; what they said of themselves stays. About nine
    queries, however many there are.
    """
    with list_lock(conference), act(by=by, conference=conference, words=EXPECTED):
        done = plan(conference, keys, answers)
        first = next_number(conference.pk)
        rows = [wanted_of(each) for each in done.new]
        for number, row in enumerate(rows, start=first):
            row.number, row.registered_at = number, at or timezone.now()
        if rows:
            create_rows(Registration, rows, by=by)
        for participation, row in done.known:
            row.participation = participation
        update_rows([row for _participation, row in done.known], "participation", by=by)
        if rows:
            raise_stamps(seats_scope(conference.slug))
    return done
