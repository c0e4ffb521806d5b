"""What a liaison sees behind the link of their unit: the quota, whom they named, how each stands.

Phone, e-mail, code and personal link of nobody stand here: each has a page of their own.
"""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from conference.attendance import seats
from conference.attendance.asked_of_others import for_others
from conference.attendance.closed_links import typed_by
from conference.attendance.forums_on_offer import Choice, choices_of
from conference.attendance.models import Registration, UnitLiaison, UnitMember
from conference.attendance.own.page import private
from conference.attendance.questions.table import questions_of
from conference.attendance.units.changes import members_of, notice_of
from conference.attendance.units.forms import SendingForm, UnitSheetForm, rows_of
from conference.program.models import Kind
from conference.program.release.addresses import place_of
from conference.program.release.document import Program
from conference.program.release.published import published_program

Status = Registration.Status


@dataclass(frozen=True, slots=True)
class Line:
    """One person of the list as the liaison reads it."""

    member: UnitMember
    state: str
    tone: str  # good, todo, warning, off
    note: str = ""
    forums: str = ""
    is_gone: bool = False

    @property
    def person(self) -> Registration:
        return self.member.registration

    @property
    def told_at(self) -> datetime | None:
        """By the conference's clock."""
        at = self.member.told_at
        return at and at.astimezone(self.member.unit.conference.zone)


def program_of(unit: UnitLiaison) -> Program | None:
    """The published program; None before the first publish."""
    with suppress(Http404):
        return published_program(unit.conference.slug)
    return None


def choices_for(unit: UnitLiaison, program: Program | None) -> list[Choice]:
    """The sub-forums on offer. Two queries at most."""
    return choices_of(unit.conference, program) if program else []


def row_options(unit: UnitLiaison, program: Program | None) -> dict:
    """What the form of one person asks (`forms.PersonForm`). Three queries at most."""
    return {
        "choices": choices_for(unit, program),
        "asks_category": unit.asks_category,
        "questions": for_others(questions_of(unit.conference)),
    }


def frame(unit: UnitLiaison, token: str, program: Program | None) -> dict:
    """What each page of a unit knows."""
    return {
        "unit": unit,
        "token": token,
        "conference": unit.conference,
        "program": program,
        "place": place_of(program) if program else None,
        "facts": program.conference if program else unit.conference,
        "closes_at": unit.closes_at.astimezone(unit.conference.zone),
    }


def lines_of(unit: UnitLiaison, program: Program | None) -> list[Line]:
    """Everybody who was named; who is gone stands at the end. Five queries at most."""
    members = members_of(unit)
    for member in members:
        member.unit = unit
    people = [member.registration for member in members]
    places = _places(unit) if any(p.status == Status.WAITLISTED for p in people) else {}
    forums = _forums(people, program) if program and people else {}
    lines = [_line(member, places, forums) for member in members]
    return sorted(lines, key=lambda line: line.is_gone)


def _line(member: UnitMember, places: dict[int, int], forums: dict[int, str]) -> Line:
    row = member.registration
    chosen = forums.get(row.pk, "")
    if row.status == Status.CONFIRMED:
        return Line(member, pgettext("of a person", "confirmed"), "good", forums=chosen)
    if row.held_as_double:
        said = _(
            "Somebody like this may be on the list already: an organizer looks at it. Until then "
            "no seat is held."
        )
        return Line(member, _("is being looked at"), "todo", said, chosen)
    if row.status == Status.PENDING:
        said = _("An organizer will confirm it.")
        return Line(member, pgettext("of a person", "waits"), "todo", said, chosen)
    if row.status == Status.WAITLISTED:
        said = _("Number %(number)d in line. A seat that comes free is theirs without asking.")
        said %= {"number": places.get(row.pk, 1)}
        return Line(member, _("on the waiting list"), "warning", said, chosen)
    if row.status == Status.DECLINED:
        state, said = pgettext("of a person", "declined"), member.reason
    elif member.replaced_by is not None:
        state = _("swapped")
        said = _("%(name)s comes instead.") % {"name": member.replaced_by.registration.name}
    elif member.taken_out_at is not None:
        state, said = _("taken out"), ""
    else:
        state, said = pgettext("of a person", "withdrawn"), member.reason
    return Line(member, state, "off", said, is_gone=True)


def _places(unit: UnitLiaison) -> dict[int, int]:
    """{registration: place in the conference's line}. One query."""
    keys = seats.waiting(unit.conference_id).values_list("pk", flat=True)
    return {key: place for place, key in enumerate(keys, 1)}


def _forums(people: list[Registration], program: Program) -> dict[int, str]:
    """{registration: the published titles of what was chosen}. One query."""
    chosen = Registration.sessions.through.objects.filter(registration__in=people)
    codes: dict[int, list[str]] = {}
    for key, code in chosen.values_list("registration_id", "session__code"):
        codes.setdefault(key, []).append(code)
    shown = {s.code: str(s.title) for s in program.sessions if s.kind == Kind.SUB_FORUM}
    return {
        key: " · ".join(shown[code] for code in found if code in shown)
        for key, found in codes.items()
    }


def unit_page(
    request,
    unit: UnitLiaison,
    token: str,
    *,
    rows=None,
    sending=None,
    sheet=None,
    typed="",
    alert="",
    done="",
    status=200,
):
    """The page of a unit; `alert` is a refusal, `done` what was just done; what was `typed` in
    vain is given back. Twelve queries.
    """
    program = program_of(unit)
    lines = lines_of(unit, program)
    used = unit.members.counted().count()
    left = max(0, unit.quota - used)
    offer = notice_of(unit)
    may_change = unit.is_open(at=timezone.now()) and offer is not None
    if rows is not None and rows.is_bound and not (may_change and left):
        typed = typed_by(rows.forms)
    context = frame(unit, token, program) | {
        "typed": typed,
        "lines": lines,
        "used": used,
        "left": left,
        "offer": offer,
        "may_change": may_change,
        "is_over": unit.closes_at <= timezone.now(),
        "untold": any(not line.is_gone and line.member.told_at is None for line in lines),
        "alert": alert,
        "done": done,
    }
    if may_change and (left or rows is not None):
        options = row_options(unit, program)
        # Sent rows come back at their own place of the page, and what is said of them with them.
        context["alert_by_rows"] = bool(alert) and rows is not None
        context["rows"] = rows or rows_of(**options, many=min(3, left))
        context["sending"] = sending or SendingForm()
        context["sheet"] = sheet or UnitSheetForm()
    return private(render(request, "attendance/unit.html", context, status=status))
