"""The waiting file of an office: its preview, its corrections, and the import that it ends with."""

from dataclasses import dataclass, field

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import path, reverse
from django.utils.translation import gettext as _

from conference.permissions import Right
from conference.program.admin.office import outcome, picture
from conference.program.admin.office.answers import (
    NotUnderstood,
    corrections_of,
    in_words,
    places_of_name,
)
from conference.program.admin.pages import conference_for
from conference.program.importing import ImportRefused
from conference.program.office import read_office_file
from conference.program.office.corrections import (
    COLUMNS,
    GUEST_COLUMNS,
    IGNORE,
    Correction,
    from_json,
    with_one,
)
from conference.program.office.meanings.times import told
from conference.waiting_file import WaitingFiles

FILES = WaitingFiles("office")
NAME_LENGTH = 120


@dataclass
class Waiting:
    """A file, its name, and what was said of it."""

    raw: bytes
    name: str
    corrections: list[Correction] = field(default_factory=list)

    def read(self, corrections=None):
        """Raises ImportRefused."""
        said = self.corrections if corrections is None else corrections
        return read_office_file(self.raw, self.name, corrections=said, may_be_empty=True)

    def as_note(self):
        return {
            "name": self.name,
            "corrections": [one.as_json() for one in self.corrections],
        }


class OfficePages:
    """Views of one admin site; `answer` is the importing pages' own."""

    def __init__(self, site, answer):
        self.site, self.answer = site, answer

    def urls(self, base):
        pages = [
            ("", self.preview, "program_import_office"),
            ("correct/", self.correct, "program_import_office_correct"),
            ("discard/", self.discard, "program_import_office_discard"),
        ]
        return [
            path(f"{base}office/<str:token>/{tail}", self.site.admin_view(view), name=name)
            for tail, view, name in pages
        ]

    # --- The file that waits -------------------------------------------------------------------

    def keep(self, request, conference, raw, name) -> str:
        """The token of a file that was read; '' for one that is too large to wait."""
        token = FILES.keep(request.user, conference, raw)
        if token:
            waiting = Waiting(raw, name[:NAME_LENGTH])
            FILES.note(request.user, conference, token, waiting.as_note())
        return token

    def waiting(self, request, conference, token) -> Waiting | None:
        raw = FILES.fetch(request.user, conference, token)
        note = FILES.noted(request.user, conference, token)
        if raw is None or note is None:
            return None
        return Waiting(raw, note["name"], from_json(note["corrections"]))

    def start(self, conference):
        return HttpResponseRedirect(reverse("admin:program_import", args=[conference.pk]))

    def expired(self, request, conference):
        messages.warning(
            request, _("The checked file has expired: it is kept for an hour. Send it again.")
        )
        return self.start(conference)

    def here(self, conference, token, place=""):
        address = reverse("admin:program_import_office", args=[conference.pk, token])
        return HttpResponseRedirect(f"{address}#{place}" if place else address)

    # --- Pages ---------------------------------------------------------------------------------

    def preview(self, request, conference_id, token):
        conference = conference_for(request, conference_id, Right.EDIT_DRAFT)
        waiting = self.waiting(request, conference, token)
        if waiting is None:
            return self.expired(request, conference)
        try:
            reading = waiting.read()
        except ImportRefused as refusal:
            messages.error(request, str(refusal))
            return self.start(conference)
        if key := request.GET.get("edit"):
            return self.edit(request, conference, token, reading, key)
        return self.shown(request, conference, token, waiting, reading)

    def shown(self, request, conference, token, waiting, reading, *, status=200):
        chosen = next(
            (
                {int(p) for p in one.places if p.isdigit()}
                for one in waiting.corrections
                if one.what == "sheets"
            ),
            None,
        )
        left = {
            place for one in waiting.corrections if one.what == "row" and one.value == "leave"
            for place in one.places
        }  # fmt: skip
        hidden_rows = outcome.hidden_rows_of(reading)
        questions = outcome.questions_of(reading, hidden_rows)
        context = {
            "title": _("Check what was read"),
            "name": waiting.name,
            "token": token,
            "reading": reading,
            "sheets": picture.sheets_of(reading, chosen, left),
            "days": outcome.days_of(reading),
            "questions": questions[: outcome.SHOWN_QUESTIONS],
            "questions_more": max(0, len(questions) - outcome.SHOWN_QUESTIONS),
            "leftovers": [
                (left, reading.places.get(left.address, ""))
                for left in reading.leftovers[: outcome.SHOWN_LEFTOVERS]
            ],
            "leftovers_more": max(0, len(reading.leftovers) - outcome.SHOWN_LEFTOVERS),
            "corrections": [
                (n, in_words(one, reading), n in reading.unused)
                for n, one in enumerate(waiting.corrections)
            ],
            "column_choices": [*COLUMNS.items(), (IGNORE, _("not used"))],
            "guest_choices": [*GUEST_COLUMNS.items(), (IGNORE, _("not used"))],
            "kinds": outcome.kind_choices(),
            "states": list(picture.STATES.items()),
        }
        return self.answer(request, "office", conference, context, status)

    def edit(self, request, conference, token, reading, key):
        """One item or guest with all its fields, where it stands or as a page of its own."""
        session = next((one for one in reading.sessions if one.key == key), None)
        guest = next((one for one in reading.people if one.key == key), None)
        if session is None and guest is None:
            messages.warning(request, _("This item is not there any more. Look at the page again."))
            return self.here(conference, token)
        context = {
            "title": _("Correct an item") if session else _("Correct a guest"),
            "token": token,
            "session": session,
            "guest": guest,
            "kinds": outcome.kind_choices(),
            "roles": outcome.role_choices(),
        }
        if session:
            parents = {one.order: one for one in reading.sessions}
            context["parent"] = parents[session.parent].key if session.parent else ""
            context["forums"] = [
                one for one in reading.sessions
                if one.kind.value == "sub-forum" and one is not session and one.parent is None
            ]  # fmt: skip
            context["people"] = [
                (one, len(places_of_name(one.name, reading, session))) for one in session.people
            ]
            context["rooms"] = reading.rooms
            context["start"] = told(session.start.value) or ""
            context["end"] = told(session.end.value) or ""
        return self.answer(request, "office_edit", conference, context)

    # --- Acts ----------------------------------------------------------------------------------

    def correct(self, request, conference_id, token):
        """Adds corrections, or takes one back; the file is read anew and shown."""
        conference = conference_for(request, conference_id, Right.EDIT_DRAFT)
        if request.method != "POST":
            return self.here(conference, token)
        waiting = self.waiting(request, conference, token)
        if waiting is None:
            return self.expired(request, conference)
        undo = request.POST.get("undo", "")
        try:
            if undo == "all":
                waiting.corrections = []
            elif undo:
                waiting.corrections = [
                    one for n, one in enumerate(waiting.corrections) if str(n) != undo
                ]
            else:
                for one in corrections_of(request.POST, waiting.read()):
                    waiting.corrections = with_one(waiting.corrections, one)
        except NotUnderstood as problem:
            messages.error(request, str(problem))
        except ImportRefused as refusal:
            messages.error(request, str(refusal))
            return self.start(conference)
        else:
            FILES.note(request.user, conference, token, waiting.as_note())
        place = request.POST.get("back", "")
        return self.here(conference, token, place if place.replace("-", "").isalnum() else "")

    def discard(self, request, conference_id, token):
        conference = conference_for(request, conference_id, Right.EDIT_DRAFT)
        if request.method != "POST":
            return self.here(conference, token)
        FILES.drop(request.user, conference, token)
        messages.info(request, _("The file was removed. Nothing was imported."))
        return self.start(conference)
