"""The rows of an act, each as it stood before and after, from their history; and who changed them
since.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.apps import apps
from django.db.models import OuterRef, Q, Subquery
from simple_history.utils import get_history_model_for_model

from conference.models.acts import Act

# Written by publish and withdraw past history: what a record says of them is what a form once read.
PAST_HISTORY = {"is_public", "first_published_at"}


@dataclass
class Image:
    """One row of an act; `before` None: it was added, `after` None: it was deleted. Records."""

    model: type
    pk: object
    before: object
    after: object
    first: object  # records of the act
    last: object
    since: object = None  # the first record of another act after it that still holds

    @property
    def is_known(self) -> bool:
        """Whether history says what stood before."""
        return self.before is not None or self.was_added

    @property
    def came_and_went(self) -> bool:
        return self.first.history_type == "+" and self.last.history_type == "-"

    @property
    def was_added(self) -> bool:
        return self.first.history_type == "+"

    @property
    def was_deleted(self) -> bool:
        return self.last.history_type == "-" and not self.was_added

    @cached_property
    def changed(self) -> list:
        """The columns that the act changed; [] for one that was added or deleted."""
        if self.before is None or self.after is None:
            return []
        return [
            field
            for field in self.before.tracked_fields
            if field.name not in PAST_HISTORY
            and getattr(self.before, field.attname) != getattr(self.after, field.attname)
        ]


def models_of(act: Act) -> list:
    """The kinds of row that an act wrote; those that are gone from the code are left out."""
    found = []
    for label in act.counts:
        try:
            found.append(apps.get_model(label))
        except LookupError:
            continue
    return found


def own_records(model, act: Act):
    """The act's records of one kind, by the index on their time."""
    history = get_history_model_for_model(model)
    return history.objects.filter(
        history_change_reason=act.name, history_date__range=(act.began_at, act.at)
    )


def keys_of(model, act: Act) -> list:
    """The ids of the rows of one kind that an act wrote. One query."""
    own = own_records(model, act).order_by()
    return list(own.values_list(model._meta.pk.attname, flat=True).distinct())


def images_of(model, act: Act) -> list[Image]:
    """The rows of one kind in the order they were written. Three queries; one more where somebody
    wrote them later.
    """
    own = own_records(model, act).select_related("history_user").order_by("history_id")
    key = model._meta.pk.attname
    found: dict[object, Image] = {}
    for record in own:
        pk = getattr(record, key)
        image = found.setdefault(pk, Image(model, pk, None, None, record, record))
        image.last, image.after = record, None if record.history_type == "-" else record
    if not found:
        return []
    for record in records_before(model, own):
        image = found.get(getattr(record, key))
        if image is not None and record.history_id < image.first.history_id:
            image.before = None if record.history_type == "-" else record
    for image in found.values():
        if image.was_added:
            image.before = None
        elif image.first.history_type == "-":
            image.before = image.first  # a deletion keeps the last state itself
    later = list(records_since(model, own, found.values()))
    over = taken_back_since(later)
    for record in later:
        if record.history_change_reason in over:
            continue
        image = found[getattr(record, key)]
        if record.history_id > image.last.history_id and image.since is None:
            image.since = record
    return [image for image in found.values() if not image.came_and_went]


def records_before(model, own) -> Iterable:
    """The record before each of the act's own, of the same row. One query."""
    history, key = own.model, model._meta.pk.attname
    earlier = history.objects.filter(
        **{key: OuterRef(key)}, history_id__lt=OuterRef("history_id")
    ).order_by("-history_id")
    ids = own.order_by().annotate(earlier=Subquery(earlier.values("history_id")[:1]))
    rows = history.objects.filter(history_id__in=ids.values("earlier"))
    return rows.exclude(history_id__in=own.order_by().values("history_id"))


def records_since(model, own, images) -> Iterable:
    """The later records of the act's rows, without its own, with who wrote them. One query."""
    key, oldest = model._meta.pk.attname, min(image.first.history_id for image in images)
    rows = own.model.objects.filter(
        **{f"{key}__in": own.order_by().values(key)}, history_id__gt=oldest
    )
    rows = rows.exclude(history_id__in=own.order_by().values("history_id"))
    return rows.select_related("history_user").order_by("history_id")


def taken_back_since(records) -> set[str]:
    """The names of those acts among the later `records` of which nothing is left: they were taken
    back. So two acts on one row are taken back one after the other. One query, none of nothing.
    """
    names = {record.history_change_reason for record in records} - {None}
    if not names:
        return set()
    # Of a row that an act saved as it was, what took the act back has no record.
    undone_since = Q(undoes__isnull=False, at__gte=min(r.history_date for r in records))
    rows = Act.objects.filter(Q(name__in=names) | undone_since).only("name", "undoes")
    acts = {act.pk: act for act in rows}
    undo = {act.undoes_id: act for act in acts.values() if act.undoes_id}
    over = set()
    for act in acts.values():
        if act.undoes_id in acts:
            continue  # of the chain of another one: done, taken back, done again ...
        chain = [act]
        while (following := undo.get(chain[-1].pk)) is not None:
            chain.append(following)
        if len(chain) % 2 == 0:
            over |= {each.name for each in chain}
    return over
