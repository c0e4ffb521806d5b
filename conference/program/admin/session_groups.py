"""The list of sessions by day, by room or by sub-forum: heads between its rows, and what lies free.

Which of them is shown stands in the address (`by`), so that it outlives filters, pages and saves.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property

from django.contrib.admin.options import IncorrectLookupParameters
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from conference.filters import CONFERENCE
from conference.program.admin.session_adding import (
    address_to_add,
    address_to_add_item,
    words_to_add_item,
)
from conference.program.admin.session_clashes import SessionList
from conference.program.draft.overlapping import times_of
from conference.program.models import Kind, Session
from conference.wording.clocks import clock_span
from conference.wording.days import short_day

BY = "by"
GROUPINGS = {
    "day": gettext_lazy("by day"),
    "room": gettext_lazy("by room"),
    "forum": gettext_lazy("by sub-forum"),
}
SHORTEST_GAP = timedelta(minutes=5)
# What the list may be narrowed to without hiding what fills a gap.
HARMLESS = {CONFERENCE, "day", "room__id__exact"}


@dataclass
class Head:
    """Above the rows of a group."""

    title: str
    address_to_add: str = ""
    words_to_add: str = ""
    rows: list[Session] = field(default_factory=list)

    @property
    def count(self) -> str:
        number = len(self.rows)
        return ngettext("%(count)d session", "%(count)d sessions", number) % {"count": number}

    @property
    def errors(self) -> int:
        """Clashes that its rows have a part in, each once."""
        found = {
            id(c) for row in self.rows for c in getattr(row, "found_clashes", ()) if c.is_error
        }
        return len(found)


@dataclass(frozen=True)
class Gap:
    """Between two rows, or after the last item of a whole."""

    said: str


class GroupedList(SessionList):
    """Grouped where the list is of one conference; as Django has it otherwise."""

    by = ""

    def get_filters_params(self, params=None):
        lookups = super().get_filters_params(params)
        by = lookups.pop(BY, [""])[-1]
        if by and by not in GROUPINGS:
            raise IncorrectLookupParameters
        self.by = by
        return lookups

    def get_queryset(self, request, exclude_parameters=None):
        rows = super().get_queryset(request, exclude_parameters)
        conferences = self.model_admin.list_conferences(request)
        self.conference = conferences[0] if len(conferences) == 1 else None
        self.may_add = self.model_admin.has_add_permission(request) and not self.is_popup
        if self.conference is None or self.by in ("", "day"):
            return rows
        if self.by == "room":
            keys = _keys("room__position", "room")
        else:
            rows = rows.annotate(
                is_apart=~Q(kind=Kind.SUB_FORUM)
                & Q(parent__isnull=True)
                & ~Exists(Session.objects.filter(parent=OuterRef("pk")))
            )
            keys = ["is_apart", *_keys("starts_at", "position", "pk")]
            keys.append(F("parent").asc(nulls_first=True))
        return rows.order_by(*keys, *rows.query.order_by)

    @property
    def views(self):
        """[(label, address, whether it is this one)]; none where it cannot be grouped."""
        if self.conference is None:
            return []
        found = [
            (gettext_lazy("in order of time"), self.get_query_string(remove=[BY, "p"]), not self.by)
        ]
        for key, label in GROUPINGS.items():
            address = self.get_query_string({BY: key}, remove=["p"])
            found.append((label, address, self.by == key))
        return found

    # --- What stands between the rows -------------------------------------------------------

    @cached_property
    def between(self) -> dict[int, list[Head | Gap]]:
        """{index of a row: what stands before it}; at the number of rows, what ends the list."""
        if not self.by or self.conference is None:
            return {}
        rows, found = list(self.result_list), {}
        self.wholes = {row.parent_id: row.parent for row in rows if row.parent_id}
        key, head, free_from = object(), None, None
        for index, row in enumerate(rows):
            lines = found.setdefault(index, [])
            if (own := self.group_of(row)) != key:
                lines += self.at_the_end(key, free_from)
                is_first_of_page = index == 0 and self.page_num > 1
                key, head = own, self.head(own)
                lines.append(head)
                free_from = None if is_first_of_page else self.begin(own)
            head.rows.append(row)
            if self.takes_time(row, own):
                starts_at, ends_at = times_of(row)
                if free_from and starts_at - free_from >= SHORTEST_GAP and self.shows_gaps:
                    lines.append(self.gap(free_from, starts_at))
                free_from = max(free_from or ends_at, ends_at)
        if not self.multi_page or self.page_num == self.paginator.num_pages:
            found.setdefault(len(rows), []).extend(self.at_the_end(key, free_from))
        return found

    @cached_property
    def shows_gaps(self) -> bool:
        """Not where a filter or a search hides what fills them, nor in another order."""
        return not self.query and "o" not in self.params and (
            set(self.get_filters_params()) <= HARMLESS
        )  # fmt: skip

    def day_of(self, row):
        return row.starts_at and self.conference.day_of(row.starts_at)

    def group_of(self, row):
        """What its group is known by: a day; a room and a day; its whole, or itself."""
        if self.by == "day":
            return self.day_of(row)
        if self.by == "room":
            return row.effective_room, self.day_of(row)
        return row.parent or (None if row.is_apart else row)

    def head(self, key) -> Head:
        conference = self.conference
        if self.by == "forum":
            if key is None:
                return Head(_("In no sub-forum or block"))
            span = ""
            if key.starts_at:
                span = " ".join(("", short_day(self.day_of(key)), "–".join(self.clocks(key))))
            add = (address_to_add_item(key), words_to_add_item(key))
            return Head(f"{key}{span}", *(add if self.may_add else ()))
        room, day = (None, key) if self.by == "day" else key
        told = [short_day(day) if day else _("without time")]
        if self.by == "room":
            told.insert(0, str(room) if room else _("without room"))
        address = address_to_add(
            conference.pk, day=day and day.isoformat(), room=room and room.pk, kind=Kind.TALK
        )
        return Head(
            " · ".join(told), *((address, _("Add an item")) if self.may_add and day else ())
        )

    def clocks(self, row):
        return clock_span(*(at.astimezone(self.conference.zone) for at in times_of(row)))

    def gap(self, first: datetime, last: datetime) -> Gap:
        zone = self.conference.zone
        said = {
            "span": "–".join(clock_span(first.astimezone(zone), last.astimezone(zone))),
            "minutes": (last - first).total_seconds() // 60,
        }
        return Gap(_("%(span)s free, %(minutes)d min") % said)

    def begin(self, key):
        """From when the group has time to give; None: from its first row on."""
        return key.starts_at if self.by == "forum" and key else None

    def takes_time(self, row, key) -> bool:
        if row.is_cancelled or not row.starts_at or (self.by == "forum" and key is None):
            return False
        return bool(row.parent_id) if self.by == "forum" else row.parent_id is None

    def at_the_end(self, key, free_from) -> Iterator[Gap]:
        """What is left of a whole after its last item."""
        if self.by == "forum" and isinstance(key, Session) and key.ends_at and self.shows_gaps:
            has_items = key.pk in self.wholes
            if has_items and free_from and key.ends_at - free_from >= SHORTEST_GAP:
                yield self.gap(free_from, key.ends_at)


def _keys(*columns):
    """Of what it is part of, else its own; nothing known stands last."""
    return [Coalesce(f"parent__{column}", column).asc(nulls_last=True) for column in columns]
