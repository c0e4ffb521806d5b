"""The page of changes: who did what when at a conference, and taking an act back."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import partial

from django.apps import apps
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import Resolver404, path, resolve, reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from conference.acts.images import models_of
from conference.acts.offering import offer
from conference.acts.reading import acts_of, acts_seen_by, kinds_read_by, told
from conference.acts.refusal import UndoRefused
from conference.acts.rights import may_change
from conference.acts.telling import SHOWN_OF_ONE, SHOWN_RECORDS, tell
from conference.acts.undoing import take_back
from conference.admin import zone_label
from conference.attendance.admin.contacts import MaskedChanges, PeopleChanges
from conference.attendance.models import DataAccess, Registration
from conference.attendance.privacy.looking import saw
from conference.attendance.questions.wordings import QuestionsThen
from conference.history import ReadableChanges
from conference.ids import possible_id
from conference.meanwhile.authors import Author
from conference.models import Act, Conference
from conference.permissions import Right, is_all_powerful, may, sees_contacts
from conference.program.release.publishing import PUBLISHED
from config.office.events import events_of

PER_PAGE = 30


class ChangesPages:
    """Views of one admin site; `urls()` goes before the site's own."""

    def __init__(self, site):
        self.site = site

    def urls(self):
        view = self.site.admin_view
        return [
            path("changes/", view(self.everywhere), name="changes"),
            path("changes/of/<int:conference_id>/", view(self.of_conference), name="changes_of"),
            path("changes/<slug:name>/", view(self.of_act), name="changes_act"),
            path("changes/<slug:name>/undo/", view(undo_view), name="undo"),
        ]

    def everywhere(self, request):
        """What one did oneself, and what happened to the directory and at one's conferences."""
        return self.page(request, acts_seen_by(request.user), None)

    def of_conference(self, request, conference_id):
        rows = Conference.objects.visible_to(request.user)
        conference = get_object_or_404(rows, pk=conference_id)
        rights = (Right.VIEW_DRAFT, Right.VIEW_REGISTRATIONS)
        if not any(may(request.user, right, conference) for right in rights):
            raise PermissionDenied
        # A publish is told by its release.
        acts = acts_of(request.user, conference).exclude(words=PUBLISHED)
        return self.page(request, acts, conference)

    def of_act(self, request, name):
        rows = acts_seen_by(request.user).select_related("by", "undone_by__by", "conference")
        act = get_object_or_404(rows, name=name)
        with timezone.override(act.conference.zone if act.conference else None):
            context = {
                "title": _("One change"),
                "conference": act.conference,
                "entries": shown(request.user, [act], act.conference, limit=SHOWN_OF_ONE),
                "is_one": True,
            }
            return self.answer(request, context)

    def page(self, request, acts, conference):
        zone = conference.zone if conference else timezone.get_default_timezone()
        with timezone.override(zone):
            filters = Filters(request, acts, conference)
            rows = filters.applied().select_related("by", "undone_by__by", "conference")
            page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
            entries = shown(request.user, list(page), conference)
            if conference and not filters.kind:
                entries = with_events(entries, page, request.user, conference, filters)
            context = {
                "title": pgettext("acts", "Changes"),
                "conference": conference,
                "zone_label": zone_label(conference) if conference else "UTC",
                "entries": entries,
                "page": page,
                "filters": filters,
            }
            return self.answer(request, context)

    def answer(self, request, context):
        context = self.site.each_context(request) | context
        response = TemplateResponse(request, "admin/changes.html", context)
        response["Cache-Control"] = "private, no-store"
        return response.render()


# --- What is asked for ----------------------------------------------------------------------------


class Filters:
    """By person, day and kind of row, from the address; what is none of them filters nothing."""

    def __init__(self, request, acts, conference):
        self.acts = acts
        self.kinds = {
            label: str(capfirst(apps.get_model(label)._meta.verbose_name_plural))
            for label in kinds_read_by(request.user, conference and conference.pk)
        }
        people = get_user_model().objects.filter(pk__in=acts.order_by().values("by"))
        self.people = {str(user.pk): user.get_full_name() or str(user) for user in people}
        asked = request.GET.get
        self.person = asked("by", "") if asked("by", "") in self.people else ""
        self.kind = asked("kind", "") if asked("kind", "") in self.kinds else ""
        try:
            self.day = parse_date(asked("day", ""))
        except ValueError:
            self.day = None

    @property
    def span(self):
        start = timezone.make_aware(datetime.combine(self.day, time()))
        return start, start + timedelta(days=1)

    @property
    def address(self) -> str:
        found = {"by": self.person, "kind": self.kind, "day": self.day and self.day.isoformat()}
        return "".join(f"{name}={value}&" for name, value in found.items() if value)

    def applied(self):
        rows = self.acts
        if self.person:
            rows = rows.filter(by=self.person)
        if self.kind:
            rows = rows.filter(counts__has_key=self.kind)
        if self.day:
            rows = rows.filter(at__gte=self.span[0], at__lt=self.span[1])
        return rows


# --- What is shown --------------------------------------------------------------------------------


@dataclass
class Entry:
    """An act or an event of the page."""

    at: datetime
    who: str
    words: str
    what: str
    rows: list
    more: int = 0
    act: Act | None = None
    can_be_undone: bool = False
    note: str = ""


def shown(user, acts, conference, *, limit=SHOWN_RECORDS) -> list[Entry]:
    owners = {act.conference_id for act in acts}
    kinds = {owner: set(kinds_read_by(user, owner)) for owner in owners}
    every = set().union(*kinds.values())
    sees = is_all_powerful(user) or (conference and sees_contacts(user, conference))

    asked = QuestionsThen(owner for owner in owners if owner)

    def helper(model):
        if model is not Registration:
            return ReadableChanges
        return partial(PeopleChanges if sees else MaskedChanges, asked=asked)

    every_act = tell(acts, kinds=every, helper=helper, limit=limit)
    if sees:
        note_looks(user, [row for each in every_act for row in each.rows])
    return [entry_of(user, each, kinds[each.act.conference_id], limit) for each in every_act]


def note_looks(user, rows):
    """That the account was shown phone, e-mail or answers of these people in full."""
    label, contacts = Registration._meta.label_lower, set(MaskedChanges.masks)
    keys = {row.pk for row in rows if row.label == label and contacts & set(row.columns)}
    if not keys:
        return
    people = defaultdict(list)
    known = Registration.objects.filter(pk__in=keys, erased_at=None).select_related("conference")
    for person in known.order_by("pk"):
        people[person.conference].append(person.pk)
    for conference, found in people.items():
        saw(conference, DataAccess.Kind.LISTED, found, by=user)


def entry_of(user, each, kinds, limit) -> Entry:
    act, total = each.act, sum(sum(t) for label, t in each.act.counts.items() if label in kinds)
    note = what_stands_in_the_way(user, each)
    rows = [row for row in each.rows if row.label in kinds]
    return Entry(
        at=act.at,
        who=name_of(act.by),
        words=words_of(act),
        what=told(act, kinds),
        rows=rows,
        more=max(0, total - len(rows)),
        act=act,
        can_be_undone=note is None,
        note=note or "",
    )


def what_stands_in_the_way(user, each) -> str | None:
    """None: nothing; else why an act is not taken back, "" where the reader knows."""
    act = each.act
    if act.is_undone:
        undo = act.undone_by
        return _("Taken back: %(who)s") % {"who": who_and_when(undo.by, undo.at)}
    if not act.is_fresh() or each.changes_nothing:
        return ""
    if each.since is not None:
        since = who_and_when(each.since.history_user, each.since.history_date)
        return _("Changed since: %(who)s") % {"who": since}
    if not all(may_change(user, model, act.conference_id) for model in models_of(act)):
        return _("You may not change all of this.")
    return None


def who_and_when(user, at) -> str:
    return f"{name_of(user)}, {Author(user, at).clock}"


def words_of(act) -> str:
    if act.words:
        colon = pgettext("between a role and a name", ": ")
        return f"{_(act.words)}{colon}{act.file}" if act.file else _(act.words)
    tallies = list(act.counts.values())
    added, changed, deleted = (sum(tally[n] for tally in tallies) for n in range(3))
    if changed or (added and deleted):
        return pgettext("act", "Changed")
    return pgettext("act", "Added") if added else pgettext("act", "Deleted")


def name_of(user) -> str:
    if user is None:
        return _("Somebody")
    return user.get_full_name() or user.get_username()


def with_events(entries, page, user, conference, filters) -> list[Entry]:
    """The acts of a page with what else happened in their time, the newest first."""
    newest = None if page.number == 1 else entries[0].at
    end = page.end_index()
    following = list(page.paginator.object_list.values_list("at", flat=True)[end : end + 1])
    oldest = following[0] if following else None
    if filters.day:
        start, end = filters.span
        newest, oldest = min(filter(None, (newest, end))), max(filter(None, (oldest, start)))
    found = [
        Entry(event.at, name_of(event.by) if event.is_by_somebody else "", event.words, "", [])
        for event in events_of(user, conference, after=oldest, until=newest)
        if not filters.person or filters.person == str(event.by and event.by.pk)
    ]
    return sorted([*entries, *found], key=lambda entry: entry.at, reverse=True)


# --- Taking back ----------------------------------------------------------------------------------


def undo_view(request, name):
    """POST takes the act back and leads to where one was; 404 for what one may not read of, 403
    without the right to change its rows.
    """
    taken = get_object_or_404(acts_seen_by(request.user).select_related("by"), name=name)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    said_before = len(messages.get_messages(request))
    try:
        undo = take_back(taken, by=request.user)
    except UndoRefused as refusal:
        if refusal.code == "rights":
            raise PermissionDenied from None
        messages.error(request, refusal.message)
    else:
        text = _("Done again: %(what)s.") if taken.undoes_id else _("Taken back: %(what)s.")
        messages.success(request, text % {"what": told(undo)})
        offer(request, undo, said_before=said_before)
    return HttpResponseRedirect(where_one_was(request, taken))


undo_view.opens_own_act = True


def where_one_was(request, taken) -> str:
    """The page with the button; the list of a row whose page is gone with it."""
    back = request.POST.get("next", "")
    own = {request.get_host()}
    if not url_has_allowed_host_and_scheme(back, own, require_https=request.is_secure()):
        return reverse("admin:index")
    try:
        match = resolve(back.partition("?")[0])
    except Resolver404:
        return reverse("admin:index")
    pk = possible_id(match.kwargs.get("object_id", ""))
    for model in models_of(taken) if pk is not None else ():
        base = f"{model._meta.app_label}_{model._meta.model_name}"
        of_row = (match.url_name or "").startswith(f"{base}_")
        if of_row and not model._base_manager.filter(pk=pk).exists():
            return reverse(f"admin:{base}_changelist")
    return back
