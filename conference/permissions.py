"""Who may what: roles, rights, and the rows a user can see.

The table is the contract of docs/concepts.md ("Rights"). No row in one's scope is a 404; a row in
scope without the right is a 403. `visible_to(user)` is the first question, `may` the second.
"""

from collections import defaultdict

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from conference.hooks import Hook


class Role(models.TextChoices):
    VIEWER = "viewer", _("viewer")
    DESK = "desk", pgettext_lazy("role", "desk")
    EXPORTER = "exporter", _("exporter")
    EDITOR = "editor", _("editor")
    ORGANIZER = "organizer", _("organizer")


class Right(models.TextChoices):
    """What can be asked of `may`. One right guards each door."""

    VIEW_DRAFT = "view_draft"
    EDIT_DRAFT = "edit_draft"
    PUBLISH = "publish"
    EDIT_SETTINGS = "edit_settings"  # team and conference settings
    OPEN_DESK = "open_desk"
    CHECK_IN = "check_in"  # sign in, undo, walk-in
    VIEW_REGISTRATIONS = "view_registrations"
    EDIT_REGISTRATIONS = "edit_registrations"
    EXPORT = "export"
    PAPERS = "papers"  # agenda, running sheet and the like as files
    BADGES = "badges"  # badges and table cards of registered people


RIGHTS = {
    Role.VIEWER: {Right.VIEW_DRAFT, Right.PAPERS},
    Role.DESK: {Right.OPEN_DESK, Right.CHECK_IN, Right.BADGES},
    Role.EXPORTER: {Right.OPEN_DESK, Right.VIEW_REGISTRATIONS, Right.EXPORT, Right.PAPERS},
    Role.EDITOR: {Right.VIEW_DRAFT, Right.EDIT_DRAFT, Right.PAPERS},
    Role.ORGANIZER: set(Right),
}

# Asked with an account; the alliance answers for its secretaries.
DIRECTORY_USERS: Hook[..., bool] = Hook("Who else may read and fill the directory of people?")


def roles_of(user) -> dict[int, set[str]]:
    """{conference id: roles} of an account; {} for a stranger.

    One query, kept on the user object, which lives as long as its request.
    """
    if not user.is_active:  # nor is whoever is not signed in
        return {}
    kept = getattr(user, "_conference_roles", None)
    if kept is None:
        roles = defaultdict(set)
        for conference_id, role in user.team_memberships.values_list("conference_id", "role"):
            roles[conference_id].add(role)
        kept = user._conference_roles = dict(roles)
    return kept


def is_all_powerful(user) -> bool:
    return user.is_superuser and user.is_active  # nobody of both is not signed in


def may(user, right: Right, conference=None) -> bool:
    """Whether `user` has `right` at `conference` (object or id); None asks: anywhere at all."""
    if is_all_powerful(user):
        return True
    roles = roles_of(user)
    if conference is None:
        return any(right in RIGHTS[role] for held in roles.values() for role in held)
    held = roles.get(getattr(conference, "pk", conference), ())
    return any(right in RIGHTS[role] for role in held)


def conferences_with(user, right: Right) -> list[int]:
    """Ids of the conferences at which `user` has `right`; not for superusers, who have all."""
    return [pk for pk, held in roles_of(user).items() if any(right in RIGHTS[r] for r in held)]


def sees_contacts(user, conference) -> bool:
    """Whether full phone numbers and e-mail addresses may be shown. One query."""
    if is_all_powerful(user):
        return True
    if not user.is_authenticated or not user.is_active:
        return False
    return user.team_memberships.filter(conference=conference, sees_contacts=True).exists()


def contacts_seen_by(user) -> list[int] | None:
    """Ids of the conferences whose contacts an account sees in full; None: of all. One query."""
    if is_all_powerful(user):
        return None
    granted = user.team_memberships.filter(sees_contacts=True)
    return list(granted.values_list("conference_id", flat=True))


def may_use_directory(user) -> bool:
    """Whether `user` may read the shared directory of people and organizations."""
    return may(user, Right.VIEW_DRAFT) or any(DIRECTORY_USERS.ask(user))


def may_fill_directory(user) -> bool:
    """Whether `user` may add people and organizations to the shared directory."""
    return may(user, Right.EDIT_DRAFT) or any(DIRECTORY_USERS.ask(user))


class ConferenceScopedQuerySet(models.QuerySet):
    """Rows of conferences. Subclasses name the way to the conference and the guarding rights."""

    conference_path = "conference"
    view_right = Right.VIEW_DRAFT
    edit_right = Right.EDIT_DRAFT

    def visible_to(self, user):
        """Rows in the user's scope: of a conference on whose team they are, in any role."""
        if is_all_powerful(user):
            return self
        return self._of(list(roles_of(user)))

    def with_right(self, user, right: Right):
        """Rows of the conferences at which the user has `right`."""
        if is_all_powerful(user):
            return self
        return self._of(conferences_with(user, right))

    def at_conferences(self, conference_ids):
        return self._of(list(conference_ids))

    def editable_by(self, user):
        return self.with_right(user, self.edit_right)

    def _of(self, conference_ids):
        return self.filter(**{f"{self.conference_path}__in": conference_ids})


class SharedQuerySet(models.QuerySet):
    """Rows of the site's directory: seen by all who plan, edited by those who own every use."""

    def visible_to(self, user):
        return self if may_use_directory(user) else self.none()

    def editable_by(self, user):
        """Rows all of whose uses, in any app, are in conferences (alliances) the user may edit.

        A row that others use too is overridden by the printed fields instead
        (docs/concepts.md, "Shared records").
        """
        if is_all_powerful(user):
            return self
        if not may_fill_directory(user):
            return self.none()
        rows = self
        for relation in self.model._meta.related_objects:
            uses = relation.related_model._default_manager.all()
            if hasattr(uses, "editable_by"):
                own = (
                    # Who plans the conference owns its uses, registrations included.
                    uses.with_right(user, Right.EDIT_DRAFT)
                    if hasattr(uses, "with_right")
                    else uses.editable_by(user)
                )
                others = uses.exclude(pk__in=own.values("pk"))
                column = relation.field.attname
                others = others.filter(**{f"{column}__isnull": False})
                rows = rows.exclude(pk__in=others.values(column))
        return rows

    def used_at(self, conference_ids, user):
        """Rows that one of the conferences uses, in any app, where `user` may see that use; and
        those that such rows of the directory point to, as the organization of a participant.
        """
        return self.filter(self._is_used_at(conference_ids, user))

    def used_first(self, conference_id, user):
        """The rows of `used_at` before the others, else in their order. No query more."""
        if conference_id is None:
            return self
        is_used = models.When(self._is_used_at([conference_id], user), then=0)
        rows = self.alias(is_elsewhere=models.Case(is_used, default=1))
        return rows.order_by("is_elsewhere", *(self.query.order_by or self.model._meta.ordering))

    def _is_used_at(self, conference_ids, user) -> models.Q:
        found = models.Q(pk__in=[])
        for relation in self.model._meta.related_objects:
            uses = relation.related_model._default_manager.all()
            if hasattr(uses, "at_conferences"):
                uses = uses.with_right(user, uses.view_right).at_conferences(conference_ids)
            elif hasattr(uses, "used_at"):
                uses = uses.used_at(conference_ids, user)
            else:
                continue
            column = relation.field.attname
            uses = uses.filter(**{f"{column}__isnull": False}).order_by()
            found |= models.Q(pk__in=uses.values(column))
        return found
