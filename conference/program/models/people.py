"""Participation, ExpectedTotal: who takes part, as printed, and how many are still expected."""

import uuid

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from conference.acts.aside import LeavesOut
from conference.bilingual import Bilingual, Text, either_language, pair
from conference.codes import short_code
from conference.history import WRITTEN
from conference.models import InConference, one_of
from conference.ordering import Ordered
from conference.people.models import Person
from conference.permissions import ConferenceScopedQuerySet


class Printed(models.Model):
    """What is printed of a person in one place; each empty side follows what stands elsewhere."""

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

    printed_name = Bilingual()
    printed_title = Bilingual()
    printed_organization = Bilingual()

    class Meta:
        abstract = True

    def followed(self, name: str) -> Text:
        """What "name", "title" or "organization" says where nothing is printed in its place."""
        raise NotImplementedError

    @property
    def name(self) -> Text:
        """A name printed for this event is what its organizers say, no longer our rendering."""
        followed = self.followed("name")
        return Text(
            self.printed_name_zh or followed.zh,
            self.printed_name_en or followed.en,
            zh_is_rendering=followed.zh_is_rendering and not self.printed_name_zh,
        )

    @property
    def title(self) -> Text:
        """Academic title and position as printed; each side on its own, no invented wording."""
        return self._printed("title")

    @property
    def organization(self) -> Text:
        return self._printed("organization")

    def _printed(self, name):
        printed, followed = getattr(self, f"printed_{name}"), self.followed(name)
        return Text(printed.zh or followed.zh, printed.en or followed.en)


class ParticipationQuerySet(ConferenceScopedQuerySet):
    def in_public(self):
        return self.with_publicity().filter(is_public=True)

    def with_publicity(self):
        """`is_public` of each, who is published: everybody with a session, and who else is to be
        shown.
        """
        # Roles are made of participations, so their model imports this one.
        roles = self.model._meta.get_field("roles").related_model.objects
        has_session = Exists(roles.filter(participation=OuterRef("pk")))
        return self.annotate(is_public=Q(is_shown=True) | Q(has_session))

    def without_english_name(self):
        return self.filter(printed_name_en="", person__family_name_en="", person__given_name_en="")


class Participation(Printed, Ordered, LeavesOut, InConference):
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
    # Answers to what the clash report asks; like all of the draft's own, in no release.
    may_overlap = models.BooleanField(
        _("may be in several places at once"),
        default=False,
        help_text=_(
            "For a team’s account or a double panel: sessions at the same time are then a warning "
            "and do not stop a publish."
        ),
    )
    is_listed_alone = models.BooleanField(
        _("listed without a session"),
        default=False,
        help_text=_("For a guest of honor, say: then nobody is warned that there is no session."),
    )
    is_shown = models.BooleanField(
        _("shown among the participants"),
        default=True,
        help_text=_(
            "On the public pages, from the next publish on. Somebody with a session is shown in "
            "any case."
        ),
    )
    # Private: never in a release, never on a public page.
    contact_phone = models.CharField(_("private phone"), max_length=40, blank=True)
    contact_email = models.EmailField(_("private e-mail"), blank=True)
    contact_note = models.TextField(_("private note"), max_length=2_000, blank=True)
    first_published_at = models.DateTimeField(null=True, blank=True, editable=False)

    left_out = ("contact_phone", "contact_email", "contact_note")

    objects = ParticipationQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=list(left_out))

    class Meta(Ordered.Meta):
        verbose_name = _("participant in the program")
        verbose_name_plural = _("participants in the program")
        constraints = [
            one_of(
                "category",
                ["leader", "speaker", "expert", "chair", "guest", "delegate", "staff"],
                constraint="participation_category_is_known",
            ),
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

    def save(self, *args, **kwargs):
        is_new = self._state.adding
        super().save(*args, **kwargs)
        if not is_new:
            WRITTEN.ask(Participation, [self.pk])

    def followed(self, name):
        """The person's record: name, position, and where they work."""
        person = self.person
        if name == "name":
            return person.name
        if name == "title":
            return person.position
        return person.organization.name if person.organization else Text()


class FormerCode(models.Model):
    """The code of a participation that was made one with another: its addresses lead there."""

    conference = models.ForeignKey("conference.Conference", models.CASCADE, related_name="+")
    code = models.CharField(_("code"), max_length=6)
    participation = models.ForeignKey(
        Participation,
        models.CASCADE,
        related_name="former_codes",
        verbose_name=_("participant in the program"),
    )

    class Meta:
        verbose_name = _("former code")
        verbose_name_plural = _("former codes")
        constraints = [
            models.UniqueConstraint(
                fields=["conference", "code"], name="former_code_leads_to_one_participation"
            ),
        ]

    def __str__(self):
        return self.code


class ExpectedTotal(InConference):
    """How many people are expected, while not all are named: '16 experts'. Never a made-up row.

    Named are, for a session, its people; for the conference, its participations of `category`.
    """

    session = models.ForeignKey(
        "program.Session",
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
            one_of(
                "category",
                Participation.Category.values,
                constraint="expected_total_category_is_known",
            ),
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
