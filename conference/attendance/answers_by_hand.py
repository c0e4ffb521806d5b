"""What somebody answered, corrected by an organizer: all that is asked of the person's category,
but for what everybody answers, and agrees to, for themselves.
"""

from collections.abc import Mapping
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from conference.acts import act
from conference.attendance.asked_of_others import without
from conference.attendance.asking import AsksQuestions
from conference.attendance.models import AnswerFile, Registration
from conference.attendance.own.changes import mark_of_data
from conference.attendance.questions.table import answer_text, boxed, questions_of
from conference.attendance.registering import RegistrationRefused, list_lock

ACT = gettext_noop("Answers of a registration were corrected")


class AnswersForm(AsksQuestions):
    mark = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args, person: Registration, **kwargs):
        self.person = person
        every = list(questions_of(person.conference))
        asks = without(every, lambda question: question.holds_sensitive)
        initial = {"mark": mark_of_data(person)}
        for question in asks:
            question.is_required = False  # what nobody has told yet can wait
            initial |= boxed(question, person.answers.get(str(question.pk)))
        super().__init__(*args, initial=initial, **kwargs)
        self.ask_questions(asks, category=person.category)
        self.leaves_out = len(asks) < len(every)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True  # the page writes it
        self.helper.layout = Layout("mark", *self.groups_of_questions())

    @property
    def files_are_of(self) -> str:
        return f"person:{self.person.pk}"

    def marked(self, person: Registration) -> list[tuple[str, str]]:
        """For a page that shows what was sent, now that something else stands: [(question, what
        stands)] where the two differ.
        """
        self.data = self.data.copy()
        self.data["mark"] = mark_of_data(person)
        found = []
        for question in self.questions:
            key = str(question.pk)
            stands = answer_text(question, person.answers.get(key))
            if stands != answer_text(question, self.answers.get(key)):
                found.append((str(question), stands or _("empty")))
        return found + self.told_of_files()


def stale() -> RegistrationRefused:
    return RegistrationRefused(
        "stale",
        _(
            "This registration was changed meanwhile. Nothing of this page has been kept "
            "yet: look through it and save it again, and it counts."
        ),
    )


def correct_answers(
    person: Registration, *, mark: str, answers: Mapping[str, Any], by
) -> Registration:
    """Write what somebody told an organizer. What stands already is no change. Raises
    RegistrationRefused (gone, stale: `mark` is not that of what stands). About eight queries.
    """
    conference = person.conference
    with list_lock(conference), act(by=by, conference=conference, words=ACT):
        rows = Registration.objects.select_for_update(of=("self",)).select_related("conference")
        row = rows.filter(pk=person.pk, erased_at=None).first()
        if row is None:
            raise RegistrationRefused("gone", _("This registration does not exist any more."))
        if row.answers == answers:
            return row
        if mark != mark_of_data(row):
            raise stale()
        before, row.answers = row.answers, dict(answers)
        row.save(update_fields=["answers"])
        AnswerFile.objects.let_go(row, before)
    return row
