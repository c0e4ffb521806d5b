"""Committee, CommitteeMember: the committees of a conference, and who sits in them as what."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from conference.bilingual import Bilingual, Text, in_both_languages, pair
from conference.models import InConference, one_of
from conference.ordering import Ordered
from conference.people.models import Person
from conference.permissions import ConferenceScopedQuerySet
from conference.program.models.people import Participation, Printed


class Committee(Ordered, InConference):
    """An advisory, academic or organizing committee, or one with a name of its own."""

    class Kind(models.TextChoices):
        ADVISORY = "advisory", _("Advisory Committee")
        ACADEMIC = "academic", _("Academic Committee")
        ORGANIZING = "organizing", _("Organizing Committee")
        PROGRAM = "program", _("Program Committee")
        OTHER = "other", _("another committee")

    guid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.ORGANIZING)
    own_name_zh, own_name_en = pair(
        models.CharField, _("own name"), max_length=200, help_text=_("Empty: as its kind.")
    )

    own_name = Bilingual()

    objects = ConferenceScopedQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta(Ordered.Meta):
        verbose_name = _("committee")
        verbose_name_plural = _("committees")
        constraints = [
            one_of(
                "kind",
                ["advisory", "academic", "organizing", "program", "other"],
                constraint="committee_kind_is_known",
            ),
            models.CheckConstraint(
                condition=~Q(kind="other", own_name_zh="", own_name_en=""),
                name="committee_has_a_name",
                violation_error_message=_(
                    "Choose a kind, or name the committee in Chinese or in English."
                ),
            ),
        ]

    def __str__(self):
        return str(self.name)

    @property
    def name(self) -> Text:
        """Its own name, else that of its kind in both languages."""
        return self.own_name or in_both_languages(self.get_kind_display)


def printed_at(conference, *, of: str = "participations") -> models.Prefetch:
    """What the program of one conference prints of people, as `at_conference` of each person."""
    here = Participation.objects.filter(conference=conference)
    here = here.defer("contact_phone", "contact_email", "contact_note")
    return models.Prefetch(of, here, to_attr="at_conference")


class OfCommitteeQuerySet(ConferenceScopedQuerySet):
    conference_path = "committee__conference"

    def with_people(self, conference):
        """Adds what is printed of the people of one conference; one query more."""
        rows = self.select_related("person__organization")
        return rows.prefetch_related(printed_at(conference, of="person__participations"))


class CommitteeMember(Printed, Ordered):
    """A person in a committee. Empty printed fields follow what this conference's program prints
    of the person, and where it has none the person.
    """

    ordered_among = "committee"

    class Role(models.TextChoices):
        HONORARY_CHAIR = "honorary-chair", pgettext_lazy("of a committee", "honorary chair")
        CHAIR = "chair", pgettext_lazy("of a committee", "chair")
        VICE_CHAIR = "vice-chair", pgettext_lazy("of a committee", "vice-chair")
        MEMBER = "member", pgettext_lazy("of a committee", "member")
        SECRETARY_GENERAL = (
            "secretary-general",
            pgettext_lazy("of a committee", "secretary-general"),
        )
        DEPUTY = "deputy", pgettext_lazy("of a committee", "deputy secretary-general")
        SECRETARY = "secretary", pgettext_lazy("of a committee", "secretary")

    committee = models.ForeignKey(
        Committee, models.CASCADE, related_name="members", verbose_name=_("committee")
    )
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="committee_seats", verbose_name=_("person")
    )
    role = models.CharField(
        pgettext_lazy("of a committee", "role"), max_length=18, choices=Role, default=Role.MEMBER
    )
    own_role_zh, own_role_en = pair(
        models.CharField,
        _("own word for the role"),
        max_length=80,
        help_text=_("Empty: as the role. Such as 副主任兼秘书长."),
    )

    own_role = Bilingual()

    objects = OfCommitteeQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta(Ordered.Meta):
        verbose_name = _("member of a committee")
        verbose_name_plural = _("members of committees")
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "person"],
                name="person_sits_once_in_a_committee",
                violation_error_message=_(
                    "This person is in the committee already. Somebody with two tasks has one row "
                    "with a word of its own for the role."
                ),
            ),
            one_of(
                "role",
                [
                    *("honorary-chair", "chair", "vice-chair", "member"),
                    *("secretary-general", "deputy", "secretary"),
                ],
                constraint="committee_role_is_known",
            ),
        ]

    def __str__(self):
        return f"{self.name} · {self.role_text}"

    @property
    def role_text(self) -> Text:
        return self.own_role or in_both_languages(self.get_role_display)

    def followed(self, name):
        """Its participation at this conference, else the person's record. One query where the rows
        were not read `with_people`.
        """
        here = getattr(self.person, "at_conference", None)
        if here is None:
            here = self.person.participations.filter(conference=self.committee.conference_id)
        followed = next(iter(here), None) or Participation(person=self.person)
        return getattr(followed, name)
