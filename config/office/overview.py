"""The admin's first page: the conference one works in, in numbers, and what to do next.

Each number links to the rows it counts. Everything is asked with a fixed number of queries, only
for what the account may see.
"""

from dataclasses import dataclass, field

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from alliance.models import Alliance
from alliance.permissions import is_secretary
from conference.attendance.models import Admission, Checkpoint, Registration
from conference.attendance.privacy.purging import due_on
from conference.letters.models import Letter
from conference.models import Conference
from conference.permissions import Right, Role, is_all_powerful, may, roles_of
from conference.program.admin.session_filters import WITHOUT_ROOM
from conference.program.draft.clashes import find_clashes
from conference.program.release.diff import compare
from conference.program.release.document import upgraded
from conference.program.release.drafting import draft_document
from conference.scoped_admin.one_at_a_time import CONFERENCE, conferences_of, shown_in_list
from conference.work.signs import are_left_alone
from config.office.day import Day, day_shown
from config.office.steps import OF_PROGRAM, Draft, Step, steps_of
from config.office.texts.units import count_gaps
from config.office.waiting import Entry, waiting

SHOWN_BESIDE = 12  # other conferences on the page


@dataclass(frozen=True)
class Fact:
    """A number with its label; `address` opens the rows it counts, '' for whom it is closed."""

    count: int
    label: str
    address: str = ""
    level: str = ""  # todo | error


@dataclass
class Overview:
    conference: Conference | None
    roles: list[str] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)  # in the order in which they are done
    may_begin: bool = False  # on a site without conferences: the first one, here
    links: list[tuple[str, str]] = field(default_factory=list)
    others: list[tuple[Conference, str, list]] = field(default_factory=list)  # with its overview
    alliances: list[tuple[Alliance, list]] = field(default_factory=list)
    work: list[Entry] = field(default_factory=list)  # in the background
    is_left_alone: bool = False  # what waits there, by all workers
    day: Day | None = None  # today, or the first one
    shows_all: bool = False  # for who works in all conferences

    @property
    def todo(self) -> list[Step]:
        """What to do next, the first one first."""
        return [step for step in self.steps if not (step.is_done or step.is_aside)]

    @property
    def done(self) -> list[Step]:
        return [step for step in self.steps if step.is_done]

    @property
    def aside(self) -> list[Step]:
        return [step for step in self.steps if step.is_aside]


def overview(request, site) -> Overview:
    user = request.user
    conferences = conferences_of(request)
    shown = shown_in_list(request, conferences)
    # With its long texts, which the list of conferences is without.
    chosen = Conference.objects.get(pk=shown[0].pk) if len(shown) == 1 else None
    page = Overview(chosen, work=waiting(user), shows_all=len(shown) > 1)
    page.may_begin = not conferences and may(user, Right.EDIT_SETTINGS)
    page.is_left_alone = are_left_alone([entry.job for entry in page.work])
    if chosen is not None:
        page.roles = role_names(user, chosen)
        _count_draft(page, user, chosen)
        page.day = day_shown(user, chosen)
        _count_attendance(page, user, chosen)
        page.links = links_of(user, chosen) + links_beside(user, chosen)
    beside = [c for c in reversed(conferences) if c != chosen]
    if chosen is not None:
        beside = beside[:SHOWN_BESIDE]
    page.others = [(c, f"?{CONFERENCE}={c.pk}", links_of(user, c)) for c in beside]
    if is_secretary(user) or is_all_powerful(user):
        page.alliances = [
            (alliance, alliance_links(alliance))
            for alliance in Alliance.objects.visible_to(user)[:SHOWN_BESIDE]
        ]
    return page


def role_names(user, conference) -> list[str]:
    if is_all_powerful(user):
        return []
    held = roles_of(user).get(conference.pk, ())
    return [str(role.label) for role in reversed(Role) if role.value in held]


def links_of(user, conference) -> list[tuple[str, str]]:
    """[(label, address)] of the pages of one conference that the account may open."""
    found = []
    if may(user, Right.VIEW_DRAFT, conference):
        found.append((_("Sessions"), _list("program_session", conference)))
        found.append((_("People"), _list("program_participation", conference)))
        found.append((_("Preview"), _to("program_preview", conference.pk)))
    if may(user, Right.EDIT_DRAFT, conference):
        found.append((_("Import an agenda"), _to("program_import", conference.pk)))
    if may(user, Right.PUBLISH, conference):
        found.append((_("Publish"), _to("program_publish", conference.pk)))
        if conference.is_public:
            found.append((_("Push by minutes"), _to("program_push", conference.pk)))
    if may(user, Right.VIEW_REGISTRATIONS, conference):
        found.append((_("Registrations"), _list("attendance_registration", conference)))
    if may(user, Right.OPEN_DESK, conference):
        found.append((_("Desk"), desk_of(conference)))
    if may(user, Right.EDIT_SETTINGS, conference):
        found.append((_("Settings"), _to("conference_conference_change", conference.pk)))
    if conference.is_public:
        found.append((_("Public page"), conference.get_absolute_url()))
        found.append((_("Screens and embeds"), reverse("display:index", args=[conference.slug])))
    return found


def links_beside(user, conference) -> list[tuple[str, str]]:
    """Those that only the conference one works in names, for whoever does not know of them yet."""
    found = []
    if may(user, Right.VIEW_DRAFT, conference):
        found.append((_("Both languages"), _to("both_languages", conference.pk)))
    if may(user, Right.PAPERS, conference):
        found.append((pgettext("title of a page", "Papers"), _to("program_papers", conference.pk)))
    if may(user, Right.EDIT_DRAFT, conference):
        draft = f"{_to('news_article_add')}?conference={conference.pk}&draft=program"
        found.append((_("News draft"), draft))
    if may(user, Right.VIEW_DRAFT, conference):
        found.append((pgettext("acts", "Changes"), _to("changes_of", conference.pk)))
    return found


def alliance_links(alliance) -> list[tuple[str, str]]:
    """[(label, address)] of the pages on which a secretary keeps an alliance; its own first."""
    members = f"{_to('alliance_membership_changelist')}?alliance__id__exact={alliance.pk}"
    return [
        (str(alliance), _to("alliance_alliance_change", alliance.pk)),
        (_("Members"), members),
        (_("Attendance of members"), _to("alliance_alliance_attendance", alliance.pk)),
    ]


def desks_of(user) -> list[tuple[Conference, str]]:
    """[(conference, address of its desk)] that the account may open."""
    conferences = Conference.objects.visible_to(user)
    return [
        (conference, desk_of(conference))
        for conference in conferences
        if may(user, Right.OPEN_DESK, conference)
    ]


def desk_of(conference) -> str:
    return reverse("attendance:desk", args=[conference.slug])


# --- The draft ---------------------------------------------------------------------------------


def _count_draft(page, user, conference):
    if not may(user, Right.VIEW_DRAFT, conference):
        return
    publishes = may(user, Right.PUBLISH, conference)
    release = conference.releases.standing().first()
    clashes = find_clashes(conference)
    changes = compare(release and upgraded(release.document), draft_document(conference))
    draft = _in_numbers(
        user,
        conference,
        errors=sum(clash.is_error for clash in clashes),
        unpublished=len(changes),
        is_released=release is not None,
    )
    listed = _list("program_session", conference)
    report = _to("program_clashes", conference.pk)
    publish = _to("program_publish", conference.pk) if publishes else ""
    translations = _to("both_languages", conference.pk)
    page.facts += [
        Fact(draft.sessions, _("sessions"), listed),
        Fact(draft.untimed, _("without time"), f"{listed}&needs=time", "todo"),
        Fact(draft.without_people, _("without people"), f"{listed}&needs=people", "todo"),
        Fact(draft.untranslated, _("missing translations"), translations, "todo"),
        Fact(draft.errors, _("clashes"), report, "error"),
        Fact(draft.unpublished, _("unpublished changes"), publish, "todo"),
    ]
    page.steps += steps_of(user, conference, draft)


def _in_numbers(user, conference, *, errors=0, unpublished=0, is_released=False) -> Draft:
    sessions = conference.sessions.planned()
    counts = sessions.aggregate(
        total=Count("pk"),
        untimed=Count("pk", filter=Q(starts_at__isnull=True)),
        roomless=Count("pk", filter=WITHOUT_ROOM),
    )
    return Draft(
        sessions=counts["total"],
        untimed=counts["untimed"],
        roomless=counts["roomless"],
        without_people=sessions.without_people().count(),
        untranslated=count_gaps(conference, user),
        errors=errors,
        unpublished=unpublished,
        is_released=is_released,
    )


def still_open(user, conference) -> list[Step]:
    """What the program itself lacks before its first publish, as its steps know it."""
    steps = steps_of(user, conference, _in_numbers(user, conference))
    return [s for s in steps if s.slug in OF_PROGRAM and not (s.is_done or s.is_aside)]


# --- Attendance --------------------------------------------------------------------------------


def _count_attendance(page, user, conference):
    sees = may(user, Right.VIEW_REGISTRATIONS, conference)
    if not (sees or may(user, Right.OPEN_DESK, conference)):
        return
    everyone = Registration.objects.filter(conference=conference)
    signed_in = Admission.objects.filter(
        checkpoint__conference=conference, checkpoint__kind=Checkpoint.Kind.ARRIVAL
    ).count()
    listed = _list("attendance_registration", conference) if sees else ""
    confirmed = f"{listed}&status__exact=confirmed" if listed else ""
    if held := everyone.filter(held_as_double=True).count():
        text = ngettext(
            "Decide on %(n)d reply of somebody who may be on the list already",
            "Decide on %(n)d replies of people who may be on the list already",
            held,
        ) % {"n": held}
        if may(user, Right.EDIT_REGISTRATIONS, conference):
            page.steps.insert(0, Step(text, f"{listed}&doubles=held"))
    if sees:
        _ask_about_letters(page, user, conference)
    _remind_of_erasing(page, user, conference)
    page.facts += [
        Fact(everyone.count(), _("registrations"), listed),
        Fact(everyone.expected().count(), _("confirmed registrations"), confirmed),
        Fact(signed_in, _("signed in"), desk_of(conference)),
    ]


def _ask_about_letters(page, user, conference):
    """What did not reach anybody, and nobody decided about. One query."""
    if not may(user, Right.EDIT_REGISTRATIONS, conference):
        return
    state = Letter.State
    rows = Letter.objects.filter(conference=conference)
    if stuck := rows.filter(state__in=[state.FAILED, state.UNCLEAR]).count():
        text = ngettext(
            "Look at %(n)d letter that failed or got no clear answer",
            "Look at %(n)d letters that failed or got no clear answer",
            stuck,
        ) % {"n": stuck}
        page.steps.insert(0, Step(text, f"{_list('letters_letter', conference)}&is=stuck"))


def _remind_of_erasing(page, user, conference):
    """That people’s data should be gone by now. One query, two when it is due."""
    if not may(user, Right.EDIT_SETTINGS, conference):
        return
    due = due_on(conference)
    if due is None or conference.day_of(timezone.now()) < due:
        return
    if left := Registration.objects.filter(conference=conference).known().count():
        text = ngettext(
            "Erase the data of %(n)d person: they were to be kept until %(day)s",
            "Erase the data of %(n)d people: they were to be kept until %(day)s",
            left,
        ) % {"n": left, "day": due.isoformat()}
        page.steps.insert(0, Step(text, _to("attendance_registration_keeping", conference.pk)))


# --- Addresses ---------------------------------------------------------------------------------


def _to(name, *args):
    return reverse(f"admin:{name}", args=args)


def _list(name, conference):
    return f"{_to(f'{name}_changelist')}?{CONFERENCE}={conference.pk}"
