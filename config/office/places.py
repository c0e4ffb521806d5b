"""Rooms and tracks in the admin, on their conference's page and as lists for editors, who may not
open the settings; and the short address that a form makes from a name.
"""

from adminsortable2.admin import SortableTabularInline
from django.contrib import admin
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from simple_history.admin import SimpleHistoryAdmin

from conference.accessible import ColorInput
from conference.admin import ConferenceScopedAdmin, ConferenceScopedInline
from conference.forms import ScopedModelForm
from conference.models import Room, Track
from conference.people.readings import syllables
from conference.short_address import short_address


class AddressFromNameForm(ScopedModelForm):
    """A short address that is left empty is made from the name: its English words, else pinyin.
    `otherwise` goes before one that would not begin with a letter.
    """

    otherwise = ""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False
            self.fields["slug"].widget.attrs["placeholder"] = _("from the name")

    def clean(self):
        cleaned = super().clean()
        if "slug" in self.fields and not cleaned.get("slug") and "slug" not in self.errors:
            text_en, text_zh = self.names(cleaned)
            is_spelled = any(c.isascii() and c.isalnum() for c in text_en)
            others = self.rows_beside().exclude(pk=self.instance.pk)
            cleaned["slug"] = short_address(
                [text_en] if is_spelled else syllables(text_zh),
                taken=set(others.values_list("slug", flat=True)),
                otherwise=self.otherwise,
            )
        return cleaned

    def names(self, cleaned) -> tuple[str, str]:
        """(English, Chinese)"""
        return cleaned.get("name_en", ""), cleaned.get("name_zh", "")

    def rows_beside(self):
        """Those that must have other addresses."""
        return self._meta.model.objects.filter(conference=self.instance.conference_id)


class AddressedForm(AddressFromNameForm):
    """A room or track: its short address is frozen once it was published."""

    published = frozenset()  # guids of the rows that any release holds, set by the admin

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "slug" in self.fields and self.instance.pk and str(self.instance.guid) in self.published:
            self.fields["slug"].disabled = True
            self.fields["slug"].help_text = _("Frozen: it was published.")


def published_guids(conference, section) -> set:
    """The guids of the rooms or tracks in all releases of a conference; one query."""
    releases = conference.releases.values_list(f"document__{section}", flat=True)
    return {row["guid"] for rows in releases for row in rows or ()}


class AddressedAdmin:
    """Tells the forms of a list or page what was published. `section` is of a release."""

    section = ""

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        if obj is not None:
            form.published = published_guids(obj.conference, self.section)
        return form


class AddressedInline:
    section = ""

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        if obj is not None:
            formset.form.published = published_guids(obj, self.section)
        return formset


class RoomForm(AddressedForm):
    otherwise = "room"

    class Meta:
        help_texts = dict.fromkeys(
            ("directions_zh", "directions_en"),
            gettext_lazy("Such as “Second floor, to the left of the stairs”. Attendees read it."),
        )


class TrackForm(AddressedForm):
    otherwise = "track"

    class Meta:
        widgets = {"color": ColorInput}


class RoomInline(AddressedInline, ConferenceScopedInline, SortableTabularInline):
    model = Room
    section = "rooms"
    form = RoomForm
    # How to find it is written on the room's own page: a line has no place for it.
    fields = ("name_zh", "name_en", "floor_zh", "floor_en", "capacity", "holds_several", "slug")
    show_change_link = True


class TrackInline(AddressedInline, ConferenceScopedInline, SortableTabularInline):
    model = Track
    section = "tracks"
    form = TrackForm
    fields = ("name_zh", "name_en", "color", "slug")


@admin.register(Room)
class RoomAdmin(AddressedAdmin, ConferenceScopedAdmin, SimpleHistoryAdmin):
    section = "rooms"
    form = RoomForm
    fields = (
        ("name_zh", "name_en"),
        ("floor_zh", "floor_en"),
        ("directions_zh", "directions_en"),
        ("capacity", "holds_several"),
        ("slug", "position"),
    )
    list_display = ("name", "floor", "capacity", "holds_several", "position")
    list_editable = ("capacity", "position")
    search_fields = ("name_zh", "name_en", "slug")
    ordering = ("-conference__starts_on", "conference", "position", "pk")


@admin.register(Track)
class TrackAdmin(AddressedAdmin, ConferenceScopedAdmin, SimpleHistoryAdmin):
    section = "tracks"
    form = TrackForm
    fields = (("name_zh", "name_en"), ("color", "position"), "slug")
    list_display = ("name", "color", "position")
    list_editable = ("position",)
    search_fields = ("name_zh", "name_en", "slug")
    ordering = ("-conference__starts_on", "conference", "position", "pk")
