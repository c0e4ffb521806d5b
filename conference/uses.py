"""What keeps rows from being deleted: other rows that are nothing without them."""

from django.db.models import PROTECT, RESTRICT


def kept_by(rows, *, besides=()) -> dict[int, list]:
    """{id: the rows that stand in the way of deleting it}; one query for each kind of use.

    `besides` are related names that do not count, because the caller deals with them.
    """
    rows = list(rows)
    if not rows:
        return {}
    found = {}
    for relation in type(rows[0])._meta.related_objects:
        if getattr(relation, "on_delete", None) not in (PROTECT, RESTRICT):
            continue
        if relation.get_accessor_name() in besides:
            continue
        users = relation.related_model._default_manager.filter(
            **{f"{relation.field.name}__in": rows}
        )
        for user in users:
            found.setdefault(getattr(user, relation.field.attname), []).append(user)
    return found
