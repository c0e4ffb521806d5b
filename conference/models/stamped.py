"""Stamped: a row that public pages read live, beside the releases."""

from django.db import models
from django.db.models.signals import class_prepared, post_delete, post_save

from conference.stamps import raise_stamps


class Stamped(models.Model):
    """Whatever writes or removes such a row raises the stamps of the pages that show it: a save, a
    delete, the deletes of a query, and what goes with the row it belongs to.

    A row whose saves are a draft, and are shown by an act that raises the stamps itself, has
    `stamped_acts = (post_delete,)`.
    """

    stamped_acts = (post_save, post_delete)

    class Meta:
        abstract = True

    def stamp_scopes(self) -> tuple[str, ...]:
        """Of which pages: see `conference.stamps`."""
        raise NotImplementedError


def _raise_stamps(sender, instance, raw=False, **_kwargs):
    if not raw:  # a fixture's row may come before what it belongs to
        raise_stamps(*instance.stamp_scopes())


def _watch(sender, **_kwargs):
    if issubclass(sender, Stamped):
        for signal in sender.stamped_acts:
            signal.connect(_raise_stamps, sender=sender, dispatch_uid=f"stamps:{sender!r}")


# A listener for all models would keep the deletes of every other one from being quick.
class_prepared.connect(_watch, dispatch_uid="stamps")
