"""What somebody answered, on their page in the admin: in words, the files that came along, and a
page to correct it.
"""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_http_methods, require_safe

from conference.attendance.answer_files import handed_out
from conference.attendance.answers_by_hand import AnswersForm, correct_answers, stale
from conference.attendance.models import DataAccess
from conference.attendance.privacy.looking import saw
from conference.attendance.questions.telling import told
from conference.attendance.registering import RegistrationRefused


class AnswerPages:
    """Before the admin of registrations."""

    def get_urls(self):
        asked = require_http_methods(["GET", "HEAD", "POST"])
        own = [
            path(
                "<int:registration_id>/answers/",
                self.admin_site.admin_view(asked(self.answers_view)),
                name="attendance_registration_answers",
            ),
            path(
                "<int:registration_id>/answers/<int:question_id>/",
                self.admin_site.admin_view(require_safe(self.answer_file_view)),
                name="attendance_registration_answer",
            ),
        ]
        return [*own, *super().get_urls()]

    def get_fieldsets(self, request, obj=None):
        if obj is not None:
            obj.may_edit = self.has_change_permission(request, obj)
        return super().get_fieldsets(request, obj)

    def answers_view(self, request, registration_id):
        """The questions of the person's category, with what they answered, to correct."""
        person = self.get_object(request, str(registration_id))
        if not self.has_change_permission(request, person):
            raise PermissionDenied
        if request.method != "POST":
            return self.answers_page(request, person, AnswersForm(person=person))
        form = AnswersForm(request.POST, request.FILES, person=person)
        if not form.is_valid():
            return self.answers_page(request, person, form, status=422)
        try:
            if form.taken_out:
                raise stale()
            correct_answers(
                person,
                mark=form.cleaned_data["mark"],
                answers=form.with_those_of(person),
                by=request.user,
            )
        except RegistrationRefused as refusal:
            now = self.get_object(request, str(registration_id))
            differing = form.marked(now)
            more = {"refused": refusal.message, "differing": differing}
            return self.answers_page(request, now, form, status=409, **more)
        said = _("The answers of %(name)s are saved.") % {"name": person.name}
        self.message_user(request, said, messages.SUCCESS)
        return redirect("admin:attendance_registration_change", person.pk)

    def answers_page(self, request, person, form, *, status=200, **more):
        context = {"person": person, "conference": person.conference, "form": form, **more}
        response = render(request, "attendance/answers_by_hand.html", context, status=status)
        response["Cache-Control"] = "private, no-store"
        return response

    def answer_file_view(self, request, registration_id, question_id):
        """The file of one answer, for whoever may read that answer; noted, by person."""
        person = self.get_object(request, str(registration_id))
        lines = told(person, shows_sensitive=person.sees_contacts)
        if not any(each.key == question_id and each.is_file for each in lines):
            raise Http404
        response = handed_out(person, str(question_id))
        saw(person.conference, DataAccess.Kind.FILE, [person.pk], by=request.user)
        return response

    @admin.display(description=gettext_lazy("answers"))
    def shown_answers(self, row):
        colon = pgettext("between a role and a name", ": ")
        lines = told(row, shows_sensitive=row.sees_contacts)
        rows = [(self.shown_question(each), colon, self.shown_answer(row, each)) for each in lines]
        said = format_html_join(mark_safe("<br>"), "{}{}{}", rows) or "-"
        if not getattr(row, "may_edit", False):
            return said
        there = reverse("admin:attendance_registration_answers", args=[row.pk])
        return format_html('{}<br><a href="{}">{}</a>', said, there, _("Correct the answers"))

    def shown_question(self, each):
        if not each.reads_now:
            return each.question
        now = _("reads now: %(question)s") % {"question": each.reads_now}
        return format_html('{} <span class="quiet">({})</span>', each.question, now)

    def shown_answer(self, row, each):
        if not each.is_file:
            return format_html_join(
                mark_safe("<br>"), "{}", ((t,) for t in each.answer.split("\n"))
            )
        there = reverse("admin:attendance_registration_answer", args=[row.pk, each.key])
        return format_html('<a href="{}">{}</a>', there, each.answer)
