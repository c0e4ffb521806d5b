"""Who may what with an alliance: its secretaries read and edit it, nobody else does."""

from django.db import models

from conference.permissions import is_all_powerful


def is_secretary(user) -> bool:
    """Whether the account is secretary of any alliance. One query, kept on the user object."""
    return bool(alliances_of(user))


def alliances_of(user) -> list[int]:
    """Ids of the alliances the account is secretary of; [] for a stranger."""
    if not user.is_authenticated or not user.is_active:
        return []
    if not hasattr(user, "_alliances"):
        user._alliances = list(user.secretary_of.values_list("alliance_id", flat=True))
    return user._alliances


class AllianceScopedQuerySet(models.QuerySet):
    alliance_path = "alliance"

    def visible_to(self, user):
        if is_all_powerful(user):
            return self
        return self.filter(**{f"{self.alliance_path}__in": alliances_of(user)})

    def are_read_by(self, user) -> bool:
        """Whether such rows are anything to the user at all. One query, kept on the user object."""
        return is_all_powerful(user) or is_secretary(user)

    def editable_by(self, user):
        return self.visible_to(user)
