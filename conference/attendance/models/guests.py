"""GuestInvitation: a guest who is asked to come, by a personal link, and what they answered."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from conference.attendance.models.linked import Linked
from conference.attendance.models.registrations import Registration
from conference.masking import mask_email, mask_phone
from conference.models import InConference, one_of
from conference.permissions import ConferenceScopedQuerySet, Right
from conference.program.models import Participation


class GuestQuerySet(ConferenceScopedQuerySet):
    view_right = Right.EDIT_REGISTRATIONS
    edit_right = Right.EDIT_REGISTRATIONS

    def unanswered(self):
        return self.filter(answer=GuestInvitation.Answer.NONE)

    def known(self):
        """Those whose data were not erased."""
        return self.filter(erased_at=None)


class GuestInvitation(Linked, InConference):
    """An invitation of one guest. Yes makes a registration, a deputy one of theirs."""

    class Answer(models.TextChoices):
        NONE = "none", _("no answer yet")
        YES = "yes", pgettext_lazy("answer of a guest", "comes")
        NO = "no", pgettext_lazy("answer of a guest", "does not come")
        DEPUTY = "deputy", pgettext_lazy("answer of a guest", "a deputy comes")

    name = models.CharField(pgettext_lazy("a person's", "name"), max_length=120)
    name_en = models.CharField(_("English name"), max_length=120, blank=True)
    organization_name = models.CharField(_("organization"), max_length=200, blank=True)
    title = models.CharField(pgettext_lazy("a person's", "title"), max_length=200, blank=True)
    category = models.CharField(
        _("category"),
        max_length=10,
        choices=Participation.Category,
        default=Participation.Category.GUEST,
        help_text=_("Under which they, or their deputy, stand on the list."),
    )
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    language = models.CharField(
        _("language"),
        max_length=7,
        choices=[("zh-hans", _("Chinese")), ("en", _("English"))],
        default="zh-hans",
        help_text=_("Of the letters."),
    )
    closes_at = models.DateTimeField(
        _("answer until"), help_text=_("Until then the guest may also answer otherwise.")
    )
    participation = models.ForeignKey(
        Participation,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("participant in the program"),
    )
    answer = models.CharField(
        pgettext_lazy("of a guest", "answer"),
        max_length=6,
        choices=Answer,
        default=Answer.NONE,
        editable=False,
    )
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True, editable=False)
    word = models.CharField(_("word to the organizers"), max_length=500, blank=True, editable=False)
    # The guest's own and the deputy's; what was made for an answer that holds no more is cancelled.
    registration = models.ForeignKey(
        Registration,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="guest_invitations",
        verbose_name=_("registration"),
    )
    deputy = models.ForeignKey(
        Registration,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="guest_invitations_as_deputy",
        verbose_name=_("deputy"),
    )
    erased_at = models.DateTimeField(null=True, blank=True, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("made by"),
    )
    made_at = models.DateTimeField(_("made"), default=timezone.now, editable=False)

    objects = GuestQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = pgettext_lazy("one", "invitation of a guest")
        verbose_name_plural = pgettext_lazy("several", "invitations of guests")
        constraints = [
            one_of(
                "category",
                Participation.Category.values,
                constraint="guest_invitation_category_is_known",
            ),
            one_of("language", ["zh-hans", "en"], constraint="guest_invitation_language_is_known"),
            one_of(
                "answer",
                ["none", "yes", "no", "deputy"],
                constraint="guest_invitation_answer_is_known",
            ),
            models.CheckConstraint(
                condition=~Q(name=""),
                name="an_invited_guest_has_a_name",
                violation_error_message=_("Enter the guest’s name."),
            ),
            models.CheckConstraint(
                condition=Q(answer="none", answered_at__isnull=True)
                | (~Q(answer="none") & Q(answered_at__isnull=False)),
                name="an_answer_of_a_guest_has_its_time",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def is_open(self, *, at: datetime | None = None) -> bool:
        """Whether the guest may still answer."""
        return self.revoked_at is None and (at or timezone.now()) < self.closes_at

    @property
    def masked_phone(self) -> str:
        return mask_phone(self.phone)

    @property
    def masked_email(self) -> str:
        return mask_email(self.email)
