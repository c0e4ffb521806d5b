"""Registration, Choice: who is expected, and the sub-forums they chose."""

from django.db import models, transaction
from django.db.models import Exists, Max, OuterRef, Prefetch, Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history import register
from simple_history.models import HistoricalRecords

from conference.acts.aside import LeavesOut
from conference.attendance.found_by import found_by
from conference.attendance.phones import phone_digits
from conference.chinese import HAN
from conference.codes import badge_code
from conference.masking import mask_email, mask_phone
from conference.models import Conference, InConference, one_of
from conference.people.models import Organization
from conference.people.pinyin import name_letters, search_text, sort_name, unit_sort_name
from conference.permissions import ConferenceScopedQuerySet, Right
from conference.program.models import Participation, Session

NOT_IN_HISTORY = [
    *("waits_as", "held_as_double", "name_letters", "wants_letters", "erased_at"),
    *("code", "token_hash", "link_seed", "reply_digest"),
    *("phone_digits", "search", "sort_name", "unit_sort_name"),
]


# How somebody is called whose data were erased, and where lists have them: at the end.
ERASED = "***"
ERASED_LAST = "~"


class RegistrationQuerySet(ConferenceScopedQuerySet):
    view_right = Right.VIEW_REGISTRATIONS
    edit_right = Right.EDIT_REGISTRATIONS

    def known(self):
        """Those whose data were not erased."""
        return self.filter(erased_at=None)

    def expected(self):
        """Those who should come (应到): confirmed."""
        return self.filter(status=Registration.Status.CONFIRMED)

    def without_english_name(self):
        """Those with a Chinese name alone: one in Latin letters is an English one too."""
        return self.filter(name_en="", name__regex=f"[{HAN}]")

    def expected_at(self, checkpoint):
        """Who is on the list of a checkpoint: confirmed people, and whoever is signed in there.

        A sub-forum expects those who chose it; where nobody chose any, everyone. `checkpoint`
        may be unsaved: of a session at which nobody was signed in yet.
        """
        # Admissions are made of registrations, so their model imports this one.
        admissions = Registration._meta.get_field("admissions").related_model.objects
        signed_in = Q(
            Exists(admissions.filter(registration=OuterRef("pk"), checkpoint_id=checkpoint.pk))
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

    def by_unit(self):
        """By organization, each one's people together and in their order."""
        return self.order_by("unit_sort_name", "organization_name", "sort_name", "number")

    def matching(self, text: str):
        """Rows with every word of `text` in names, organization, code or phone (`found_by`)."""
        return self.filter(found_by(text))


class Registration(LeavesOut, InConference):
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
        PROGRAM = "program", _("program")
        INVITED = "invited", pgettext_lazy("source of a registration", "invitation")

    # Who holds no seat any more.
    GONE = (Status.CANCELLED, Status.DECLINED)

    number = models.PositiveIntegerField(_("number"), editable=False)
    code = models.CharField(
        _("sign-in code"), max_length=12, default=badge_code, unique=True, editable=False
    )
    # Null, not empty, for those without a link: it is unique.
    token_hash = models.CharField(max_length=64, null=True, unique=True, editable=False)  # noqa: DJ001
    # From it and the site's key the link is made again (`links`); '' where nobody needed that yet.
    link_seed = models.CharField(max_length=32, blank=True, default="", editable=False)
    reply_digest = models.CharField(max_length=32, blank=True, editable=False)  # of what was sent
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
        Session, blank=True, related_name="chosen_by", verbose_name=_("chosen sub-forums")
    )
    # Whose it is of the people of the program; whether it says what the program does.
    participation = models.ForeignKey(
        Participation,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="registrations",
        verbose_name=_("participant in the program"),
    )
    follows_program = models.BooleanField(_("follows the program"), default=False, editable=False)
    remarks = models.CharField(_("remarks"), max_length=500, blank=True)
    language = models.CharField(
        _("language"),
        max_length=7,
        choices=[("zh-hans", _("Chinese")), ("en", _("English"))],
        default="zh-hans",
    )
    consent_version = models.CharField(_("consent to"), max_length=20, blank=True)
    consented_at = models.DateTimeField(_("consented"), null=True, blank=True)
    # The same for answers about diet, health and the like, which nobody has to give.
    sensitive_version = models.CharField(
        _("consent to sensitive answers"), max_length=20, blank=True, default="", editable=False
    )
    sensitive_consented_at = models.DateTimeField(null=True, blank=True, editable=False)
    registered_at = models.DateTimeField(_("registered"), default=timezone.now)
    # Rises with each who has to wait: the lowest gets the next seat. Of who waits, and nobody else.
    waits_as = models.PositiveBigIntegerField(null=True, blank=True, editable=False)
    # Somebody's second reply: it waits for an organizer, and holds neither seat nor place in line.
    held_as_double = models.BooleanField(_("possible double"), default=False, editable=False)
    # Off: no more of those that are not about this registration, by the address in each of them.
    wants_letters = models.BooleanField(default=True, editable=False)
    # Of whom nothing is kept but that they registered and came (`privacy.erasing`).
    erased_at = models.DateTimeField(null=True, blank=True, editable=False)
    # The letters of the name in Latin writing, by the alphabet: 王泉 and Quan Wang have the same.
    name_letters = models.CharField(max_length=200, blank=True, editable=False)
    sort_name = models.CharField(_("sort name"), max_length=200, blank=True)
    # What lists by organization go by: its pinyin, as the directory sorts.
    unit_sort_name = models.CharField(max_length=200, blank=True, editable=False)
    search = models.TextField(editable=False, blank=True)

    left_out = ("code", "token_hash", "link_seed", "reply_digest")
    left_out += ("waits_as", "held_as_double", "sort_name", "unit_sort_name")
    prepared, prepared_with = (
        ("sort_name", "unit_sort_name", "phone_digits", "name_letters", "search"),
        (),
    )

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
                    status__in=["pending", "confirmed", "waitlisted", "cancelled", "declined"]
                ),
                name="registration_status_is_known",
                violation_error_message=_("Choose one of the listed states."),
            ),
            models.CheckConstraint(
                condition=Q(
                    source__in=["self", "liaison", "import", "walk-in", "program", "invited"]
                ),
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
        """Fill what is derived: sort names, search text, digits. For `save` and bulk writes."""
        self.unit_sort_name = unit_sort_name(self.organization_name)
        if self.erased_at is not None:
            self.sort_name = ERASED_LAST
            self.name_letters = self.phone_digits = self.search = ""
            return
        if not self.sort_name:
            self.sort_name = sort_name(self.name)[:200]
        self.name_letters = name_letters(self.name)
        self.phone_digits = phone_digits(self.phone)
        self.search = search_text(self.organization_name, names=(self.name, self.name_en))

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
            kwargs["update_fields"] = {*fields, *self.prepared, "waits_as", "held_as_double"}
        begins_to_wait = self.status == self.Status.WAITLISTED and self.waits_as is None
        if self.number is not None and not begins_to_wait:
            super().save(*args, **kwargs)
        else:
            with transaction.atomic():
                Conference.objects.lock(self.conference_id)
                if self.number is None:
                    self.number = next_number(self.conference_id)
                if begins_to_wait:
                    self.waits_as = last_in_line(self.conference_id)
                super().save(*args, **kwargs)
        if fields is None or "answers" in fields:
            # Their model imports this one.
            self._meta.get_field("answer_files").related_model.objects.taken_by(self)

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
Choice._meta.verbose_name = _("chosen sub-forum")
Choice._meta.verbose_name_plural = _("chosen sub-forums")

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
