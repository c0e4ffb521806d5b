"""Session and SessionRole: the agenda. Sessions carry their own place."""

import uuid
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models, transaction
from django.db.models import Exists, F, Max, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from conference import markdown
from conference.bilingual import Bilingual, either_language, gaps_condition, pair
from conference.codes import short_code
from conference.models import Conference, InConference, Room, Track
from conference.ordering import Ordered, PositionField
from conference.people.pinyin import search_text
from conference.permissions import ConferenceScopedQuerySet
from conference.program.models.kinds import KINDS_WITH_ITEMS, KINDS_WITHOUT_PEOPLE, Kind
from conference.program.models.language_field import LanguageField
from conference.program.models.notes import NotesOfTheTeam
from conference.program.models.people import Participation
from conference.spoken import TAG_OR_BOTH


def is_off(session, parent) -> bool:
    """Whether a session does not take place: cancelled, or what it is an item of is.

    Of rows and of a release's values alike, as `track_of`.
    """
    return session.is_cancelled or bool(parent and parent.is_cancelled)


def track_of(session, parent):
    """Its own track, or that of what it is an item of; None where neither has one."""
    return session.track or (parent.track if parent else None)


class SessionQuerySet(ConferenceScopedQuerySet):
    def planned(self):
        return self.filter(status=Session.Status.PLANNED)

    def top_level(self):
        """Sessions that are not items of a sub-forum or block."""
        return self.filter(parent__isnull=True)

    def that_hold_items(self):
        """Sessions that others may be part of; there is one level only."""
        return self.top_level().filter(kind__in=KINDS_WITH_ITEMS)

    def offered_as_wholes(self):
        """Those of `that_hold_items` that somebody means: not a single keynote or address, which is
        a session that somebody speaks in and nothing is part of.
        """
        speakers = SessionRole.objects.filter(session=OuterRef("pk"), role=SessionRole.Role.SPEAKER)
        holds = Q(kind=Kind.SUB_FORUM) | Exists(Session.objects.filter(parent=OuterRef("pk")))
        return self.that_hold_items().filter(holds | ~Exists(speakers))

    def in_order(self):
        """By time, untimed ones last by position: the one order of every list of sessions."""
        return self.order_by(F("starts_at").asc(nulls_last=True), "position", "number")

    def untimed(self):
        return self.filter(starts_at__isnull=True)

    def without_people(self):
        """Sessions of a kind that needs people and has none, nor a talk that has one."""
        roles = SessionRole.objects.filter(
            Q(session=OuterRef("pk")) | Q(session__parent=OuterRef("pk"))
        )
        return self.exclude(kind__in=KINDS_WITHOUT_PEOPLE).filter(~Exists(roles))

    def missing_translation(self):
        return self.filter(gaps_condition(Session))

    def with_people(self):
        """Adds what lists print of people: three queries, whatever the number of sessions."""
        return self.prefetch_related("roles__participation__person__organization")


class Session(NotesOfTheTeam, InConference):
    class Status(models.TextChoices):
        PLANNED = "planned", _("planned")
        CANCELLED = "cancelled", _("cancelled")

    guid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.PositiveIntegerField(_("number"), editable=False)
    code = models.CharField(_("code"), max_length=6, default=short_code, editable=False)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.TALK)
    title_zh, title_en = pair(models.CharField, _("title"), max_length=300)
    summary_zh, summary_en = pair(models.TextField, _("summary"), max_length=2_000)
    zh_is_rendering = models.BooleanField(
        _("title and summary in Chinese are our rendering"),
        default=False,
        help_text=_("Tick when no official Chinese wording is known; pages mark it with 译名."),
    )
    abstract_zh, abstract_en = pair(
        models.TextField, _("abstract"), max_length=20_000, help_text=markdown.HELP
    )
    language = LanguageField(_("spoken language"))
    starts_at = models.DateTimeField(
        _("starts"),
        null=True,
        blank=True,
        help_text=_("Leave both empty while not yet known."),
    )
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)
    room = models.ForeignKey(
        Room,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="sessions",
        verbose_name=_("room"),
        help_text=_("An item takes the room of what it is part of."),
    )
    is_plenary = models.BooleanField(
        _("plenary"), default=False, help_text=_("Drawn across all rooms.")
    )
    position = PositionField(
        _("position"),
        among="conference",
        help_text=_("The order that holds while times are not known. Empty: at the end."),
    )
    parallel_group = models.SlugField(
        _("parallel group"),
        max_length=40,
        blank=True,
        help_text=_("Sessions of one group run side by side while times are not known."),
    )
    track = models.ForeignKey(
        Track,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="sessions",
        verbose_name=_("track"),
    )
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.PLANNED)
    parent = models.ForeignKey(
        "self",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="talks",
        verbose_name=_("part of"),
        help_text=_(
            "A sub-forum, or a block such as an opening ceremony or a morning of keynotes."
        ),
    )
    seats = models.PositiveIntegerField(
        _("seats"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_(
            "How many may choose it; empty for no limit. A change counts once it is published."
        ),
    )
    first_published_at = models.DateTimeField(
        _("first published"), null=True, blank=True, editable=False
    )
    search = models.TextField(editable=False, blank=True)

    title = Bilingual(rendering="zh_is_rendering")
    summary = Bilingual(rendering="zh_is_rendering")
    abstract = Bilingual()

    prepared, prepared_with, cleaned_with = ("search",), (), ("talks",)
    objects = SessionQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["search"])

    class Meta:
        ordering = ["position", "number"]
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        constraints = [
            models.CheckConstraint(
                condition=Q(language__regex=TAG_OR_BOTH),
                name="session_language_is_a_tag",
                violation_error_message=_("The spoken language must be a tag such as de or pt-BR."),
            ),
            models.UniqueConstraint(
                fields=["conference", "number"],
                name="session_number_is_unique_in_a_conference",
            ),
            models.UniqueConstraint(
                fields=["conference", "code"],
                name="session_code_is_unique_in_a_conference",
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="session_number_is_positive"),
            models.CheckConstraint(
                condition=Q(starts_at__isnull=True, ends_at__isnull=True)
                | Q(starts_at__isnull=False, ends_at__isnull=False),
                name="session_has_both_times_or_neither",
                violation_error_message=_(
                    "Enter both a start and an end, or leave both empty while not yet known."
                ),
            ),
            models.CheckConstraint(
                condition=Q(starts_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
                name="session_ends_after_it_starts",
                violation_error_message=_("A session must end after it starts."),
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | Q(room__isnull=True),
                name="talk_of_a_sub_forum_stores_no_room",
                violation_error_message=_(
                    "An item takes place in the room of what it is part of. Leave its room empty."
                ),
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(kind=Kind.SUB_FORUM),
                name="sub_forum_is_not_part_of_another",
                violation_error_message=_("A sub-forum cannot be part of another session."),
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("pk")),
                name="session_is_not_part_of_itself",
                violation_error_message=_("A session cannot be part of itself."),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in Kind]),
                name="session_kind_is_known",
                violation_error_message=_("Choose one of the listed kinds."),
            ),
            models.CheckConstraint(
                condition=Q(status__in=["planned", "cancelled"]),
                name="session_status_is_known",
                violation_error_message=_("Choose planned or cancelled."),
            ),
            either_language(
                "title",
                constraint="session_has_a_title",
                message=_("Give the session a title in Chinese or in English."),
            ),
        ]
        indexes = [models.Index(fields=["conference", "starts_at"], name="session_by_time")]

    def __str__(self):
        return str(self.title)

    def prepare(self):
        self.search = self.make_search()

    def save(self, *args, **kwargs):
        self.prepare()
        if (fields := kwargs.get("update_fields")) is not None:
            kwargs["update_fields"] = {*fields, "search"}
        if self.number is not None:
            super().save(*args, **kwargs)
            return
        with transaction.atomic():
            Conference.objects.lock(self.conference_id)
            last = Session.objects.filter(conference=self.conference_id).aggregate(Max("number"))
            self.number = (last["number__max"] or 0) + 1
            super().save(*args, **kwargs)

    def make_search(self) -> str:
        return search_text(self.title_zh, self.title_en)

    def delete(self, *args, **kwargs):
        """Refused once it or a talk of it was published: attendees have it in their calendars.
        Cancel it instead. The items of a sub-forum or block go with it.
        """
        if self.was_published:
            raise ValidationError(
                _("“%(title)s” has been published. Cancel it instead of deleting it."),
                params={"title": self.title},
                code="published",
            )
        return super().delete(*args, **kwargs)

    @property
    def was_published(self) -> bool:
        """Whether attendees have seen it or an item of it; at most one query."""
        if self.first_published_at:
            return True
        return self.may_hold_items and (
            self.talks.filter(first_published_at__isnull=False).exists()
        )

    def get_absolute_url(self):
        return reverse("program:session", args=[self.conference.slug, self.code])

    @property
    def duration(self) -> timedelta | None:
        return self.ends_at - self.starts_at if self.starts_at and self.ends_at else None

    @property
    def may_hold_items(self) -> bool:
        """Whether others may be part of it: one level only."""
        return self.kind in KINDS_WITH_ITEMS and self.parent_id is None

    @property
    def effective_room(self) -> Room | None:
        """The room it takes place in: its own, or that of what it is part of."""
        return self.parent.room if self.parent_id else self.room

    @property
    def is_cancelled(self) -> bool:
        return self.status == self.Status.CANCELLED

    def clean(self):
        """Rules across rows, which no constraint can hold: same conference, one level of items."""
        super().clean()
        errors = {}
        for name in ("room", "track", "parent"):
            other = getattr(self, name)
            if other is not None and other.conference_id != self.conference_id:
                errors[name] = _("“%(name)s” belongs to another conference.") % {"name": other}
        if self.parent_id and "parent" not in errors and not self.parent.may_hold_items:
            errors["parent"] = self.why_not_in(self.parent)
        must_be_alone = self.parent_id is not None or self.kind not in KINDS_WITH_ITEMS
        if self.pk and must_be_alone and self.talks.exists():
            if self.parent_id:
                errors.setdefault(
                    "parent", _("This has items of its own. Move them before it becomes one.")
                )
            if self.kind not in KINDS_WITH_ITEMS:
                errors["kind"] = _("This has items. Move them before changing its kind to this.")
        if errors:
            raise ValidationError(errors)

    @staticmethod
    def why_not_in(parent) -> str:
        if parent.parent_id:
            said = _("“%(title)s” is an item itself, of “%(whole)s”. Choose that one instead.")
            return said % {"title": parent, "whole": parent.parent}
        said = _(
            "“%(title)s” (%(kind)s) can hold no items. Choose a sub-forum, or a block such as "
            "an opening ceremony."
        )
        return said % {"title": parent, "kind": parent.get_kind_display()}


class OfSessionQuerySet(ConferenceScopedQuerySet):
    conference_path = "session__conference"


class SessionRole(Ordered):
    ordered_among = "session"

    class Role(models.TextChoices):
        SPEAKER = "speaker", _("speaker")
        CHAIR = "chair", _("chair")
        PANELIST = "panelist", _("panelist")
        DISCUSSANT = "discussant", _("discussant")
        GUEST_OF_HONOR = "guest-of-honor", _("guest of honor")

    session = models.ForeignKey(
        Session, models.CASCADE, related_name="roles", verbose_name=_("session")
    )
    participation = models.ForeignKey(
        Participation, models.PROTECT, related_name="roles", verbose_name=_("person")
    )
    role = models.CharField(_("role"), max_length=14, choices=Role, default=Role.SPEAKER)

    objects = OfSessionQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta(Ordered.Meta):
        verbose_name = _("person in a session")
        verbose_name_plural = _("people in sessions")
        constraints = [
            models.UniqueConstraint(
                fields=["session", "participation", "role"],
                name="person_has_each_role_once_in_a_session",
                violation_error_message=_("This person has this role in the session already."),
            ),
            models.CheckConstraint(
                condition=Q(
                    role__in=[
                        "speaker",
                        "chair",
                        "panelist",
                        "discussant",
                        "guest-of-honor",
                    ]
                ),
                name="session_role_is_known",
                violation_error_message=_("Choose one of the listed roles."),
            ),
        ]

    def __str__(self):
        return f"{self.participation} · {self.get_role_display()}"

    def clean(self):
        super().clean()
        if (
            self.session_id
            and self.participation_id
            and self.session.conference_id != self.participation.conference_id
        ):
            raise ValidationError(
                {"participation": _("This person takes part in another conference.")}
            )
