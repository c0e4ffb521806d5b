"""Who wrote what of a row, and when; and its values as people read them."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath

from django.db import connections
from django.utils import timezone
from django.utils.translation import gettext as _

from conference.models.acts import UNDO_FOR, Act
from conference.wording.clocks import clock, day_and_clock

VERSIONS_READ = 30  # of a row's history, to find who wrote its present value
FILES = ("FileField", "ImageField")


def hold(model, keys):
    """Hold rows until the transaction ends, so that what is read next is what is written on.

    One query on PostgreSQL; none on SQLite, where a writing transaction is alone from its begin.
    """
    rows = model._default_manager.filter(pk__in=keys)
    connection = connections[rows.db]
    if keys and connection.features.has_select_for_update and connection.in_atomic_block:
        rows = rows.order_by("pk").select_for_update(no_key=True)
        list(rows.values_list("pk", flat=True))


# --- Who and when --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Author:
    """Who wrote something: "王老师, 14:02", "somebody" where no history says it."""

    user: object = None
    at: datetime | None = None

    def named(self, reader) -> str:
        if self.user is None:
            name = _("Somebody")
        elif self.user == reader:
            name = _("You, in another window,")
        else:
            name = self.user.get_full_name() or self.user.get_username()
        return _("%(name)s (%(clock)s)") % {"name": name, "clock": self.clock} if self.at else name

    @property
    def clock(self) -> str:
        local, today = timezone.localtime(self.at), timezone.localdate()
        zone = " UTC" if timezone.get_current_timezone_name() == "UTC" else ""
        return (clock(local) if local.date() == today else day_and_clock(local)) + zone


def versions_of(model, pk):
    """The newest versions of a row, with who wrote them; none where it keeps no history."""
    manager = getattr(model, getattr(model._meta, "simple_history_manager_attribute", ""), None)
    if manager is None:
        return []
    rows = manager.filter(**{model._meta.pk.attname: pk}).select_related("history_user")
    return list(rows.order_by("-history_date", "-history_id")[:VERSIONS_READ])


def author_of(instance, name) -> Author:
    """Who gave a column the value it has. One query, for the whole row once; one for a column that
    history leaves out.
    """
    if name in getattr(instance, "left_out", ()):
        return _author_beside_history(instance, name)
    if not hasattr(instance, "_versions_read"):
        instance._versions_read = versions_of(type(instance), instance.pk)
    column = instance._meta.get_field(name).attname
    found = None
    for version in instance._versions_read:
        if getattr(version, column, None) != getattr(instance, column):
            break
        found = version
    return Author(found.history_user, found.history_date) if found else Author()


def _author_beside_history(instance, name) -> Author:
    """Of a private contact, say: by the acts of the last hour, which keep what they overwrote."""
    label = instance._meta.label_lower
    acts = Act.objects.filter(at__gte=timezone.now() - UNDO_FOR, kept__columns__has_key=label)
    for act in acts.select_related("by").order_by("-at"):
        if name in act.kept["columns"][label].get(str(instance.pk), ()):
            return Author(act.by, act.at)
    return Author()


def author_of_deletion(versions) -> Author:
    if versions and versions[0].history_type == "-":
        return Author(versions[0].history_user, versions[0].history_date)
    return Author()


# --- Values as people read them ------------------------------------------------------------------


def shown(column, value, zone=None) -> str:
    """A plain value of a column in words; one query for a row that it points to."""
    if value in (None, ""):
        return _("(empty)")
    if column.is_relation:
        row = column.remote_field.model._default_manager.filter(pk=value).first()
        return str(row) if row is not None else _("(deleted)")
    if column.choices:
        return str(dict(column.flatchoices).get(value, value))
    value = column.to_python(value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return day_and_clock(timezone.localtime(value, zone))
    if column.get_internal_type() in FILES:
        return PurePath(str(value)).name
    return str(value)
