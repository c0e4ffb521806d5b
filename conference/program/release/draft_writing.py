"""A document written back into the rows of the draft: only what differs is written."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any, Protocol, TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet

from conference.models import Conference, Highlight
from conference.ordering import placed
from conference.people.models import HostRole, Organization, Person
from conference.program.models import (
    CommitteeMember,
    ExpectedTotal,
    Participation,
    Printed,
    Session,
    SessionLink,
    SessionRole,
)
from conference.program.release import fields
from conference.program.release.sections import Section
from conference.program.release.shapes import Document, Row, rows_of

Known = TypeVar("Known", bound=Model)
Found = TypeVar("Found", bound="HasGuid")


class HasGuid(Protocol):
    @property
    def guid(self) -> UUID: ...


# Listed by hand; found by their guids.
LISTED = (
    *(fields.ROOM, fields.TRACK, fields.PLAN, fields.PHOTO, fields.HOTEL, fields.CONTACT),
    fields.COMMITTEE,
)


def by_guid(rows: Iterable[Found]) -> dict[str, Found]:
    return {str(row.guid): row for row in rows}


PRINTED = tuple(
    f"printed_{name}_{side}" for name in ("name", "title", "organization") for side in ("zh", "en")
)


def printed_as(made: Printed, row: Row, there: Printed | None = None) -> None:
    """Set the printed fields so that name, title and organization read as in `row`.

    A field is filled only where what it follows says otherwise; where `there`, the same person in
    the draft, reads so already, its fields are taken as they are.
    """
    for name in ("name", "title", "organization"):
        plain = made.followed(name)
        for side, value, followed in zip(("zh", "en"), row[name], plain.as_list(), strict=True):
            field = f"printed_{name}_{side}"
            printed = getattr(there, field) if there else ""
            # A Chinese name that was printed as official, or as our rendering, stays so.
            is_name = field == "printed_name_zh" and plain.zh_is_rendering
            by_hand = is_name and not row["name_is_rendering"]
            as_rendered = is_name and row["name_is_rendering"]
            if (printed or followed) != value or (by_hand and not printed) or as_rendered:
                printed = value if value != followed or by_hand else ""
            setattr(made, field, printed)


def at_conference(person: Person, here: dict[int, Participation]) -> Person:
    """The person, knowing the participation that `here` has of it by person: see `followed`."""
    known = [here[person.pk]] if person.pk in here else []
    setattr(person, "at_conference", known)  # noqa: B010  a prefetch's, of no model
    return person


class DraftWriter:
    """Makes the rows of the draft say what `target` says."""

    gone_places: tuple[list[Any], ...] = ()

    def __init__(self, conference: Conference, target: Document, published_at: datetime):
        self.conference, self.target, self.published_at = conference, target, published_at

    def write(self) -> None:
        self.facts()
        self.places = {section.name: self.listed(section) for section in LISTED}
        self.hosts()
        self.highlights()
        self.people = self.participations()
        self.members()
        self.sessions = self.agenda()
        self.expected_totals()
        self.remove(self.gone_people)
        for rows in self.gone_places:
            self.remove(rows)

    def locked(self, model: type[Known]) -> QuerySet[Known]:
        """The conference's rows, held until the end: a colleague's save comes before or after."""
        rows = model._default_manager.filter(conference=self.conference)
        return rows.select_for_update(of=("self",), no_key=True)

    @staticmethod
    def remove(rows: Iterable[Model]) -> None:
        for row in rows:
            row.delete()

    def facts(self) -> None:
        values = fields.CONFERENCE.restored(self.target["conference"])
        write_row(self.conference, values)

    def listed(self, section: Section) -> dict[str, Any]:
        """{guid: row} of a section that is ordered by hand. Rooms and tracks that go are removed
        last, when no session needs them any more.
        """
        wanted = rows_of(self.target, section.name)
        known: dict[str, Any] = by_guid(
            section.model._default_manager.select_for_update(no_key=True).filter(
                conference=self.conference
            )
        )
        by_slug = {getattr(row, "slug", ""): row for row in known.values()}
        rows: list[Any] = []
        for values in wanted:
            row = known.pop(values["guid"], None)
            if row is None and (namesake := by_slug.get(values.get("slug"))):
                row = known.pop(str(namesake.guid), None)
            rows.append(row or section.model(conference=self.conference))
        if section in (fields.ROOM, fields.TRACK):
            self.gone_places = (*self.gone_places, list(known.values()))
            self.free_slugs(rows, wanted, known.values())
        else:
            self.remove(known.values())
        for (row, position), values in zip(placed(rows), wanted, strict=True):
            write_row(row, section.restored(values) | {"position": position})
        return {values["guid"]: row for row, values in zip(rows, wanted, strict=True)}

    @staticmethod
    def free_slugs(rows: Iterable[Any], wanted: Iterable[Row], going: Iterable[Any]) -> None:
        """Who holds a short address that another row is to have gives it up first."""
        new = {row.pk: values["slug"] for row, values in zip(rows, wanted, strict=True) if row.pk}
        taken = {values["slug"] for values in wanted}
        for row in (*rows, *going):
            if row.pk and row.slug in taken and row.slug != new.get(row.pk):
                write_row(row, {"slug": f"moving-{row.pk}"})

    def hosts(self) -> None:
        there = {
            (host.role, str(host.organization.guid)): host
            for host in self.conference.hostroles.select_for_update(
                of=("self",), no_key=True
            ).select_related("organization")
        }
        organizations = by_guid(
            Organization.objects.filter(
                guid__in=[row["organization_guid"] for row in self.target["hosts"]]
            )
        )
        rows = []
        for row in self.target["hosts"]:
            guid = row["organization_guid"]
            host = there.pop((row["role"], guid), None)
            rows.append(
                host
                or HostRole(
                    conference=self.conference, organization=organizations[guid], role=row["role"]
                )
            )
        self.remove(there.values())
        for (host, position), row in zip(placed(rows), self.target["hosts"], strict=True):
            write_row(host, fields.HOST.restored(row) | {"position": position})

    def highlights(self) -> None:
        there: dict[tuple[str, str, str], list[Highlight]] = defaultdict(list)
        for row in self.locked(Highlight):
            there[row.kind, row.name_zh, row.name_en].append(row)
        rows = []
        for wanted in self.target["highlights"]:
            same = there[wanted["kind"], *wanted["name"]]
            rows.append(same.pop(0) if same else Highlight(conference=self.conference))
        for unused in there.values():
            self.remove(unused)
        for (row, position), wanted in zip(placed(rows), self.target["highlights"], strict=True):
            write_row(row, fields.HIGHLIGHT.restored(wanted) | {"position": position})

    def participations(self) -> dict[str, Participation]:
        """{code: participation}; a person has one, also when it was made anew meanwhile."""
        there = {
            str(p.person.guid): p
            for p in self.conference.participations.select_for_update(
                of=("self",), no_key=True
            ).select_related("person__organization")
        }
        wanted = self.target["people"]
        persons = by_guid(
            Person.objects.filter(guid__in=[row["person_guid"] for row in wanted]).select_related(
                "organization"
            )
        )
        rows = []
        for row in wanted:
            participation = there.pop(row["person_guid"], None)
            rows.append(
                participation
                or Participation(
                    conference=self.conference,
                    person=persons[row["person_guid"]],
                    first_published_at=self.published_at,
                )
            )
        # Who was not shown stands in no release: neither that they take part nor that they do not.
        self.gone_people = [row for row in there.values() if row.is_shown]
        on_stage = {role["person"] for row in self.target["sessions"] for role in row["roles"]}
        for (row, position), new in zip(placed(rows), wanted, strict=True):
            printed = Participation(person=row.person)
            printed_as(printed, new, row)
            values = {name: getattr(printed, name) for name in PRINTED}
            values |= fields.PERSON.restored(new)
            values["is_shown"] = row.is_shown or new["code"] not in on_stage
            write_row(row, values | {"position": position})
        return {row["code"]: participation for row, participation in zip(wanted, rows, strict=True)}

    def members(self) -> None:
        """Of the committees, once it is known what the program prints of their people."""
        known: dict[int, dict[str, CommitteeMember]] = defaultdict(dict)
        rows = CommitteeMember.objects.filter(committee__conference=self.conference)
        for member in rows.select_related("person__organization"):
            known[member.committee_id][str(member.person.guid)] = member
        target = self.target["committees"]
        guids = [row["person_guid"] for committee in target for row in committee["members"]]
        persons = by_guid(Person.objects.filter(guid__in=guids).select_related("organization"))
        here = {row.person_id: row for row in self.people.values()}
        for committee in target:
            owner = self.places["committees"][committee["guid"]]
            there = known[owner.pk]
            rows_of_it = [
                there.pop(row["person_guid"])
                if row["person_guid"] in there
                else CommitteeMember(committee=owner, person=persons[row["person_guid"]])
                for row in committee["members"]
            ]
            self.remove(there.values())
            for (member, position), row in zip(
                placed(rows_of_it), committee["members"], strict=True
            ):
                printed = CommitteeMember(person=at_conference(member.person, here))
                printed_as(printed, row, member)
                values = {name: getattr(printed, name) for name in PRINTED}
                values |= fields.MEMBER.restored(row)
                write_row(member, values | {"position": position})

    def agenda(self) -> dict[str, Session]:
        there = by_guid(
            self.conference.sessions.select_for_update(no_key=True).prefetch_related(
                "roles", "links"
            )
        )
        rooms = {row.slug: row for row in self.places["rooms"].values()}
        tracks = {row.slug: row for row in self.places["tracks"].values()}
        links = {
            str(link.guid): link
            for link in SessionLink.objects.filter(session__conference=self.conference)
        }
        numbers = {row.number for row in there.values()}
        found: dict[str, Session] = {}
        # Sub-forums and blocks first, so that items find theirs.
        for row in sorted(self.target["sessions"], key=lambda row: row["parent"] is not None):
            session = there.pop(row["guid"], None)
            if session is None:
                number = None if row["number"] in numbers else row["number"]
                session = Session(
                    conference=self.conference,
                    guid=row["guid"],
                    number=number,  # type: ignore[misc]  # save gives the next one for None
                    code=row["code"],
                    first_published_at=self.published_at,
                )
            values = fields.SESSION.restored(row)
            room, track = rooms.get(row["room"]), tracks.get(row["track"])
            parent = found.get(row["parent"])
            write_row(session, values | {"room": room, "track": track, "parent": parent})
            self.roles(session, row["roles"])
            self.links(session, row["links"], links)
            found[row["code"]] = session
        # Talks before their sub-forum; whatever was published stands in the target.
        for session in sorted(there.values(), key=lambda s: s.parent_id is None):
            self.remove(session.roles.all())
            session.delete()
        return found

    def roles(self, session: Session, wanted: list[Row]) -> None:
        there = {(r.participation_id, r.role): r for r in _related(session, "roles")}
        rows = [
            there.pop((self.people[row["person"]].pk, row["role"]), None)
            or SessionRole(
                session=session, participation=self.people[row["person"]], role=row["role"]
            )
            for row in wanted
        ]
        self.remove(there.values())
        for row, position in placed(rows):
            write_row(row, {"position": position})

    def links(self, session: Session, wanted: list[Row], known: dict[str, SessionLink]) -> None:
        """What the release does not know stays, and is no longer released."""
        guids = {row["guid"] for row in wanted}
        for link in _related(session, "links"):
            if link.is_released and str(link.guid) not in guids:
                write_row(link, {"is_released": False})
        rows = [
            known.get(row["guid"]) or SessionLink(session=session, guid=row["guid"])
            for row in wanted
        ]
        for (link, position), row in zip(placed(rows), wanted, strict=True):
            others = {"session": session, "is_released": True, "position": position}
            write_row(link, fields.LINK.restored(row) | others)

    def expected_totals(self) -> None:
        """Totals of one session are listed as they were made: who stands wrong is made again."""
        there = {(row.session_id, row.category): row for row in self.locked(ExpectedTotal)}
        wanted = []
        last: dict[int | None, float] = defaultdict(int)
        for row in self.target["expected"]:
            session = self.sessions.get(row["session"])
            key = session.pk if session else None
            total = there.pop((key, row["category"]), None)
            if total is not None and total.pk < last[key]:
                total.delete()
                total = None
            last[key] = total.pk if total is not None else float("inf")
            total = total or ExpectedTotal(
                conference=self.conference, session=session, category=row["category"]
            )
            wanted.append((total, row))
        self.remove(there.values())
        for total, row in wanted:
            write_row(total, fields.EXPECTED.restored(row))


def _related(session: Session, name: str) -> list[Any]:
    return list(getattr(session, name).all()) if session.pk else []


def write_row(row: Model, values: dict[str, Any]) -> None:
    """Set the values and save what differs; a row that says all of it already is not touched."""
    changed = [name for name, value in values.items() if not _is_same(getattr(row, name), value)]
    for name in changed:
        setattr(row, name, values[name])
    if row.pk is None:
        row.save()
    elif changed:
        row.save(update_fields=changed)


def _is_same(old: object, new: object) -> bool:
    # Files and guids are compared by what they are called; a row by what it is.
    return str(old or "") == new if isinstance(new, str) else old == new
