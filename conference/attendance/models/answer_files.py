"""AnswerFile: a file that somebody sent as the answer to a question. What it holds lies in the
storage `answers`, to which no address leads; the answer names it by its key.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.files.storage import Storage, storages
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conference.attendance.models.registrations import Registration
from conference.models import InConference, one_of
from conference.permissions import ConferenceScopedQuerySet, Right

FILE = "file"  # what answers that are files are called, as the kind of their question is


def is_file(answer: Any) -> bool:
    return isinstance(answer, dict) and answer.get("kind") == FILE


def file_keys(answers: Mapping[str, Any] | None) -> list[str]:
    """The keys of the files that somebody's answers name."""
    return [answer["file"] for answer in (answers or {}).values() if is_file(answer)]


class AnswerFileQuerySet(ConferenceScopedQuerySet):
    view_right = Right.VIEW_REGISTRATIONS
    edit_right = Right.EDIT_REGISTRATIONS

    def taken_by(self, person: Registration) -> None:
        """Those that a person's answers name are theirs. One query, none without any."""
        if keys := file_keys(person.answers):
            rows = self.filter(conference=person.conference_id, key__in=keys)
            rows.filter(Q(registration=None) | Q(registration=person.pk)).update(
                registration=person, let_go_at=None
            )

    def let_go(self, person: Registration, before: Mapping[str, Any]) -> None:
        """Those that the answers of `before` name, and those of now do not. One query at most."""
        if gone := set(file_keys(before)) - set(file_keys(person.answers)):
            self.filter(registration=person.pk, key__in=gone).update(let_go_at=timezone.now())

    def of_people(self, keys: Iterable[int]):
        return self.filter(registration__in=list(keys))


class AnswerFile(InConference):
    """Nobody's until a reply that names it is kept; let go when no answer names it any more, and
    removed an hour or two later (`attendance.answer_files`).
    """

    class Ending(models.TextChoices):
        WEBP = "webp", "WebP"
        PDF = "pdf", "PDF"

    key = models.CharField(max_length=32, unique=True, editable=False)
    registration = models.ForeignKey(
        Registration,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="answer_files",
        verbose_name=_("registration"),
    )
    name = models.CharField(_("name of the file"), max_length=120)
    ending = models.CharField(max_length=4, choices=Ending)
    size = models.PositiveIntegerField(_("bytes"))
    file = models.CharField(max_length=80, editable=False)  # in the storage `answers`
    # When it was last seen to be named by no answer.
    let_go_at = models.DateTimeField(null=True, default=timezone.now, editable=False)

    objects = AnswerFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("file sent as an answer")
        verbose_name_plural = _("files sent as answers")
        constraints = [
            one_of("ending", ["webp", "pdf"], constraint="answer_file_is_an_image_or_a_pdf"),
            models.CheckConstraint(
                condition=~Q(key="") & ~Q(file=""), name="answer_file_can_be_found"
            ),
        ]
        indexes = [models.Index(fields=["let_go_at"], name="answer_files_let_go")]

    def __str__(self) -> str:
        return self.name

    @property
    def saved_as(self) -> str:
        """'护照.webp' of what was sent as 护照.png: images are made anew."""
        stem, _dot, own = self.name.rpartition(".")
        return self.name if own.lower() == self.ending else f"{stem}.{self.ending}"

    @property
    def answer(self) -> dict[str, Any]:
        """What registrations keep of it."""
        return {"kind": FILE, "file": self.key, "name": self.name, "size": self.size}


def answer_storage() -> Storage:
    """Where the files lie: apart from the media, at no address, for the site alone."""
    return storages["answers"]
