"""What acts did, row by row, old and new as people read them; and what keeps them from being taken
back. For a page of acts: a fixed number of queries for each kind of row on it.
"""

from collections import defaultdict
from dataclasses import dataclass, field

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import F, ForeignKey, Window
from django.db.models.functions import RowNumber
from django.utils.text import capfirst
from simple_history.models import ModelChange
from simple_history.utils import get_history_model_for_model

from conference.acts.images import Image, models_of, records_before, taken_back_since
from conference.history import ReadableChanges
from conference.models import Act
from conference.parts import NOTHING

SHOWN_RECORDS = 12  # of a kind in one act, on a page of many
SHOWN_OF_ONE = 400


@dataclass
class ToldRow:
    label: str  # program.session
    kind: str
    name: str
    state: str  # added, changed, deleted
    pk: object = None
    columns: list[str] = field(default_factory=list)  # names of what changed
    changes: list = field(default_factory=list)  # ModelChange in words


@dataclass
class ToldAct:
    act: Act
    rows: list[ToldRow] = field(default_factory=list)
    since: object = None  # the record of somebody else after this act

    @property
    def changes_nothing(self) -> bool:
        """Whether rows were saved as they were."""
        written = sum(sum(tally) for tally in self.act.counts.values())
        same = [row for row in self.rows if row.state == "changed" and not row.changes]
        return len(same) == written and not self.act.kept


def tell(acts, *, kinds, helper=lambda _model: ReadableChanges, limit=SHOWN_RECORDS):
    """[ToldAct]: acts with the first rows of each of the `kinds` (labels). `helper(model)` gives
    the class that puts values into words.
    """
    told = {act.name: ToldAct(act) for act in acts}
    by_model = defaultdict(list)
    for act in acts:
        for model in models_of(act):
            if model._meta.label_lower in kinds:
                by_model[model].append(act)
    every = []
    for model, of_model in by_model.items():
        images = _first_images(model, of_model, limit)
        every += images
        _tell_since(model, of_model, told)
    shown = _Shown(every)
    for image in every:
        record = image.last
        of_act = told[record.history_change_reason]
        of_act.rows.append(_row(image, shown, helper(image.model)))
    return list(told.values())


def _first_images(model, acts, limit) -> list[Image]:
    """Two queries."""
    history = get_history_model_for_model(model)
    within = (min(act.began_at for act in acts), max(act.at for act in acts))
    own = history.objects.filter(
        history_change_reason__in=[act.name for act in acts], history_date__range=within
    ).alias(
        place=Window(
            RowNumber(), partition_by=F("history_change_reason"), order_by=F("history_id").asc()
        )
    )
    records = list(own.filter(place__lte=limit).order_by("history_id"))
    found, key = {}, model._meta.pk.attname
    for record in records:
        at = (record.history_change_reason, getattr(record, key))
        image = found.setdefault(at, Image(model, at[1], None, None, record, record))
        image.last, image.after = record, None if record.history_type == "-" else record
    ids = [image.first.history_id for image in found.values()]
    before = defaultdict(list)
    for record in records_before(model, history.objects.filter(history_id__in=ids)):
        before[getattr(record, key)].append(record)
    for record in records:
        before[getattr(record, key)].append(record)
    for image in found.values():
        earlier = [r for r in before[image.pk] if r.history_id < image.first.history_id]
        if image.first.history_type == "~" and earlier:
            image.before = max(earlier, key=lambda record: record.history_id)
        elif image.first.history_type == "-":
            image.before = image.first
    return [image for image in found.values() if not image.came_and_went]


def _tell_since(model, acts, told):
    """Who wrote the same rows after an act that could still be taken back. Two queries, none where
    there is no such act.
    """
    fresh = [act for act in acts if act.is_fresh() and not act.is_undone]
    if not fresh:
        return
    history, key = get_history_model_for_model(model), model._meta.pk.attname
    rows = history.objects.filter(history_date__gte=min(act.began_at for act in fresh))
    later = list(rows.select_related("history_user").order_by("history_id"))
    over = taken_back_since(later)
    last, names = {}, {act.name for act in fresh}
    for record in later:
        if record.history_change_reason in over:
            continue
        pk = getattr(record, key)
        for name, rows in last.items():
            if pk in rows and record.history_change_reason != name and not told[name].since:
                told[name].since = record
        if record.history_change_reason in names:
            last.setdefault(record.history_change_reason, set()).add(pk)


class _Shown:
    """What rows point to, by name: one query for each kind that is pointed to."""

    def __init__(self, images):
        wanted = defaultdict(set)
        for image in images:
            for record in filter(None, (image.before, image.after)):
                for column in _foreign_keys(image.model):
                    wanted[column.related_model].add(getattr(record, column.attname))
        self.rows = {}
        for model, keys in wanted.items():
            rows = model._base_manager.filter(pk__in=keys - {None})
            path = [f.name for f in model._meta.fields if f.many_to_one and f.name == "person"]
            self.rows[model] = {row.pk: row for row in rows.select_related(*path)}

    def name_of(self, record) -> str:
        model = record.instance_type
        row = model(**{f.attname: getattr(record, f.attname) for f in record.tracked_fields})
        for column in _foreign_keys(model):
            column.set_cached_value(row, self.of(column, record))
        try:
            return str(row)
        except (AttributeError, ObjectDoesNotExist):  # what it belonged to is gone
            return str(capfirst(model._meta.verbose_name))

    def of(self, column, record):
        return self.rows.get(column.related_model, {}).get(getattr(record, column.attname))


def _foreign_keys(model):
    return [f for f in model._meta.concrete_fields if isinstance(f, ForeignKey)]


def _row(image, shown, helper) -> ToldRow:
    record, opts = image.after or image.before or image.last, image.model._meta
    state = "added" if image.was_added else "deleted" if image.was_deleted else "changed"
    told = ToldRow(
        opts.label_lower, str(capfirst(opts.verbose_name)), shown.name_of(record), state, image.pk
    )
    words = helper(image.model, record)
    for column in image.changed:
        told.columns.append(column.name)
        old, new = (_value(column, r, shown) for r in (image.before, image.after))
        told.changes.append(words.format_delta_change(ModelChange(column.name, old, new)))
    return told


def _value(column, record, shown):
    if not isinstance(column, ForeignKey):
        return getattr(record, column.attname)
    if getattr(record, column.attname) is None:
        return None
    found = shown.of(column, record)
    return found if found is not None else NOTHING
