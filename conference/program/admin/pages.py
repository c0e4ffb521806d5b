"""The organizer's own pages: preview of the draft, its clashes, and the review before a publish."""

from collections import Counter
from dataclasses import dataclass

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone, translation
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from conference.admin import zone_label
from conference.bilingual import HTML_LANG
from conference.models import Conference
from conference.permissions import Right, may
from conference.program.admin.notes import NoteForm
from conference.program.admin.papers import papers_view
from conference.program.admin.pushing import push_view
from conference.program.admin.settling import settle_view
from conference.program.draft.clashes import find_clashes
from conference.program.draft.moving import days_to_fit, said_of_days
from conference.program.models import Release
from conference.program.public import beside, pages
from conference.program.release.addresses import (
    BESIDE_PREVIEW,
    IN_PREVIEW,
    Addresses,
    public_addresses,
)
from conference.program.release.diff import compare
from conference.program.release.document import Program, read, upgraded
from conference.program.release.drafting import draft_document
from conference.program.release.publishing import PublishRefused, fingerprint, publish
from conference.scoped_admin.one_at_a_time import CONFERENCE
from conference.wording.clocks import clock, day_and_clock
from conference.wording.labels import listed

# What a review shows first: what attendees have to know.
ORDER_OF_KINDS = ("cancelled", "moved", "changed", "reinstated", "new", "removed")
LONGEST_SHOWN = 400  # characters of an old or new text


def conference_for(request, conference_id, right) -> Conference:
    """The conference of the address; 404 outside the user's scope, 403 without the right."""
    conference = get_object_or_404(Conference.objects.visible_to(request.user), pk=conference_id)
    if not may(request.user, right, conference):
        raise PermissionDenied
    return conference


# --- Changes as people read them ---------------------------------------------------------------


@dataclass(frozen=True)
class ShownChange:
    """A change with what differs in either language: [(label, [(lang, old, new)])]."""

    change: object
    fields: list
    facts: str = ""  # of a new session: when and where

    @property
    def kind(self):
        return self.change.kind


def shown_changes(changes, program=None) -> list[ShownChange]:
    """In the order of a review. `program` tells when and where new sessions are."""
    shown = []
    for change in changes:
        fields = [(field.label, _sides(field)) for field in change.fields]
        facts = ""
        if program is not None and change.subject == "session" and change.kind == "new":
            facts = _facts(program.session(change.code))
        shown.append(ShownChange(change, fields, facts))
    return sorted(shown, key=lambda row: ORDER_OF_KINDS.index(row.kind))


def _sides(field):
    # What is not written in either language is the name of something, shown in one.
    if not field.is_written and str(field.old) != str(field.new):
        return [("", _short(str(field.old)), _short(str(field.new)))]
    rows = []
    for side in ("zh", "en"):
        old, new = getattr(field.old, side), getattr(field.new, side)
        if old != new and ("", old, new) not in rows:
            same = (field.old.zh, field.new.zh) == (field.old.en, field.new.en)
            rows.append(("" if same else HTML_LANG[side], old, new))
    return [(lang, _short(old), _short(new)) for lang, old, new in rows]


def _short(text):
    return text if len(text) <= LONGEST_SHOWN else text[:LONGEST_SHOWN] + "…"


def _facts(session):
    if session is None:
        return ""
    when = ""
    if session.is_timed:
        when = f"{day_and_clock(session.starts_at)}–{clock(session.ends_at)}"
    people = listed(str(role.person.name) for role in session.roles)
    room = str(session.room.name) if session.room else ""
    return " · ".join(filter(None, (when, room, people)))


# --- Clashes -----------------------------------------------------------------------------------


def shown_clashes(clashes):
    """[(clash, [(session, its address in the admin)])]."""
    return [
        (
            clash,
            [(s, reverse("admin:program_session_change", args=[s.pk])) for s in clash.sessions],
        )
        for clash in clashes
    ]


def asked_of_people(clashes):
    """What one press can answer for all: {"double": ids, "alone": ids}, with commas between."""
    double = {c.person.pk for c in clashes if c.code == "person" and c.is_error}
    alone = {c.person.pk for c in clashes if c.code == "no_session"}
    return {
        name: {"count": len(ids), "ids": ",".join(map(str, sorted(ids)))}
        for name, ids in (("double", double), ("alone", alone))
    }


def _to_other_days(conference, clashes) -> dict | None:
    """One press for a conference that was put on other days than its agenda; one query, only where
    sessions lie outside its days.
    """
    is_outside = any(clash.code == "outside_conference" for clash in clashes)
    days = days_to_fit(conference) if is_outside else 0
    if not days:
        return None
    address = reverse("admin:conference_move_days", args=[conference.pk])
    return {"address": f"{address}?days={days}", "label": said_of_days(days)}


def is_lonely(clash):
    return clash.code == "no_session"


class ProgramPages:
    """Views of one admin site; `urls()` goes before the site's own. `still_open(user, conference)`
    are the steps that a first publish leaves undone, with a label and an address each.
    """

    def __init__(self, site, still_open=lambda user, conference: ()):
        self.site, self.still_open = site, still_open

    def urls(self):
        def page(route, view, name):
            return path(f"program/{route}", self.site.admin_view(view), name=f"program_{name}")

        base = "preview/<int:conference_id>/"
        inside = f"{base}<str:language>/"
        return [
            page("publish/<int:conference_id>/", self.publish, "publish"),
            page("clashes/<int:conference_id>/", self.clashes, "clashes"),
            page("settle/<int:conference_id>/", settle_view(conference_for), "settle"),
            page("push/<int:conference_id>/", push_view(self, conference_for), "push"),
            page("papers/<int:conference_id>/", papers_view(self, conference_for), "papers"),
            page(base, self.preview_start, "preview"),
            page(inside, self.preview("home"), "preview_home"),
            page(f"{inside}schedule/", self.preview("schedule"), "preview_schedule"),
            page(f"{inside}sessions/<slug:code>/", self.preview("session"), "preview_session"),
            page(f"{inside}speakers/", self.preview("speakers"), "preview_speakers"),
            page(f"{inside}speakers/<slug:code>/", self.preview("speaker"), "preview_speaker"),
            page(f"{inside}venue/", self.preview("venue"), "preview_venue"),
        ]

    def answer(self, request, name, conference, context, status=200):
        context = {
            **self.site.each_context(request),
            "conference": conference,
            "opts": Release._meta,
            **context,
        }
        return TemplateResponse(request, f"admin/program/{name}.html", context, status=status)

    # --- Clashes ----------------------------------------------------------------------------

    def clashes(self, request, conference_id):
        conference = conference_for(request, conference_id, Right.VIEW_DRAFT)
        found = find_clashes(conference)
        context = {
            "title": _("Clashes"),
            **self.findings(request, conference, found),
            "back": "clashes",
            "zone_label": zone_label(conference),
            "may_publish": may(request.user, Right.PUBLISH, conference),
        }
        return self.answer(request, "clashes", conference, context)

    @staticmethod
    def findings(request, conference, found):
        """What both pages print of the clashes, with the answers of whoever may edit."""
        warnings = [clash for clash in found if not clash.is_error]
        return {
            "errors": shown_clashes(c for c in found if c.is_error),
            "warnings": shown_clashes(c for c in warnings if not is_lonely(c)),
            "lonely": shown_clashes(filter(is_lonely, warnings)),
            "asked": asked_of_people(found),
            "to_other_days": _to_other_days(conference, found),
            "may_settle": may(request.user, Right.EDIT_DRAFT, conference),
        }

    # --- Publish ----------------------------------------------------------------------------

    def publish(self, request, conference_id):
        conference = conference_for(request, conference_id, Right.PUBLISH)
        form = PublishForm(request.POST.dict() if request.method == "POST" else None)
        if form.is_bound and form.is_valid():
            try:
                release = publish(conference, by=request.user, **form.act)
            except PublishRefused as refused:
                messages.error(request, refused.message)
                # What was reviewed is no longer what would go out: review again.
                kept = {name: form.cleaned_data[name] for name in ("note_zh", "note_en")}
                form = PublishForm(initial=kept)
            else:
                overview = f"{reverse('admin:index')}?{CONFERENCE}={conference.pk}"
                link = format_html(
                    '{} <a href="{}">{}</a> · <a href="{}">{}</a>',
                    _("%(release)s of %(conference)s is public.")
                    % {"release": release, "conference": conference},
                    conference.get_absolute_url(),
                    _("Look at it as attendees do"),
                    overview,
                    _("What it still needs"),
                )
                messages.success(request, link)
                return HttpResponseRedirect(
                    reverse("admin:program_release_change", args=[release.pk])
                )
        return self.review(request, conference, form)

    def review(self, request, conference, form):
        document = draft_document(conference)
        program = read(document, number=0, published_at=None)
        previous = conference.releases.standing().first()
        changes = compare(previous and upgraded(previous.document), document)
        found = find_clashes(conference)
        findings = self.findings(request, conference, found)
        if form.is_bound:  # the note was too long; its review is this new one
            form = PublishForm(form.data | {"reviewed": fingerprint(document)})
        else:
            form.fields["reviewed"].initial = fingerprint(document)
        context = {
            "title": _("Publish"),
            "form": form,
            "previous": previous,
            "published_at": previous and previous.published_at.astimezone(conference.zone),
            "changes": shown_changes(changes, program),
            "summary": summary_of(changes),
            **findings,
            # Before the first publish it is one of the steps.
            "untimed": conference.sessions.planned().untimed().count() if previous else 0,
            "still_open": [] if previous else self.still_open(request.user, conference),
            "back": "publish",
            "may_confirm": bool(changes or previous is None) and not findings["errors"],
            "zone_label": zone_label(conference),
        }
        return self.answer(request, "publish", conference, context)

    # --- Preview ----------------------------------------------------------------------------

    def preview_start(self, request, conference_id):
        conference_for(request, conference_id, Right.VIEW_DRAFT)
        language = translation.get_language()
        return HttpResponseRedirect(
            reverse("admin:program_preview_home", args=[conference_id, language])
        )

    def preview(self, name):
        @require_safe
        def view(request, conference_id, language, **codes):
            if language not in dict(settings.LANGUAGES):
                raise Http404
            conference = conference_for(request, conference_id, Right.VIEW_DRAFT)
            program, urls = draft_of(conference)
            with translation.override(language):
                live = self.beside(name, program, **codes) if urls.beside else {}
                draw = getattr(pages, f"render_{name}")
                return for_the_team(draw(request, program, urls=urls, **live, **codes))

        return view

    def beside(self, name, program, code=None):
        """What the public page of this name shows live; its links need public pages."""
        if name == "home":
            at = timezone.now()
            return {"at": at, **beside.home(program, at)}
        found = getattr(beside, name)(program, code) if name in ("session", "speaker") else {}
        return {key: value for key, value in found.items() if key != "moved_to"}


def draft_of(conference) -> tuple[Program, Addresses]:
    """The draft as a preview draws it, and its addresses there; `beside` them those of what stands
    live beside the program, once the conference is public.
    """
    base = reverse("admin:program_preview", args=[conference.pk])
    is_public = conference.releases.standing().exists()
    urls = Addresses(
        {code: f"{base}{code}/" for code in dict(settings.LANGUAGES)},
        names=IN_PREVIEW,
        beside=public_addresses(conference.slug, names=BESIDE_PREVIEW) if is_public else None,
    )
    return read(draft_document(conference), number=0, published_at=None), urls


def for_the_team(response):
    """A page of the draft is kept by nobody."""
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    return response


class PublishForm(NoteForm):
    reviewed = forms.CharField(max_length=64, widget=forms.HiddenInput)


def summary_of(changes) -> list[tuple[str, str]]:
    """[(kind, '3 moved')] in the order of a review."""
    labels = {change.kind: change.kind_label for change in changes}
    counts = Counter(change.kind for change in changes)
    return [
        (kind, _("%(count)d %(what)s") % {"count": counts[kind], "what": labels[kind]})
        for kind in ORDER_OF_KINDS
        if kind in labels
    ]
