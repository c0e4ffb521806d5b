"""Guests asked by organizers: pasted lines, whom the directory may know, and from the program."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from conference.attendance.cleaning import clean_line, clean_name, clean_phone, same_person_key
from conference.attendance.following import language_of, said_of
from conference.attendance.models import GuestInvitation
from conference.attendance.registering import list_lock
from conference.folding import name_key
from conference.models import Conference
from conference.people.models import Person
from conference.program.models import Participation

MOST_LINES = 500
HEADERS = {"姓名", "name", "嘉宾", "guest"}
LONGEST = {"name": 120, "organization_name": 200, "title": 200}


@dataclass(frozen=True, slots=True)
class GuestLine:
    """One guest, as pasted or as the directory or the program says it."""

    name: str
    organization_name: str = ""
    title: str = ""
    phone: str = ""
    email: str = ""
    name_en: str = ""
    participation: Participation | None = None


def read_lines(text: str) -> tuple[list[GuestLine], list[str]]:
    """(guests, what is wrong with which line): name, organization, title, with phone and e-mail
    anywhere behind the name.
    """
    guests, problems = [], []
    lines = [(n, line) for n, line in enumerate(text.splitlines(), 1) if line.strip()]
    if len(lines) > MOST_LINES:
        return [], [_("At most %(most)d lines at once.") % {"most": MOST_LINES}]
    for n, line in lines:
        split = r"\t" if "\t" in line else r"[,，;；|]"
        cells = [cell.strip() for cell in re.split(split, line)]
        if cells[0].casefold() in HEADERS:
            continue
        try:
            guests.append(_read(cells))
        except ValidationError as error:
            said = _("Line %(n)d: %(what)s") % {"n": n, "what": " ".join(error.messages)}
            problems.append(said)
    return guests, problems


def _read(cells: Sequence[str]) -> GuestLine:
    found = {"name": clean_name(cells[0])}
    if not found["name"]:
        raise ValidationError(_("The guest’s name comes first."))
    places = ["organization_name", "title"]
    for cell in filter(None, cells[1:]):
        if "@" in cell:
            try:
                validate_email(cell)
            except ValidationError:
                raise ValidationError(
                    _("“%(text)s” is not an e-mail address.") % {"text": cell[:60]}
                ) from None
            found["email"] = cell
        elif re.fullmatch(r"[+(（]?\d[\d\s()（）+-]{4,}", cell):
            found["phone"] = clean_phone(cell)
        elif places:
            found[places.pop(0)] = clean_line(cell)
        else:
            raise ValidationError(
                _("“%(text)s” is one thing too many: write name, organization, title.")
                % {"text": cell[:60]}
            )
    for name, most in LONGEST.items():
        if len(found.get(name, "")) > most:
            raise ValidationError(
                _("This is too long: at most %(most)d characters.") % {"most": most}
            )
    return GuestLine(**found)


def as_known(lines: Sequence[GuestLine]) -> list[GuestLine]:
    """A name that stands there alone, and is one person's of the directory, with what it says of
    them. Two queries.
    """
    alone = {one.name for one in lines if not one.organization_name and not one.title}
    found: dict[str, list[Person]] = {}
    for person in Person.objects.filter(name_zh__in=alone).select_related("organization"):
        found.setdefault(name_key(person.name_zh), []).append(person)
    known = []
    for one in lines:
        people = found.get(name_key(one.name), []) if one.name in alone else []
        known.append(_of_the_directory(one, people[0]) if len(people) == 1 else one)
    return known


def _of_the_directory(one: GuestLine, person: Person) -> GuestLine:
    """In the language in which the name is written, whatever the organizer reads."""
    said = [person.organization.name if person.organization else None, person.position]
    is_chinese = language_of(one.name) != "en"
    organization, title = (
        (text.zh or text.en if is_chinese else text.en or text.zh) if text else "" for text in said
    )
    return GuestLine(
        name=one.name,
        name_en=person.name.en[:120],
        organization_name=organization[:200],
        title=title[:200],
        phone=one.phone,
        email=one.email,
    )


def of_the_program(participations: Iterable[Participation]) -> list[GuestLine]:
    """People of the program as it prints them, with the contacts that only organizers see."""
    found = []
    for participation in participations:
        said = said_of(participation)
        said.pop("organization")
        found.append(
            GuestLine(
                **said,
                phone=participation.contact_phone[:40],
                email=participation.contact_email,
                participation=participation,
            )
        )
    return found


def ask_guests(
    conference: Conference,
    guests: Iterable[GuestLine],
    *,
    category: str,
    closes_at: datetime,
    by: User | None = None,
) -> tuple[list[GuestInvitation], list[str]]:
    """(new rows, names of those who are asked already). Four queries."""
    with list_lock(conference):
        there = GuestInvitation.objects.filter(conference=conference)
        known = {
            same_person_key(name, organization)
            for name, organization in there.values_list("name", "organization_name")
        }
        linked = set(there.values_list("participation", flat=True)) - {None}
        new, double = [], []
        for guest in guests:
            key = same_person_key(guest.name, guest.organization_name)
            if key in known or (guest.participation and guest.participation.pk in linked):
                double.append(guest.name)
                continue
            known.add(key)
            row = GuestInvitation(
                conference=conference,
                name=guest.name,
                name_en=guest.name_en,
                organization_name=guest.organization_name,
                title=guest.title,
                phone=guest.phone,
                email=guest.email,
                participation=guest.participation,
                category=guest.participation.category if guest.participation else category,
                language=language_of(guest.name),
                closes_at=closes_at,
                made_by=by,
            )
            row.prepare_link()
            new.append(row)
        GuestInvitation.objects.bulk_create(new, batch_size=500)
    return new, double
