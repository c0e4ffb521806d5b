"""Comparing a file with the draft. Reads, and never writes: what comes out is a Plan.

The cost is about a dozen queries, and one more for each 500 people and each 500 new sessions.
"""

from copy import deepcopy
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conference.bilingual import Text
from conference.models import ASCII_SLUG, Conference
from conference.permissions import Right, may
from conference.program.draft.clashes import find_clashes
from conference.program.importing.file import ScheduleFile
from conference.program.importing.ledger import FileLedger
from conference.program.importing.people_plan import PeoplePlanner
from conference.program.importing.places_plan import plan_rooms, plan_tracks
from conference.program.importing.plan import Plan
from conference.program.importing.refusal import ImportRefused
from conference.program.importing.sessions_plan import SessionPlanner
from conference.program.importing.values import side_of
from conference.program.importing.zones import agrees
from conference.program.models import Participation
from conference.wording.days import date_range
from conference.wording.labels import listed

LONGEST = 60  # days


def plan_import(file: ScheduleFile, conference: Conference, *, by=None) -> Plan:
    """What importing `file` into `conference` does. `by` may edit what is shared with others only
    where it is theirs; None (the command) may edit everything.

    `conference` may be unsaved: the one that `new_conference` made.
    """
    plan = Plan(
        conference,
        file=file,
        is_new_conference=conference.pk is None,
        leftovers=deepcopy(file.leftovers),
        skipped=list(file.skipped),
        notes=list(file.notes),
    )
    ledger = FileLedger(plan)
    zone = _zone(plan)
    _name_in_the_other_language(ledger, by)
    rooms, tracks = plan_rooms(ledger), plan_tracks(ledger)
    people = PeoplePlanner(ledger, by=by).plan()
    planner = SessionPlanner(ledger, rooms, tracks, people, zone, by=by)
    sessions = sorted(planner.plan(), key=_order)
    plan.clashes = find_clashes(conference, sessions=sessions, roles_of=planner.roles_of)
    if _mean_overlaps(ledger):
        plan.clashes = find_clashes(conference, sessions=sessions, roles_of=planner.roles_of)
    return plan


def _mean_overlaps(ledger) -> bool:
    """Whoever is in two sessions at once in the file is so where it was published: it is taken as
    meant, said, and stays a warning of the draft.
    """
    plan = ledger.plan
    elsewhere = {session.guid for session in plan.left_alone}
    found = {}
    for clash in plan.clashes:
        from_the_file = not any(session.guid in elsewhere for session in clash.sessions)
        if clash.code == "person" and clash.is_error and from_the_file:
            found[clash.person.guid] = clash.person
    new = {id(row) for row in plan.new_rows[Participation]}
    for person in found.values():
        if id(person) in new:
            person.may_overlap = True
        else:
            ledger.keep("people", person, {"may_overlap": True}, is_new=False)
    if found:
        text = ngettext(
            "%(n)d person is in several sessions at once in the file. It is taken as meant so, and "
            "the clash report lists it: %(people)s",
            "%(n)d people are in several sessions at once in the file. It is taken as meant so, "
            "and the clash report lists them: %(people)s",
            len(found),
        )
        people = listed(str(person) for person in found.values())
        plan.notes.append(text % {"n": len(found), "people": people})
    return bool(found)


def new_conference(file: ScheduleFile, slug: str) -> Conference:
    """An unsaved conference of the file's facts. Raises ImportRefused."""
    if not ASCII_SLUG.regex.search(slug) or len(slug) > 60:
        raise ImportRefused(
            _("“%(slug)s” is no short address: use lower-case letters, digits and hyphens.")
            % {"slug": slug}
        )
    if (file.ends_on - file.starts_on).days > LONGEST:
        raise ImportRefused(
            _("The schedule lasts from %(first)s to %(last)s. A conference lasts at most 60 days.")
            % {"first": file.starts_on, "last": file.ends_on}
        )
    usual = Conference._meta.get_field("time_zone").default
    names = file.names or Text(**{side_of(file.title): file.title or slug})
    return Conference(
        slug=slug,
        name_zh=names.zh,
        name_en=names.en,
        name_zh_is_rendering=names.zh_is_rendering,
        starts_on=file.starts_on,
        ends_on=file.ends_on,
        time_zone=file.zone or file.offset_zone or usual,
    )


def _zone(plan) -> ZoneInfo:
    """The zone of times without an offset; what differs from the conference's is noted."""
    conference, file = plan.conference, plan.file
    if file.zone and file.zone != conference.time_zone:
        plan.notes.append(
            _("The file's times are of %(there)s; here they are shown in %(here)s.")
            % {"there": file.zone, "here": conference.time_zone}
        )
    offsets = [event.starts_at for event in file.events if event.starts_at.tzinfo]
    if not file.zone and offsets and plan.is_new_conference:
        plan.notes.append(
            _("The file names no time zone. %(zone)s is taken, by the offsets of its times.")
            % {"zone": conference.time_zone}
        )
    elif not file.zone and not agrees(conference.time_zone, offsets):
        plan.notes.append(
            _(
                "The file names no time zone, and its clocks are not those of %(here)s: times "
                "are shown as %(here)s has them."
            )
            % {"here": conference.time_zone}
        )
    elif file.zone and not agrees(file.zone, offsets):
        plan.notes.append(
            _(
                "The file names the time zone %(zone)s, but some of its times have other offsets. "
                "Each session keeps its moment; look at the times that are shown."
            )
            % {"zone": file.zone}
        )
    if not file.zone and any(event.starts_at.tzinfo is None for event in file.events):
        plan.notes.append(
            _("The file names no time zone: its times are read as those of %(here)s.")
            % {"here": conference.time_zone}
        )
    if file.starts_on < conference.starts_on or file.ends_on > conference.ends_on:
        plan.notes.append(
            _("The file's days are %(file)s, the conference's %(here)s.")
            % {
                "file": date_range(file.starts_on, file.ends_on),
                "here": date_range(conference.starts_on, conference.ends_on),
            }
        )
    return ZoneInfo(file.zone or conference.time_zone)


def _name_in_the_other_language(ledger, by):
    """Our own files are of one language each: the second one brings the other name."""
    conference, file = ledger.conference, ledger.file
    if not file.is_ours or ledger.plan.is_new_conference:
        return
    for side in ("zh", "en"):
        name = getattr(file.names, side)
        if not name or getattr(conference, f"name_{side}"):
            continue
        if by is None or may(by, Right.EDIT_SETTINGS, conference):
            ledger.keep("conference", conference, {f"name_{side}": name}, is_new=False)
        else:
            ledger.plan.leftovers.note(_("name of the conference, which organizers set"), name)


def _order(session):
    untimed = session.starts_at is None
    return untimed, session.starts_at.timestamp() if not untimed else 0, session.position
