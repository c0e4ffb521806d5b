"""Whether rows may stand as an undo would have them: what they point to, the rules they keep."""

from django.core.exceptions import ValidationError
from django.db.models import SET_NULL, ForeignKey, UniqueConstraint, prefetch_related_objects
from django.utils.translation import gettext as _

from conference.acts.refusal import refuse_missing, refuse_taken
from conference.exchanging import said_twice, unique_rules
from conference.wording.labels import listed

BATCH = 500


def check_targets(model, rows, names, images=None) -> None:
    """What the rows point to is there, or comes back in the same undo; a link that a deletion may
    empty is empty then. One query for each foreign key among the names.
    """
    for field in model._meta.concrete_fields:
        if not isinstance(field, ForeignKey) or field.name not in names:
            continue
        wanted = {getattr(row, field.attname) for row in rows} - {None}
        target = field.related_model
        there = set()
        keys = list(wanted)
        for start in range(0, len(keys), BATCH):
            found = target._base_manager.filter(pk__in=keys[start : start + BATCH])
            there.update(found.values_list("pk", flat=True))
        there |= {i.pk for i in (images or {}).get(target, ()) if i.was_deleted}
        for row in rows:
            key = getattr(row, field.attname)
            if key is None or key in there:
                continue
            if field.remote_field.on_delete is SET_NULL and field.null:
                setattr(row, field.attname, None)
            else:
                refuse_missing(row, field)


def check_unique(model, rows) -> None:
    """No other row has taken what these had: one query for each rule of the model."""
    if not rows:
        return
    own = {row.pk for row in rows}
    for rule in [*unique_rules(model), *_unique_columns(model)]:
        fields = [model._meta.get_field(name) for name in rule.fields]
        others = []
        for start in range(0, len(rows), BATCH):
            part = rows[start : start + BATCH]
            alike = {
                f"{field.attname}__in": {getattr(row, field.attname) for row in part} - {None}
                for field in fields
            }
            others += [row for row in model._base_manager.filter(**alike) if row.pk not in own]
        if not others:
            continue
        if rule.condition is None:
            taken = {tuple(getattr(o, f.attname) for f in fields) for o in others}
            broken = [r for r in rows if tuple(getattr(r, f.attname) for f in fields) in taken]
        else:
            broken = [row for row, broke in said_twice(model, [*others, *rows], changed=rows)
                      if broke is rule]  # fmt: skip
        if broken:
            refuse_taken(broken[0], _told(rule, fields))


def _told(rule, fields) -> str:
    if rule.violation_error_message != rule.default_violation_error_message:
        return str(rule.violation_error_message)
    names = listed(str(field.verbose_name) for field in fields)
    return _("Something else has the same by now (%(names)s).") % {"names": names}


def _unique_columns(model) -> list[UniqueConstraint]:
    return [
        UniqueConstraint(fields=[field.name], name=f"{field.name}_is_unique")
        for field in model._meta.concrete_fields
        if field.unique and not field.primary_key
    ]


def check_rules(model, rows) -> None:
    """The rules across rows that the model's `clean` knows, asked of rows as they stand now. What
    they point to is read for all at once.
    """
    if not rows:
        return
    forget_what_they_point_to(rows)
    names = [field.name for field in model._meta.concrete_fields if field.is_relation]
    prefetch_related_objects(rows, *names, *getattr(model, "cleaned_with", ()))
    for row in rows:
        try:
            row.clean()
        except ValidationError as error:
            refuse_taken(row, " ".join(error.messages))


def forget_what_they_point_to(rows) -> None:
    """A row read before may have been changed, deleted or made since."""
    for row in rows:
        row._state.fields_cache.clear()
