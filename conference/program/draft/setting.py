"""One act on many sessions: room, track, kind, whole, language, plenary, chair, more people.

`plan_setting` says what would change, which rows cannot follow and why, and which clashes come;
`set_for` does exactly that. A row that cannot take one of the wishes is left alone as a whole.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from conference.history import create_rows, delete_rows, update_rows
from conference.models import Conference, Room, Track
from conference.program.draft.clashes import Clash, find_clashes
from conference.program.models import (
    KINDS_WITH_ITEMS,
    Kind,
    Participation,
    Session,
    SessionRole,
)
from conference.wording.labels import listed

# Columns that a wish may name.
COLUMNS = ("kind", "parent", "room", "track", "language", "is_plenary")


class SettingStale(Exception):
    """The draft is another one than the plan was looked at for; nothing was written."""


@dataclass(frozen=True)
class Wish:
    """What is to be set. `values` has the columns to write, None or "" where they are to be empty;
    what becomes part of another has no room of its own any more. `chair` takes the place of those
    who chair now; `people` are added in `role`.
    """

    values: dict[str, Any] = field(default_factory=dict)
    chair: Participation | None = None
    people: tuple[Participation, ...] = ()
    role: str = SessionRole.Role.SPEAKER

    def __bool__(self) -> bool:
        return bool(self.values or self.chair or self.people)


@dataclass(frozen=True)
class Line:
    """One field of one session: what it says, and what it would say."""

    label: str | Promise
    old: str
    new: str


@dataclass(frozen=True)
class Plan:
    conference: Conference
    changes: list[tuple[Session, list[Line]]]
    unchanged: list[Session]
    refused: list[tuple[Session, str]]  # with a sentence
    clashes: list[Clash]  # that the draft does not have yet, errors first
    columns: tuple[str, ...]
    new_roles: list[SessionRole]
    gone_roles: list[SessionRole]

    @property
    def fingerprint(self) -> str:
        """Of what would be done: the same plan of the same rows has the same."""
        told = [
            (session.pk, [(str(line.label), line.old, line.new) for line in lines])
            for session, lines in self.changes
        ]
        left = [(session.pk, said) for session, said in self.refused]
        return sha256(repr([*told, *left]).encode()).hexdigest()[:32]


def plan_setting(conference: Conference, ids: Iterable[int], wish: Wish) -> Plan:
    """What setting `wish` on these sessions of the draft would do. Nine queries at most."""
    every = list(
        conference.sessions.in_order()
        .select_related("room", "track", "parent__room")
        .prefetch_related("roles__participation__person")
    )
    for session in every:
        session.conference = conference
    known = {_key(clash) for clash in find_clashes(conference, sessions=every)}
    wholes = {session.parent_id for session in every}
    by_pk = {session.pk: session for session in every}
    if whole := wish.values.get("parent"):
        wish = replace(wish, values=wish.values | {"parent": by_pk.get(whole.pk, whole)})
    chosen, planner = set(ids), _Planner(wish)
    for session in every:
        if session.parent_id:  # one object a row, as items take the room of their whole
            session.parent = by_pk[session.parent_id]
    for session in every:
        if session.pk in chosen:
            planner.take(session, has_items=session.pk in wholes)
    found = find_clashes(conference, sessions=every, roles_of=planner.roles_of)
    return Plan(
        conference,
        planner.changes,
        planner.unchanged,
        planner.refused,
        [clash for clash in found if _key(clash) not in known],
        tuple(name for name in COLUMNS if name in planner.values),
        planner.new_roles,
        planner.gone_roles,
    )


def set_for(
    conference: Conference, ids: Iterable[int], wish: Wish, *, reviewed: str | None = None
) -> Plan:
    """Do what `plan_setting` says; returns that plan.

    `reviewed` is the fingerprint of the plan that was looked at: where the draft changed since so
    that another one would be done, nothing is (SettingStale). One transaction under the
    conference's lock; besides the plan's queries at most seven, for each 500 rows.
    """
    with transaction.atomic():
        plan = plan_setting(Conference.objects.lock(conference.pk), ids, wish)
        if reviewed is not None and reviewed != plan.fingerprint:
            raise SettingStale
        if plan.columns:
            update_rows([session for session, _lines in plan.changes], *plan.columns)
        delete_rows(plan.gone_roles)
        if plan.new_roles:
            create_rows(SessionRole, plan.new_roles)
    return plan


class _Planner:
    """Takes the sessions one after another; changes them in memory alone."""

    def __init__(self, wish: Wish):
        self.wish = wish
        # Its room is that of its whole, as the form has it.
        self.values = wish.values | ({"room": None} if wish.values.get("parent") else {})
        self.changes: list[tuple[Session, list[Line]]] = []
        self.unchanged: list[Session] = []
        self.refused: list[tuple[Session, str]] = []
        self.new_roles: list[SessionRole] = []
        self.gone_roles: list[SessionRole] = []
        self.roles_of: dict[Any, Sequence[SessionRole]] = {}

    def take(self, session: Session, *, has_items: bool) -> None:
        if said := self.why_not(session, has_items=has_items):
            self.refused.append((session, said))
            return
        lines = []
        for name, value in self.values.items():
            old = getattr(session, name)
            if old != value:
                before = told(session, name)
                setattr(session, name, value)
                lines.append(Line(label_of(name), before, told(session, name)))
        lines += self.people(session)
        if lines:
            self.changes.append((session, lines))
        else:
            self.unchanged.append(session)

    def why_not(self, session: Session, *, has_items: bool) -> str:
        """Why this session cannot take the wish, in a sentence; "" where it can."""
        values = self.values
        kind, whole = values.get("kind", session.kind), values.get("parent", session.parent)
        if whole == session:
            return _("A session cannot be part of itself.")
        if whole and not whole.may_hold_items:
            return whole.why_not_in(whole)
        if whole and has_items:
            return _("This has items of its own. Move them before it becomes one.")
        if values.get("room") and whole:
            said = _("It takes the room of “%(whole)s”, which it is part of.")
            return said % {"whole": whole}
        if kind == Kind.SUB_FORUM and session.parent and whole:
            said = _(
                "It is part of “%(whole)s”, and a sub-forum cannot be part of another session."
            )
            return said % {"whole": session.parent}
        if kind == Kind.SUB_FORUM and whole:
            return _("A sub-forum cannot be part of another session.")
        if has_items and kind not in KINDS_WITH_ITEMS:
            return _("It has items. Move them before changing its kind to this.")
        return ""

    def people(self, session: Session) -> list[Line]:
        roles = list(session.roles.all())
        gone, wanted = [], [(person, self.wish.role) for person in self.wish.people]
        if chair := self.wish.chair:
            is_chair = SessionRole.Role.CHAIR
            wanted.insert(0, (chair, is_chair))
            gone = [r for r in roles if r.role == is_chair and r.participation_id != chair.pk]
        there = {(role.participation_id, role.role) for role in roles}
        last = max((role.position for role in roles), default=0)
        new = [
            SessionRole(session=session, participation=person, role=role)
            for person, role in dict.fromkeys(wanted)
            if (person.pk, role) not in there
        ]
        for position, role in enumerate(new, start=last + 1):
            role.position = position
        if gone and new and new[0].role == SessionRole.Role.CHAIR:  # printed where those were
            new[0].position = gone[0].position
        kept = [role for role in roles if role not in gone]
        if not (new or gone):
            return []
        self.new_roles += new
        self.gone_roles += gone
        self.roles_of[session.guid] = [*kept, *new]
        return [Line(_("people"), people_in(roles), people_in([*kept, *new]))]


def label_of(name: str) -> str | Promise:
    field: Any = Session._meta.get_field(name)
    return field.verbose_name


def told(session: Session, name: str) -> str:
    """What a session says in a column, for people."""
    value = getattr(session, name)
    if name == "kind":
        return str(session.get_kind_display())
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if not value:
        return "–"
    if isinstance(value, Room | Track | Session):
        return str(value)
    field: Any = Session._meta.get_field(name)  # the language's, which tells its values
    return field.shown(value)


def people_in(roles: Iterable[SessionRole]) -> str:
    said = [
        str(role.participation)
        if role.role == SessionRole.Role.SPEAKER
        else pgettext("a person and their role", "%(person)s (%(role)s)")
        % {"person": role.participation, "role": role.get_role_display()}
        for role in roles
    ]
    return listed(said) or "–"


def _key(clash: Clash) -> tuple:
    sessions = tuple(sorted(session.pk for session in clash.sessions))
    return (clash.code, clash.level, sessions, clash.person and clash.person.pk)
