"""Who may read what an act did, and who may take it back: by the rights to each kind of row."""

from conference.models import TeamMember
from conference.permissions import (
    Right,
    is_all_powerful,
    may,
    may_fill_directory,
    may_use_directory,
)

BATCH = 500


def owner_of_kind(model):
    """The kind whose rights hold: behind a many-to-many field, that of the row which has it."""
    return model._meta.auto_created or model


def may_read(user, model, conference_id) -> bool:
    """Whether the user may read what happened to rows of a kind at a conference (None: at none)."""
    if is_all_powerful(user):
        return True
    rows = owner_of_kind(model)._default_manager.all()
    if hasattr(rows, "conference_path"):
        if model is TeamMember:  # who gave whom which role is for those who give them
            return conference_id is not None and may(user, Right.EDIT_SETTINGS, conference_id)
        return conference_id is not None and may(user, rows.view_right, conference_id)
    if hasattr(rows, "are_read_by"):
        return conference_id is None and rows.are_read_by(user)
    return may_use_directory(user)


def not_editable(user, model, keys) -> bool:
    """Whether the user may not change one of these rows, as they stand now. One query a batch."""
    keys, owner = list(keys), owner_of_kind(model)
    if owner is not model:
        name = next(f.name for f in model._meta.fields if f.related_model is owner)
        keys = list(model._base_manager.filter(pk__in=keys).values_list(name, flat=True).distinct())
    rows = owner._default_manager.all()
    if is_all_powerful(user):
        return False
    if not hasattr(rows, "editable_by"):
        return True
    rows = rows.editable_by(user)
    return any(
        rows.filter(pk__in=part).count() != len(part)
        for part in (keys[start : start + BATCH] for start in range(0, len(keys), BATCH))
    )


def may_change(user, model, conference_id) -> bool:
    """Whether rows of a kind at a conference (None: at none) are the user's to change, as far as
    that can be said without looking at them. No query for rows of a conference.
    """
    rows = owner_of_kind(model)._default_manager.all()
    if is_all_powerful(user):
        return True
    if hasattr(rows, "conference_path"):
        return conference_id is None or may(user, rows.edit_right, conference_id)
    return may_fill_directory(user)
