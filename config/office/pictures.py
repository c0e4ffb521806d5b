"""Plans of the venue and photos in the admin; photos also several at once."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from simple_history.admin import SimpleHistoryAdmin

from conference.added_once import form_id_of
from conference.admin import ConferenceScopedAdmin
from conference.filters import CONFERENCE, GapsFilter
from conference.images import checked_image, file_address
from conference.models import Conference, Photo, VenuePlan

AT_ONCE = 20  # photos of one upload; each is encoded anew, a third of a second
TOGETHER = 30 * 1024 * 1024  # bytes of them; the proxy of docs/deploy.md lets pass a bit more


class PictureAdmin(ConferenceScopedAdmin, SimpleHistoryAdmin):
    fields = ("image", ("caption_zh", "caption_en"), "position")
    list_display = ("thumbnail", "caption_zh", "caption_en", "position")
    list_display_links = ("thumbnail",)
    list_editable = ("caption_zh", "caption_en", "position")
    list_filter = (GapsFilter,)
    list_per_page = 50
    search_fields = ("caption_zh", "caption_en")
    ordering = ("-conference__starts_on", "conference", "position", "pk")

    @admin.display(description=gettext_lazy("image"))
    def thumbnail(self, row):
        return format_html(
            '<img class="thumbnail" src="{}" alt="{}" loading="lazy">',
            file_address(row.preview),
            row,
        )


@admin.register(VenuePlan)
class VenuePlanAdmin(PictureAdmin):
    pass


class SeveralInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class ImagesField(forms.FileField):
    """Checked images, in the order they were chosen. A refusal names its file."""

    widget = SeveralInput(attrs={"accept": "image/jpeg,image/png,image/webp"})

    def clean(self, data, initial=None):
        uploads = data if isinstance(data, list | tuple) else [data]
        uploads = [upload for upload in uploads if upload]
        if not uploads:
            raise ValidationError(self.error_messages["required"], code="required")
        if len(uploads) > AT_ONCE:
            raise ValidationError(
                ngettext(
                    "Choose at most %(count)d photo at once.",
                    "Choose at most %(count)d photos at once.",
                    AT_ONCE,
                ),
                code="too_many",
                params={"count": AT_ONCE},
            )
        if sum(upload.size for upload in uploads) > TOGETHER:
            raise ValidationError(
                _("Together the photos are larger than 30 MB. Choose fewer at once."),
                code="too_large",
            )
        found, refused = [], []
        for upload in uploads:
            try:
                found.append(checked_image(upload))
            except ValidationError as error:
                refused += [
                    _("%(file)s: %(reason)s") % {"file": upload.name[:80], "reason": message}
                    for message in error.messages
                ]
        if refused:
            raise ValidationError(refused)
        return found


class SeveralForm(forms.Form):
    images = ImagesField(
        label=gettext_lazy("photos"),
        help_text=gettext_lazy("JPEG, PNG or WebP; at once at most 20 with 30 MB together."),
    )


@admin.register(Photo)
class PhotoAdmin(PictureAdmin):
    change_list_template = "admin/conference/photo/change_list.html"

    def get_urls(self):
        view = self.admin_site.admin_view(self.add_several)
        return [path("several/", view, name="conference_photo_several"), *super().get_urls()]

    def list_context(self, request):
        return super().list_context(request) | {"may_add": self.has_add_permission(request)}

    def add_several(self, request):
        if not self.has_add_permission(request):
            raise PermissionDenied
        conference = self.conference_to_add_to(request)
        if conference is None:
            return self.choose_conference(request)
        added, says_the_same = self.added_by(request) if request.method == "POST" else (None, False)
        if added and says_the_same and Photo.objects.filter(pk__in=added).exists():
            text = _("These photos are already there. They have not been added a second time.")
            self.message_user(request, text, messages.SUCCESS)
            return self.to_list(conference)
        form = SeveralForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            return self.keep(request, conference, form.cleaned_data["images"])
        context = {
            **self.admin_site.each_context(request),
            "title": _("Add several photos"),
            "opts": self.opts,
            "conference": conference,
            "form": form,
            "form_id": form_id_of(request),
        }
        return TemplateResponse(request, "admin/conference/photo/several.html", context)

    @transaction.atomic
    def keep(self, request, conference, images):
        """All of them or none, held as publishing and restoring hold it."""
        Conference.objects.lock(conference.pk)
        last = conference.photos.aggregate(Max("position"))["position__max"] or 0
        added = []
        for position, image in enumerate(images, start=last + 1):
            photo = Photo.objects.create(conference=conference, image=image, position=position)
            self.log_addition(request, photo, [{"added": {}}])
            added.append(photo.pk)
        self.remember_added(request, added)
        text = ngettext(
            "%(count)d photo was added. Write its caption below.",
            "%(count)d photos were added. Write their captions below.",
            len(images),
        ) % {"count": len(images)}
        self.message_user(request, text, messages.SUCCESS)
        return self.to_list(conference)

    @staticmethod
    def to_list(conference):
        listed = reverse("admin:conference_photo_changelist")
        return HttpResponseRedirect(f"{listed}?{CONFERENCE}={conference.pk}")
