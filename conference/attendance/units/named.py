"""Whom a liaison names: plain values before they stand on the list, and who they may be."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from difflib import SequenceMatcher

from conference.attendance.doubles import People
from conference.attendance.models import Registration, ReplyForm, UnitLiaison
from conference.attendance.registering import organizations_by_name
from conference.folding import fold, organization_key
from conference.people.pinyin import all_name_letters, name_letters
from conference.program.models import Participation, Session

LIKE = 0.5  # of what two writings of one name have in common
FIELDS = ("name", "name_en", "organization_name", "title", "phone", "email", "category", "remarks")


@dataclass(frozen=True, slots=True)
class Named:
    """One person as a form or a row of a sheet says it. An organization that is not said is the
    unit itself.
    """

    name: str
    name_en: str = ""
    organization_name: str = ""
    title: str = ""
    phone: str = ""
    email: str = ""
    category: str = Participation.Category.DELEGATE
    remarks: str = ""
    sessions: tuple[Session, ...] = ()
    answers: dict[str, str | bool] = field(default_factory=dict)


def as_registrations(
    unit: UnitLiaison, people: Sequence[Named], *, form: ReplyForm, language: str, at: datetime
) -> list[Registration]:
    """Unsaved rows, prepared to be compared. The liaison has said that they know and agree. One
    query.
    """
    names = {one.organization_name or unit.name for one in people}
    linked = organizations_by_name(names)
    rows = []
    for one in people:
        values = {name: getattr(one, name) for name in FIELDS}
        values["organization_name"] = one.organization_name or unit.name
        row = Registration(
            conference=unit.conference,
            source=Registration.Source.LIAISON,
            organization=linked.get(organization_key(values["organization_name"])),
            answers=dict(one.answers),
            language=language,
            consent_version=form.notice_version,
            consented_at=at,
            registered_at=at,
            **values,
        )
        row.prepare()
        rows.append(row)
    return rows


def twice_among(rows: Sequence[Registration]) -> list[str]:
    """Names of those who stand there twice."""
    above: People[Registration] = People()
    found = []
    for row in rows:
        if above.first(row):
            found.append(row.name)
        above.add(row)
    return list(dict.fromkeys(found))


def known_among(rows: Sequence[Registration], *, but: Sequence[int] = ()) -> set[int]:
    """Which of the rows (their places) may be somebody of the list; those in `but` are not asked.
    One query.
    """
    letters = {key for row in rows for key in all_name_letters(row.name)}
    there = Registration.objects.filter(conference=rows[0].conference_id, name_letters__in=letters)
    there = there.exclude(status__in=Registration.GONE).exclude(pk__in=but)
    on_the_list = People(there.defer("answers", "search", "remarks"))
    return {n for n, row in enumerate(rows) if on_the_list.first(row)}


def is_named_by(unit: UnitLiaison, rows: Sequence[Registration]) -> set[int]:
    """Which of the rows (their places) the unit has named already and not taken out. One query."""
    there = Registration.objects.filter(unit_member__unit=unit.pk)
    named = People(there.exclude(status__in=Registration.GONE).defer("answers", "search"))
    return {n for n, row in enumerate(rows) if named.first(row)}


def is_another(old: str, new: str) -> bool:
    """Whether a name written over another is hardly its correction: neither as it is written nor
    as it is read has it half in common with it.
    """
    pairs = ((fold(old), fold(new)), (name_letters(old), name_letters(new)))
    return all(SequenceMatcher(None, *pair).ratio() < LIKE for pair in pairs)
