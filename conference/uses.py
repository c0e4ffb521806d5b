"""What keeps rows from being deleted, other rows that are nothing without them; and what goes."""

from django.apps import apps
from django.db.models import PROTECT, RESTRICT, SET_NULL
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext


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


def left_by(rows, *, user) -> list[str]:
    """What stays without the rows, as sessions without their track, in words: "3 sessions"; of rows
    that the user may see. One query for each kind that may point to them and to nothing as well.
    """
    rows, found = list(rows), []
    for relation in type(rows[0])._meta.related_objects if rows else ():
        if getattr(relation, "on_delete", None) is not SET_NULL:
            continue
        users = relation.related_model._default_manager.all()
        users = users.visible_to(user) if hasattr(users, "visible_to") else users
        if n := users.filter(**{f"{relation.field.name}__in": rows}).count():
            opts = relation.related_model._meta
            kind = opts.verbose_name if n == 1 else opts.verbose_name_plural
            found.append(_("%(n)d %(kind)s") % {"n": n, "kind": kind})
    return found


def without_ties(lines: list, counts: dict) -> tuple[list, dict]:
    """What the admin tells of a deletion, as Django tells it: nested lines "Kind: row", and how
    many of each kind; without the rows that only tie two others and have no words of their own.
    """
    models = apps.get_models(include_auto_created=True)
    ties = [model._meta for model in models if model._meta.auto_created]
    plurals = {str(opts.verbose_name_plural) for opts in ties}
    kinds = {str(capfirst(opts.verbose_name)) for opts in ties}
    return _told(lines, kinds), {k: n for k, n in counts.items() if str(k) not in plurals}


def _told(lines, without):
    colon, kept = pgettext("between a role and a name", ": "), []
    for line in lines:
        if isinstance(line, list):
            kept += [inner for inner in [_told(line, without)] if inner]
        elif line.partition(": ")[0] not in without:
            said = line.replace(": ", colon, 1)
            kept.append(mark_safe(said) if isinstance(line, SafeString) else said)
    return kept
