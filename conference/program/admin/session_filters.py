"""Filters of the list of sessions."""

from datetime import datetime, timedelta

from django.contrib.admin.options import IncorrectLookupParameters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from conference.filters import ChoiceFilter, ScopedFilter
from conference.ids import possible_id
from conference.program.models import PAUSES
from conference.wording.days import short_day

# Of those that are part of no other; what is in all rooms at once may name none.
WITHOUT_ROOM = Q(room__isnull=True, parent__isnull=True, is_plenary=False) & ~Q(kind__in=PAUSES)


class DayFilter(ChoiceFilter):
    """By the local day a session starts. Offered when the list shows one conference."""

    title = _("day")
    parameter_name = "day"

    def lookups(self, request, model_admin):
        conferences = model_admin.list_conferences(request)
        if len(conferences) != 1:
            return []
        self.zone = conferences[0].zone
        self.days = {day.isoformat(): day for day in conferences[0].days}
        return [
            *((key, short_day(day)) for key, day in self.days.items()),
            ("none", _("without time")),
        ]

    def queryset(self, request, queryset):
        chosen = self.value()
        if chosen is None:
            return queryset
        if chosen == "none":
            return queryset.untimed()
        begins = datetime.combine(self.days[chosen], datetime.min.time(), self.zone)
        return queryset.filter(starts_at__gte=begins, starts_at__lt=begins + timedelta(days=1))


class RoomFilter(ScopedFilter):
    """Of a room also the talks of the sub-forums that take place in it."""

    def queryset(self, request, queryset):
        chosen = self.used_parameters.get(self.lookup_kwarg)
        if chosen is None:
            return super().queryset(request, queryset)
        offered = {str(pk) for pk, _label in self.lookup_choices}
        rooms = [value for value in chosen if str(value) in offered]
        if not any(possible_id(str(value)) for value in chosen):
            raise IncorrectLookupParameters
        return queryset.filter(Q(room__in=rooms) | Q(parent__room__in=rooms))


class NeedsFilter(ChoiceFilter):
    """What is still to be done on a session."""

    title = _("to do")
    parameter_name = "needs"

    def lookups(self, request, model_admin):
        self.clashes = model_admin.clashes_in_list
        return [
            ("time", _("without time")),
            ("room", _("without room")),
            ("people", _("without people")),
            ("translation", _("missing translation")),
            ("error", _("with a clash")),
            ("warning", _("with a warning")),
            ("publish", _("never published")),
        ]

    def queryset(self, request, queryset):
        chosen = self.value()
        if chosen == "time":
            return queryset.planned().untimed()
        if chosen == "room":
            return queryset.planned().filter(WITHOUT_ROOM)
        if chosen == "people":
            return queryset.planned().without_people()
        if chosen == "translation":
            return queryset.missing_translation()
        if chosen == "publish":
            return queryset.filter(first_published_at__isnull=True)
        if chosen in ("error", "warning"):
            found = self.clashes(request)
            ids = [pk for pk, rows in found.items() if any(c.level == chosen for c in rows)]
            return queryset.filter(pk__in=ids)
        return queryset
