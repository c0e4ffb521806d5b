"""Forms of the agenda: one session, one row of the list, moving many."""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from conference.clock import LineMomentField, MomentField
from conference.forms import ScopedListForm, ScopedModelForm
from conference.ids import possible_id
from conference.models import Room
from conference.program.draft.moving import LARGEST_MOVE
from conference.program.models import Kind


class SessionForm(ScopedModelForm):
    whole = None  # the sub-forum or block that it is an item of, set by the admin

    starts_at = MomentField(label=_("Starts"), required=False)
    ends_at = MomentField(label=_("Ends"), required=False)

    def __init__(self, data=None, *args, **kwargs):
        if data is not None:
            data = self.with_days(data, kwargs.get("instance"))
        super().__init__(data, *args, **kwargs)
        days = self.instance.conference.days if self.instance.conference_id else ()
        for name in ("starts_at", "ends_at"):
            if name in self.fields:
                self.fields[name].widget.days = days
        if "parent" in self.fields and self.instance.pk:
            parents = self.fields["parent"].queryset
            self.fields["parent"].queryset = parents.exclude(pk=self.instance.pk)
        if "parent" in self.fields:
            self.offer_wholes(self.fields["parent"])
        if self.whole:
            self.show_what_follows()

    def offer_wholes(self, field):
        """What may hold this one. Others are understood all the same, and refused in words."""
        rows = field.queryset.offered_as_wholes()
        if self["kind"].value() == Kind.SUB_FORUM or self.has_items:
            rows = rows.none()
            field.help_text = _("A sub-forum, and what has items of its own, is part of nothing.")
        kept = possible_id(self["parent"].value())
        offered = field.queryset.filter(Q(pk__in=rows.values("pk")) | Q(pk=kept))
        field.widget.choices = forms.ModelChoiceField(offered, required=False).choices

    @property
    def has_items(self) -> bool:
        row = self.instance
        return bool(row.pk and row.may_hold_items and row.talks.exists())

    def show_what_follows(self):
        """Room and track of an item are those of its whole while they stand empty."""
        for name in ("room", "track"):
            if name in self.fields and (of_whole := getattr(self.whole, name)):
                self.fields[name].empty_label = _("%(name)s, as “%(whole)s”") % {
                    "name": of_whole,
                    "whole": self.whole,
                }

    def with_days(self, data, row):
        """A start without a day is on the day it had, or the conference's only one; an end without
        a day is on the day of the start.
        """
        conference = self.conference or (row.conference if row and row.conference_id else None)
        filled = {}
        if data.get("starts_at_1") and not data.get("starts_at_0") and conference:
            if row and row.starts_at:
                filled["starts_at_0"] = row.starts_at.astimezone(conference.zone).date().isoformat()
            elif conference.starts_on == conference.ends_on:
                filled["starts_at_0"] = conference.starts_on.isoformat()
        day = filled.get("starts_at_0") or data.get("starts_at_0", "")
        if day and data.get("ends_at_1") and not data.get("ends_at_0"):
            filled["ends_at_0"] = day
        if filled:
            data = data.copy()
            for name, value in filled.items():
                data[name] = value
        return data

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("parent"):
            # An item is in the room of its whole; one chosen before it became an item goes.
            cleaned["room"] = None
        return cleaned


class RoomChoice(forms.ModelChoiceField):
    """A choice among rows that are loaded already: no query for each row of the list."""

    def offer(self, rows):
        self.known = {str(row.pk): row for row in rows}
        self.choices = [("", "–"), *((pk, str(row)) for pk, row in self.known.items())]

    def to_python(self, value):
        if value in self.empty_values or isinstance(value, Room):
            return value or None
        if str(value) not in self.known:
            raise ValidationError(self.error_messages["invalid_choice"], "invalid_choice")
        return self.known[str(value)]


class SessionListForm(ScopedListForm):
    """Time, room and position of one row; each row by the clock of its own conference."""

    starts_at = LineMomentField(label=_("Starts"), required=False)
    ends_at = LineMomentField(label=_("Ends"), required=False)
    room = RoomChoice(queryset=Room.objects.none(), label=_("room"), required=False)
    rooms = {}  # {conference id: its rooms}, set by the admin

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        row = self.instance
        self.fields["room"].offer([])
        if not row.conference_id:  # a tampered form without its row
            return
        conference = row.conference
        for name in ("starts_at", "ends_at"):
            self.fields[name].zone = conference.zone
        # As the page showed it; of a talk without a time, the day of its sub-forum.
        starts_at = self.initial.get("starts_at") or (row.parent and row.parent.starts_at)
        own_day = starts_at and starts_at.astimezone(conference.zone).date()
        # Where there is no choice of days, a time says it all.
        only_day = conference.starts_on if conference.starts_on == conference.ends_on else None
        self.fields["starts_at"].day, self.fields["starts_at"].own_day = only_day, own_day
        self.fields["ends_at"].day = own_day or only_day
        if row.parent_id:
            self.fields["room"].disabled = True
        else:
            self.fields["room"].offer(self.rooms.get(row.conference_id, ()))
        for field in self.fields.values():
            label = field.label or ""
            field.widget.attrs["aria-label"] = f"{label}: {row.title}"

    def clean_starts_at(self):
        starts_at = self.cleaned_data["starts_at"]
        if starts_at:
            # The end, cleaned next, is on the day of the start when it names none.
            zone = self.instance.conference.zone
            self.fields["ends_at"].day = starts_at.astimezone(zone).date()
        return starts_at


class MoveForm(forms.Form):
    minutes = forms.IntegerField(
        label=_("Minutes"),
        min_value=-LARGEST_MOVE,
        max_value=LARGEST_MOVE,
        help_text=_("15 is later, -15 is earlier."),
        widget=forms.NumberInput(attrs={"step": 5, "autofocus": True}),
    )

    def clean_minutes(self):
        minutes = self.cleaned_data["minutes"]
        if minutes == 0:
            raise ValidationError(_("Enter a number of minutes other than 0."))
        return minutes
