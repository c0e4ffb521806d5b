"""Release and PublishedRole: what was published."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.signals import post_delete
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conference.bilingual import Bilingual, pair
from conference.models import InConference, Stamped
from conference.people.identities import Merged
from conference.permissions import ConferenceScopedQuerySet, Right
from conference.stamps import SITE, conference_scope


class ReleaseQuerySet(ConferenceScopedQuerySet):
    edit_right = Right.PUBLISH

    def standing(self):
        """Releases that are not withdrawn."""
        return self.filter(withdrawn_at__isnull=True)

    def current(self, slug: str) -> "Release | None":
        """The release that the public sees of a conference; one query."""
        return self.standing().filter(conference__slug=slug).order_by("-number").first()


class Release(Stamped, InConference):
    """One publish: the whole public conference as one document, in both languages.

    `document` has the shape of `program.document`; `changes` is the diff to the release before
    (`program.diff`), told anew when that one is withdrawn. What the document says is edited by
    purging a person alone; the counts of its sessions' changes rise when a later release is taken
    back (`program.sequence`).
    """

    stamped_acts = (post_delete,)  # publish and withdraw raise the stamps, whose saves these are

    number = models.PositiveIntegerField(_("number"))
    published_at = models.DateTimeField(_("published"), default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("by"),
    )
    note_zh, note_en = pair(models.CharField, _("note"), max_length=500)
    format = models.PositiveSmallIntegerField(_("format"), default=1)
    document = models.JSONField(_("document"))
    changes = models.JSONField(_("changes"), default=list)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    note = Bilingual()

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

    def stamp_scopes(self):
        return SITE, conference_scope(self.conference.slug)


class PublishedRoleQuerySet(models.QuerySet):
    def of_person(self, person_guid):
        """Also of those who were made one with the person; releases know them by older guids."""
        kept = Merged.objects.filter(guid=person_guid).values("into")
        same = Q(into=person_guid) | Q(into__in=kept)
        known = Q(person_guid=person_guid) | Q(person_guid__in=kept)
        known |= Q(person_guid__in=Merged.objects.filter(same).values("guid"))
        return self.filter(known).order_by("-starts_on", "position")


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
    session_title_is_rendering = models.BooleanField(default=False)
    starts_on = models.DateField()
    position = models.PositiveIntegerField(default=0)

    session_title = Bilingual(rendering="session_title_is_rendering")

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
