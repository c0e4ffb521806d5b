"""Session, Participation, SessionRole, Release: the agenda, its people, and what was published.

Sessions carry their own place. The draft may clash, a release may not (`clashes`, `publishing`).
"""

import uuid
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models, transaction
from django.db.models import Exists, F, Max, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from conference.bilingual import Bilingual, Text, either_language, gaps_condition, pair
from conference.codes import short_code
from conference.models import WEB_ADDRESS, Conference, InConference, Room, Track
from conference.pdfs import CheckedPdfField
from conference.people.models import Person
from conference.people.pinyin import search_text
from conference.permissions import ConferenceScopedQuerySet, Right


class Kind(models.TextChoices):
    """What a session is. The order is the order of filters and legends."""

    ADDRESS = "address", _("address")
    CEREMONY = "ceremony", _("ceremony")
    KEYNOTE = "keynote", _("keynote")
    SUB_FORUM = "sub-forum", _("sub-forum")
    TALK = "talk", _("talk")
    PANEL = "panel", _("panel")
    DISCUSSION = "discussion", _("discussion")
    BREAK = "break", _("break")
    MEAL = "meal", _("meal")
    PHOTO = "photo", _("group photo")


class LinkKind(models.TextChoices):
    """What a link of a session leads to. Other systems' words for it: `document.Link`."""

    SLIDES = "slides", _("slides")
    PAPER = "paper", _("paper")
    RECORDING = "recording", _("recording")
    ARTICLE = "article", _("published article")
    WEB = "web", _("web page")
    RELATED = "related", _("related material")


# Kinds that need nobody on stage, so that "no people" is no warning there.
KINDS_WITHOUT_PEOPLE = {
    Kind.CEREMONY,
    Kind.DISCUSSION,
    Kind.BREAK,
    Kind.MEAL,
    Kind.PHOTO,
}
KINDS_WITH_CHAIR = {Kind.SUB_FORUM, Kind.PANEL}


class SessionQuerySet(ConferenceScopedQuerySet):
    def planned(self):
        return self.filter(status=Session.Status.PLANNED)

    def top_level(self):
        """Sessions that are not talks of a sub-forum."""
        return self.filter(parent__isnull=True)

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

    def matching(self, text: str):
        rows = self
        for word in text.lower().split():
            rows = rows.filter(search__contains=word)
        return rows

    def with_people(self):
        """Adds what lists print of people: three queries, whatever the number of sessions."""
        return self.prefetch_related("roles__participation__person__organization")


class Session(InConference):
    class Status(models.TextChoices):
        PLANNED = "planned", _("planned")
        CANCELLED = "cancelled", _("cancelled")

    class Language(models.TextChoices):
        ZH = "zh", _("Chinese")
        EN = "en", _("English")
        BOTH = "both", _("Chinese and English")

    guid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.PositiveIntegerField(_("number"), editable=False)
    code = models.CharField(_("code"), max_length=6, default=short_code, editable=False)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.TALK)
    title_zh, title_en = pair(models.CharField, _("title"), max_length=300)
    summary_zh, summary_en = pair(models.TextField, _("summary"), max_length=2_000)
    abstract_zh, abstract_en = pair(
        models.TextField, _("abstract"), max_length=20_000, help_text=_("Markdown.")
    )
    language = models.CharField(_("spoken language"), max_length=4, choices=Language, blank=True)
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
        help_text=_("A talk takes the room of its sub-forum."),
    )
    is_plenary = models.BooleanField(
        _("plenary"), default=False, help_text=_("Drawn across all rooms.")
    )
    position = models.PositiveIntegerField(
        _("position"),
        default=0,
        help_text=_("The order that holds while times are not known."),
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
        models.PROTECT,
        null=True,
        blank=True,
        related_name="talks",
        verbose_name=_("part of"),
        limit_choices_to={"kind": Kind.SUB_FORUM},
        help_text=_("The sub-forum this talk belongs to."),
    )
    seats = models.PositiveIntegerField(
        _("seats"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("How many may choose it; empty for no limit."),
    )
    first_published_at = models.DateTimeField(
        _("first published"), null=True, blank=True, editable=False
    )
    search = models.TextField(editable=False, blank=True)

    title = Bilingual()
    summary = Bilingual()
    abstract = Bilingual()

    objects = SessionQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["search"])

    class Meta:
        ordering = ["position", "number"]
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        constraints = [
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
                    "A talk takes place in the room of its sub-forum. Leave its room empty."
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

    def save(self, *args, **kwargs):
        self.search = search_text(self.title_zh, self.title_en, self.code)
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

    def delete(self, *args, **kwargs):
        """Refused once published: attendees have it in their calendars. Cancel it instead."""
        if self.first_published_at:
            raise ValidationError(
                _("“%(title)s” has been published. Cancel it instead of deleting it."),
                params={"title": self.title},
                code="published",
            )
        return super().delete(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("program:session", args=[self.conference.slug, self.code])

    @property
    def duration(self) -> timedelta | None:
        return self.ends_at - self.starts_at if self.starts_at and self.ends_at else None

    @property
    def effective_room(self) -> Room | None:
        """The room it takes place in: its own, or its sub-forum's."""
        return self.parent.room if self.parent_id else self.room

    @property
    def is_cancelled(self) -> bool:
        return self.status == self.Status.CANCELLED

    def clean(self):
        """Rules across rows, which no constraint can hold: same conference, sub-forum as parent."""
        super().clean()
        errors = {}
        for name in ("room", "track", "parent"):
            other = getattr(self, name)
            if other is not None and other.conference_id != self.conference_id:
                errors[name] = _("“%(name)s” belongs to another conference.") % {"name": other}
        if self.parent_id and "parent" not in errors and self.parent.kind != Kind.SUB_FORUM:
            errors["parent"] = _("Only a sub-forum has talks. Choose a sub-forum.")
        if self.pk and self.kind != Kind.SUB_FORUM and self.talks.exists():
            errors["kind"] = _("This sub-forum has talks. Move them before changing its kind.")
        if errors:
            raise ValidationError(errors)


class Participation(InConference):
    """A person at a conference, as printed there. Blank printed fields follow the person."""

    class Category(models.TextChoices):
        LEADER = "leader", _("leader")
        SPEAKER = "speaker", _("speaker")
        EXPERT = "expert", _("expert")
        CHAIR = "chair", _("chair")
        GUEST = "guest", _("guest")
        DELEGATE = "delegate", _("delegate")
        STAFF = "staff", _("staff")

    guid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.CharField(_("code"), max_length=6, default=short_code, editable=False)
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="participations", verbose_name=_("person")
    )
    category = models.CharField(
        _("category"), max_length=10, choices=Category, default=Category.SPEAKER
    )
    position = models.PositiveIntegerField(_("position"), default=0)
    printed_name_zh, printed_name_en = pair(
        models.CharField,
        _("printed name"),
        max_length=120,
        help_text=_("Empty: as the person."),
    )
    printed_title_zh, printed_title_en = pair(
        models.CharField,
        _("printed title"),
        max_length=200,
        help_text=_("Empty: as the person."),
    )
    printed_organization_zh, printed_organization_en = pair(
        models.CharField,
        _("printed organization"),
        max_length=200,
        help_text=_("Empty: as the person."),
    )
    # Private: never in a release, never on a public page.
    contact_phone = models.CharField(_("private phone"), max_length=40, blank=True)
    contact_email = models.EmailField(_("private e-mail"), blank=True)
    contact_note = models.TextField(_("private note"), max_length=2_000, blank=True)
    first_published_at = models.DateTimeField(null=True, blank=True, editable=False)

    printed_name = Bilingual()
    printed_title = Bilingual()
    printed_organization = Bilingual()

    objects = ConferenceScopedQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["contact_phone", "contact_email", "contact_note"])

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("participant in the program")
        verbose_name_plural = _("participants in the program")
        constraints = [
            models.UniqueConstraint(
                fields=["conference", "person"],
                name="person_participates_once_in_a_conference",
                violation_error_message=_("This person is already in this conference."),
            ),
            models.UniqueConstraint(
                fields=["conference", "code"],
                name="participation_code_is_unique_in_a_conference",
            ),
        ]

    def __str__(self):
        return str(self.name)

    @property
    def name(self) -> Text:
        return Text(
            self.printed_name_zh or self.person.name_zh,
            self.printed_name_en or self.person.name_en,
        )

    @property
    def title(self) -> Text:
        """Academic title and position as printed; each side on its own, no invented wording."""
        return Text(
            self.printed_title_zh or self.person.position_zh,
            self.printed_title_en or self.person.position_en,
        )

    @property
    def organization(self) -> Text:
        own = self.person.organization
        return Text(
            self.printed_organization_zh or (own.name_zh if own else ""),
            self.printed_organization_en or (own.name_en if own else ""),
        )


class OfSessionQuerySet(ConferenceScopedQuerySet):
    conference_path = "session__conference"


class SessionRole(models.Model):
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
    position = models.PositiveIntegerField(_("position"), default=0)

    objects = OfSessionQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["position", "pk"]
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


class SessionLink(models.Model):
    """Slides, a recording, a paper of a session: an address elsewhere, or a PDF kept here.

    Only a released one enters a release: its speaker allowed it.
    """

    guid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    session = models.ForeignKey(
        Session, models.CASCADE, related_name="links", verbose_name=_("session")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=LinkKind, default=LinkKind.SLIDES)
    title_zh, title_en = pair(
        models.CharField, _("title"), max_length=200, help_text=_("Empty: as its kind.")
    )
    url = models.URLField(
        _("web address"),
        max_length=1_000,
        blank=True,
        validators=[WEB_ADDRESS],
        help_text=_("http:// or https://"),
    )
    file = CheckedPdfField(_("or a PDF"), blank=True, help_text=_("20 MB at most."))
    is_released = models.BooleanField(
        _("the speaker allowed it"),
        default=False,
        help_text=_("Only then it is published."),
    )
    position = models.PositiveIntegerField(_("position"), default=0)

    title = Bilingual()

    objects = OfSessionQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("link of a session")
        verbose_name_plural = _("links of sessions")
        constraints = [
            models.CheckConstraint(
                condition=(Q(url="") & ~Q(file="")) | (~Q(url="") & Q(file="")),
                name="session_link_leads_to_one_place",
                violation_error_message=_("Give either an address or a PDF."),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in LinkKind]),
                name="session_link_kind_is_known",
                violation_error_message=_("Choose one of the listed kinds."),
            ),
        ]

    def __str__(self):
        return str(self.title) or str(self.get_kind_display())


class ExpectedTotal(InConference):
    """How many people are expected, while not all are named: '16 experts'. Never a made-up row.

    Named are, for a session, its people; for the conference, its participations of `category`.
    """

    session = models.ForeignKey(
        Session,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="expected_totals",
        verbose_name=_("session"),
        help_text=_("Empty: of the whole conference."),
    )
    category = models.CharField(
        _("category"),
        max_length=10,
        choices=Participation.Category,
        default=Participation.Category.EXPERT,
    )
    total = models.PositiveIntegerField(_("expected total"), validators=[MinValueValidator(1)])
    label_zh, label_en = pair(models.CharField, _("label"), max_length=100)

    label = Bilingual()

    objects = ConferenceScopedQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["session_id", "pk"]
        verbose_name = _("expected total")
        verbose_name_plural = _("expected totals")
        constraints = [
            models.UniqueConstraint(
                fields=["conference", "session", "category"],
                name="expected_total_is_given_once",
                violation_error_message=_("This total is given already."),
            ),
            models.UniqueConstraint(
                fields=["conference", "category"],
                condition=Q(session__isnull=True),
                name="expected_total_of_a_conference_is_given_once",
                violation_error_message=_("This total is given already."),
            ),
            models.CheckConstraint(
                condition=Q(total__gte=1),
                name="expected_total_is_positive",
                violation_error_message=_("The expected total must be 1 or more."),
            ),
            either_language(
                "label",
                constraint="expected_total_has_a_label",
                message=_("Say what is counted, in Chinese or in English."),
            ),
        ]

    def __str__(self):
        return f"{self.total} {self.label}"


class ReleaseQuerySet(ConferenceScopedQuerySet):
    edit_right = Right.PUBLISH

    def standing(self):
        """Releases that are not withdrawn."""
        return self.filter(withdrawn_at__isnull=True)

    def current(self, slug: str) -> "Release | None":
        """The release that the public sees of a conference; one query."""
        return self.standing().filter(conference__slug=slug).order_by("-number").first()


class Release(InConference):
    """One publish: the whole public conference as one document, in both languages.

    `document` has the shape of `program.document`; `changes` is the diff to the release before
    (`program.diff`), told anew when that one is withdrawn. What the document says is edited by
    purging a person alone; the counts of its sessions' changes rise when a later release is taken
    back (`program.sequence`).
    """

    number = models.PositiveIntegerField(_("number"))
    published_at = models.DateTimeField(_("published"), default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("by"),
    )
    note = models.CharField(_("note"), max_length=500, blank=True)
    format = models.PositiveSmallIntegerField(_("format"), default=1)
    document = models.JSONField(_("document"))
    changes = models.JSONField(_("changes"), default=list)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        verbose_name = _("release")
        verbose_name_plural = _("releases")
        constraints = [
            models.UniqueConstraint(
                fields=["conference", "number"],
                name="release_number_is_unique_in_a_conference",
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="release_number_is_positive"),
        ]

    def __str__(self):
        return _("Release %(number)s") % {"number": self.number}


class PublishedRoleQuerySet(models.QuerySet):
    def of_person(self, person_guid):
        return self.filter(person_guid=person_guid).order_by("-starts_on", "position")


class PublishedRole(models.Model):
    """Who did what in the current release of which conference; written by `publish` alone.

    Serves speaker pages that span conferences, without opening every release. A participation
    without a session is a row without a session code.
    """

    conference = models.ForeignKey("conference.Conference", models.CASCADE, related_name="+")
    person_guid = models.UUIDField(db_index=True)
    participation_code = models.CharField(max_length=6)
    role = models.CharField(max_length=14, blank=True)
    session_code = models.CharField(max_length=6, blank=True)
    session_title_zh = models.CharField(max_length=300, blank=True)
    session_title_en = models.CharField(max_length=300, blank=True)
    starts_on = models.DateField()
    position = models.PositiveIntegerField(default=0)

    session_title = Bilingual()

    objects = PublishedRoleQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "position"]
        verbose_name = _("published role")
        verbose_name_plural = _("published roles")
        constraints = [
            models.UniqueConstraint(
                fields=["conference", "participation_code", "session_code", "role"],
                name="published_role_is_written_once",
            ),
        ]

    def __str__(self):
        return f"{self.participation_code} {self.role} {self.session_code}"
