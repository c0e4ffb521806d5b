"""SessionLink: slides, recordings and papers of a session."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from conference.bilingual import Bilingual, pair
from conference.models import WEB_ADDRESS
from conference.ordering import Ordered
from conference.pdfs import CheckedPdfField
from conference.program.models.sessions import OfSessionQuerySet, Session


class LinkKind(models.TextChoices):
    """What a link of a session leads to. Other systems' words for it: `document.Link`."""

    SLIDES = "slides", _("slides")
    PAPER = "paper", _("paper")
    RECORDING = "recording", _("recording")
    ARTICLE = "article", _("published article")
    WEB = "web", _("web page")
    RELATED = "related", _("related material")


class SessionLink(Ordered):
    """Slides, a recording, a paper of a session: an address elsewhere, or a PDF kept here.

    Only a released one enters a release: its speaker allowed it.
    """

    ordered_among = "session"

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

    title = Bilingual()

    objects = OfSessionQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta(Ordered.Meta):
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
