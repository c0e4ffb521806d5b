"""A first text of an article, from what the program and the door know: hosts, names and titles in
their order, counts. It stands in the form of a new article, to be edited; nothing is saved.

Before the last day is over it says what will be, then what was.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from conference.attendance.models import Admission, Registration
from conference.chinese import HAN, has_chinese
from conference.folding import organization_key
from conference.models import Conference
from conference.people.hosts import by_role
from conference.permissions import Right, may
from conference.program.models import Kind, Release, is_off
from conference.program.papers.words import colon, in_side, post
from conference.program.release.document import Program, read
from conference.program.release.drafting import draft_document
from conference.program.release.merged import as_merged
from conference.program.release.texts import line as in_one_line
from conference.program.release.values import Committee, CommitteeMember, Person, Session
from conference.wording.articles import with_the
from conference.wording.days import date_range
from conference.wording.labels import first_upper, listed

SIDES = ("zh", "en")
MOST = {"title": 200, "lead": 600}  # characters that the form takes
# In the order of an agenda: what an article counts.
COUNTED = (Kind.KEYNOTE, Kind.SUB_FORUM, Kind.PANEL, Kind.TALK)


@dataclass(frozen=True)
class Came:
    """People who registered, who were signed in, and of how many organizations these are."""

    registered: int
    people: int
    organizations: int


def draft_of(conference: Conference, user, *, at: datetime | None = None) -> dict[str, str] | None:
    """{"title_zh", "lead_zh", "body_zh", ...} for the form of an article; None for who may not see
    the draft. Of the release that the public reads; before there is one, of the draft. Some twenty
    queries, whatever the size.
    """
    if not may(user, Right.VIEW_DRAFT, conference):
        return None
    release = Release.objects.current(conference.slug)
    program = read(
        as_merged(conference, release.document) if release else draft_document(conference)
    )
    is_over = (at or timezone.now()) >= program.conference.over_at
    came = came_to(conference)
    draft = {}
    for side in SIDES:
        with in_side(side):
            draft |= {
                f"title_{side}": _title(program, side, is_over)[: MOST["title"]],
                f"lead_{side}": _lead(program, side, is_over)[: MOST["lead"]],
                f"body_{side}": "\n\n".join(_paragraphs(program, came, side, is_over)),
            }
    return draft


def came_to(conference: Conference) -> Came:
    """People who cancelled are not counted; an organization that is written in two ways, with
    other blanks or width, is one. Two queries.
    """
    valid = Registration.objects.filter(conference=conference).exclude(status__in=Registration.GONE)
    admitted = Admission.objects.filter(registration__conference=conference)
    people = admitted.values_list(
        "registration", "registration__organization", "registration__organization_name"
    )
    came = set(people.distinct())
    named = {organization or organization_key(name) for _registration, organization, name in came}
    return Came(valid.count(), len({person for person, *_rest in came}), len(named - {""}))


# --- Title and lead -----------------------------------------------------------------------------


def _title(program, side, is_over):
    """By its full name; where that makes it too long for a title, by its short one."""
    words = _("%(name)s held") if is_over else _("%(name)s to be held on %(days)s")
    values = _values(program, side)
    short = in_one_line(program.conference.title.in_side(side))
    return next(
        (
            title
            for name in (values["name"], short)
            if len(title := words % (values | {"name": name})) <= MOST["title"]
        ),
        short,
    )


def _lead(program, side, is_over):
    values = _values(program, side)
    if side == "en":
        values["name"] = first_upper(with_the(values["name"]))
    if values["place"] and is_over:
        return _("%(name)s was held on %(days)s at %(place)s.") % values
    if values["place"]:
        return _("%(name)s will be held on %(days)s at %(place)s.") % values
    if is_over:
        return _("%(name)s was held on %(days)s.") % values
    return _("%(name)s will be held on %(days)s.") % values


def _values(program, side):
    facts = program.conference
    return {
        "name": in_one_line(facts.name.in_side(side)),
        "days": date_range(facts.starts_on, facts.ends_on),
        "place": in_one_line((facts.venue or facts.city).in_side(side)),
    }


# --- The text -----------------------------------------------------------------------------------


def _paragraphs(program: Program, came: Came, side: str, is_over: bool) -> Iterator[str]:
    yield _lead(program, side, is_over)
    hosts = [
        f"{heading.in_side(side)}{colon(side)}"
        + listed(in_one_line(host.name.in_side(side)) for host in hosts)
        for heading, hosts in by_role(program.hosts)
    ]
    if hosts:
        yield _as_list(hosts)
    if counts := " ".join(_counts(program, came, is_over)):
        yield counts.replace("。 ", "。")
    for session in program.sessions:
        if not session.is_cancelled and not session.is_pause:
            yield from _of_a_session(session, side)
    for committee in program.committees:
        yield from _of_a_committee(committee, side)


def _counts(program, came, is_over) -> Iterator[str]:
    if held := list(_numbers(program)):
        words = _("The program held %(what)s.") if is_over else _("The program holds %(what)s.")
        yield words % {"what": _with_and(held)}
    if count := came.people:
        people = ngettext("%(count)d person", "%(count)d people", count) % {"count": count}
        if count := came.organizations:
            of = ngettext("%(count)d organization", "%(count)d organizations", count)
            of = of % {"count": count}
            people = _("%(people)s from %(organizations)s") % {
                "people": people,
                "organizations": of,
            }
        words = _("%(people)s took part.") if is_over else _("So far %(people)s have signed in.")
        yield words % {"people": people}
    elif count := came.registered:
        words = (
            ngettext("%(count)d person registered.", "%(count)d people registered.", count)
            if is_over
            else ngettext(
                "%(count)d person has registered.", "%(count)d people have registered.", count
            )
        )
        yield words % {"count": count}


def _with_and(parts: list[str]) -> str:
    """'4 keynotes, 3 sub-forums and 19 talks'."""
    if len(parts) < 2:
        return "".join(parts)
    return pgettext("the last of a list", "%(first)s and %(last)s") % {
        "first": listed(parts[:-1]),
        "last": parts[-1],
    }


def _numbers(program) -> Iterator[str]:
    """'2 keynotes', '3 sub-forums' ... as far as there are any, those within a block too."""
    everything = [
        one
        for session in program.sessions
        for one in (session, *session.talks)
        if not is_off(one, session)
    ]
    # A block of keynotes is none itself.
    kinds = [one.kind for one in everything if one.kind == Kind.SUB_FORUM or not one.talks]
    for kind in COUNTED:
        if count := kinds.count(kind):
            yield _counted(kind, count) % {"count": count}


def _counted(kind, count) -> str:
    if kind == Kind.KEYNOTE:
        return ngettext("%(count)d keynote", "%(count)d keynotes", count)
    if kind == Kind.SUB_FORUM:
        return ngettext("%(count)d sub-forum", "%(count)d sub-forums", count)
    if kind == Kind.PANEL:
        return ngettext("%(count)d panel", "%(count)d panels", count)
    return ngettext("%(count)d talk", "%(count)d talks", count)


def _of_a_session(session: Session, side: str) -> Iterator[str]:
    """Its title, who chairs it and who is on stage; its items below. Nothing of one with nobody."""
    speakers = _each_once(session.speakers)
    items = [
        f"{in_one_line(item.title.in_side(side))}{colon(side)}{_people(_on_stage(item), side)}"
        for item in session.talks
        if _on_stage(item) and not item.is_cancelled
    ]
    if session.kind != Kind.SUB_FORUM and not (session.chairs or speakers or items):
        return
    people = [_people(speakers, side)] if speakers else []
    if session.chairs:
        people.append(_("chaired by %(people)s") % {"people": _people(session.chairs, side)})
    told = pgettext("between who speaks and who chairs", "; ").join(people)
    yield f"**{in_one_line(session.title.in_side(side))}**{colon(side) if told else ''}{told}"
    if items:
        yield _as_list(items)


def _on_stage(session: Session) -> list[Person]:
    """Those who speak there; of an item that has none, who chairs or comments."""
    return _each_once(session.speakers or [role.person for role in session.roles])


def _of_a_committee(committee: Committee, side: str) -> Iterator[str]:
    if not committee.members:
        return
    yield f"**{in_one_line(committee.name.in_side(side))}**"
    yield _as_list(
        f"{first_upper(in_one_line(role.in_side(side)))}{colon(side)}{_people(members, side)}"
        for role, members in committee.by_role()
    )


def _as_list(lines: Iterable[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def _each_once(people: Iterable[Person]) -> list[Person]:
    """In their order; who is there in two roles, once."""
    return list({person.person_guid: person for person in reversed(list(people))}.values())[::-1]


def _people(people: Iterable[Person | CommitteeMember], side: str) -> str:
    names = [named(person, side) for person in people]
    # Where titles are listed themselves (副校长、教授), people are told apart by more.
    return "，".join(names) if any("、" in name for name in names) else listed(names)


# Between two Chinese characters an article has no blank.
_BLANK = re.compile(f"(?<=[{HAN}]) (?=[{HAN}])")


def named(person: Person | CommitteeMember, side: str) -> str:
    """'东北大学校长王泉', '东北大学教授 Jane Smith', '王泉（President, NEU）' in Chinese;
    'Jane Smith (President, Sample University)' in English.
    """
    about = post(person, side)
    name = in_one_line(person.name.in_side(side))
    if not about:
        return name
    if side == "en":
        return f"{name} ({about})"
    about = _BLANK.sub("", about)
    if not has_chinese(about[-1]):
        return f"{name}（{about}）"
    return f"{about}{name}" if has_chinese(name[0]) else f"{about} {name}"
