"""Conference, Room, Track, Highlight: the frame every other app stands in; and its stamps."""

import uuid
import zoneinfo
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.signals import post_delete
from django.urls import reverse
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from conference import markdown
from conference.bilingual import Bilingual, either_language, pair
from conference.images import CheckedImageField
from conference.models.stamped import Stamped
from conference.ordering import Ordered
from conference.permissions import ConferenceScopedQuerySet, Right
from conference.stamps import SITE, conference_scope, seats_scope

ASCII_SLUG = RegexValidator(
    r"^[a-z0-9]+(?:-[a-z0-9]+)*\Z",
    _("Use lower-case letters a-z, digits and single hyphens."),
)


# Written by program.publishing alone.
PUBLISHED_FACTS = {"is_public", "first_published_at"}


def check_time_zone(name):
    if name not in zoneinfo.available_timezones():
        raise ValidationError(
            _("“%(name)s” is not a time zone. Use a name like Asia/Shanghai."),
            params={"name": name},
        )


class ConferenceQuerySet(ConferenceScopedQuerySet):
    conference_path = "pk"
    edit_right = Right.EDIT_SETTINGS

    def published(self):
        """Conferences the public can see: they have a release that is not withdrawn."""
        return self.filter(is_public=True)

    def zones(self) -> list[str]:
        """The time zones of these conferences, each once. One query."""
        return list(self.order_by().values_list("time_zone", flat=True).distinct())

    def lock(self, pk):
        """Hold the row of a conference until the transaction ends: whoever gives its next number
        does so alone.

        PostgreSQL lets rows that refer to it, such as sign-ins, be written meanwhile; SQLite has
        one writer anyway. One query.
        """
        return self.select_for_update(no_key=True).get(pk=pk)

    def upcoming(self, *, on):
        """Conferences whose last day is `on` or later, the nearest first."""
        return self.filter(ends_on__gte=on).order_by("starts_on", "pk")

    def past(self, *, on):
        """Conferences whose last day is before `on`, the latest first."""
        return self.filter(ends_on__lt=on).order_by("-starts_on", "-pk")


class Conference(Stamped):
    stamped_acts = (post_delete,)  # publish shows what its saves are a draft of

    slug = models.SlugField(
        _("short address"),
        max_length=60,
        unique=True,
        validators=[ASCII_SLUG],
        help_text=_("The conference's name in addresses; it is frozen by the first publish."),
    )
    name_zh, name_en = pair(models.CharField, _("name"), max_length=300)
    name_zh_is_rendering = models.BooleanField(
        _("the Chinese name is our rendering"),
        default=False,
        help_text=_("Tick when no official Chinese name is known; pages mark it with 译名."),
    )
    short_name_zh, short_name_en = pair(models.CharField, _("short name"), max_length=120)
    description_zh, description_en = pair(models.TextField, _("description"), max_length=20_000)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    time_zone = models.CharField(
        _("time zone"),
        max_length=60,
        default="Asia/Shanghai",
        validators=[check_time_zone],
        help_text=_("All times are entered and shown in this zone. Changing it keeps the clock."),
    )
    venue_zh, venue_en = pair(models.CharField, _("venue"), max_length=200)
    address_zh, address_en = pair(models.CharField, _("street address"), max_length=300)
    city_zh, city_en = pair(models.CharField, _("city"), max_length=100)
    directions_zh, directions_en = pair(models.TextField, _("how to get there"), max_length=10_000)
    report_zh, report_en = pair(
        models.TextField,
        _("report"),
        max_length=40_000,
        help_text=format_lazy(
            "{} {}", _("How it went: shown once the conference is over."), markdown.HELP
        ),
    )
    contact_email = models.EmailField(_("public contact e-mail"), blank=True)
    logo = CheckedImageField(_("logo"), blank=True)
    # Kept by `publish` and `withdraw`, so that lists of public conferences need no join.
    is_public = models.BooleanField(_("public"), default=False, editable=False)
    first_published_at = models.DateTimeField(
        _("first published"), null=True, blank=True, editable=False
    )

    name = Bilingual(rendering="name_zh_is_rendering")
    short_name = Bilingual(rendering="name_zh_is_rendering")
    description = Bilingual()
    venue = Bilingual()
    address = Bilingual()
    city = Bilingual()
    directions = Bilingual()
    report = Bilingual()

    objects = ConferenceQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["-starts_on", "slug"]
        verbose_name = _("conference")
        verbose_name_plural = _("conferences")
        constraints = [
            either_language(
                "name",
                constraint="conference_has_a_name",
                message=_("Give the conference a name in Chinese or in English."),
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="conference_ends_on_or_after_its_first_day",
                violation_error_message=_("The last day must not lie before the first day."),
            ),
        ]

    def __str__(self):
        return str(self.short_name or self.name)

    def stamp_scopes(self):
        return SITE, conference_scope(self.slug), seats_scope(self.slug)

    def save(self, *args, **kwargs):
        # What `publish` and `withdraw` wrote stays theirs: a form opened before, or any older
        # copy of this row, must not hide a conference by saving itself.
        if not self._state.adding and kwargs.get("update_fields") is None:
            kwargs["update_fields"] = {
                field.name
                for field in self._meta.concrete_fields
                if not field.primary_key and field.name not in PUBLISHED_FACTS
            }
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("conference:home", args=[self.slug])

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        return zoneinfo.ZoneInfo(self.time_zone)

    def day_of(self, at: datetime) -> date:
        """The calendar day on which an aware moment falls there."""
        return at.astimezone(self.zone).date()

    @property
    def days(self) -> list:
        """Every calendar day of the conference, first to last."""
        count = (self.ends_on - self.starts_on).days + 1
        return [self.starts_on + timedelta(days=n) for n in range(count)]

    def clean(self):
        super().clean()
        if self.starts_on and self.ends_on and (self.ends_on - self.starts_on).days > 60:
            raise ValidationError(
                {"ends_on": _("A conference lasts at most 60 days. Check the year of both days.")}
            )
        if self.first_published_at and self.pk:
            old = Conference.objects.filter(pk=self.pk).values_list("slug", flat=True).first()
            if old is not None and old != self.slug:
                raise ValidationError(
                    {"slug": _("The short address is frozen since the first publish.")}
                )


class InConference(models.Model):
    """A row that belongs to one conference and is seen by its team."""

    conference = models.ForeignKey(
        Conference,
        models.CASCADE,
        related_name="%(class)ss",
        verbose_name=_("conference"),
    )

    class Meta:
        abstract = True


class Room(Ordered, InConference):
    guid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(_("short address"), max_length=60, validators=[ASCII_SLUG])
    name_zh, name_en = pair(models.CharField, _("name"), max_length=100)
    floor_zh, floor_en = pair(models.CharField, _("floor"), max_length=200)
    directions_zh, directions_en = pair(models.TextField, _("how to find it"), max_length=1_000)
    capacity = models.PositiveIntegerField(
        _("seats"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    holds_several = models.BooleanField(
        _("holds several things at once"),
        default=False,
        help_text=_("For foyers, poster halls and stands: overlaps here are no clash."),
    )

    name = Bilingual()
    floor = Bilingual()
    directions = Bilingual()

    objects = ConferenceScopedQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta(Ordered.Meta):
        verbose_name = _("room")
        verbose_name_plural = _("rooms")
        constraints = [
            models.UniqueConstraint(
                fields=["conference", "slug"],
                name="room_slug_is_unique_in_a_conference",
                violation_error_message=_("Another room has this short address."),
            ),
            either_language(
                "name",
                constraint="room_has_a_name",
                message=_("Give the room a name in Chinese or in English."),
            ),
        ]

    def __str__(self):
        return str(self.name)


class Track(Ordered, InConference):
    guid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(_("short address"), max_length=60, validators=[ASCII_SLUG])
    name_zh, name_en = pair(models.CharField, _("name"), max_length=100)
    color = models.CharField(
        _("color"),
        max_length=7,
        default="#1f5f8b",
        validators=[RegexValidator(r"^#[0-9a-f]{6}$", _("Write a color like #1f5f8b."))],
    )

    name = Bilingual()

    objects = ConferenceScopedQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta(Ordered.Meta):
        verbose_name = _("track")
        verbose_name_plural = _("tracks")
        constraints = [
            models.UniqueConstraint(
                fields=["conference", "slug"],
                name="track_slug_is_unique_in_a_conference",
                violation_error_message=_("Another track has this short address."),
            ),
            either_language(
                "name",
                constraint="track_has_a_name",
                message=_("Give the track a name in Chinese or in English."),
            ),
        ]

    def __str__(self):
        return str(self.name)


class Highlight(Ordered, InConference):
    """An ordered bilingual line of a conference: a policy it serves, a practice it shared."""

    class Kind(models.TextChoices):
        POLICY = "policy", _("policy")
        PRACTICE = "practice", _("practice shared")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    name_zh, name_en = pair(models.CharField, _("name"), max_length=300)
    name_zh_is_rendering = models.BooleanField(
        _("the Chinese name is our rendering"), default=False
    )

    name = Bilingual(rendering="name_zh_is_rendering")

    objects = ConferenceScopedQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta(Ordered.Meta):
        verbose_name = _("policy or practice")
        verbose_name_plural = _("policies and practices")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["policy", "practice"]),
                name="highlight_kind_is_known",
                violation_error_message=_("Choose policy or practice."),
            ),
            either_language(
                "name",
                constraint="highlight_has_a_name",
                message=_("Write the line in Chinese or in English."),
            ),
        ]

    def __str__(self):
        return str(self.name)


class Stamp(models.Model):
    """The version of a scope ('site', 'conference:<slug>', 'alliance:<slug>').

    Writing transactions raise it (`stamps.raise_stamps`); page caches compare it.
    """

    scope = models.CharField(max_length=100, unique=True)
    value = models.PositiveBigIntegerField(default=1)
    raised_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("stamp")
        verbose_name_plural = _("stamps")

    def __str__(self):
        return f"{self.scope} {self.value}"


class Dated(models.Model):
    """A row that holds from a day to a day; an empty end is open."""

    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        abstract = True

    def holds_on(self, day) -> bool:
        return (self.since is None or self.since <= day) and (
            self.until is None or day <= self.until
        )


def in_order(constraint: str) -> models.CheckConstraint:
    """The constraint that a dated row does not end before it begins."""
    return models.CheckConstraint(
        condition=Q(since__isnull=True) | Q(until__isnull=True) | Q(until__gte=F("since")),
        name=constraint,
        violation_error_message=_("“Until” must not lie before “since”."),
    )


def one_of(field: str, values, *, constraint: str, message=None) -> models.CheckConstraint:
    """The constraint that a column holds one of its choices; `values` has "" where it may."""
    return models.CheckConstraint(
        condition=Q(**{f"{field}__in": [str(value) for value in values]}),
        name=constraint,
        violation_error_message=message or _("Choose one of the listed values."),
    )
