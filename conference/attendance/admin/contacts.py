"""Phone and e-mail of registrations in the admin: in full for whom that is granted."""

from django.contrib import admin
from django.utils.translation import gettext_lazy

from conference.attendance.models import mask_email, mask_phone
from conference.attendance.questions.telling import MASK, told_then
from conference.attendance.questions.wordings import QuestionsThen
from conference.history import ReadableChanges
from conference.permissions import contacts_seen_by

LONGEST = 600  # characters of a value in a history


class PeopleChanges(ReadableChanges):
    """Of answers those that changed, each below the words in which it was asked."""

    def __init__(self, model, record, *, asked: QuestionsThen):
        super().__init__(model, record, max_displayed_delta_change_chars=LONGEST)
        self.asked = asked

    def prepare_delta_change_value(self, change, value):
        if change.field == "answers" and isinstance(value, dict):
            old, new = change.old or {}, change.new or {}
            keys = [key for key in old | new if old.get(key) != new.get(key)]
            value = told_then(self.asked, value, keys, self.record.history_date)
        return super().prepare_delta_change_value(change, value)


class MaskedChanges(PeopleChanges):
    """For those who see phone and e-mail masked on every other page."""

    # Of answers nobody asks which of them are sensitive, or were.
    masks = {"phone": mask_phone, "email": mask_email, "answers": lambda said: MASK if said else ""}

    def prepare_delta_change_value(self, change, value):
        mask = self.masks.get(change.field)
        value = mask(value or "") if mask else value
        return super().prepare_delta_change_value(change, value)


class ContactsAdmin:
    """What a model admin of registrations shows of contacts, on lists, pages and in the history."""

    def contacts_of(self, request) -> list[int] | None:
        """Ids of the conferences whose contacts the user sees in full; None: of all. One query."""
        if not hasattr(request, "contact_conferences"):
            request.contact_conferences = contacts_seen_by(request.user)
        return request.contact_conferences

    def shows_contacts(self, request, row):
        seen = self.contacts_of(request)
        return seen is None or row is None or row.conference_id in seen

    def get_object(self, request, object_id, from_field=None):
        row = super().get_object(request, object_id, from_field)
        if row is not None:
            row.sees_contacts = self.shows_contacts(request, row)
        return row

    def get_historical_record_context_helper(self, request, historical_record):
        if not hasattr(request, "questions_then"):
            request.questions_then = QuestionsThen([request.history_of.conference_id])
        shows = self.shows_contacts(request, request.history_of)
        changes = PeopleChanges if shows else MaskedChanges
        return changes(self.model, historical_record, asked=request.questions_then)

    @admin.display(description=gettext_lazy("phone"))
    def shown_phone(self, row):
        # Set on the rows of the list; on the page of one it stands in for the field.
        return (row.phone if getattr(row, "sees_contacts", False) else row.masked_phone) or "-"

    @admin.display(description=gettext_lazy("e-mail"))
    def shown_email(self, row):
        return row.masked_email or "-"
