"""VenuePlan, Photo, Hotel, Contact: what attendees look up beside the program.

All of it is public by intent and enters a release with the rest of the draft.
"""

import uuid

from django.core.validators import RegexValidator, URLValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from conference.bilingual import Bilingual, either_language, pair
from conference.images import CheckedImageField, measure
from conference.models.frame import InConference
from conference.ordering import Ordered
from conference.permissions import ConferenceScopedQuerySet

# Digits as people group them; an extension may follow (RFC 3966 writes it ";ext=").
PHONE = RegexValidator(
    r"^\+?[0-9][0-9 ().\-/]{3,30}(?: ?(?:ext\.?|x|转) ?[0-9]{1,6})?$",
    _("Write a phone number like +86 24 8368 0000, if need be with “ext. 12”."),
)

WEB_ADDRESS = URLValidator(schemes=["http", "https"])


class Picture(Ordered, InConference):
    """An image with a caption, and a smaller copy of it that pages show first."""

    guid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    image = CheckedImageField(_("image"))
    # Kept in step with the image by `save`, so that a page leaves the right room for it.
    width = models.PositiveIntegerField(editable=False, default=0)
    height = models.PositiveIntegerField(editable=False, default=0)
    preview = models.CharField(max_length=100, blank=True, editable=False)
    caption_zh, caption_en = pair(models.CharField, _("caption"), max_length=300)

    caption = Bilingual()

    objects = ConferenceScopedQuerySet.as_manager()

    class Meta(Ordered.Meta):
        abstract = True

    def __str__(self):
        return str(self.caption) or str(_("Image without a caption"))

    def save(self, *args, **kwargs):
        """One query more than usual: a new image, also an older one brought back, is measured."""
        if self.image and (not self.preview or self._image_is_new()):
            self.width, self.height, self.preview = measure(self.image)
            if (fields := kwargs.get("update_fields")) is not None:
                kwargs["update_fields"] = {*fields, "width", "height", "preview"}
        super().save(*args, **kwargs)

    def _image_is_new(self):
        if not self.image._committed:
            return True
        rows = type(self)._default_manager.filter(pk=self.pk)
        return rows.values_list("image", flat=True).first() != self.image.name


class VenuePlan(Picture):
    """A plan of the way, the building or a floor."""

    history = HistoricalRecords()

    class Meta(Picture.Meta):
        verbose_name = _("plan of the venue")
        verbose_name_plural = _("plans of the venue")
        constraints = [
            either_language(
                "caption",
                constraint="venue_plan_has_a_caption",
                message=_("Say in Chinese or in English what the plan shows."),
            ),
        ]


class Photo(Picture):
    """A picture of the conference, shown once it is over."""

    history = HistoricalRecords()

    class Meta(Picture.Meta):
        verbose_name = _("photo")
        verbose_name_plural = _("photos")


class Hotel(Ordered, InConference):
    guid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name_zh, name_en = pair(models.CharField, _("name"), max_length=200)
    address_zh, address_en = pair(models.CharField, _("street address"), max_length=300)
    note_zh, note_en = pair(
        models.TextField,
        _("note"),
        max_length=1_000,
        help_text=_("How far it is from the venue and how to get there, prices, a code to book."),
    )
    phone = models.CharField(_("phone"), max_length=60, blank=True, validators=[PHONE])
    website = models.URLField(_("website"), max_length=500, blank=True, validators=[WEB_ADDRESS])

    name = Bilingual()
    address = Bilingual()
    note = Bilingual()

    objects = ConferenceScopedQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta(Ordered.Meta):
        verbose_name = _("hotel")
        verbose_name_plural = _("hotels")
        constraints = [
            either_language(
                "name",
                constraint="hotel_has_a_name",
                message=_("Give the hotel a name in Chinese or in English."),
            ),
        ]

    def __str__(self):
        return str(self.name)


class Contact(Ordered, InConference):
    """Whom the public may call or write to. A speaker's private contact is elsewhere."""

    guid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name_zh, name_en = pair(
        models.CharField,
        _("name"),
        max_length=120,
        help_text=_("A person or an office, such as “Conference desk”."),
    )
    purpose_zh, purpose_en = pair(
        models.CharField,
        _("what for"),
        max_length=200,
        help_text=_("Such as registration, hotels, press."),
    )
    phone = models.CharField(_("public phone"), max_length=60, blank=True, validators=[PHONE])
    email = models.EmailField(_("public e-mail"), blank=True)

    name = Bilingual()
    purpose = Bilingual()

    objects = ConferenceScopedQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta(Ordered.Meta):
        verbose_name = _("public contact")
        verbose_name_plural = _("public contacts")
        constraints = [
            either_language(
                "name",
                constraint="contact_has_a_name",
                message=_("Name the contact in Chinese or in English."),
            ),
            models.CheckConstraint(
                condition=~Q(phone="", email=""),
                name="contact_can_be_reached",
                violation_error_message=_("Give a phone or an e-mail address."),
            ),
        ]

    def __str__(self):
        return str(self.name)
