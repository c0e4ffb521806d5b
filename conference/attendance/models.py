"""Registration, Checkpoint, CheckIn, Admission: who is expected, and what happened at the door."""

from itertools import groupby

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models, transaction
from django.db.models import Exists, Max, OuterRef, Prefetch, Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history import register
from simple_history.models import HistoricalRecords

from conference.attendance.phones import (
    SHORTEST,
    WHOLE,
    is_like_a_number,
    phone_digits,
)
from conference.bilingual import Bilingual, either_language, pair
from conference.codes import badge_code
from conference.folding import words
from conference.models import Conference, InConference, Stamped, one_of
from conference.people.models import Organization
from conference.people.pinyin import name_letters, search_text, sort_name
from conference.permissions import ConferenceScopedQuerySet, Right
from conference.program.models import Kind as SessionKind
from conference.program.models import Participation, Session
from conference.stamps import SITE, conference_scope


class SettingsQuerySet(ConferenceScopedQuerySet):
    view_right = Right.EDIT_SETTINGS
    edit_right = Right.EDIT_SETTINGS


class ReplyForm(Stamped):
    """The public reply form (回执) of a conference. No row: registration is not offered."""

    conference = models.OneToOneField(
        Conference,
        models.CASCADE,
        related_name="reply_form",
        verbose_name=_("conference"),
    )
    opens_at = models.DateTimeField(_("opens"))
    closes_at = models.DateTimeField(_("closes"))
    seats = models.PositiveIntegerField(
        _("seats"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("When they are taken, further replies wait. Empty for no limit."),
    )
    confirms_at_once = models.BooleanField(
        _("replies are confirmed at once"),
        default=True,
        help_text=_("Otherwise each reply waits for an organizer."),
    )
    intro_zh, intro_en = pair(models.TextField, _("introduction"), max_length=5_000)
    notice_zh, notice_en = pair(
        models.TextField,
        _("privacy notice"),
        max_length=10_000,
        help_text=_("Who handles the data, why, which, how long, and whom to ask."),
    )
    notice_version = models.CharField(
        _("version of the notice"),
        max_length=20,
        default="1",
        help_text=_("Kept with each reply."),
    )

    intro = Bilingual()
    notice = Bilingual()

    objects = SettingsQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("reply form")
        verbose_name_plural = _("reply forms")
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at__gt=models.F("opens_at")),
                name="reply_form_closes_after_it_opens",
                violation_error_message=_("The form must close after it opens."),
            ),
            either_language(
                "notice",
                constraint="reply_form_has_a_privacy_notice",
                message=_("Write the privacy notice in Chinese or in English."),
            ),
        ]

    def __str__(self):
        return str(self.conference)

    def stamp_scopes(self):
        return SITE, conference_scope(self.conference.slug)

    def is_open(self, *, at=None) -> bool:
        return self.opens_at <= (at or timezone.now()) < self.closes_at


class QuestionQuerySet(SettingsQuerySet):
    conference_path = "form__conference"


class Question(Stamped):
    """One more question of a reply form. Answers are kept by its id, so wording may change."""

    class Kind(models.TextChoices):
        TEXT = "text", _("short text")
        YES_NO = "yes-no", _("yes or no")
        CHOICE = "choice", _("one of a list")

    form = models.ForeignKey(
        ReplyForm,
        models.CASCADE,
        related_name="questions",
        verbose_name=_("reply form"),
    )
    kind = models.CharField(_("kind"), max_length=8, choices=Kind, default=Kind.TEXT)
    label_zh, label_en = pair(models.CharField, _("question"), max_length=200)
    options_zh, options_en = pair(
        models.TextField,
        _("options"),
        max_length=2_000,
        help_text=_("For a list: one a line."),
    )
    is_required = models.BooleanField(_("required"), default=False)
    position = models.PositiveIntegerField(_("position"), default=0)

    label = Bilingual()
    options = Bilingual()

    objects = QuestionQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["text", "yes-no", "choice"]),
                name="question_kind_is_known",
                violation_error_message=_("Choose one of the listed kinds."),
            ),
            either_language(
                "label",
                constraint="question_has_a_label",
                message=_("Write the question in Chinese or in English."),
            ),
        ]

    def __str__(self):
        return str(self.label)

    def stamp_scopes(self):
        return (conference_scope(self.form.conference.slug),)


class RegistrationQuerySet(ConferenceScopedQuerySet):
    view_right = Right.VIEW_REGISTRATIONS
    edit_right = Right.EDIT_REGISTRATIONS

    def expected(self):
        """Those who should come (应到): confirmed."""
        return self.filter(status=Registration.Status.CONFIRMED)

    def expected_at(self, checkpoint):
        """Who is on the list of a checkpoint: confirmed people, and whoever is signed in there.

        A sub-forum expects those who chose it; where nobody chose any, everyone. `checkpoint`
        may be unsaved: of a session at which nobody was signed in yet.
        """
        signed_in = Q(
            Exists(
                Admission.objects.filter(registration=OuterRef("pk"), checkpoint_id=checkpoint.pk)
            )
        )
        expected = Q(status=Registration.Status.CONFIRMED)
        if checkpoint.is_chosen_by_attendees:
            expected &= Q(
                Exists(
                    Choice.objects.filter(
                        registration=OuterRef("pk"), session=checkpoint.session_id
                    )
                )
            ) | ~Q(somebody_chose(checkpoint.conference_id))
        return self.filter(conference=checkpoint.conference_id).filter(expected | signed_in)

    def with_chosen(self):
        """With `chosen` at hand: one more query for all rows."""
        sessions = Session.objects.select_related("room").in_order()
        return self.prefetch_related(Prefetch("sessions", sessions, to_attr="chosen"))

    def in_order(self):
        """The one order of every list of people: by sort name, then number."""
        return self.order_by("sort_name", "number")

    def matching(self, text: str):
        """Rows with every word of `text` in name, pinyin, initials, organization, or phone's end.

        Of a phone count its last four digits or all of them, with spaces and dashes between them
        or without. Anything between would let those who see it masked feel their way from one
        digit to the next.
        """
        rows = self
        for is_number, run in groupby(text.split(), key=is_like_a_number):
            typed = " ".join(run)
            said = Q()
            for word in words(typed):
                found = Q(search__contains=word)
                if is_number and len(word) <= 4 and word.isdigit():
                    found |= Q(phone_digits__endswith=word)
                said &= found
            rows = rows.filter(said | _phone_is(typed) if is_number else said)
        return rows


def _phone_is(typed: str) -> Q:
    digits = phone_digits(typed)
    if len(digits) >= WHOLE:
        return Q(phone_digits__endswith=digits[-WHOLE:])
    return Q(phone_digits=digits) if len(digits) >= SHORTEST else Q(pk__in=())


NOT_IN_HISTORY = [
    "waits_as",
    "held_as_double",
    "name_letters",
    *("code", "token_hash", "phone_digits", "search", "sort_name"),
]


class Registration(InConference):
    """A person's place at a conference (报名). Personal data as given, apart from the directory."""

    class Status(models.TextChoices):
        PENDING = "pending", _("pending")
        CONFIRMED = "confirmed", _("confirmed")
        WAITLISTED = "waitlisted", _("waitlisted")
        CANCELLED = "cancelled", _("cancelled")
        DECLINED = "declined", _("declined")

    class Source(models.TextChoices):
        SELF = "self", _("reply form")
        LIAISON = "liaison", _("liaison")
        IMPORT = "import", _("import")
        WALK_IN = "walk-in", _("walk-in")

    # Who holds no seat any more.
    GONE = (Status.CANCELLED, Status.DECLINED)

    number = models.PositiveIntegerField(_("number"), editable=False)
    code = models.CharField(
        _("sign-in code"),
        max_length=12,
        default=badge_code,
        unique=True,
        editable=False,
    )
    # Null, not empty, for those without a link: it is unique.
    token_hash = models.CharField(max_length=64, null=True, unique=True, editable=False)  # noqa: DJ001
    name = models.CharField(pgettext_lazy("a person's", "name"), max_length=120)
    name_en = models.CharField(_("English name"), max_length=120, blank=True)
    organization = models.ForeignKey(
        Organization,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="registrations",
        verbose_name=_("organization in the directory"),
    )
    organization_name = models.CharField(_("organization"), max_length=200, blank=True)
    title = models.CharField(pgettext_lazy("a person's", "title"), max_length=200, blank=True)
    category = models.CharField(
        _("category"),
        max_length=10,
        choices=Participation.Category,
        default=Participation.Category.DELEGATE,
    )
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    phone_digits = models.CharField(max_length=40, blank=True, editable=False)
    email = models.EmailField(_("e-mail"), blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.CONFIRMED)
    source = models.CharField(_("source"), max_length=8, choices=Source, default=Source.SELF)
    answers = models.JSONField(
        _("answers"), default=dict, blank=True, help_text=_("By the question's id.")
    )
    sessions = models.ManyToManyField(
        Session,
        blank=True,
        related_name="chosen_by",
        verbose_name=_("chosen sub-forums"),
    )
    remarks = models.CharField(_("remarks"), max_length=500, blank=True)
    language = models.CharField(
        _("language"),
        max_length=7,
        choices=[("zh-hans", _("Chinese")), ("en", _("English"))],
        default="zh-hans",
    )
    consent_version = models.CharField(_("consent to"), max_length=20, blank=True)
    consented_at = models.DateTimeField(_("consented"), null=True, blank=True)
    registered_at = models.DateTimeField(_("registered"), default=timezone.now)
    # Rises with each who has to wait: the lowest gets the next seat. Of who waits, and nobody else.
    waits_as = models.PositiveBigIntegerField(null=True, blank=True, editable=False)
    # Somebody's second reply: it waits for an organizer, and holds neither seat nor place in line.
    held_as_double = models.BooleanField(_("possible double"), default=False, editable=False)
    # The letters of the name in Latin writing, by the alphabet: 王泉 and Quan Wang have the same.
    name_letters = models.CharField(max_length=200, blank=True, editable=False)
    sort_name = models.CharField(_("sort name"), max_length=200, blank=True)
    search = models.TextField(editable=False, blank=True)

    objects = RegistrationQuerySet.as_manager()
    # Phone and e-mail too: what purges personal data has to reach this table. Neither what signs
    # somebody in nor what is made from other fields.
    history = HistoricalRecords(excluded_fields=NOT_IN_HISTORY)

    class Meta:
        ordering = ["sort_name", "number"]
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        constraints = [
            one_of(
                "category",
                Participation.Category.values,
                constraint="registration_category_is_known",
            ),
            one_of("language", ["zh-hans", "en"], constraint="registration_language_is_known"),
            models.UniqueConstraint(
                fields=["conference", "number"],
                name="registration_number_is_unique_in_a_conference",
            ),
            models.CheckConstraint(
                condition=~Q(name=""),
                name="registration_has_a_name",
                violation_error_message=_("Enter the person's name."),
            ),
            models.CheckConstraint(
                condition=Q(
                    status__in=[
                        "pending",
                        "confirmed",
                        "waitlisted",
                        "cancelled",
                        "declined",
                    ]
                ),
                name="registration_status_is_known",
                violation_error_message=_("Choose one of the listed states."),
            ),
            models.CheckConstraint(
                condition=Q(source__in=["self", "liaison", "import", "walk-in"]),
                name="registration_source_is_known",
                violation_error_message=_("Choose one of the listed sources."),
            ),
            models.CheckConstraint(
                condition=~Q(source="self") | Q(consented_at__isnull=False),
                name="a_reply_carries_its_consent",
                violation_error_message=_("A reply needs the consent of the person."),
            ),
            models.CheckConstraint(
                condition=Q(status="waitlisted", waits_as__isnull=False)
                | (~Q(status="waitlisted") & Q(waits_as__isnull=True)),
                name="who_waits_and_nobody_else_has_a_place_in_line",
            ),
            models.CheckConstraint(
                condition=Q(held_as_double=False) | Q(status="pending"),
                name="only_a_pending_reply_is_held_as_a_double",
            ),
        ]
        indexes = [
            models.Index(
                fields=["conference", "sort_name", "number"],
                name="registration_in_order",
            ),
            models.Index(fields=["conference", "name_letters"], name="registration_by_letters"),
            models.Index(
                fields=["conference", "waits_as"],
                condition=Q(waits_as__isnull=False),
                name="registration_in_line",
            ),
        ]

    def __str__(self):
        return self.name

    def prepare(self):
        """Fill what is derived: sort name, search text, digits. For `save` and bulk writes."""
        if not self.sort_name:
            self.sort_name = sort_name(self.name)[:200]
        self.name_letters = name_letters(self.name)
        self.phone_digits = phone_digits(self.phone)
        self.search = search_text(
            self.name_en,
            self.organization_name,
            self.code,
            names=(self.name,),
        )

    def clean(self):
        super().clean()
        self._agree_with_status()
        if self.status == self.Status.WAITLISTED and self.waits_as is None:
            self.waits_as = last_in_line(self.conference_id)  # without the lock: a first guess

    def _agree_with_status(self):
        self.held_as_double = self.held_as_double and self.status == self.Status.PENDING
        if self.status != self.Status.WAITLISTED:
            self.waits_as = None

    def save(self, *args, **kwargs):
        self.prepare()
        self._agree_with_status()
        if (fields := kwargs.get("update_fields")) is not None:
            derived = {"sort_name", "phone_digits", "name_letters", "search"}
            kwargs["update_fields"] = {*fields, *derived, "waits_as", "held_as_double"}
        begins_to_wait = self.status == self.Status.WAITLISTED and self.waits_as is None
        if self.number is not None and not begins_to_wait:
            super().save(*args, **kwargs)
            return
        with transaction.atomic():
            Conference.objects.lock(self.conference_id)
            if self.number is None:
                self.number = next_number(self.conference_id)
            if begins_to_wait:
                self.waits_as = last_in_line(self.conference_id)
            super().save(*args, **kwargs)

    @cached_property
    def chosen(self) -> list[Session]:
        """The sub-forums of this person with their rooms, in order. One query."""
        return list(self.sessions.select_related("room").in_order())

    @property
    def is_seated(self) -> bool:
        """The same as `seated` asks of the database."""
        if self.status == self.Status.PENDING:
            return not self.held_as_double
        return self.status == self.Status.CONFIRMED

    @property
    def masked_phone(self) -> str:
        """'138****8000': first three and last four digits, or all stars when it is short."""
        return mask_phone(self.phone)

    @property
    def masked_email(self) -> str:
        return mask_email(self.email)


# That somebody chose a sub-forum. Written by `choices` alone: many at once send no signal, so what
# is written past it has no history.
Choice = Registration.sessions.through
register(Choice, app="conference.attendance", custom_model_name="HistoricalChoice")


def somebody_chose(conference_id) -> Exists:
    """Whether anybody at the conference chose a sub-forum: only then people had to choose."""
    return Exists(Choice.objects.filter(session__conference=conference_id))


def next_number(conference_id) -> int:
    """The number after the highest of a conference; ask while its row is locked."""
    last = Registration.objects.filter(conference=conference_id).aggregate(Max("number"))
    return (last["number__max"] or 0) + 1


def last_in_line(conference_id) -> int:
    """What comes after everybody who waits; ask while the conference's row is locked."""
    last = Registration.objects.filter(conference=conference_id).aggregate(Max("waits_as"))
    return (last["waits_as__max"] or 0) + 1


def seated(prefix: str = "") -> Q:
    """Who holds a seat: those who come, and those of whom an organizer has not decided yet."""
    confirmed = Q(**{f"{prefix}status": Registration.Status.CONFIRMED})
    pending = {f"{prefix}status": Registration.Status.PENDING, f"{prefix}held_as_double": False}
    return confirmed | Q(**pending)


class SessionWaitQuerySet(ConferenceScopedQuerySet):
    conference_path = "registration__conference"
    view_right = Right.VIEW_REGISTRATIONS
    edit_right = Right.EDIT_REGISTRATIONS


class SessionWait(models.Model):
    """Somebody's place in line for a sub-forum that was full when they chose it."""

    registration = models.ForeignKey(
        Registration, models.CASCADE, related_name="waits", verbose_name=_("registration")
    )
    session = models.ForeignKey(
        Session, models.CASCADE, related_name="waited_for_by", verbose_name=_("session")
    )
    place = models.PositiveBigIntegerField()  # rises; the lowest gets the next seat

    objects = SessionWaitQuerySet.as_manager()

    class Meta:
        ordering = ["place", "pk"]
        verbose_name = _("place in line for a sub-forum")
        verbose_name_plural = _("places in line for sub-forums")
        constraints = [
            models.UniqueConstraint(
                fields=["registration", "session"],
                name="registration_waits_once_for_a_sub_forum",
            ),
        ]

    def __str__(self):
        return f"{self.registration} · {self.session}"


def mask_phone(phone: str) -> str:
    if len(phone) < 9:
        return "*" * len(phone)
    return f"{phone[:3]}{'*' * (len(phone) - 7)}{phone[-4:]}"


def mask_email(email: str) -> str:
    name, at, host = email.partition("@")
    return f"{name[:1]}***@{host}" if at else "*" * len(email)


class CheckpointQuerySet(ConferenceScopedQuerySet):
    view_right = Right.OPEN_DESK
    edit_right = Right.EDIT_SETTINGS


class Checkpoint(InConference):
    """Where people are signed in: arrival, a session, or an own one such as lunch."""

    class Kind(models.TextChoices):
        ARRIVAL = "arrival", _("arrival")
        SESSION = "session", _("session")
        OWN = "own", _("own")

    kind = models.CharField(_("kind"), max_length=8, choices=Kind, default=Kind.OWN)
    session = models.ForeignKey(
        Session,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="checkpoints",
        verbose_name=_("session"),
    )
    name_zh, name_en = pair(
        models.CharField,
        _("name"),
        max_length=100,
        help_text=_("For an own checkpoint."),
    )
    position = models.PositiveIntegerField(_("position"), default=0)

    name = Bilingual()

    objects = CheckpointQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("checkpoint")
        verbose_name_plural = _("checkpoints")
        constraints = [
            one_of("kind", ["arrival", "session", "own"], constraint="checkpoint_kind_is_known"),
            models.CheckConstraint(
                condition=Q(kind="session", session__isnull=False)
                | Q(kind__in=["arrival", "own"], session__isnull=True),
                name="checkpoint_names_a_session_only_for_one",
                violation_error_message=_("A session checkpoint needs its session, others none."),
            ),
            models.UniqueConstraint(
                fields=["conference"],
                condition=Q(kind="arrival"),
                name="conference_has_one_arrival_checkpoint",
                violation_error_message=_("The conference has its arrival checkpoint already."),
            ),
            models.UniqueConstraint(
                fields=["session"],
                condition=Q(kind="session"),
                name="session_has_one_checkpoint",
                violation_error_message=_("The session has its checkpoint already."),
            ),
            models.CheckConstraint(
                condition=~Q(kind="own") | ~Q(name_zh="", name_en=""),
                name="own_checkpoint_has_a_name",
                violation_error_message=_("Give the checkpoint a name in Chinese or in English."),
            ),
        ]

    def __str__(self):
        if self.kind == self.Kind.ARRIVAL:
            return str(_("Arrival"))
        return str(self.session.title if self.session_id else self.name)

    @property
    def token(self) -> str:
        """How addresses and forms name it: `arrival`, a session's code, `own-12`."""
        if self.kind == self.Kind.ARRIVAL:
            return "arrival"
        return self.session.code if self.session_id else f"own-{self.pk}"

    @property
    def is_chosen_by_attendees(self) -> bool:
        return bool(self.session_id) and self.session.kind == SessionKind.SUB_FORUM


# Why a scan is refused, and why it is asked about: what an override answers.
REFUSALS = [
    *("unknown_code", "other_conference", "cancelled", "declined", "not_confirmed"),
    "not_signed_in",
]
DOUBTS = ["other_sub_forum", "no_sub_forum"]


class CheckIn(InConference):
    """The append-only log of every scan with its result. Never changed, never deleted."""

    class Result(models.TextChoices):
        ADMITTED = "admitted", _("admitted")
        ALREADY = "already", _("already signed in")
        REFUSED = "refused", _("refused")
        UNDONE = "undone", _("undone")
        QUESTION = "question", _("asked back")

    class Reason(models.TextChoices):
        NONE = "", ""
        UNKNOWN_CODE = "unknown_code", _("unknown code")
        OTHER_CONFERENCE = "other_conference", _("registered for another conference")
        CANCELLED = "cancelled", _("registration cancelled")
        DECLINED = "declined", _("registration declined")
        NOT_CONFIRMED = "not_confirmed", _("registration not confirmed")
        NOT_SIGNED_IN = "not_signed_in", _("not signed in")
        OTHER_SUB_FORUM = "other_sub_forum", _("chose another sub-forum")
        NO_SUB_FORUM = "no_sub_forum", _("chose no sub-forum")

    class Method(models.TextChoices):
        SEARCH = "search", _("search")
        CODE = "code", pgettext_lazy("way of signing in", "code")
        WALK_IN = "walk-in", _("walk-in")
        COMMAND = "command", _("command")

    class Direction(models.TextChoices):
        IN = "in", _("in")
        OUT = "out", _("out")

    checkpoint = models.ForeignKey(
        Checkpoint,
        models.PROTECT,
        related_name="check_ins",
        verbose_name=_("checkpoint"),
    )
    registration = models.ForeignKey(
        Registration,
        models.PROTECT,
        null=True,
        related_name="check_ins",
        verbose_name=_("registration"),
    )
    client_id = models.CharField(
        max_length=64,
        unique=True,
        help_text=_("Made by the device: a repeated send is one scan."),
    )
    content = models.CharField(
        max_length=16,
        blank=True,
        editable=False,
        help_text=_("A digest of what was sent: one id is one act."),
    )
    result = models.CharField(_("result"), max_length=8, choices=Result)
    reason = models.CharField(_("reason"), max_length=20, choices=Reason, blank=True)
    scanned_at = models.DateTimeField(_("scanned"))
    received_at = models.DateTimeField(_("received"), default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("by"),
    )
    station = models.CharField(_("station"), max_length=60, blank=True)
    method = models.CharField(_("method"), max_length=8, choices=Method, default=Method.SEARCH)
    direction = models.CharField(
        _("direction"), max_length=3, choices=Direction, default=Direction.IN
    )

    objects = CheckpointQuerySet.as_manager()

    class Meta:
        ordering = ["received_at", "pk"]
        verbose_name = _("scan")
        verbose_name_plural = _("scans")
        constraints = [
            one_of(
                "reason",
                [
                    *("", "unknown_code", "other_conference", "cancelled", "declined"),
                    *("not_confirmed", "not_signed_in", "other_sub_forum", "no_sub_forum"),
                ],
                constraint="check_in_reason_is_known",
            ),
            one_of(
                "method",
                ["search", "code", "walk-in", "command"],
                constraint="check_in_method_is_known",
            ),
            one_of("direction", ["in", "out"], constraint="check_in_direction_is_known"),
            models.CheckConstraint(
                condition=Q(result__in=["admitted", "already", "refused", "undone", "question"]),
                name="check_in_result_is_known",
                violation_error_message=_("Choose one of the listed results."),
            ),
            models.CheckConstraint(
                condition=Q(result__in=["admitted", "already", "undone"], reason="")
                | Q(result="refused", reason__in=REFUSALS)
                | Q(result__in=["question", "admitted"], direction="in", reason__in=DOUBTS),
                name="a_reason_fits_its_result",
                violation_error_message=_("This reason does not belong to this result."),
            ),
            models.CheckConstraint(
                condition=Q(registration__isnull=False) | Q(reason="unknown_code"),
                name="only_an_unknown_code_has_no_registration",
            ),
        ]
        indexes = [
            models.Index(fields=["conference", "received_at"], name="check_in_by_time"),
        ]

    def __str__(self):
        return f"{self.get_result_display()} · {self.person or '?'}"

    @property
    def person(self) -> "Registration | None":
        """Who it was; None for an unknown code, and for somebody whom this team may not know."""
        return None if self.reason == self.Reason.OTHER_CONFERENCE else self.registration

    @property
    def is_override(self) -> bool:
        """Whether somebody at the door let the person in although the door asked."""
        return self.result == self.Result.ADMITTED and bool(self.reason)

    @property
    def reason_text(self) -> str:
        """The reason in words, as every log shows it; '' without one."""
        return reason_text(self.result, self.reason)


def reason_text(result: str, reason: str) -> str:
    """A reason in words; with an admission it is what was overruled."""
    if not reason:
        return ""
    words = CheckIn.Reason(reason).label
    if result == CheckIn.Result.ADMITTED:
        return str(_("override: %(reason)s") % {"reason": words})
    return str(words)


class AdmissionQuerySet(ConferenceScopedQuerySet):
    conference_path = "checkpoint__conference"
    view_right = Right.OPEN_DESK
    edit_right = Right.CHECK_IN


class Admission(models.Model):
    """That a registration is signed in at a checkpoint: once, whatever the number of scans.

    Written and removed in the transaction of its log row (`checkin`).
    """

    registration = models.ForeignKey(Registration, models.CASCADE, related_name="admissions")
    checkpoint = models.ForeignKey(Checkpoint, models.CASCADE, related_name="admissions")
    check_in = models.OneToOneField(CheckIn, models.PROTECT, related_name="admission")
    signed_in_at = models.DateTimeField(_("signed in"))

    objects = AdmissionQuerySet.as_manager()

    class Meta:
        ordering = ["signed_in_at", "pk"]
        verbose_name = _("admission")
        verbose_name_plural = _("admissions")
        constraints = [
            models.UniqueConstraint(
                fields=["registration", "checkpoint"],
                name="registration_is_admitted_once_at_a_checkpoint",
            ),
        ]
        indexes = [models.Index(fields=["checkpoint", "signed_in_at"], name="admission_by_time")]

    def __str__(self):
        return f"{self.registration} · {self.checkpoint}"


class ExportLogQuerySet(ConferenceScopedQuerySet):
    view_right = Right.EXPORT
    edit_right = Right.EXPORT


class ExportLog(InConference):
    """That a list left the house: who, when, which, how many rows. Append-only."""

    at = models.DateTimeField(_("at"), default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("by"),
    )
    via = models.CharField(
        _("via"),
        max_length=8,
        choices=[("desk", _("desk")), ("admin", _("admin")), ("command", _("command"))],
    )
    list_name = models.CharField(_("list"), max_length=20)
    format = models.CharField(_("format"), max_length=5)
    session = models.ForeignKey(
        Session, models.SET_NULL, null=True, related_name="+", verbose_name=_("session")
    )
    columns = models.JSONField(_("columns"), default=list)
    rows = models.PositiveIntegerField(_("rows"))
    unmasked = models.BooleanField(_("full contacts"), default=False)

    objects = ExportLogQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("export")
        verbose_name_plural = _("exports")
        constraints = [
            one_of("via", ["desk", "admin", "command"], constraint="export_way_is_known"),
        ]

    def __str__(self):
        return f"{self.list_name}.{self.format}"
