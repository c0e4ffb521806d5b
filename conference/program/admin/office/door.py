"""The waiting file of an office: its preview, its corrections, and the import that it ends with."""

from dataclasses import replace

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import path, reverse
from django.utils.translation import gettext as _

from conference.permissions import Right, may
from conference.program.admin.office import together, waiting
from conference.program.admin.office.answers import NotUnderstood, corrections_of
from conference.program.admin.office.page import edit_context, preview_context
from conference.program.admin.office.waiting import FILES, MOST_ANSWERS
from conference.program.admin.pages import conference_for
from conference.program.admin.plans import groups_of
from conference.program.entering import (
    Decisions,
    ImportRefused,
    ImportStale,
    enter_reviewed,
    plan_office,
)
from conference.program.office.corrections import with_one

TICKS = ("only_sure", "registrations", "speakers", "show_guests")


class OfficePages:
    """Views of one admin site. `answer` and `told` are the importing pages' own: a page, and a plan
    that was written as a sentence.
    """

    def __init__(self, site, answer, told):
        self.site, self.answer, self.told = site, answer, told

    def urls(self, base):
        pages = [
            ("", self.preview, "program_import_office"),
            ("correct/", self.correct, "program_import_office_correct"),
            ("confirm/", self.confirm, "program_import_office_confirm"),
            ("discard/", self.discard, "program_import_office_discard"),
        ]
        return [
            path(f"{base}office/<str:token>/{tail}", self.site.admin_view(view), name=name)
            for tail, view, name in pages
        ]

    def start(self, conference):
        return HttpResponseRedirect(reverse("admin:program_import", args=[conference.pk]))

    def expired(self, request, conference):
        messages.warning(
            request, _("The checked file has expired: it is kept for an hour. Send it again.")
        )
        return self.start(conference)

    def here(self, conference, token, place=""):
        address = reverse("admin:program_import_office", args=[conference.pk, token])
        is_place = place.replace("-", "").replace(".", "").isalnum()
        return HttpResponseRedirect(f"{address}#{place}" if is_place else address)

    def done(self, conference, token):
        address = reverse("admin:program_import_done", args=[conference.pk])
        return HttpResponseRedirect(f"{address}?file={token}")

    # --- Pages ---------------------------------------------------------------------------------

    def preview(self, request, conference_id, token):
        conference = conference_for(request, conference_id, Right.EDIT_DRAFT)
        if FILES.answer_of(request.user, conference, token):
            return self.done(conference, token)
        file = waiting.find(request.user, conference, token)
        if file is None:
            return self.expired(request, conference)
        try:
            reading = file.read()
        except ImportRefused as refusal:
            messages.error(request, str(refusal))
            return self.start(conference)
        if key := request.GET.get("edit"):
            context = edit_context(reading, key)
            if context is None:
                messages.warning(
                    request, _("This item is not there any more. Look at the page again.")
                )
                return self.here(conference, token)
            return self.answer(request, "office_edit", conference, {**context, "token": token})
        return self.shown(request, conference, token, file, reading)

    def shown(self, request, conference, token, file, reading, *, plan=None, is_again=False):
        refusal = ""
        if plan is None:
            try:
                plan = plan_office(reading, conference, decisions=file.decisions, by=request.user)
            except ImportRefused as reason:
                refusal = str(reason)
        context = {
            **preview_context(file, reading, plan),
            **self.at_once(request, conference, file, reading, plan),
            "title": _("Check what was read"),
            "token": token,
            "refusal": refusal,
            "is_again": is_again,
            "may_register": may(request.user, Right.EDIT_REGISTRATIONS, conference),
        }
        status = 409 if is_again else 200
        return self.answer(request, "office", conference, context, status)

    def at_once(self, request, conference, file, reading, plan) -> dict:
        """What the import would do with the suggested answers, where nothing but suggestions is
        open; {} else.
        """
        if plan is None or plan.may_be_written or not all(a.suggested for a in plan.open_asks):
            return {}
        try:
            taken = self.plan_as_suggested(request, conference, file, reading)
        except ImportRefused:
            return {}
        if taken.open_asks or taken.changes_nothing:
            return {}
        return {
            "at_once": taken.fingerprint(),
            "at_once_counts": groups_of(taken),
            "at_once_answers": [
                (
                    ask.text,
                    next((o.label for o in ask.options if o.value == ask.answer), ask.answer),
                )
                for ask in taken.asks
                if ask.is_accepted
            ],
        }

    # --- Acts ----------------------------------------------------------------------------------

    def correct(self, request, conference_id, token):
        """Adds corrections and decisions, or takes one back; the file is read anew and shown."""
        conference = conference_for(request, conference_id, Right.EDIT_DRAFT)
        if request.method != "POST":
            return self.here(conference, token)
        file = waiting.find(request.user, conference, token)
        if file is None:
            return self.expired(request, conference)
        try:
            self.take(request, conference, file)
        except NotUnderstood as problem:
            messages.error(request, str(problem))
        except ImportRefused as refusal:
            messages.error(request, str(refusal))
        else:
            waiting.save(request.user, conference, token, file)
        return self.here(conference, token, request.POST.get("back", ""))

    def take(self, request, conference, file):
        post = request.POST
        undo, ask = post.get("undo", ""), post.get("ask", "")
        if undo == "all":
            file.corrections, file.answers, file.about, file.is_remembered = [], {}, {}, False
            file.carried = file.lost = 0
        elif undo:
            file.corrections = [one for n, one in enumerate(file.corrections) if str(n) != undo]
            file.forget(undo)
        elif ask:
            said = (post.get("typed") or post.get("answer") or "").strip()
            if not said:
                raise NotUnderstood(_("Nothing was filled in."))
            if len(ask) > 64 or len(said) > 200 or len(file.answers) >= MOST_ANSWERS:
                raise NotUnderstood(_("This page is out of date. Look at it again."))
            asks = self.plan_of(request, conference, file).asks
            if ask not in {one.key for one in asks}:
                raise NotUnderstood(_("This page is out of date. Look at it again."))
            file.answer({ask: said}, asks)
        elif post.get("what") == "suggested":
            self.take_suggested(request, conference, file)
        elif post.get("what") == "together":
            self.take_together(request, conference, file)
        elif post.get("what") == "ticks":
            file.ticks = {name: name in post for name in TICKS}
        else:
            for one in corrections_of(post, file.read()):
                file.corrections = with_one(file.corrections, one)

    def plan_of(self, request, conference, file):
        return plan_office(file.read(), conference, decisions=file.decisions, by=request.user)

    def plan_as_suggested(self, request, conference, file, reading):
        """With every open question answered for which the file itself speaks, as it was read; and
        those that come up then.
        """
        return plan_office(reading, conference, decisions=as_suggested(file), by=request.user)

    def take_suggested(self, request, conference, file):
        file.take_accepted(self.plan_as_suggested(request, conference, file, file.read()).asks)

    def take_together(self, request, conference, file):
        """One answer for all open questions of a subject."""
        plan = self.plan_of(request, conference, file)
        subject, _space, value = request.POST.get("answer-all", "").partition(" ")
        found = together.answers(plan.open_asks, subject, value)
        if not found:
            raise NotUnderstood(_("This page is out of date. Look at it again."))
        file.answer(found, plan.asks)

    def confirm(self, request, conference_id, token):
        """All of it or nothing; what changed since the preview is shown instead."""
        conference = conference_for(request, conference_id, Right.EDIT_DRAFT)
        if request.method != "POST":
            return self.here(conference, token)
        if FILES.answer_of(request.user, conference, token):
            return self.done(conference, token)
        file = waiting.find(request.user, conference, token)
        if file is None:
            return self.expired(request, conference)
        try:
            reading = file.read()
            takes_suggested = request.POST.get("what") == "suggested"
            plan = enter_reviewed(
                reading,
                conference,
                reviewed=request.POST.get("reviewed", ""),
                decisions=as_suggested(file) if takes_suggested else file.decisions,
                by=request.user,
            )
        except ImportStale as stale:
            if FILES.answer_of(request.user, conference, token):
                return self.done(conference, token)  # two of one confirmation at once
            file.take_accepted(stale.plan.asks)
            waiting.save(request.user, conference, token, file)
            plan = stale.plan
            return self.shown(request, conference, token, file, reading, plan=plan, is_again=True)
        except ImportRefused as refusal:
            messages.error(request, str(refusal))
            return self.here(conference, token)
        waiting.remember(conference, file, reading)
        left = [(one.text, one.address, one.reason) for one in plan.left_out]
        rest = [(row.read.name, row.read.address, row.why) for row in plan.not_registered]
        taken = {"left": left, "rest": rest, "guests": len(plan.guests)}
        FILES.finish(request.user, conference, token, taken)
        messages.success(request, self.told(plan, file.name))
        return self.done(conference, token)

    def discard(self, request, conference_id, token):
        conference = conference_for(request, conference_id, Right.EDIT_DRAFT)
        if request.method != "POST":
            return self.here(conference, token)
        FILES.drop(request.user, conference, token)
        messages.info(request, _("The file was removed. Nothing was imported."))
        return self.start(conference)


def as_suggested(file) -> Decisions:
    return replace(file.decisions, accept=True)
