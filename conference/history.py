"""Old and new values of a history as people read them: choices, yes and no, moments, nothing."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from simple_history.models import DeletedObject
from simple_history.template_utils import HistoricalRecordContextHelper

from conference.wording import day_and_clock


class ReadableChanges(HistoricalRecordContextHelper):
    """Moments are told on the clock of the page, which is the conference's."""

    def prepare_delta_change_value(self, change, value):
        value = super().prepare_delta_change_value(change, value)
        field = self.model._meta.get_field(change.field)
        choices = dict(getattr(field, "flatchoices", None) or ())
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if isinstance(value, datetime):
            return day_and_clock(timezone.localtime(value))
        if isinstance(value, date):
            return value.isoformat()
        if isinstance(value, DeletedObject):
            return _("(deleted)")
        if value in (None, ""):
            return "–"
        return str(choices[value]) if choices and value in choices else value
