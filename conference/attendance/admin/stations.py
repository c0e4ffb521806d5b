"""Stations in the admin: hand out a link with its QR, shown once; take it back."""

from datetime import datetime, time, timedelta

from django import forms
from django.contrib import admin, messages
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from conference.added_once import form_id_of
from conference.admin import ConferenceScopedAdmin
from conference.attendance.checkpoints import checkpoint_choices, stored
from conference.attendance.desk import place_of
from conference.attendance.models import Station
from conference.attendance.station import links
from conference.codes import link_token_of, token_hash
from conference.forms import ScopedModelForm
from conference.qr import qr_svg


class StationForm(ScopedModelForm):
    """Offers every place where people are signed in, also those at which nobody was yet."""

    checkpoints = forms.MultipleChoiceField(
        label=gettext_lazy("checkpoints"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Where it signs people in; none chosen: everywhere."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        there = self.instance.pk and self.instance.conference
        groups = checkpoint_choices(there or self.conference) if there or self.conference else []
        self.by_token = {place.token: place for _label, places in groups for place in places}
        self.fields["checkpoints"].choices = [
            (token, " · ".join(filter(None, (str(place), place_of(place)))))
            for token, place in self.by_token.items()
        ]
        if there:
            chosen = self.instance.checkpoints.select_related("session")
            self.initial["checkpoints"] = [place.token for place in chosen]

    def clean_checkpoints(self):
        """Rows; one at which nobody was signed in yet gets its row now."""
        return [stored(self.by_token[token]) for token in self.cleaned_data["checkpoints"]]


@admin.register(Station)
class StationAdmin(ConferenceScopedAdmin, admin.ModelAdmin):
    form = StationForm
    shows_times = True
    list_display = ("name", "state", "places_told", "ends_at", "made_at", "made_by")
    list_display_links = ("name",)
    list_select_related = ("conference", "made_by")
    ordering = ("-made_at", "-pk")
    fields = ("name", "checkpoints", "ends_at")
    actions = ("revoke",)

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("checkpoints__session")

    def has_delete_permission(self, request, obj=None):
        """Never: what was signed in there is kept under its name. It is revoked."""
        return False

    def get_changeform_initial_data(self, request):
        """Until the end of the conference's last day; of one that is over, for a day from now."""
        conference = self.form_conference(request)
        ends = datetime.combine(conference.ends_on, time(23, 59), conference.zone)
        later = (timezone.now() + timedelta(days=1)).replace(second=0, microsecond=0)
        return {"ends_at": max(ends, later)} | super().get_changeform_initial_data(request)

    def save_model(self, request, obj, form, change):
        if not change:
            # The same link for a form that is sent again: a second press makes no second secret.
            request.station_token = link_token_of(f"{request.user.pk}:{form_id_of(request)}")
            obj.token_hash = token_hash(request.station_token)
            obj.made_by = request.user
        super().save_model(request, obj, form, change)

    def answer_again(self, request, row, address, link):
        """Its page once more, with the link that it has shown before."""
        request.station_token = link_token_of(f"{request.user.pk}:{form_id_of(request)}")
        if row.token_hash != token_hash(request.station_token):
            return super().answer_again(request, row, address, link)
        return self.response_add(request, row)

    def response_add(self, request, obj, post_url_continue=None):
        self.remember_added(request, obj.pk)
        link = links.link_of(request.station_token)
        context = {
            **self.admin_site.each_context(request),
            "title": pgettext("at the door", "Station"),
            "opts": self.opts,
            "station": obj,
            "conference": obj.conference,
            "link": link,
            "qr": mark_safe(qr_svg(link, light="#fff", svgclass="qr")),
        }
        response = TemplateResponse(request, "admin/station_made.html", context)
        # No "no-referrer": its address is no secret, and its forms have to tell their origin.
        response["Cache-Control"] = "no-store, private"
        return response

    @admin.action(permissions=["change"], description=gettext_lazy("Revoke: its link ends at once"))
    def revoke(self, request, queryset):
        done = links.revoke(self.changeable(request, queryset))
        if not done:
            said = _("These stations were revoked before: nothing changed.")
            self.message_user(request, said, messages.WARNING)
            return
        said = ngettext(
            "%(count)d station is revoked: its link opens nothing any more.",
            "%(count)d stations are revoked: their links open nothing any more.",
            done,
        )
        self.message_user(request, said % {"count": done}, messages.SUCCESS)

    @admin.display(description=gettext_lazy("state"))
    def state(self, row):
        if row.revoked_at:
            return format_html('<span class="tag tag-off">{}</span>', _("revoked"))
        if not row.is_open():
            return format_html('<span class="tag tag-off">{}</span>', pgettext("station", "ended"))
        return format_html('<span class="tag tag-good">{}</span>', pgettext("station", "open"))

    @admin.display(description=gettext_lazy("checkpoints"))
    def places_told(self, row):
        return ", ".join(map(str, row.checkpoints.all())) or _("everywhere")
