"""What stands beside a registration and a reply form in their histories."""

from types import SimpleNamespace

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conference.attendance.choices import set_choices
from conference.attendance.models import Choice, Question, SessionWait
from conference.attendance.questions.kinds import limits
from conference.bilingual import Text
from conference.parts import Parts
from conference.program.models import Session


class ForumsOfRegistration(Parts):
    """The sub-forums that somebody chose, by hand, on the form, in an import or from the line."""

    model, owner = Choice, "registration"
    one = gettext_lazy("Chosen sub-forum")

    def key(self, part):
        return part.session_id

    def told(self, part):
        return self.titles.get(part.session_id) or _("(deleted)")

    @cached_property
    def ids(self):
        return {part.session_id for part in (*self.kept_records, *self.rows)}

    @cached_property
    def present(self):
        return {session.pk: session for session in Session.objects.filter(pk__in=self.ids)}

    @cached_property
    def ends(self):
        """{session id: the record of its deletion} of the sub-forums that are gone."""
        gone = Session.history.filter(id__in=self.ids - set(self.present), history_type="-")
        return {record.id: record for record in gone.select_related("history_user")}

    @cached_property
    def titles(self):
        found = {pk: record.instance for pk, record in self.ends.items()} | self.present
        return {pk: str(session.title) for pk, session in found.items()}

    @cached_property
    def kept_records(self):
        return super().records

    @cached_property
    def records(self):
        """With the sub-forum its choices went, and only its own history tells of that."""
        there = {}
        for record in self.kept_records:
            there[record.id] = record
        lost = [
            _taken_with(record, end)
            for record in there.values()
            if record.history_type != "-" and (end := self.ends.get(record.session_id))
        ]
        return sorted([*self.kept_records, *lost], key=lambda r: (r.history_date, r.history_id))

    def possible(self, part):
        return part if part.session_id in self.present else None

    def bring_back(self, moment):
        sessions = [self.present[part.session_id] for part in self.target(moment)]
        self.has_changed = set_choices(self.row, sessions)


class WaitsOfRegistration(ForumsOfRegistration):
    """The sub-forums whose line somebody stood in. A place in it is given by the line alone."""

    model = SessionWait
    one = gettext_lazy("Waits for sub-forum")
    comes_back = False


def _taken_with(record, end):
    return SimpleNamespace(
        id=record.id,
        registration_id=record.registration_id,
        session_id=record.session_id,
        history_id=record.history_id,
        history_type="-",
        history_change_reason=end.history_change_reason,
        history_date=end.history_date,
        history_user=end.history_user,
        history_user_id=end.history_user_id,
    )


class QuestionsOfForm(Parts):
    """The questions of a reply form. Answers are kept by a question's id, which an older version
    could not give back: questions are told of, and changed by hand.
    """

    model, owner = Question, "form"
    one = gettext_lazy("Question")
    order = gettext_lazy("Order of the questions")
    comes_back = False

    def key(self, part):
        return part.id

    def told(self, part):
        kind = dict(Question.Kind.choices).get(part.kind, part.kind)
        label = Text(part.label_zh, part.label_en).both
        options = "; ".join(
            line.strip() for text in (part.options_zh, part.options_en) for line in text.split("\n")
        ).strip("; ")
        required = _("required") if part.is_required else ""
        sensitive = _("sensitive") if part.is_sensitive else ""
        condition = _("with a condition") if part.only_if else ""
        between = limits(part).rstrip(".。")
        told = (label, str(kind), between, required, sensitive, condition, options)
        return " · ".join(filter(None, told))
