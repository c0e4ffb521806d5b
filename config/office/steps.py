"""What a conference still needs, step by step, each found in its rows: what is done is seen to be
done, and what a team decides against is set aside.
"""

from dataclasses import dataclass

from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conference.attendance.models import Registration, ReplyForm
from conference.models import Conference, Room, StepAside, TeamInvitation, TeamMember
from conference.people.models import HostRole
from conference.permissions import Right, Role, may
from conference.program.admin.pages import conference_for
from conference.scoped_admin.one_at_a_time import CONFERENCE


@dataclass(frozen=True)
class Step:
    """`address` leads right to where it is done, '' for whom that is closed. One with a `slug` can
    be set aside. `level` is error for what stands in the way of everything else.
    """

    label: str
    address: str
    is_done: bool = False
    slug: str = ""
    level: str = ""
    is_aside: bool = False


@dataclass(frozen=True)
class Draft:
    """The draft in numbers, as the overview counts it."""

    sessions: int
    untimed: int
    roomless: int
    without_people: int
    untranslated: int
    errors: int
    unpublished: int
    is_released: bool


# Those that can be set aside. A conference that is over needs those of `BEFORE` no more.
ASIDE = {"rooms", "hosts", "place", "text", "times", "places", "people", "translations",
         "registration", "desk", "team"}  # fmt: skip
# Those of the program itself, which its readers would miss.
OF_PROGRAM = {"rooms", "hosts", "place", "text", "times", "places", "people", "translations"}
BEFORE = {"rooms", "registration", "desk", "team"}


def steps_of(user, conference, draft: Draft) -> list[Step]:
    """In the order in which they are done, whatever their state; two queries."""
    asked = _there(conference)
    aside = set(StepAside.objects.filter(conference=conference).values_list("step", flat=True))
    publishes, edits = may(user, Right.PUBLISH, conference), may(user, Right.EDIT_DRAFT, conference)
    sets = may(user, Right.EDIT_SETTINGS, conference)
    if not edits:
        return []
    is_over = conference.ends_on < timezone.localdate(timezone=conference.zone)
    steps = [
        *(_to_publish(conference, draft) if publishes else ()),
        *_of_draft(conference, draft, asked),
        *(_of_page(conference) if sets else ()),
        *_of_words(conference, draft),
        *(_first_release(conference, draft) if publishes else ()),
        *(_of_registration(conference, asked, aside) if sets else ()),
        *(_of_team(conference, asked) if publishes else ()),
    ]
    return [
        _set_aside(step) if step.slug in aside and not step.is_done else step
        for step in steps
        if not (is_over and step.slug in BEFORE)
    ]


def _there(conference):
    """The conference's key with what it has: `has_rooms` and so on. One query."""

    def has(rows, **values):
        return Exists(rows.filter(conference=OuterRef("pk"), **values))

    members, invited = TeamMember.objects.order_by(), TeamInvitation.objects.order_by()
    open_invitations = invited.filter(accepted_at=None, expires_at__gt=timezone.now())
    return (
        Conference.objects.filter(pk=conference.pk)
        .only("pk")
        .annotate(
            has_rooms=has(Room.objects.order_by()),
            has_hosts=has(HostRole.objects.order_by()),
            has_form=has(ReplyForm.objects),
            has_registrations=has(Registration.objects.order_by()),
            has_desk=has(members, role=Role.DESK),
            has_desk_invited=has(open_invitations, role=Role.DESK),
            has_invited=has(open_invitations),
            has_team=Exists(members.filter(conference=OuterRef("pk")).exclude(role=Role.DESK)[1:2]),
        )
        .get()
    )


def _set_aside(step):
    return Step(step.label, step.address, slug=step.slug, is_aside=True)


def _to_publish(conference, draft):
    if draft.is_released and draft.unpublished and not draft.errors:
        n = draft.unpublished
        text = ngettext("Review and publish %(n)d change", "Review and publish %(n)d changes", n)
        yield Step(text % {"n": n}, _to("program_publish", conference.pk))


def _of_draft(conference, draft, asked):
    listed = _list("program_session", conference)
    if n := draft.errors:
        text = ngettext("Mend %(n)d clash", "Mend %(n)d clashes", n) % {"n": n}
        yield Step(text, _to("program_clashes", conference.pk), level="error")
    yield Step(
        _("Import or paste the agenda"),
        _to("program_import", conference.pk),
        is_done=bool(draft.sessions),
    )
    yield Step(
        _("Say who hosts it"), _add("people_hostrole", conference), asked.has_hosts, slug="hosts"
    )
    yield Step(
        _("List the rooms"), _add("conference_room", conference), asked.has_rooms, slug="rooms"
    )
    if not draft.sessions:
        return
    n = draft.untimed
    text = ngettext("Give %(n)d session a time", "Give %(n)d sessions a time", n) % {"n": n}
    label = text if n else _("Give each session a time")
    yield Step(label, f"{listed}&needs=time", is_done=not n, slug="times")
    if n := draft.roomless if asked.has_rooms else 0:
        text = ngettext("Give %(n)d session a room", "Give %(n)d sessions a room", n) % {"n": n}
        yield Step(text, f"{listed}&needs=room", slug="places")
    n = draft.without_people
    text = ngettext("Say who speaks in %(n)d session", "Say who speaks in %(n)d sessions", n) % {
        "n": n
    }
    label = text if n else _("Say who speaks")
    yield Step(label, f"{listed}&needs=people", is_done=not n, slug="people")


def _of_page(conference):
    """Of the conference's own page, each to its box."""
    page = _to("conference_conference_change", conference.pk)
    lacks_city = bool(conference.venue) and not conference.city
    yield Step(
        _("Say in which city it takes place") if lacks_city else _("Say where it takes place"),
        f"{page}#id_city_zh" if lacks_city else f"{page}#id_venue_zh",
        is_done=bool(conference.venue and conference.city),
        slug="place",
    )
    yield Step(
        _("Describe the conference in a few sentences"),
        f"{page}#id_description_zh",
        is_done=bool(conference.description),
        slug="text",
    )


def _of_words(conference, draft):
    n = draft.untranslated
    text = ngettext("Translate %(n)d text", "Translate %(n)d texts", n) % {"n": n}
    yield Step(
        text if n else _("Have every text in both languages"),
        _to("both_languages", conference.pk),
        is_done=not n,
        slug="translations",
    )


def _first_release(conference, draft):
    if (draft.sessions and not draft.errors) or draft.is_released:
        yield Step(
            _("Publish the program for the first time"),
            _to("program_publish", conference.pk),
            is_done=draft.is_released,
        )


def _of_registration(conference, asked, aside):
    yield Step(
        _("Open the registration, with a sample of a privacy notice"),
        _add("attendance_replyform", conference),
        is_done=asked.has_form,
        slug="registration",
    )
    # Where nobody registers, nobody is received at a desk.
    if "registration" not in aside or asked.has_form or asked.has_registrations:
        yield Step(
            _("Invite the team of the desk"),
            f"{_add('conference_teaminvitation', conference)}&role={Role.DESK.value}",
            is_done=asked.has_desk or asked.has_desk_invited,
            slug="desk",
        )


def _of_team(conference, asked):
    yield Step(
        _("Invite your team"),
        _add("conference_teaminvitation", conference),
        is_done=asked.has_team or asked.has_invited,
        slug="team",
    )


# --- Setting aside -----------------------------------------------------------------------------


def set_step_aside_view(site):
    """The address at which a step is set aside (`aside`), or taken up again."""

    def view(request, conference_id):
        conference = conference_for(request, conference_id, Right.EDIT_DRAFT)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        step = request.POST.get("step", "")
        if step not in ASIDE:
            raise Http404
        if request.POST.get("aside"):
            StepAside.objects.get_or_create(
                conference=conference, step=step, defaults={"by": request.user}
            )
            messages.success(request, _("The step is set aside. It stays at the end of the list."))
        else:
            StepAside.objects.filter(conference=conference, step=step).delete()
            messages.success(request, _("The step is on the list again."))
        return HttpResponseRedirect(f"{reverse('admin:index')}?{CONFERENCE}={conference.pk}")

    return path("steps/<int:conference_id>/", site.admin_view(view), name="set_step_aside")


def _to(name, *args):
    return reverse(f"admin:{name}", args=args)


def _list(name, conference):
    return f"{_to(f'{name}_changelist')}?{CONFERENCE}={conference.pk}"


def _add(name, conference):
    return f"{_to(f'{name}_add')}?conference={conference.pk}"
