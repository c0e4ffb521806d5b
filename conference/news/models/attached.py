"""Attachment, ArticlePicture: files of a conference or of an article, pictures below its text."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from conference.bilingual import Bilingual, either_language, pair
from conference.documents import CheckedDocumentField, named
from conference.images import CheckedImageField, file_address
from conference.models import Conference, Stamped
from conference.news.models.articles import Article
from conference.ordering import Ordered
from conference.permissions import ConferenceScopedQuerySet
from conference.stamps import SITE, conference_scope


class AttachmentQuerySet(ConferenceScopedQuerySet):
    def public(self):
        """Those that are shown as soon as what they stand on is."""
        return self.filter(is_public=True)


class Attachment(Ordered, Stamped):
    """A document to take along: a notice, a reply form to print, a map. With `article` it stands
    below that one and is shown with it; without, on the conference's page once that is public. It
    lives beside the releases: ticked it is shown at once, and no publish waits for it.
    """

    conference = models.ForeignKey(
        Conference, models.CASCADE, related_name="attachments", verbose_name=_("conference")
    )
    article = models.ForeignKey(
        Article,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="attachments",
        verbose_name=_("article"),
        help_text=_("Empty: on the conference's own page."),
    )
    title_zh, title_en = pair(models.CharField, _("title"), max_length=200)
    file = CheckedDocumentField(
        _("file"), help_text=_("Word, Excel, PowerPoint without macros, or PDF; 20 MB at most.")
    )
    size = models.PositiveIntegerField(_("size"), default=0, editable=False)
    is_public = models.BooleanField(
        _("public"),
        default=True,
        help_text=_(
            "Shown at once, without another publish, where the conference (or the article) is "
            "public; else together with it. Without the tick it is kept for later."
        ),
    )

    title = Bilingual()

    objects = AttachmentQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta(Ordered.Meta):
        verbose_name = _("file to take along")
        verbose_name_plural = _("files to take along")
        constraints = [
            either_language(
                "title",
                constraint="attachment_has_a_title",
                message=_("Give the file a title in Chinese or in English."),
            ),
            models.CheckConstraint(
                condition=~Q(file=""),
                name="attachment_has_a_file",
                violation_error_message=_("Choose a file."),
            ),
        ]

    def __str__(self):
        return str(self.title)

    def stamp_scopes(self):
        return SITE, conference_scope(self.conference.slug)

    def clean(self):
        super().clean()
        if self.article_id and self.article.conference_id != self.conference_id:
            raise ValidationError(
                {"article": _("“%(name)s” belongs to another conference.") % {"name": self.article}}
            )

    def save(self, *args, **kwargs):
        if self.file and (not self.file._committed or not self.size):
            self.size = self.file.size
            if (fields := kwargs.get("update_fields")) is not None:
                kwargs["update_fields"] = {*fields, "size"}
        super().save(*args, **kwargs)

    @property
    def ending(self) -> str:
        return self.file.name.rpartition(".")[2]

    @property
    def filename(self) -> str:
        """Under which it is saved, in the active language."""
        return named(str(self.title), self.ending)

    def is_on_show(self) -> bool:
        """Whether the public sees it now."""
        stands_on = self.article.is_on_show() if self.article else self.conference.is_public
        return self.is_public and stands_on

    @property
    def address(self) -> str:
        return file_address(self.file.name)


class ArticlePictureQuerySet(ConferenceScopedQuerySet):
    conference_path = "article__conference"


class ArticlePicture(Ordered, Stamped):
    """One of several pictures below the text of an article."""

    ordered_among = "article"

    article = models.ForeignKey(
        Article, models.CASCADE, related_name="pictures", verbose_name=_("article")
    )
    image = CheckedImageField(_("picture"))
    caption_zh, caption_en = pair(models.CharField, _("caption"), max_length=200)

    caption = Bilingual()

    objects = ArticlePictureQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta(Ordered.Meta):
        verbose_name = _("picture of an article")
        verbose_name_plural = _("pictures of an article")
        constraints = [
            models.CheckConstraint(
                condition=~Q(image=""),
                name="article_picture_has_an_image",
                violation_error_message=_("Choose a picture."),
            ),
        ]

    def __str__(self):
        return str(self.caption) or str(self.article)

    def stamp_scopes(self):
        return SITE, conference_scope(self.article.conference.slug)
