"""The conference's questions on the page of an invitation, once the answer is kept: to the guest,
or, of what others may say, about the deputy.

An invitation is answered with one press; what is asked here stands below it, and can wait.
"""

from datetime import datetime

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from conference.acts import act
from conference.attendance.asked_of_others import for_others, without_files
from conference.attendance.asking import AsksQuestions
from conference.attendance.guests.answering import Answer
from conference.attendance.models import GuestInvitation, Question, Registration
from conference.attendance.own import changes
from conference.attendance.questions.conditions import for_category
from conference.attendance.questions.table import boxed, boxes, questions_of
from conference.attendance.registering import RegistrationRefused, list_lock


def asked_about(guest: GuestInvitation) -> Registration | None:
    """Whose questions the page asks: the guest's who comes, or the deputy's. What stood on the list
    before may be somebody else's, unless the program says that it is the guest's.
    """
    row = guest.registration if guest.answer == Answer.YES else None
    if guest.answer == Answer.DEPUTY:
        row = guest.deputy
    if row is None or row.status in Registration.GONE or row.erased_at is not None:
        return None
    is_new = row.source == Registration.Source.INVITED
    takes_part = guest.participation_id
    return row if is_new or (takes_part and row.participation_id == takes_part) else None


class StayForm(AsksQuestions):
    mark = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args, guest: GuestInvitation, person: Registration, **kwargs):
        self.person, self.speaks_for_another = person, guest.answer == Answer.DEPUTY
        every = list(questions_of(guest.conference))
        takes = for_others(every) if self.speaks_for_another else without_files(every)
        # Files are sent on the guest's own page.
        self.wants_files = not self.speaks_for_another and any(
            question.kind == Question.Kind.FILE for question in for_category(every, person.category)
        )
        initial = {"mark": changes.mark_of_data(person)}
        for question in () if self.speaks_for_another else takes:
            # What a deputy says on a page of their own is not the guest's to read.
            initial |= boxed(question, person.answers.get(str(question.pk)))
        initial["sensitive"] = person.sensitive_consented_at is not None
        super().__init__(*args, auto_id="id_stay_%s", initial=initial, **kwargs)
        self.ask_questions(takes, category=person.category)
        if self.speaks_for_another:
            for name in (name for question in self.questions for name in boxes(question)):
                self.fields[name].required = False
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True  # the link is the secret
        parts = [*self.groups_of_questions(), *(["sensitive"] if self.asks_sensitive else [])]
        self.helper.layout = Layout("mark", *parts)

    @property
    def asks_sensitive(self) -> bool:
        return "sensitive" in self.fields

    @property
    def is_answered(self) -> bool:
        return any(str(question.pk) in self.person.answers for question in self.questions)

    def marked(self, person: Registration) -> None:
        """For a page that shows what was sent, now that something else stands."""
        self.data = self.data.copy()
        self.data["mark"] = changes.mark_of_data(person)

    def may_be_gone(self, name: str) -> bool:
        return super().may_be_gone(name) or name == "sensitive"

    @property
    def merged(self) -> dict:
        """The person's answers with those of the form; about somebody else, what is left empty
        stays as it was.
        """
        if self.speaks_for_another:
            return self.person.answers | self.answers
        return self.with_those_of(self.person)


def stay_form(guest: GuestInvitation, data=None) -> StayForm | None:
    """None where nothing is asked of whoever comes. One query."""
    person = asked_about(guest)
    form = StayForm(data, guest=guest, person=person) if person else None
    return form if form and form.questions else None


def keep_answers(
    guest: GuestInvitation, form: StayForm, *, at: datetime | None = None
) -> Registration:
    """Keep what a guest's page was told. The same once more changes nothing. Raises
    RegistrationRefused (revoked, stale, closed, gone). About ten queries.
    """
    conference = guest.conference
    with (
        list_lock(conference),
        act(conference=conference, words=gettext_noop("A guest answered the form’s questions")),
    ):
        rows = GuestInvitation.objects.select_related("conference", "registration", "deputy")
        now = rows.filter(pk=guest.pk).first()
        if now is None or now.revoked_at is not None:
            raise RegistrationRefused("revoked", _("This link was taken back. Ask the organizers."))
        person = asked_about(now)
        if person is None or person.pk != form.person.pk:
            raise RegistrationRefused(
                "stale",
                _(
                    "Another answer was given meanwhile, in another window perhaps. Nothing of "
                    "this page was kept: look at what stands now, and answer again."
                ),
            )
        return changes.correct(
            person,
            mark=form.cleaned_data["mark"],
            agrees_to_sensitive=None if form.speaks_for_another else form.agrees_to_sensitive,
            until=now.closes_at,
            at=at,
            answers=form.merged,
        )
