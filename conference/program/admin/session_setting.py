"""Many sessions of the list set alike: what they are to have is asked, shown, and then done."""

from urllib.parse import urlencode

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.widgets import AutocompleteSelectMultiple
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from conference.forms import OFFERS, PossibleChoices, ScopedAutocomplete
from conference.ids import possible_id
from conference.program.draft.setting import SettingStale, Wish, plan_setting, set_for
from conference.program.models import Kind, SessionRole
from conference.program.models.language_field import language_choices

EMPTY = "none"
LEAVE = ("", gettext_lazy("– leave as it is –"))


class PeopleChooser(AutocompleteSelectMultiple):
    """Several people, looked for within one conference."""

    def __init__(self, *args, conference_id, **kwargs):
        super().__init__(*args, **kwargs)
        self.conference_id = conference_id

    def get_url(self):
        return f"{super().get_url()}?{urlencode({'conference': self.conference_id, OFFERS: 1})}"

    def build_attrs(self, *args, **kwargs):
        makes = self.admin_site.get_model_admin(self.field.remote_field.model).making_address
        return super().build_attrs(*args, **kwargs) | {"data-make": makes(self.conference_id)}

    def optgroups(self, name, value, attr=None):
        return super().optgroups(name, [v for v in value if possible_id(v) is not None], attr)


class SettingForm(forms.Form):
    """What sessions of one conference are to have. What stays untouched is left as it is."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"), required=False, choices=[LEAVE, *Kind.choices]
    )
    parent = forms.ChoiceField(
        label=gettext_lazy("Part of"),
        required=False,
        help_text=gettext_lazy("A sub-forum or block, whose room its items take."),
    )
    room = forms.ChoiceField(label=gettext_lazy("Room"), required=False)
    is_plenary = forms.ChoiceField(
        label=gettext_lazy("Plenary"),
        required=False,
        choices=[LEAVE, ("yes", gettext_lazy("yes")), ("no", gettext_lazy("no"))],
    )
    track = forms.ChoiceField(label=gettext_lazy("Track"), required=False)
    language = forms.ChoiceField(label=gettext_lazy("Spoken language"), required=False)
    chair = forms.ModelChoiceField(
        label=gettext_lazy("Chair"),
        required=False,
        queryset=None,
        help_text=gettext_lazy("In place of those who chair now."),
    )
    people = PossibleChoices(
        label=gettext_lazy("Add people"),
        required=False,
        queryset=None,
        help_text=gettext_lazy("Beside those who are there."),
    )
    role = forms.ChoiceField(
        label=gettext_lazy("in the role"), required=False, choices=SessionRole.Role.choices
    )

    def __init__(self, data=None, *, conference, admin_site):
        super().__init__(data)
        self.rooms = {str(room.pk): room for room in conference.rooms.all()}
        self.tracks = {str(track.pk): track for track in conference.tracks.all()}
        wholes = conference.sessions.offered_as_wholes().in_order()
        self.wholes = {str(whole.pk): whole for whole in wholes}
        for name, rows, none in (
            ("parent", self.wholes, _("nothing: it stands by itself")),
            ("room", self.rooms, _("none yet")),
            ("track", self.tracks, _("none")),
        ):
            choices = [(key, str(row)) for key, row in rows.items()]
            self.fields[name].choices = [LEAVE, (EMPTY, f"– {none} –"), *choices]
        languages, not_said = language_choices()[1:], _("not said")
        self.fields["language"].choices = [LEAVE, (EMPTY, f"– {not_said} –"), *languages]
        people = conference.participations.select_related("person")
        column = SessionRole._meta.get_field("participation")
        asks = {"conference_id": conference.pk}
        for name, widget in (("chair", ScopedAutocomplete), ("people", PeopleChooser)):
            self.fields[name].queryset = people
            self.fields[name].widget = widget(column, admin_site, **asks)
            self.fields[name].widget.choices = self.fields[name].choices

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not self.wish():
            raise forms.ValidationError(_("Choose at least one thing to set."))
        if not self.errors and self.wish().values.get("parent") and self.wish().values.get("room"):
            text = _("An item takes the room of what it is part of: set one of the two.")
            self.add_error("room", text)
        return cleaned

    def wish(self) -> Wish:
        said = self.cleaned_data
        read = {
            "kind": lambda value: value,
            "parent": self.wholes.get,
            "room": self.rooms.get,
            "track": self.tracks.get,
            "language": lambda value: "" if value == EMPTY else value,
            "is_plenary": lambda value: value == "yes",
        }
        values = {name: of(said[name]) for name, of in read.items() if said.get(name)}
        return Wish(
            values,
            chair=said.get("chair"),
            people=tuple(said.get("people") or ()),
            role=said.get("role") or SessionRole.Role.SPEAKER,
        )


class SetsManySessions:
    """Mixed into the admin of sessions."""

    @admin.action(
        description=gettext_lazy("Set room, track, sub-forum, kind, people …"),
        permissions=["change"],
    )
    def set_fields(self, request, queryset):
        rows = self.changeable(request, queryset.select_related("conference"))
        conferences = {row.conference_id: row.conference for row in rows}
        if len(conferences) > 1:
            text = _(
                "Rooms, tracks and people are those of one conference: choose sessions of one."
            )
            self.message_user(request, text, messages.WARNING)
            return None
        (conference,) = conferences.values()
        is_sent = "preview" in request.POST or "apply" in request.POST
        form = SettingForm(
            request.POST if is_sent else None, conference=conference, admin_site=self.admin_site
        )
        plan = None
        if is_sent and form.is_valid():
            ids, wish = [row.pk for row in rows], form.wish()
            if "apply" in request.POST:
                try:
                    done = set_for(conference, ids, wish, reviewed=request.POST.get("reviewed", ""))
                except SettingStale:
                    text = _(
                        "Nothing has been changed yet: this is not what you looked at last. Look "
                        "it through once more."
                    )
                    self.message_user(request, text, messages.WARNING)
                else:
                    return self.tell_what_was_set(request, done)
            plan = plan_setting(conference, ids, wish)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Set for several sessions"),
            "opts": self.opts,
            "media": self.media + form.media,
            "form": form,
            "rows": rows,
            "plan": plan,
            "checkbox": ACTION_CHECKBOX_NAME,
        }
        return TemplateResponse(request, "admin/program/session/set.html", context)

    def tell_what_was_set(self, request, plan):
        changed = len(plan.changes)
        text = ngettext(
            "%(count)d session was changed.", "%(count)d sessions were changed.", changed
        ) % {"count": changed}
        self.message_user(request, text, messages.SUCCESS if changed else messages.WARNING)
        for session, said in plan.refused:
            self.message_user(request, f"“{session}”: {said}", messages.WARNING)
        self.tell_of_rows(request, [session for session, _lines in plan.changes])
