"""Handbook, HandbookPart: what the printed handbook of a conference is made of."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from conference import markdown
from conference.bilingual import Bilingual, pair
from conference.models import InConference, one_of
from conference.ordering import Ordered
from conference.permissions import ConferenceScopedQuerySet


class Handbook(InConference):
    """The texts and chapters kept for the handbook of a conference. In no release: it is printed
    beside one.
    """

    notice_zh, notice_en = pair(
        models.TextField,
        _("welcome and notice to participants"),
        max_length=20_000,
        help_text=markdown.HELP,
    )

    # The short address of an article of the conference: news stand beside the program, and one that
    # is gone leaves the text of its own.
    notice_article = models.SlugField(
        _("news printed as the notice"),
        max_length=80,
        blank=True,
        default="",
        db_index=False,
        help_text=_("Its text is printed instead of the one below, as it reads on that day."),
    )

    notice = Bilingual()

    objects = ConferenceScopedQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("handbook")
        verbose_name_plural = _("handbooks")
        constraints = [
            models.UniqueConstraint(
                fields=["conference"],
                name="conference_has_one_handbook",
                violation_error_message=_("This conference has its handbook already. Open that."),
            ),
        ]

    def __str__(self):
        return str(_("Handbook of %(conference)s")) % {"conference": self.conference}


class OfHandbookQuerySet(ConferenceScopedQuerySet):
    conference_path = "handbook__conference"


class HandbookPart(Ordered):
    """A chapter that is printed, in its place."""

    ordered_among = "handbook"

    class Kind(models.TextChoices):
        COVER = "cover", pgettext_lazy("of a handbook", "Cover")
        CONTENTS = "contents", pgettext_lazy("of a handbook", "Contents")
        HOSTS = "hosts", pgettext_lazy("of a handbook", "Hosts")
        NOTICE = "notice", pgettext_lazy("of a handbook", "Notice to participants")
        AGENDA = "agenda", pgettext_lazy("of a handbook", "Agenda")
        FORUMS = "forums", pgettext_lazy("of a handbook", "Sub-forums")
        PEOPLE = "people", pgettext_lazy("of a handbook", "Speakers and guests")
        VENUE = "venue", pgettext_lazy("of a handbook", "Venue, traffic and hotels")
        CONTACTS = "contacts", pgettext_lazy("of a handbook", "Contacts")
        COMMITTEES = "committees", pgettext_lazy("of a handbook", "Committees")
        PARTICIPANTS = "participants", pgettext_lazy("of a handbook", "List of participants")
        NOTES = "notes", pgettext_lazy("of a handbook", "Notes")

    handbook = models.ForeignKey(
        Handbook, models.CASCADE, related_name="parts", verbose_name=_("handbook")
    )
    kind = models.CharField(_("chapter"), max_length=12, choices=Kind)

    objects = OfHandbookQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta(Ordered.Meta):
        verbose_name = _("chapter of a handbook")
        verbose_name_plural = _("chapters of handbooks")
        constraints = [
            models.UniqueConstraint(
                fields=["handbook", "kind"],
                name="chapter_stands_once_in_a_handbook",
                violation_error_message=_("This chapter is in the handbook already."),
            ),
            one_of(
                "kind",
                [
                    *("cover", "contents", "hosts", "notice", "agenda", "forums", "people"),
                    *("venue", "contacts", "committees", "participants", "notes"),
                ],
                constraint="handbook_chapter_is_known",
            ),
        ]

    def __str__(self):
        return str(self.get_kind_display())


# Names of participants are personal: printed when somebody says so.
USUAL_PARTS = tuple(
    kind.value for kind in HandbookPart.Kind if kind != HandbookPart.Kind.PARTICIPANTS
)
