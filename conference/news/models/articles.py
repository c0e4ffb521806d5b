"""Article: news of the site, of a conference, or of both languages' readers."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from conference import markdown
from conference.bilingual import Bilingual, either_language, pair
from conference.images import CheckedImageField
from conference.models import ASCII_SLUG, Conference, Stamped
from conference.permissions import ConferenceScopedQuerySet
from conference.stamps import SITE, conference_scope


def day_has_begun(at, zones, *, prefix="") -> Q:
    """The articles whose day has begun in their conference's zone; see `published`. `prefix` leads
    to the articles, where one zone alone is asked for.
    """
    if isinstance(zones, str):
        return Q(**{f"{prefix}published_on__lte": at.astimezone(ZoneInfo(zones)).date()})
    days: dict = {}
    for zone in zones:
        days.setdefault(at.astimezone(ZoneInfo(zone)).date(), []).append(zone)
    condition = Q(pk__in=[])
    for day, there in days.items():
        condition |= Q(published_on__lte=day, conference__time_zone__in=there)
    return condition


class ArticleQuerySet(ConferenceScopedQuerySet):
    def published(self, *, at, zones):
        """Articles on show at a moment, newest first: their day has begun in the zone of their
        conference, which is public. `zones` is that of the one conference that is asked for, or a
        list of those of all (`Conference.objects.zones`).
        """
        return self.filter(
            day_has_begun(at, zones), is_public=True, conference__is_public=True
        ).order_by("-published_on", "-pk")

    def with_what_hangs_on_it(self):
        """Adds whether it has more pictures and files, so that one without asks for none."""
        pictures, files = (
            self.model._meta.get_field(name).related_model.objects.filter(article=OuterRef("pk"))
            for name in ("pictures", "attachments")
        )
        return self.annotate(has_pictures=Exists(pictures), has_attachments=Exists(files.public()))

    def with_edits(self):
        """Adds `edited_at`, when the row was last written, for `updated_at`."""
        edits = self.model.history.model.objects.filter(id=OuterRef("pk"))
        return self.annotate(
            edited_at=Subquery(edits.order_by("-history_date").values("history_date")[:1])
        )


class Article(Stamped):
    conference = models.ForeignKey(
        Conference,
        models.CASCADE,
        related_name="articles",
        verbose_name=_("conference"),
    )
    slug = models.SlugField(_("short address"), max_length=80, validators=[ASCII_SLUG])
    title_zh, title_en = pair(models.CharField, _("title"), max_length=200)
    lead_zh, lead_en = pair(
        models.TextField, pgettext_lazy("of an article", "lead"), max_length=600
    )
    body_zh, body_en = pair(models.TextField, _("text"), max_length=50_000, help_text=markdown.HELP)
    image = CheckedImageField(_("picture"), blank=True)
    image_caption_zh, image_caption_en = pair(models.CharField, _("caption"), max_length=200)
    published_on = models.DateField(_("date"))
    written_by = models.CharField(_("written by"), max_length=100, blank=True)
    edited_by = models.CharField(_("edited by"), max_length=100, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)
    is_public = models.BooleanField(
        _("public"), default=False, help_text=_("Shown from its date on.")
    )

    title = Bilingual()
    lead = Bilingual()
    body = Bilingual()
    image_caption = Bilingual()

    objects = ArticleQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["-published_on", "-pk"]
        verbose_name = _("article")
        verbose_name_plural = _("news")
        constraints = [
            models.UniqueConstraint(
                fields=["conference", "slug"],
                name="article_slug_is_unique_in_a_conference",
                violation_error_message=_("Another article has this short address."),
            ),
            either_language(
                "title",
                constraint="article_has_a_title",
                message=_("Give the article a title in Chinese or in English."),
            ),
            models.CheckConstraint(
                condition=~Q(slug=""),
                name="article_has_an_address",
                violation_error_message=_("Give the article a short address."),
            ),
        ]

    def __str__(self):
        return str(self.title)

    def stamp_scopes(self):
        return SITE, conference_scope(self.conference.slug)

    def get_absolute_url(self):
        return reverse("news:article", args=[self.conference.slug, self.slug])

    @property
    def published_at(self) -> datetime:
        """The beginning of its day, in the conference's zone."""
        return datetime.combine(self.published_on, time(), self.conference.zone)

    @property
    def updated_at(self) -> datetime:
        """When it last changed for readers: an edit before its day is none. Needs `with_edits`."""
        edited_at = getattr(self, "edited_at", None) or self.published_at
        return max(self.published_at, edited_at.astimezone(self.conference.zone))

    def is_on_show(self, *, at=None) -> bool:
        """Whether the public sees it: its day has come, and its conference is public."""
        is_due = self.published_at <= (at or timezone.now())
        return self.is_public and is_due and self.conference.is_public
