"""What somebody answered, on their page in the admin: in words, and the files that came along."""

from django.contrib import admin
from django.http import Http404
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_safe

from conference.attendance.answer_files import handed_out
from conference.attendance.models import DataAccess
from conference.attendance.privacy.looking import saw
from conference.attendance.questions.telling import told


class AnswerPages:
    """Before the admin of registrations."""

    def get_urls(self):
        own = path(
            "<int:registration_id>/answers/<int:question_id>/",
            self.admin_site.admin_view(require_safe(self.answer_file_view)),
            name="attendance_registration_answer",
        )
        return [own, *super().get_urls()]

    def answer_file_view(self, request, registration_id, question_id):
        """The file of one answer, for whoever may read that answer; noted, by person."""
        person = self.get_object(request, str(registration_id))
        lines = told(person.conference, person.answers, shows_sensitive=person.sees_contacts)
        if not any(each.key == question_id and each.is_file for each in lines):
            raise Http404
        response = handed_out(person, str(question_id))
        saw(person.conference, DataAccess.Kind.FILE, [person.pk], by=request.user)
        return response

    @admin.display(description=gettext_lazy("answers"))
    def shown_answers(self, row):
        colon = pgettext("between a role and a name", ": ")
        lines = told(row.conference, row.answers, shows_sensitive=row.sees_contacts)
        rows = [(each.question, colon, self.shown_answer(row, each)) for each in lines]
        return format_html_join(mark_safe("<br>"), "{}{}{}", rows) or "-"

    def shown_answer(self, row, each):
        if not each.is_file:
            return format_html_join(
                mark_safe("<br>"), "{}", ((t,) for t in each.answer.split("\n"))
            )
        there = reverse("admin:attendance_registration_answer", args=[row.pk, each.key])
        return format_html('<a href="{}">{}</a>', there, each.answer)
