"""The place of a row among its likes, set by hand. A new row goes to the end, never to the top."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PositionField(models.PositiveIntegerField):
    """Where a row stands among those that share the field named `among`; 1 is the first.

    A row saved without a position is put after the last; that costs one query. Of two made at the
    same moment the older one comes first: lists are ordered by position, then by key.
    """

    def __init__(self, *args, among: str = "", **kwargs):
        self.among = among
        kwargs.setdefault("blank", True)
        kwargs.setdefault("help_text", _("Empty: at the end."))
        super().__init__(*args, **kwargs)

    def contribute_to_class(self, cls, name, **kwargs):
        if not self.among and not cls._meta.abstract:  # it comes from `Ordered`
            self.among = cls.ordered_among
        super().contribute_to_class(cls, name, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | {"among": self.among}

    def pre_save(self, model_instance, add):
        if getattr(model_instance, self.attname) is None:
            setattr(model_instance, self.attname, self._next(model_instance))
        return super().pre_save(model_instance, add)

    def _next(self, row):
        owner = type(row)._meta.get_field(self.among).attname
        rows = type(row)._default_manager.filter(**{owner: getattr(row, owner)})
        return (rows.aggregate(last=models.Max(self.attname))["last"] or 0) + 1


class Ordered(models.Model):
    """A row with a place among those that share `ordered_among`, set by hand; a new one is last."""

    ordered_among = "conference"

    position = PositionField(_("position"))

    class Meta:
        abstract = True
        ordering = ["position", "pk"]


class Ranked(models.Model):
    """A row that stands before others by a number, where somebody gave one. Those without one come
    after, as their list says (by name): a new one never stands before whom somebody ranked.
    """

    position = models.PositiveIntegerField(
        _("position"),
        null=True,
        blank=True,
        help_text=_("Empty: after those with a number, by name."),
    )

    class Meta:
        abstract = True
        ordering = [models.F("position").asc(nulls_last=True), "pk"]


def placed(rows):
    """[(row, position)] so that the rows stand in this order; who stands right keeps the number.

    The rows are those of one owner, in the order wanted; new ones have no key yet.
    """
    found, last, key = [], 0, 0
    for index, row in enumerate(rows):
        if row.pk is None:
            # Behind its neighbour by its later key alone, so that those after it need not move.
            followed = any(other.pk is not None for other in rows[index + 1 :])
            last, key = (last if followed and found else last + 1), float("inf")
        elif (row.position, row.pk) > (last, key):
            last, key = row.position, row.pk
        else:
            last, key = last + 1, row.pk
        found.append((row, last))
    return found
